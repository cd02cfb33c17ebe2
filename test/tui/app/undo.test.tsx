import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { create as createBrand } from '../../../src/operations/brands/create.ts';
import { edit } from '../../../src/operations/brands/edit.ts';
import { create as createWarehouse } from '../../../src/operations/warehouses/create.ts';
import { runOperation } from '../../../src/tui/app/running.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';

const home = testHome();
let db: TestDatabase;
let app: OpenScreens;
let count = 0;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => {
  await db.close();
  await home.remove();
});
beforeEach(async () => {
  app = opened();
  await app.quiet();
  count += 1;
  await runOperation(app.shell, createBrand, { name: `Brand ${count}` });
  app.shell.dismissToasts();
});
afterEach(() => app.close());

const opened = () => openScreens({ db, screens: screens.filter(({ name }) => name === 'orders'), home: home.path });
const slug = () => `brand-${count}`;
const website = async () => (await db.sql('select website from brands where slug = $1', [slug()]))[0]?.['website'];
/** The question comes from a dry run: a person waits for it. */
async function undo(): Promise<void> {
  await app.type('z');
  await app.type('y');
}
const change = (address: string) => runOperation(app.shell, edit, { brand: slug(), website: address });

test('z tells what it will undo, has Cancel chosen, and undoes it when agreed', async () => {
  await change('https://one.example');
  await app.type('z');
  expect(app.frame()).toContain('Undo what you did');
  expect(app.frame()).toContain(`Brand Brand ${count} has a new website`);
  expect(app.frame()).toContain('[ Cancel ]');
  await app.type('\r');
  expect(await website()).toBe('https://one.example');
  await undo();
  expect(await website()).toBeNull();
});

const hints = () => app.frame().split('\n').at(-1) ?? '';

test('z is hinted only where something was done that it takes back', async () => {
  app.close();
  app = opened();
  await app.quiet();
  expect(hints()).not.toContain('z undo');
  await runOperation(app.shell, createWarehouse, { code: `V${count}`, name: 'New', country: 'DE' });
  await app.quiet();
  expect(hints()).not.toContain('z undo');
  await change('https://one.example');
  await app.quiet();
  expect(hints()).toContain('z undo');
  await undo();
  expect(hints()).not.toContain('z undo');
});

test('once more goes further back', async () => {
  await change('https://one.example');
  await change('https://two.example');
  await undo();
  expect(await website()).toBe('https://one.example');
  await undo();
  expect(await website()).toBeNull();
});

test('what cannot be undone is told, and what was before it is offered', async () => {
  await change('https://one.example');
  await runOperation(app.shell, createWarehouse, { code: `W${count}`, name: 'New', country: 'DE' });
  await app.type('z');
  expect(app.frame()).toMatch(/Stays as it is: warehouses.create cannot be undone/u);
  await app.type('y');
  expect(await website()).toBeNull();
});

test('at a new start it knows what the audit log knows', async () => {
  await change('https://one.example');
  app.close();
  app = opened();
  await app.quiet();
  await app.type('z');
  expect(app.frame()).toContain('brands.edit');
  await app.type('y');
  expect(await website()).toBeNull();
});
