import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createDecoder } from '../../../src/tui/app/decoder.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';

const home = testHome();
let db: TestDatabase;
let view: OpenScreens;
let tried: string[];
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => {
  await db.close();
  await home.remove();
});
beforeEach(async () => {
  tried = [];
  const unlock = (password: string) => {
    tried.push(password);
    return db.actor('admin');
  };
  view = openScreens({ db, screens, home: home.path, unlock });
  await view.quiet();
  view.shell.lock('You locked the screen.');
  await view.quiet();
});
afterEach(() => view.close());

test('a password that comes in one burst is tried whole', async () => {
  await view.type('sample password\r');
  expect(tried).toEqual(['sample password']);
  expect(view.shell.locked.get()).toBeUndefined();
});

test('one whose burst is held up in the middle waits for its Enter', async () => {
  const decoder = createDecoder();
  decoder.setMode(view.shell.dispatcher.scanMode());
  const feed = async (bytes: string, now: number) => {
    view.shell.dispatcher.feed(decoder.push(Buffer.from(bytes), now));
    view.shell.dispatcher.feed(decoder.flush(now + 1000));
    await view.quiet();
  };
  await feed('sample', 0);
  expect(tried).toEqual([]);
  await feed(' password\r', 2000);
  expect(tried).toEqual(['sample password']);
});

test('what is on a box is no password', async () => {
  await view.type('4006381333931\r');
  expect(tried).toEqual([]);
  expect(view.frame()).toContain('Something was scanned');
});
