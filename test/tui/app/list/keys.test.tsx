import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '../../../../src/domain/permissions.ts';
import { screens } from '../../../../src/tui/screens/index.ts';
import { testDatabase, type TestDatabase } from '../../../helpers/database.ts';
import { testHome } from '../../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../../helpers/screens.tsx';

const home = testHome();
let db: TestDatabase;
let app: OpenScreens;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterEach(() => app.close());
afterAll(async () => {
  await db.close();
  await home.remove();
});

async function open(filter: string, role: Role = 'manager', screen = 'orders'): Promise<void> {
  app = openScreens({ db, screens, home: home.path, role, size: { columns: 120, rows: 30 } });
  await app.quiet();
  app.shell.navigate(screen, filter === '' ? {} : { filter });
  await app.quiet();
}
const hints = () => app.frame().split('\n').at(-1) ?? '';

describe('* marks', () => {
  test('what is loaded, then all that match, then nothing, and says each time what it did', async () => {
    await open('');
    await app.type('*');
    expect(app.frame()).toContain('100 loaded rows marked; * again marks all that match.');
    expect(hints()).toContain('100 marked');
    await app.type('*');
    expect(app.frame()).toContain('All that match are marked; * again marks none.');
    expect(hints()).toContain('all 300 marked');
    await app.type('*');
    expect(app.frame()).toContain('Nothing is marked now.');
    expect(hints()).not.toContain('marked');
  });

  test('all of a list that is there whole, and then says that nothing is marked', async () => {
    await open('status:CANCELLED');
    await app.type('*');
    expect(hints()).toMatch(/\d+ marked/u);
    expect(app.frame()).not.toContain('again marks all');
    await app.type('*');
    expect(app.frame()).toContain('Nothing is marked now.');
    expect(hints()).not.toContain('marked');
  });
});

describe('the hints tell only what can be done', () => {
  test('f where the order has a next step that is this person’s to take; pressed all the same it says why not', async () => {
    await open('status:PENDING');
    expect(hints()).toContain('f next step');
    app.close();
    await open('status:CANCELLED');
    expect(hints()).not.toContain('next step');
    await app.type('f');
    expect(app.frame()).toContain('is CANCELLED: there is no further step of fulfilment.');
    app.close();
    await open('status:PENDING', 'oncall');
    expect(hints()).not.toContain('next step');
    await app.type('f');
    expect(app.frame()).toContain('confirm: It needs one of these roles: admin, manager, warehouse.');
    await app.type('x');
    expect(app.frame()).toMatch(/Next step +oncall may not/u);
  });

  test('on the page of an order as in the list', async () => {
    const numberOf = async (status: string) =>
      String(
        (await db.sql('select order_number from orders where status = $1 limit 1', [status]))[0]?.['order_number'],
      );
    await open('');
    app.shell.navigate('order', { order: await numberOf('CANCELLED') });
    await app.quiet();
    expect(hints()).not.toContain('next step');
    app.shell.navigate('order', { order: await numberOf('PROCESSING') });
    await app.quiet();
    expect(hints()).toContain('f next step');
  });

  test('nothing of a row where there is none', async () => {
    await open('customer:nobody-is-called-that');
    for (const hint of ['Enter open', 'Space mark', 'B in bulk', 'f next step']) expect(hints()).not.toContain(hint);
    expect(hints()).toContain('Q queues');
  });

  test.each([
    ['low', 'warehouse:BER qzxqzx', ['R restock', 'o order', 'p preview'], '/ filter'],
    ['payments', 'order:SM-1999-000001', ['o order', 'Enter open'], '/ filter'],
    ['products', 'qzxqzx', ['$ prices', 'Enter open'], 'a new'],
    ['brands', 'qzxqzx', ['Enter open'], 'a new'],
    ['audit', 'record:qzxqzx', ['x actions', 'Enter open'], '/ filter'],
    ['moderate', 'qzxqzx', ['a approve', 'd reject', 'x actions', 'z undo', 'Space mark'], '/ filter'],
  ] as const)('of %s that is empty what needs no row', async (screen, filter, without, still) => {
    await open(filter, 'manager', screen);
    for (const hint of without) expect(hints()).not.toContain(hint);
    expect(hints()).toContain(still);
    app.shell.replaceParams({});
    await app.quiet();
    // Nobody changed anything of the sample yet, and the queue of reviews moves on by itself.
    if (screen !== 'moderate' && screen !== 'audit') expect(hints()).toContain(without[0]);
  });
});

describe('a saved view', () => {
  const choose = async (what: string): Promise<void> => {
    await app.type('V');
    for (let step = 0; step < 9 && !chosen().includes(what); step += 1) await app.type('j');
    await app.type('\r');
  };
  const chosen = () =>
    app
      .frame()
      .split('\n')
      .find((line) => line.includes('│▌') || line.includes('│ ▌')) ?? '';
  const names = () => {
    const { views = [] } =
      (app.shell.options.draftsOf(db.actor('manager')).read('lists') as Lists | undefined)?.['orders'] ?? {};
    return views.map(({ name, filter }) => `${name}: ${filter}`);
  };
  type Lists = Readonly<Record<string, { readonly views?: readonly { name: string; filter: string }[] }>>;

  test('is renamed as it is, and is deleted after a question', async () => {
    await open('status:PENDING');
    await choose('Save what is shown');
    await app.type('monday\r');
    expect(names()).toEqual(['monday: status:PENDING']);
    await choose('Rename a view');
    await app.type('\r');
    await app.type('\u0015to confirm\r');
    expect(app.frame()).toContain('"monday" is called "to confirm" now.');
    expect(names()).toEqual(['to confirm: status:PENDING']);
    await choose('Delete a view');
    await app.type('\r');
    expect(app.frame()).toContain('Delete the view "to confirm"?');
    await app.type('\u001b');
    expect(names()).toHaveLength(1);
    await choose('Delete a view');
    await app.type('\r');
    await app.type('y');
    expect(app.frame()).toContain('The view "to confirm" is gone.');
    expect(names()).toEqual([]);
  });
});

describe('a promo code is tried on an order', () => {
  test('that is found by its last digits, as in other pickers', async () => {
    const [order] = await db.sql('select order_number from orders order by order_number desc limit 1');
    const number = String(order?.['order_number']);
    await open('', 'manager', 'promos');
    await app.type('x');
    expect(app.frame()).toContain('Try it on an order');
    for (let step = 0; step < 9 && !chosenLine().includes('Try it on'); step += 1) await app.type('j');
    await app.type('\r');
    await app.type(number.slice(-4));
    await waitFor(() => app.frame().includes(number));
    await app.type('\u001b[B');
    await app.type('\r');
    await app.type('\r');
    expect(app.shell.stack.get().at(-1)).toMatchObject({ screen: { name: 'promo-try' }, params: { order: number } });
  });
  const chosenLine = () =>
    app
      .frame()
      .split('\n')
      .find((line) => line.includes('│ ▌')) ?? '';
});

async function waitFor(done: () => boolean): Promise<void> {
  for (let turns = 0; turns < 2000 && !done(); turns += 1) await app.quiet();
}
