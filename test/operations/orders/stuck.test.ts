import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deliver } from '../../../src/operations/orders/deliver.ts';
import { show } from '../../../src/operations/orders/show.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { refund } from '../../../src/operations/payments/refund.ts';
import { fail as failRefund } from '../../../src/operations/refunds/fail.ts';
import type { Tx } from '../../../src/platform/database/types.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 100, [`${shoe.middle}@BER`]: 5, [`${shoe.large}@HAM`]: 5 });
});
afterAll(() => shop.close());

/** What `orders show` says about an order made by the work; `hours` ago. */
const says = async (order: string): Promise<readonly string[]> => (await shop.act(show, { order }, 'oncall')).stuck;

/** Lets the time of a table's rows of an order be another, past the triggers that keep people from it. */
async function ago(table: string, hours: number, order: string): Promise<void> {
  const id = `(select order_id from order_registry where order_number = '${order}')`;
  const mine =
    table === 'refunds' ? `payment_id = (select id from payments where order_id = ${id})` : `order_id = ${id}`;
  await shop.sql(`
    alter table ${table} disable trigger user;
    update ${table} set created_at = created_at - interval '${hours} hours' where ${mine};
    alter table ${table} enable trigger user`);
}

const release = (order: string, pieces: number) =>
  shop.sql(
    `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
     select t.inventory_id, 'RELEASE', $2::integer, 'ORDER', t.reference_id, t.order_item_id
     from inventory_transactions t join order_registry r on r.order_id = t.reference_id
     where r.order_number = $1 and t.type = 'RESERVATION'`,
    [order, pieces],
  );

const set = (table: string, change: string, order: string) =>
  shop.sql(
    `update ${table} set ${change} where ${table === 'orders' ? 'id' : 'order_id'} = (select order_id from order_registry where order_number = $1)`,
    [order],
  );

test('paid and not confirmed for hours', async () => {
  const order = await shop.order(`${socks}=1`);
  await set('payments', "status = 'COMPLETED', transaction_id = 'pi_1'", order);
  expect(await says(order)).toEqual([]);
  await ago('order_status_history', 3, order);
  expect(await says(order)).toEqual(['PENDING for 3h: paid, but nobody confirmed it']);
});

test('never paid, and a card that was declined', async () => {
  const order = await shop.order(`${socks}=1`);
  await ago('order_status_history', 30, order);
  expect(await says(order)).toEqual(['PENDING for 1d: payment PENDING']);
  await set('payments', "status = 'FAILED', failure_reason = 'card declined'", order);
  expect(await says(order)).toEqual(['PENDING for 1d: payment FAILED (card declined)']);
});

test('confirmed and picked by nobody; in work and left lying', async () => {
  const confirmed = await shop.order(`${socks}=1`, 'CONFIRMED');
  await ago('order_status_history', 50, confirmed);
  expect(await says(confirmed)).toEqual(['CONFIRMED for 2d: nobody picked it']);
  const inWork = await shop.order(`${socks}=2`, 'PROCESSING');
  await ago('order_status_history', 50, inWork);
  expect(await says(inWork)).toEqual([`PROCESSING for 2d: assigned to ${shop.actor('manager').name}, 0 of 2 shipped`]);
  await set('orders', 'assigned_to = null', inWork);
  expect(await says(inWork)).toEqual([
    'PROCESSING for 2d: assigned to nobody, 0 of 2 shipped',
    'Nobody picks it: assign it',
  ]);
});

test('its pieces were promised to others, or lie free in another warehouse', async () => {
  const order = await shop.order(`${shoe.middle}=2`, 'CONFIRMED');
  await release(order, 2);
  expect(await says(order)).toEqual([`2 of ${shoe.middle} not reserved: 5 free in BER; orders process reserves them`]);
  const other = await shop.order(`${shoe.middle}=5`);
  expect(await says(order)).toEqual([`2 of ${shoe.middle} not reserved: 5 in BER, all reserved for other orders`]);
  await release(other, 5);
});

test('it lies in two warehouses', async () => {
  const order = await shop.order(`${shoe.middle}=1,${shoe.large}=1`, 'CONFIRMED');
  expect(await says(order)).toEqual(['No warehouse keeps all of it (BER 1, HAM 1): ship one parcel from each']);
});

test('a parcel packed and left standing, and one that nobody reported delivered', async () => {
  const order = await shop.order(`${socks}=1`, 'PROCESSING');
  await shop.sql(
    `insert into shipments (order_id, warehouse_id)
     select r.order_id, w.id from order_registry r, warehouses w where r.order_number = $1 and w.code = 'BER'`,
    [order],
  );
  await ago('shipments', 25, order);
  expect(await says(order)).toEqual(['A parcel is packed in BER for 1d, without tracking number: ship or unpack it']);
  const sent = await shop.order(`${socks}=1`, 'PROCESSING');
  await shop.act(ship, { order: sent, carrier: 'DHL', tracking: 'T-1' });
  expect(await says(sent)).toEqual([]);
  await ago('order_status_history', 24 * 15, sent);
  expect(await says(sent)).toEqual(['SHIPPED for 15d: no delivery was reported']);
});

test('a refund that nobody paid out, one that failed, and a role that may not see the money is not told', async () => {
  const order = await shop.order(`${socks}=2`, 'PROCESSING');
  await shop.act(ship, { order, carrier: 'DHL', tracking: 'T-2' });
  await shop.act(deliver, { order });
  await shop.act(refund, { order, amount: '5.00', reason: 'dented box' });
  expect(await says(order)).toEqual([]);
  await ago('refunds', 2, order);
  const told = 'Refund of 5.00 REQUESTED 2h ago: pay it out by hand, then say so (refunds complete)';
  expect(await says(order)).toEqual([told]);
  expect((await shop.act(show, { order }, 'warehouse')).stuck).toEqual([]);
  await shop.act(failRefund, { refund: order, reason: 'account closed' });
  expect(await says(order)).toEqual(['Refund of 5.00 FAILED (account closed): the customer did not get it']);
});

test('its picker left the company, its address has no street', async () => {
  const order = await shop.order(`${socks}=1`, 'PROCESSING');
  const [left] = await shop.sql<{ id: string }>(
    `insert into users (email, password_hash, first_name, last_name, role)
     values ('wim@staff.test', 'none', 'Wim', 'Wanderer', 'warehouse') returning id`,
  );
  await set('orders', `assigned_to = '${left?.id ?? ''}'`, order);
  await shop.sql("update users set is_active = false where email = 'wim@staff.test'");
  expect(await says(order)).toEqual(['Wim Wanderer picks it and works here no more: assign it anew']);
  await shop.sql('alter table orders disable trigger user');
  await set('orders', "assigned_to = null, shipping_address = shipping_address - 'street_1'", order);
  await shop.sql('alter table orders enable trigger user');
  expect(await says(order)).toEqual(['Nobody picks it: assign it', 'The shipping address has no street']);
});

test('the page also tells the other orders of the customer and what was changed by hand, to those who may know', async () => {
  const order = await shop.order(`${socks}=1`, 'CONFIRMED');
  await set('orders', "notes = 'ring twice'", order);
  const seen = await shop.act(show, { order }, 'oncall');
  expect(seen.other_orders).toHaveLength(5);
  expect(seen.other_orders.map(({ order_number }) => order_number)).not.toContain(order);
  expect(seen.timeline.filter(({ kind }) => kind === 'change').map(({ text }) => text)).toContain('changed notes');
  const picker = await shop.act(show, { order }, 'warehouse');
  expect(picker.timeline.filter(({ kind }) => kind === 'change')).toEqual([]);
});

test('all of the page comes by ten statements, however much is in it', async () => {
  const order = await shop.order(`${socks}=1,${shoe.middle}=1`);
  const actor = shop.actor('admin');
  const statements = await shop.database.read({ actor, operation: 'orders.show' }, async (tx) => {
    const asked: string[] = [];
    const query: Tx['query'] = (text, values) => {
      asked.push(text);
      return tx.query(text, values);
    };
    const one: Tx['one'] = async <R extends object>(text: string, values?: readonly unknown[]) =>
      (await query<R>(text, values))[0];
    await show.run({ tx: { ...tx, query, one }, actor } as never, { order }, undefined);
    return asked;
  });
  expect(statements.length).toBeLessThanOrEqual(10);
});
