import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { confirm, pick } from '../../../src/tui/app/asking.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';

const home = testHome();
let db: TestDatabase;
let view: OpenScreens;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  view = openScreens({ db, screens, home: home.path, size: { columns: 40, rows: 12 } });
  await view.quiet();
});
afterEach(() => view.close());
afterAll(async () => {
  await db.close();
  await home.remove();
});

/** Without frames and line breaks. */
const sentences = () => view.frame().replaceAll(/[│\s]+/gu, ' ');
const question = 'Undo what you did? RUN-42-BLK in AMS: 29 became 28.';

test('a question of a handheld is there with every line of it, and with its buttons', async () => {
  const consequence = 'inventory adjust of Jonas Feldkamp is undone: 1 record.';
  void confirm(view.shell, { question, consequences: [consequence] });
  await view.quiet();
  for (const part of ['Sure?', question, `- ${consequence}`, '[ 0 Cancel ]']) expect(sentences()).toContain(part);
});

test('of what is too long for it the end gives way, and is seen to', async () => {
  void confirm(view.shell, { question, consequences: ['one', 'two', 'three', 'four', 'five', 'six'] });
  await view.quiet();
  expect(view.frame()).toMatch(/- one .*\n.*- two .*\n.*- three .*\n.*- four … .*\n.*\[ 0 Cancel \]/u);
});

test('a reason that has no room beside its choice is told whole below them', async () => {
  const disabled = 'It needs one of these roles: admin, manager, warehouse.';
  void pick(view.shell, { title: 'Next', choices: [{ value: 1, label: 'Confirm the order', disabled }] });
  await view.quiet();
  expect(sentences()).toContain(disabled);
});
