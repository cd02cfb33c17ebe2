import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { checkInvariants, invariants } from '../../../src/platform/health/invariants.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

const one = (table: string, where = 'true') => `(select id from ${table} where ${where} order by id limit 1)`;
const orderOf = (status: string) => `(select id from orders where status = '${status}' order by order_number limit 1)`;

/** Our triggers would refuse the damage: off, for the length of the transaction. */
const without = `do $$
declare
  name text;
begin
  for name in select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') loop
    execute format('alter table %I disable trigger user', name);
  end loop;
end $$`;

/** Beginning of the invariant's name, and what breaks it: constraints that would refuse it are taken away first. */
const damages: readonly (readonly [string, string])[] = [
  ['The ledger of a place', `update inventory set quantity = quantity + 1 where id = ${one('inventory')}`],
  [
    'No place was ever below',
    `update inventory_transactions set position = 0
    where id = ${one('inventory_transactions', "type = 'SALE'")}`,
  ],
  ['The stock of a variant', `update product_variants set stock = stock + 1 where id = ${one('product_variants')}`],
  ['The last delivery', `update inventory set last_restocked = now() where id = ${one('inventory')}`],
  [
    'Every reservation, release and sale',
    `update inventory_transactions set order_item_id = ${one('order_items', 'order_id <> inventory_transactions.reference_id')}
    where type = 'RESERVATION'`,
  ],
  [
    'An order holds exactly',
    `delete from inventory_transactions where id = ${one('inventory_transactions', "type = 'RELEASE'")}`,
  ],
  [
    'A line never returns more',
    `update inventory_transactions set quantity = quantity + 1
    where id = ${one('inventory_transactions', "type = 'RETURN'")}`,
  ],
  [
    'What left in shipments',
    `update shipment_items set quantity = quantity + 1
    where shipment_id = ${one('shipments', "status = 'DELIVERED'")}`,
  ],
  [
    'A transfer takes away',
    `update inventory_transactions set quantity = quantity + 1
    where id = ${one('inventory_transactions', "reference_type = 'TRANSFER'")}`,
  ],
  ['Every order is registered', `delete from order_registry where order_id = ${orderOf('DELIVERED')}`],
  [
    'No two orders share',
    `update orders set order_number = (select max(order_number) from orders) where id = ${orderOf('DELIVERED')}`,
  ],
  [
    'Every order has lines',
    `insert into orders (user_id, subtotal, total, shipping_address, billing_address, created_at)
    select user_id, 1, 1, '{}', '{}', created_at from orders limit 1`,
  ],
  [
    'Whatever belongs to an order',
    `alter table order_status_history drop constraint order_status_history_order_id_fkey;
    update order_status_history set order_created_at = order_created_at - interval '1 day'
    where id = ${one('order_status_history')}`,
  ],
  [
    'The history of an order',
    `delete from order_status_history where order_id = ${orderOf('DELIVERED')} and to_status = 'CONFIRMED'`,
  ],
  [
    'An order that was sent',
    `delete from shipment_items
    where shipment_id in (select id from shipments where order_id = ${orderOf('SHIPPED')})`,
  ],
  [
    'A shipment carries lines',
    `insert into shipments (order_id, order_created_at, warehouse_id)
    select order_id, order_created_at, warehouse_id from shipments limit 1`,
  ],
  [
    'A delivered order',
    `update shipments set status = 'SHIPPED', delivered_at = null where order_id = ${orderOf('DELIVERED')}`,
  ],
  ['The tracking number', `update orders set tracking_number = 'another' where id = ${orderOf('DELIVERED')}`],
  [
    'A line costs',
    `alter table order_items drop constraint check_line_total;
    update order_items set total = total + 1 where id = ${one('order_items')}`,
  ],
  [
    'The subtotal of an order',
    `update orders set subtotal = subtotal + 1, total = total + 1 where id = ${orderOf('DELIVERED')}`,
  ],
  [
    'The total of an order',
    `alter table orders drop constraint check_order_total;
    update orders set total = total + 1 where id = ${orderOf('DELIVERED')}`,
  ],
  ['Every order has one payment', `update payments set amount = amount + 1 where order_id = ${orderOf('DELIVERED')}`],
  [
    'What a payment gave back',
    `update refunds set amount = amount + 1 where id = ${one('refunds', "status = 'COMPLETED'")}`,
  ],
  [
    'The state of a payment',
    `alter table payments drop constraint check_refund_status;
    update payments set status = 'REFUNDED' where id = ${one('payments', "status = 'COMPLETED'")}`,
  ],
  ['An order is REFUNDED exactly', `update orders set status = 'DELIVERED' where id = ${orderOf('REFUNDED')}`],
  ['Nobody works on an order', `update payments set status = 'PENDING' where order_id = ${orderOf('SHIPPED')}`],
  ['A failed payment or refund', "update payments set failure_reason = null where status = 'FAILED'"],
  [
    'A refund names lines',
    `update refunds set lines = jsonb_build_array(jsonb_build_object('order_item_id', gen_random_uuid()))
    where lines is not null`,
  ],
  ['The uses of a promo code', "update promo_codes set current_uses = current_uses + 1 where code = 'WELCOME10'"],
  ['Every order with a promo code', `delete from promo_usage where id = ${one('promo_usage')}`],
  [
    'A promo code was used',
    `update promo_usage set used_at = used_at - interval '9 years' where id = ${one('promo_usage')}`,
  ],
  ['A review is verified', `update reviews set is_verified = not is_verified where id = ${one('reviews')}`],
  ['The review figures', `update products set review_count = review_count + 1 where id = ${one('products')}`],
  ['A decided review', "update reviews set moderated_by = null where status = 'APPROVED'"],
  [
    'A customer has at most one',
    "drop index addresses_one_default_key; update addresses set type = 'shipping', is_default = true",
  ],
  [
    'A product has at most one',
    'drop index product_images_one_primary_key; update product_images set is_primary = true',
  ],
  ['The newest kept version', `delete from product_versions where id = ${one('product_versions')}`],
  ['A product that is archived', 'update products set is_active = true where deleted_at is not null'],
  ['The list of open reservations', `delete from stock_reservations where id = ${one('stock_reservations')}`],
  ['Money is marked as owed', `update payments set owed_since = now() where order_id = ${orderOf('DELIVERED')}`],
  ['Every product can be found', `delete from product_search where product_id = ${one('products')}`],
  ['Every trigger', 'select'],
];

let shop: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase({ sample: true });
});
afterAll(async () => shop.close());

test('the sample shop breaks none, and each result is told as it comes', async () => {
  const told: string[] = [];
  const results = await checkInvariants(
    (text) => shop.sql(text),
    ({ name }, index, total) => told.push(`${index}/${total} ${name}`),
  );
  expect(results.filter(({ broken }) => broken > 0)).toEqual([]);
  expect(told.length).toBe(invariants.length);
  expect(told.at(-1)).toMatch(new RegExp(`^${invariants.length}/${invariants.length} `, 'u'));
});

test('every invariant notices damage of its kind', async () => {
  const client = new pg.Client(shop.ownerUrl);
  await client.connect();
  try {
    const unseen: string[] = [];
    for (const [name, sql] of damages) {
      const promise = invariants.find((one) => one.name.startsWith(name));
      if (!promise) throw new Error(`no invariant "${name}"`);
      await client.query('begin');
      await client.query(without);
      await client.query(sql);
      const { rowCount } = await client.query(promise.sql);
      if (!rowCount) unseen.push(name);
      await client.query('rollback');
    }
    expect(unseen).toEqual([]);
    const covered = invariants.filter(({ name }) => damages.some(([start]) => name.startsWith(start)));
    expect(covered.length).toBe(invariants.length);
  } finally {
    await client.end();
  }
});
