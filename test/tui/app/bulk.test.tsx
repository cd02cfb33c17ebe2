import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../../src/operations/operation.ts';
import { confirm } from '../../../src/operations/orders/confirm.ts';
import { list as ordersList } from '../../../src/operations/orders/list.ts';
import { record } from '../../../src/operations/payments/record.ts';
import { approve } from '../../../src/operations/reviews/approve.ts';
import { list as reviewsList } from '../../../src/operations/reviews/list.ts';
import { reject } from '../../../src/operations/reviews/reject.ts';
import { column } from '../../../src/tui/app/cells.ts';
import { listParams, type ListParams } from '../../../src/tui/app/list-params.ts';
import { ListScreen } from '../../../src/tui/app/ListScreen.tsx';
import { screen } from '../../../src/tui/app/screen.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';

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

const orders = screen<ListParams>({
  name: 'orders',
  title: () => 'Orders',
  words: ['orders'],
  permission: 'orders:read',
  params: listParams,
  component: ({ params, width, height }) => (
    <ListScreen
      listing={ordersList}
      columns={[column(ordersList, 'order_number', { width: 15, priority: 1 })]}
      params={params}
      width={width}
      height={height}
      open={() => undefined}
      bulk={[{ operation: confirm, label: 'Confirm' }]}
      empty="No order."
    />
  ),
});
const reviews = screen<ListParams>({
  name: 'reviews',
  title: () => 'Reviews',
  words: ['reviews'],
  permission: 'reviews:moderate',
  params: listParams,
  component: ({ params, width, height }) => (
    <ListScreen
      listing={reviewsList}
      columns={[column(reviewsList, 'product', { width: 15, priority: 1 })]}
      params={params}
      width={width}
      height={height}
      open={() => undefined}
      nameOf={(row) => String(row['product'])}
      bulk={[
        { operation: approve, label: 'Approve' },
        { operation: reject, label: 'Reject' },
      ]}
      empty="No review."
    />
  ),
});

async function open(role: 'admin' | 'warehouse' = 'admin'): Promise<void> {
  app = openScreens({ db, screens: [orders, reviews], home: home.path, role, size: { columns: 100, rows: 30 } });
  await app.quiet();
}

async function pending(paid: boolean, count: number): Promise<string[]> {
  const rows = await db.sql<{ order_number: string }>(
    `select o.order_number from orders o join payments p on p.order_id = o.id
    where o.status = 'PENDING' and (p.status = 'COMPLETED') = $1
    order by o.created_at desc limit $2`,
    [paid, count],
  );
  return rows.map((row) => row.order_number);
}

const statusOf = async (order: string) =>
  (await db.sql<{ status: string }>('select status from orders where order_number = $1', [order]))[0]?.status;

/** Marks these orders, wherever in the list they are. */
async function mark(numbers: readonly string[]): Promise<void> {
  for (const number of numbers) {
    app.shell.replaceParams({ filter: number });
    await app.quiet();
    await app.type(' ');
  }
  app.shell.replaceParams({});
  await app.quiet();
}

describe('a run over marked rows', () => {
  test('is tried out first, asked with the reasons, and what was refused can be run again', async () => {
    const [paid = ''] = await pending(true, 1);
    const [unpaid = ''] = await pending(false, 1);
    await open();
    await mark([paid, unpaid]);
    expect(app.frame()).toContain('2 marked');
    await app.type('B');
    expect(app.frame()).toContain('Confirm 2 marked orders');
    await app.type('\r');
    expect(app.frame()).toContain('Confirm 1 order?');
    expect(app.frame()).toContain('1 order would be refused and left as they are:');
    expect(app.frame()).toContain('is not paid');
    expect(await statusOf(paid)).toBe('PENDING');
    await app.type('y');
    expect(app.frame()).toMatch(/1 done.*1 refused/u);
    expect(await statusOf(paid)).toBe('CONFIRMED');

    const call = { database: db.database, actor: db.actor('manager') };
    await run(record, { order: unpaid, reference: 'SEPA 77' }, call);
    await app.type('a');
    expect(app.frame()).toContain('2 done');
    expect(await statusOf(unpaid)).toBe('CONFIRMED');
    await app.type('\u001b');
    expect(app.frame()).not.toContain('marked');
  });

  test('does nothing when the question is left, and keeps the marks', async () => {
    const [paid = ''] = await pending(true, 1);
    await open();
    await mark([paid]);
    await app.type('B\r');
    await app.type('\r');
    expect(app.frame()).toContain('1 marked');
    expect(await statusOf(paid)).toBe('PENDING');
  });

  test('of which not one can be done says so with the reasons, and asks nothing', async () => {
    const [unpaid = ''] = await pending(false, 1);
    await open();
    await mark([unpaid]);
    await app.type('B\r');
    expect(app.frame()).toContain('Nothing was changed: not one order can be done.');
    expect(app.frame()).toContain('is not paid');
  });

  test('is offered with the reason why it cannot be: nothing marked, or not permitted', async () => {
    await open();
    await app.type('x');
    expect(app.frame()).toContain('nothing is marked: Space marks a row, * all');
    app.close();
    await open('warehouse');
    app.shell.navigate('orders');
    await app.quiet();
    await app.type(' x');
    expect(app.frame()).toContain('Actions on 1 marked order');
  });
});

describe('all that match', () => {
  test('are marked by a second *, counted exactly, run and undone', async () => {
    const waiting = async () =>
      (await db.sql<{ count: number }>("select count(*)::int as count from reviews where status = 'PENDING'"))[0]
        ?.count;
    const before = await waiting();
    await db.sql(
      `insert into reviews (product_id, user_id, rating, comment, status)
      select p.id, u.id, 3, 'bulk ' || row_number() over (), 'PENDING'
      from (select id from products order by id limit 12) p
      cross join (select id from users where role = 'customer' order by id limit 12) u
      limit greatest(0, 104 - $1::int)
      on conflict do nothing`,
      [before],
    );
    const count = (await waiting()) ?? 0;
    expect(count).toBeGreaterThan(100);
    await open();
    app.shell.navigate('reviews');
    await app.quiet();
    await app.type('*');
    expect(app.frame()).toContain('100 marked');
    await app.type('*');
    expect(app.frame()).toContain(`all ${count} marked`);
    await app.type('B');
    expect(app.frame()).toContain(`Approve all ${count} matching reviews`);
    await app.type('\r');
    expect(app.frame()).toContain(`Approve ${count} reviews?`);
    await app.type('y');
    expect(app.frame()).toContain(`${count} done`);
    expect(await waiting()).toBe(0);
    // Left, and taken back afterwards as a single act is.
    await app.type('\u001b');
    await app.type('z');
    expect(app.frame()).toContain(`Undo "Approve" of ${count} reviews?`);
    await app.type('y');
    expect(app.frame()).toContain(`Undo approve: ${count} reviews`);
    expect(await waiting()).toBe(count);
    expect(before).toBeGreaterThan(0);
  }, 300_000);

  test('what an operation needs besides is asked for and checked', async () => {
    await open();
    app.shell.navigate('reviews');
    await app.quiet();
    await app.type(' B');
    await app.type('j\r');
    expect(app.frame()).toContain('reason');
    await app.type('\r');
    expect(app.frame()).toContain('It is needed.');
    await app.type('spam\r');
    expect(app.frame()).toContain('Reject 1 review?');
    await app.type('y');
    expect(app.frame()).toContain('rejected: Spam or advertising.');
  });
});
