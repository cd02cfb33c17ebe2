import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Text } from 'ink';
import { z } from 'zod';
import { edit } from '../../../../src/operations/products/edit.ts';
import { run } from '../../../../src/operations/operation.ts';
import { show } from '../../../../src/operations/products/show.ts';
import { openEdit, openForm } from '../../../../src/tui/app/form/open.ts';
import { screen } from '../../../../src/tui/app/screen.ts';
import { testDatabase, type TestDatabase } from '../../../helpers/database.ts';
import { testHome } from '../../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../../helpers/screens.tsx';

const home = testHome();
const blank = screen({
  name: 'blank',
  title: () => 'Blank',
  words: ['blank'],
  permission: 'orders:read',
  params: z.object({}),
  component: () => <Text>blank</Text>,
});
let db: TestDatabase;
let app: OpenScreens;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => {
  await db.close();
  await home.remove();
});
beforeEach(async () => {
  await db.sql(`insert into products (sku, slug, name, price, tags) values ('RUN', 'run', 'Runner', 99.00, '{men}')
    on conflict (sku) do update set name = excluded.name, price = excluded.price, description = null, cost = null`);
  app = openScreens({ db, screens: [blank], home: home.path, size: { columns: 100, rows: 30 } });
  await app.quiet();
});
afterEach(() => app.close());

const product = async () =>
  (await run(show, { product: 'RUN' }, { database: db.database, actor: db.actor('admin') })).output;
const somebodyElse = (input: object) =>
  run(edit, { product: 'RUN', ...input }, { database: db.database, actor: db.actor('manager') });
const open = async () => {
  void openEdit(app.shell, edit, { product: 'RUN' });
  await app.quiet();
};

test('an edit opens with what stands there, and sends what was changed', async () => {
  await open();
  expect(app.frame()).toContain('products edit · Runner');
  expect(app.frame()).toMatch(/price +99\.00/u);
  await app.type(' Two\u0013');
  expect(await product()).toMatchObject({ name: 'Runner Two', price: '99.00', tags: ['men'] });
});

test('what is wrong is told under its field while it is typed', async () => {
  await open();
  await app.type('\t\u0015cheap');
  expect(app.frame()).toContain('"cheap" is not understood: an amount such as 129.00 is needed');
  await app.type('\u001579,90');
  expect(app.frame()).not.toContain('is not understood');
  await app.type('\u0013');
  expect(await product()).toMatchObject({ price: '79.90' });
});

test('nothing is sent when nothing is different', async () => {
  const before = await product();
  await open();
  await app.type('\u0013');
  expect(app.frame()).toContain('Nothing is different yet.');
  expect((await product()).version).toBe(before.version);
});

test('when somebody else was faster, what only one changed is taken and what both changed is asked', async () => {
  await open();
  await app.type(' mine\t\u001589.00');
  await somebodyElse({ name: 'Runner theirs', description: 'New.' });
  await app.type('\u0013');
  expect(app.frame()).toContain('Somebody else was faster');
  expect(app.frame()).toMatch(/changed it at \d\d:\d\d UTC/u);
  expect(app.frame()).toMatch(/name +was Runner +! both changed it/u);
  await app.type('\r');
  expect(app.frame()).toContain('not decided yet');
  await app.type('m\r');
  expect(app.frame()).not.toContain('faster');
  expect(await product()).toMatchObject({ name: 'Runner mine', price: '89.00', description: 'New.' });
});

test('a change of somebody else is told in the open form as it comes, and what is typed stays', async () => {
  await open();
  app.shell.changed({ table: 'products', ids: [] });
  await app.quiet();
  expect(app.frame()).not.toContain('Changed meanwhile');
  await app.type('\u001b');
  await open();
  await app.type(' mine');
  await somebodyElse({ description: 'New.' });
  app.shell.changed({ table: 'products', ids: [] });
  await app.quiet();
  expect(app.frame()).toContain('Changed meanwhile by somebody else: saving shows both.');
  expect(app.frame()).toContain('Runner mine');
  await app.type('\u0013');
  await app.type('\r');
  expect(app.frame()).not.toContain('Changed meanwhile');
  expect(await product()).toMatchObject({ name: 'Runner mine', description: 'New.' });
});

test('leaving the conflict leaves the form as it was, and their change as it is', async () => {
  await open();
  await app.type(' mine');
  await somebodyElse({ name: 'Runner theirs' });
  await app.type('\u0013\u001b');
  expect(app.frame()).toContain('Runner mine');
  expect(await product()).toMatchObject({ name: 'Runner theirs' });
});

test('a refusal stands in the form, with what to do', async () => {
  const answer = openForm(app.shell, edit, { product: 'NOBODY', name: 'x' });
  await app.quiet();
  await app.type('\u0013');
  expect(app.frame()).toContain('There is no product "NOBODY"');
  await app.type('\u001b');
  expect(await answer).toBeUndefined();
});
