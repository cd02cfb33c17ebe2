import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Text } from 'ink';
import { z } from 'zod';
import { Refused } from '../../../../src/domain/errors.ts';
import { edit as editCustomer } from '../../../../src/operations/customers/edit.ts';
import { transfer } from '../../../../src/operations/inventory/transfer.ts';
import { place } from '../../../../src/operations/orders/place.ts';
import { create } from '../../../../src/operations/products/create.ts';
import { create as createPromo } from '../../../../src/operations/promos/create.ts';
import { openForm } from '../../../../src/tui/app/form/open.ts';
import { screen } from '../../../../src/tui/app/screen.ts';
import { findHome } from '../../../../src/platform/home.ts';
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
const down = '\u001b[B';
let db: TestDatabase;
let app: OpenScreens;
let edited: (text: string) => Promise<string>;

beforeAll(async () => {
  db = await testDatabase();
  await db.sql(`insert into brands (name, slug) values ('Fjell', 'fjell'), ('Fjord', 'fjord')`);
  await db.sql(`insert into warehouses (code, name, country) values ('BER', 'Berlin', 'DE') on conflict do nothing`);
  await db.sql(`insert into products (sku, slug, name, price) values ('RUN', 'run', 'Runner', 99.00)`);
  await db.sql(`insert into product_variants (product_id, sku, size, color)
    select id, 'RUN-42-BLK', '42', 'black' from products where sku = 'RUN'`);
});
afterAll(async () => {
  await db.close();
  await home.remove();
});
beforeEach(() => open());
afterEach(() => app.close());

async function open(): Promise<void> {
  edited = (text) => Promise.resolve(`${text}!`);
  app = openScreens({
    db,
    screens: [blank],
    home: home.path,
    size: { columns: 100, rows: 40 },
    edit: (text) => edited(text),
  });
  await app.quiet();
}

async function form(...[operation, initial]: [Parameters<typeof openForm>[1], Record<string, unknown>?]) {
  const answer = openForm(app.shell, operation, initial);
  await app.quiet();
  return answer;
}
const openedForm = async (...given: [Parameters<typeof openForm>[1], Record<string, unknown>?]) => {
  void form(...given);
  await app.quiet();
};

describe('a field that names a record', () => {
  test('offers those that fit what is typed, and Tab takes the first', async () => {
    await openedForm(create, { name: 'Shoe', price: '10' });
    await app.type('\t\t\tfj');
    expect(app.frame()).toMatch(/brand +fj/u);
    expect(app.frame()).toMatch(/fjell +Fjell/u);
    expect(app.frame()).toMatch(/fjord +Fjord/u);
    await app.type(`${down}\t`);
    expect(app.frame()).toMatch(/brand +fjord {2}Fjord/u);
    expect(app.frame()).not.toMatch(/fjell/u);
    await app.type('\u001b');
    rmSync(join(findHome(home.path).data, 'drafts'), { recursive: true, force: true });
  });

  test('shows a few before anything is typed, and leaves what is typed freely alone', async () => {
    await openedForm(transfer, { sku: 'RUN-42-BLK', quantity: '1' });
    expect(app.frame()).toMatch(/from[^\n]*\n[^\n]*BER /u);
    await app.type('ZZZ\t');
    expect(app.frame()).toMatch(/from +ZZZ/u);
    await app.type('\u001b\u001b');
    rmSync(join(findHome(home.path).data, 'drafts'), { recursive: true, force: true });
  });

  test('takes several, each with its quantity behind it', async () => {
    await openedForm(place, { customer: 'anna@example.com' });
    await app.type('run-42');
    expect(app.frame()).toMatch(/RUN-42-BLK +Runner · 42 · black/u);
    await app.type('\t2,run-42');
    expect(app.frame()).toMatch(/lines \* +RUN-42-BLK=2,run-42/u);
    await app.type('\r');
    expect(app.frame()).toMatch(/RUN-42-BLK=2,RUN-42-BLK=/u);
    await app.type('\u001b');
    rmSync(join(findHome(home.path).data, 'drafts'), { recursive: true, force: true });
  });
});

test('a day is typed in words and shown back as it was understood', async () => {
  await openedForm(createPromo, { code: 'X', type: 'PERCENTAGE', value: '10', until: '2026-12-24 18:00' });
  expect(app.frame()).toContain('= Thu 2026-12-24 18:00 UTC');
});

test('Ctrl-o writes a text in the editor; what it refuses is told and changes nothing', async () => {
  await openedForm(createPromo, { description: 'old' });
  await app.type('\u001b[Z\u000f');
  expect(app.frame()).toMatch(/description +old!/u);
  edited = () => Promise.resolve('one\ntwo');
  await app.type('\u000f');
  expect(app.frame()).toMatch(/description +one↵two/u);
  edited = () => Promise.reject(new Refused('vim ended with 1: the text stays as it was.'));
  await app.type('\u000f');
  expect(app.frame()).toContain('vim ended with 1');
  expect(app.frame()).toMatch(/description +one↵two/u);
  await app.type('\u001b');
  rmSync(join(findHome(home.path).data, 'drafts'), { recursive: true, force: true });
});

describe('a form that was left half filled in', () => {
  test('is offered when it opens again, and goes on where it was', async () => {
    await openedForm(create);
    await app.type('Trail Fox\t129');
    await app.type('\u001b');
    expect(app.frame()).toContain('What you typed is kept');
    await openedForm(create);
    expect(app.frame()).toContain('products create: name, price');
    await app.type('\r');
    expect(app.broken()).toBeUndefined();
    expect(app.frame()).toMatch(/name \* +Trail Fox/u);
    expect(app.frame()).toMatch(/price \* +129/u);
    await app.type('\u0013');
    expect(app.frame()).toContain('Trail Fox is made as');
    await openedForm(create);
    expect(app.frame()).not.toContain('half filled');
  });

  test('waits for the next start of the program, which tells of it', async () => {
    await openedForm(create);
    await app.type('Lost Fox');
    app.close();
    await open();
    expect(app.frame()).toContain('products create: name');
    await openedForm(create);
    await app.type('j\r');
    expect(app.frame()).not.toContain('Lost Fox');
  });

  test('is that of its record and of no other', async () => {
    await openedForm(place, { customer: 'anna@example.com' });
    await app.type('X=1\u001b');
    await openedForm(place, { customer: 'bert@example.com' });
    expect(app.frame()).not.toContain('half filled');
  });

  test('holds no contact data', async () => {
    await openedForm(editCustomer, { customer: 'anna@example.com' });
    await app.type('\t\t\t+49 30 1234567');
    expect(app.frame()).toMatch(/phone +\+49 30 1234567/u);
    await app.type('\u001b');
    expect(app.frame()).not.toContain('What you typed is kept');
  });
});
