import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { screens } from '../../../src/tui/screens/index.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';

const home = testHome();
let db: TestDatabase;
let view: OpenScreens;
let heard: string[];
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => {
  await db.close();
  await home.remove();
});
beforeEach(async () => {
  heard = [];
  view = openScreens({ db, screens, home: home.path });
  await view.quiet();
});
afterEach(() => view.close());

const runs = (since: number) =>
  view.shell.work.set([{ name: 'backup drill', what: 'backup drill', since, stop: () => heard.push('stopped') }]);
const long = () => runs(Date.now() - 60_000);

test('leaving is at once when nothing runs, and what only just began ends by itself', async () => {
  runs(Date.now());
  await view.type('\u0003');
  expect([view.left(), heard]).toEqual([0, []]);
});

test('leaving asks when something runs for a while, and stops it with a yes', async () => {
  long();
  await view.type('\u0003');
  expect(view.frame()).toContain('backup drill is not finished. Leave?');
  await view.type('\r');
  expect([view.left(), heard]).toEqual([undefined, []]);
  await view.type('\u0003');
  await view.type('y');
  expect([view.left(), heard]).toEqual([0, ['stopped']]);
});

test('leaving, asked for twice, waits for no answer', async () => {
  long();
  await view.type('\u0003');
  await view.type('\u0003');
  expect([view.left(), heard]).toEqual([0, ['stopped']]);
});

test('what runs is stopped by the palette without leaving', async () => {
  await view.type(':stop');
  expect(view.frame()).toContain('nothing runs that could be stopped');
  await view.type('\u001b');
  long();
  await view.type(':stop');
  expect(view.frame()).toContain('end what runs: backup drill');
  await view.type('\r');
  expect([view.left(), heard]).toEqual([undefined, ['stopped']]);
});

test('what is answered after its screen was covered changes that screen, and no other', async () => {
  const top = () => view.shell.stack.get().at(-1);
  view.shell.navigate('orders');
  await view.quiet();
  const asking = top()?.id;
  view.shell.navigate('order', { order: 'SM-2026-000001' });
  view.shell.replaceParams({ filter: 'status:PENDING' }, asking);
  expect(top()?.params).toEqual({ order: 'SM-2026-000001' });
  view.shell.back();
  expect(top()?.params).toMatchObject({ filter: 'status:PENDING' });
  view.shell.back();
  const left = top()?.params;
  view.shell.replaceParams({ filter: 'status:SHIPPED' }, asking);
  expect(top()?.params).toEqual(left);
});
