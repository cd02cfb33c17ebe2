import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { place } from '../../src/operations/orders/place.ts';
import { record } from '../../src/operations/payments/record.ts';
import { run } from '../../src/operations/operation.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let database: TestDatabase;
let customer: string;
let sku: string;

beforeAll(async () => {
  database = await testDatabase({ sample: true });
  const [found] = await database.sql<{ email: string }>(
    `select u.email from users u join addresses a on a.user_id = u.id and a.is_default
     where u.role = 'customer' and u.is_active order by u.email limit 1`,
  );
  const [row] = await database.sql<{ sku: string }>(
    `select v.sku from product_variants v join products p on p.id = v.product_id join inventory i on i.variant_id = v.id
     where v.is_active and p.is_active and p.deleted_at is null and i.available > 30 order by i.available desc, v.sku limit 1`,
  );
  customer = found?.email ?? '';
  sku = row?.sku ?? '';
});
afterAll(() => database.close());

/** Paid by bank transfer: what goes back is paid out by hand. */
async function paidOrder(pieces: number): Promise<string> {
  const call = { database: database.database, actor: database.actor('manager') };
  const { order_number: order } = (await run(place, { customer, lines: `${sku}=${pieces}` }, call)).output;
  await run(record, { order, reference: `SEPA ${order}` }, call);
  return order;
}

async function moneyOf(order: string) {
  const [row] = await database.sql<{ status: string; payment: string; amount: string; refunded: string }>(
    `select o.status, p.status as payment, p.amount, p.refund_amount as refunded
     from orders o join payments p on p.order_id = o.id where o.order_number = $1`,
    [order],
  );
  return row ?? { status: '', payment: '', amount: '', refunded: '' };
}

async function atDesk(work: (app: TestTerminal) => Promise<void>): Promise<void> {
  const app = await openTerminal({ database, role: 'admin' });
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

test('an order that somebody paid and nobody confirmed is found by two keys and told why it is stuck', () =>
  atDesk(async (app) => {
    const order = await paidOrder(1);
    await database.sql(
      `alter table order_status_history disable trigger user;
       update order_status_history set created_at = created_at - interval '5 hours'
       where order_id = (select order_id from order_registry where order_number = '${order}');
       alter table order_status_history enable trigger user`,
    );
    await app.type(`:${order}`);
    await app.press('Enter');
    await app.sees('PENDING for 5h: paid, but nobody confirmed it');
    await app.sees('f confirm, to CONFIRMED');
  }));

test('a refund in part, typed out, then the rest to exactly zero', () =>
  atDesk(async (app) => {
    const order = await paidOrder(2);
    const { amount } = await moneyOf(order);
    await app.type(`:payments`);
    await app.press('Enter');
    await app.sees('Transaction');
    await app.press('/');
    await app.type(`order:${order}`);
    await app.press('Enter');
    await app.sees(order);
    await app.press('x');
    await app.sees(`Refund of ${order}`);
    await app.press('g', 'Enter');
    await app.sees('Some pieces');
    await app.press('j', 'Enter');
    await app.sees('How much of');
    await app.type('10');
    await app.press('Enter');
    await app.sees('Why does it go back?');
    await app.type('dented box');
    await app.press('Enter');
    await app.sees('was it paid out already?');
    await app.press('j', 'Enter');
    await app.sees('Reference of the payout');
    await app.type('SEPA 1');
    await app.press('Enter');
    await app.sees('refund 10.00');
    await app.type('refund 10.00');
    await app.press('Enter');
    await app.sees('10.00 USD of');
    expect(await moneyOf(order)).toMatchObject({ payment: 'PARTIAL_REFUND', refunded: '10.00' });
    await app.press('x');
    await app.sees(`Refund of ${order}`);
    await app.press('g', 'Enter');
    await app.sees('Some pieces');
    await app.press('G', 'Enter');
    await app.sees('Why does it go back?');
    await app.type('returned');
    await app.press('Enter');
    await app.sees('was it paid out already?');
    await app.press('j', 'Enter');
    await app.sees('Reference of the payout');
    await app.type('SEPA 2');
    await app.press('Enter');
    await app.sees('only cancelled.');
    await app.type(order);
    await app.press('Enter');
    await app.sees('nothing is left');
    expect(await moneyOf(order)).toMatchObject({ payment: 'REFUNDED', refunded: amount });
  }));

test('a paid order is cancelled with its money in one act, and stands in the queue of money owed until it is paid out', () =>
  atDesk(async (app) => {
    const order = await paidOrder(1);
    const { amount } = await moneyOf(order);
    await app.type(`:${order}`);
    await app.press('Enter');
    await app.sees('all actions');
    await app.press('x');
    await app.sees('Cancel, to CANCELLED');
    await app.press('j', 'Enter');
    await app.sees('Why is');
    await app.type('changed their mind');
    await app.press('Enter');
    await app.sees('was captured. When does it go back?');
    await app.press('Enter');
    await app.sees(`refund ${amount}`);
    await app.type(`refund ${amount}`);
    await app.press('Enter');
    await app.sees('CANCELLED, but');
    await app.type(':money owed');
    await app.press('Enter');
    await app.sees('cancelled and not');
    await app.press('/');
    await app.type(`order:${order}`);
    await app.press('Enter');
    await app.sees(order);
    await app.press('x');
    await app.sees('It was paid out');
    await app.press('Enter');
    await app.sees('Reference of the payout');
    await app.type('SEPA 3');
    await app.press('Enter');
    await app.sees('It cannot be undone.');
    await app.press('y');
    await app.sees('Nobody waits for their money.');
    expect(await moneyOf(order)).toMatchObject({ status: 'REFUNDED', payment: 'REFUNDED', refunded: amount });
  }));

test('the queues of orders are one menu: to confirm, stuck, refunds pending', () =>
  atDesk(async (app) => {
    await app.type(':orders');
    await app.press('Enter');
    await app.sees('Customer');
    await app.press('Q');
    await app.sees('Which orders?');
    await app.press('Enter');
    await app.sees('status:PENDING');
    await app.press('Q', 'j', 'j', 'j', 'j', 'Enter');
    await app.sees('stuck:yes');
    await app.press('Q', 'G', 'k', 'Enter');
    await app.sees('Refunds');
    await app.sees('status:REQUESTED');
  }));
