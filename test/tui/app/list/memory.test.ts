import { expect, test } from '@jest/globals';
import {
  allMemories,
  readMemory,
  remember,
  withFilter,
  withoutView,
  withView,
} from '../../../../src/tui/app/list/memory.ts';
import { viewOf } from '../../../../src/tui/app/list/views.ts';

function drafts() {
  const kept = new Map<string, unknown>();
  return {
    read: (key: string) => kept.get(key),
    write: (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
    remove: (key: string) => void kept.delete(key),
    names: () => [...kept.keys()],
  };
}

test('each list keeps its own filters, the newest last and each once', () => {
  const mine = drafts();
  for (const filter of ['a', 'b', 'a', '']) remember(mine, 'orders', (now) => withFilter(now, filter));
  expect(readMemory(mine, 'orders').filters).toEqual(['b', 'a']);
  expect(readMemory(mine, 'reviews').filters).toEqual([]);
});

test('views stand by name, one of the same name is replaced, and one is found by what it shows', () => {
  const mine = drafts();
  const view = (name: string, filter: string) => ({ name, filter });
  for (const one of [view('b', 'x'), view('a', 'y'), view('b', 'z')]) {
    remember(mine, 'orders', (now) => withView(now, one));
  }
  const { views } = readMemory(mine, 'orders');
  expect(views.map(({ name, filter }) => [name, filter])).toEqual([
    ['a', 'y'],
    ['b', 'z'],
  ]);
  expect(viewOf(views, { filter: 'z' })?.name).toBe('b');
  expect(viewOf(views, { filter: 'z', sort: 'oldest' })).toBeUndefined();
  remember(mine, 'orders', (now) => withoutView(now, 'a'));
  expect(readMemory(mine, 'orders').views).toHaveLength(1);
});

test('what somebody else wrote into the file is no reason not to open a list', () => {
  const mine = drafts();
  mine.write('lists', { orders: { views: 'all of them' } });
  expect(allMemories(mine)).toEqual({});
});
