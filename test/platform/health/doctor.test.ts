import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { migrationStatus, type MigrationState } from '../../../src/platform/database/migrate.ts';
import type { Ask, Finding } from '../../../src/platform/health/check.ts';
import { clockDifference, examine } from '../../../src/platform/health/doctor.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let shop: TestDatabase;
let client: pg.Client;
let migrations: readonly MigrationState[];
let before: readonly Finding[];
const ask: Ask = async <R extends object>(text: string, values: readonly unknown[] = []) =>
  (await client.query(text, [...values])).rows as R[];
const look = (full = true) => examine({ ask, migrations, full });
const red = (findings: readonly Finding[]) =>
  findings.filter(({ key, broken }) => broken !== (before.find((one) => one.key === key)?.broken ?? 0));

beforeAll(async () => {
  shop = await testDatabase({ sample: true });
  await shop.sql('select refresh_product_stats()');
  await shop.sql('analyze');
  client = new pg.Client(shop.superuserUrl);
  await client.connect();
  migrations = await migrationStatus(shop.ownerUrl);
  before = await look();
});
afterAll(async () => {
  await client.end();
  await shop.close();
});

test('the sample shop has no problem; what waits for people is told as warnings', () => {
  // The suite's own server runs without fsync.
  const waiting = ['server-version', 'orders-move', 'money-owed', 'products-filed', 'refunds-sent', 'orders-paid'];
  const found = before.filter(({ broken }) => broken > 0);
  expect(found.filter(({ key }) => !waiting.includes(key))).toEqual([]);
  expect(new Set(before.map(({ key }) => key)).size).toBe(before.length);
});

const one = (table: string, where = 'true') => `(select id from ${table} where ${where} order by id limit 1)`;
const delivered = one('orders', "status = 'DELIVERED'");
const month = `to_char(now() at time zone 'UTC' + interval '3 months', 'YYYY_MM')`;

/** What is done to the shop past all rules, and the checks that see it. */
const damages: readonly (readonly [what: string, sql: string, keys: readonly string[]])[] = [
  [
    'a month ahead is gone',
    `do $$ begin execute 'drop table orders_' || ${month} || ' cascade'; end $$`,
    ['months-ahead'],
  ],
  ['a month takes everything', 'create table orders_rest partition of orders default', ['no-default-month']],
  ['a month is granted', 'grant select on orders_2026_01 to readonly_role', ['partition-grants']],
  ['a trigger is off', 'alter table inventory disable trigger inventory_guard', ['triggers-on']],
  ['foreign keys are off', 'alter table order_items disable trigger all', ['triggers-on']],
  [
    'an index is half built',
    "update pg_index set indisvalid = false where indexrelid = 'idx_payments_status'::regclass",
    ['indexes-valid'],
  ],
  [
    'a constraint was never looked at',
    'alter table products add constraint check_late check (price < 1000000) not valid',
    ['constraints-validated'],
  ],
  ['a foreign key has no index', 'drop index idx_refunds_payment_id', ['foreign-keys-indexed']],
  ['the app is a superuser', 'alter role solemate_app superuser', ['app-login']],
  ['a login of the app inherits', 'create role till login inherit; grant solemate_app to till', ['app-login']],
  ['a role of the staff can log in', 'alter role manager_role login', ['staff-roles']],
  [
    'everybody may make temporary tables',
    `do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$`,
    ['no-temporary-tables'],
  ],
  ['rights are given', 'grant all on users to warehouse_role', ['no-more-rights']],
  ['rights are taken', 'revoke select on orders from readonly_role', ['no-fewer-rights']],
  ['row-level security is off', 'alter table refunds disable row level security', ['row-level-security']],
  [
    'the figures are old',
    `update store_settings set value = to_jsonb(now() - interval '2 days') where key = 'product_stats_refreshed_at'`,
    ['product-stats-fresh'],
  ],
  [
    'sessions stay for ever',
    `insert into user_sessions (user_id, token_hash, created_at, expires_at)
    select id, 'x', now() - interval '90 days', now() - interval '40 days' from users limit 1`,
    ['sessions-removed'],
  ],
  [
    'answers stay for ever',
    `insert into operation_results (operation_id, name, created_at)
    values (gen_random_uuid(), 'test', now() - interval '100 days')`,
    ['answers-removed'],
  ],
  ['nobody counted', `update pg_class set reltuples = -1 where oid = 'orders'::regclass`, ['statistics-gathered']],
  [
    'an order has no payment',
    `delete from payments where order_id = ${one('orders', "status = 'DELIVERED' and id not in (select order_id from payments where refund_amount > 0)")}`,
    ['orders-have-payment', 'payments-agree'],
  ],
  [
    'money is owed since long ago',
    `update payments set owed_since = now() - interval '9 days' where order_id = ${delivered}`,
    ['money-owed', 'owed-marked'],
  ],
  [
    'a refund is not sent',
    `insert into refunds (payment_id, amount, reason, provider, created_at)
    select id, 1, 'test', 'manual', now() - interval '20 minutes' from payments where order_id = ${delivered}`,
    ['refunds-sent', 'owed-marked'],
  ],
  [
    'an order rests',
    `update order_status_history set created_at = now() - interval '100 days' where order_id = ${one('orders', "status = 'SHIPPED' and created_at < now() - interval '15 days'")};
    update order_status_history set created_at = now() where order_id in (select id from orders where status = 'CONFIRMED')`,
    ['orders-move', 'order-history'],
  ],
  [
    'a product has no brand',
    `update products set brand_id = null where id = ${one('products', 'is_active and deleted_at is null and brand_id is not null and category_id is not null')}`,
    ['products-filed'],
  ],
  [
    'a product has no primary image',
    `update product_images set is_primary = false where product_id = (select product_id from product_images join products p on p.id = product_id where is_primary and p.deleted_at is null limit 1)`,
    ['images-primary'],
  ],
  [
    'a counter is not its ledger',
    `update inventory set quantity = quantity + 1 where id = ${one('inventory')}`,
    ['ledger-counters', 'variant-stock'],
  ],
  [
    'a variant has other stock',
    `update product_variants set stock = stock + 1 where id = ${one('product_variants')}`,
    ['variant-stock'],
  ],
  [
    'a refund is more than is counted',
    `update refunds set amount = amount + 1 where id = ${one('refunds', "status = 'COMPLETED'")}`,
    ['refund-sums'],
  ],
  [
    'a promo code was used more often than allowed',
    `update promo_codes set current_uses = current_uses + 1 where id = ${one('promo_codes')}`,
    ['promo-uses'],
  ],
  [
    'a total is wrong',
    `alter table orders drop constraint check_order_total; update orders set total = total + 1 where id = ${delivered}`,
    ['order-totals', 'payments-agree'],
  ],
  [
    'a rating moved',
    `update products set review_count = review_count + 1 where id = ${one('products')}`,
    ['review-figures'],
  ],
];

describe('each damage turns exactly its checks red, and healed they are green again', () => {
  test.each(damages)('%s', async (_what, sql, keys) => {
    await client.query('begin');
    try {
      await client.query('set local session_replication_role = replica; set local allow_system_table_mods = on');
      await client.query(sql);
      await client.query('set local session_replication_role = origin');
      expect(
        red(await look())
          .map(({ key }) => key)
          .sort(),
      ).toEqual([...keys].sort());
    } finally {
      await client.query('rollback');
    }
    expect(red(await look())).toEqual([]);
  });
});

/** After `sql`, in a transaction that is rolled back. */
async function after(sql: string, full = true): Promise<Map<string, Finding>> {
  await client.query('begin');
  try {
    await client.query(`set local session_replication_role = replica; set local allow_system_table_mods = on; ${sql}`);
    return new Map((await look(full)).map((finding) => [finding.key, finding]));
  } finally {
    await client.query('rollback');
  }
}

test('a finding names what it found, how many there are and what to do', async () => {
  const found = await after(
    `update products set review_count = 7 where sku in (select sku from products order by sku limit 5)`,
  );
  const [first] = await shop.sql<{ sku: string }>('select sku from products order by sku limit 1');
  expect(found.get('review-figures')).toMatchObject({
    level: 'problem',
    broken: 5,
    found: expect.stringMatching(new RegExp(`^product ${first?.sku}, product \\S+, product \\S+$`, 'u')),
    hint: 'Run solemate db maintain: it is counted anew.',
  });
});

test('money that is owed is told with the order, how much and since when', async () => {
  const finding = (
    await after(
      `update payments set owed_since = null;
      update payments set owed_since = '2026-10-05' where order_id = ${delivered}`,
    )
  ).get('money-owed');
  const [order] = await shop.sql<{ order_number: string; total: string }>(
    `select order_number, total from orders where id = ${delivered}`,
  );
  expect(finding).toMatchObject({
    level: 'warning',
    broken: 1,
    found: `${order?.order_number}: ${order?.total} since 2026-10-05`,
  });
});

test('an order that went on without a payment is a problem, one that waits for it is not', async () => {
  const without = (status: string) =>
    after(
      `delete from payments where order_id = ${one('orders', `status = '${status}' and created_at < now() - interval '1 hour'`)}`,
    );
  expect((await without('PENDING')).get('orders-have-payment')?.level).toBe('warning');
  expect((await without('SHIPPED')).get('orders-have-payment')?.level).toBe('problem');
});

test('a large shop is looked over in full only when that is asked for', async () => {
  const large = `update pg_class set reltuples = 5e6 where oid = 'inventory_transactions'::regclass`;
  expect((await after(large, false)).get('ledger-lines')).toMatchObject({ level: 'skipped', broken: 0 });
  expect((await after(large, true)).get('ledger-lines')?.level).toBe('ok');
  expect((await look(false)).find(({ key }) => key === 'ledger-lines')?.level).toBe('ok');
});

test('a role that may not look is told what it did not see, and sees the rest', async () => {
  const as: Ask = (text, values) =>
    shop.database.read({ actor: shop.actor('warehouse'), operation: 'doctor' }, (tx) => tx.query(text, values));
  const findings = await examine({ ask: as, migrations, full: true });
  const unseen = findings.filter(({ level }) => level === 'unseen').map(({ key }) => key);
  expect(unseen).toEqual(expect.arrayContaining(['refunds-sent', 'promo-uses', 'sessions-removed']));
  expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
  const seen = findings.filter(({ level }) => level === 'ok').map(({ key }) => key);
  expect(seen).toEqual(expect.arrayContaining(['ledger-counters', 'no-more-rights', 'months-ahead']));
  const all: Ask = (text, values) =>
    shop.database.read({ actor: shop.actor('admin'), operation: 'doctor' }, (tx) => tx.query(text, values));
  expect((await examine({ ask: all, migrations, full: true })).filter(({ level }) => level === 'unseen')).toEqual([]);
});

test('without its migrations nothing else is looked at', async () => {
  const [first, ...rest] = migrations;
  const missing = first ? [{ ...first, applied_at: null }, ...rest] : [];
  expect(await examine({ ask, migrations: missing, full: false })).toEqual([
    expect.objectContaining({ key: 'migrations', level: 'problem', broken: 1, found: `${first?.name} (missing)` }),
  ]);
  const changed = first ? [{ ...first, changed: true }, ...rest] : [];
  expect((await examine({ ask, migrations: changed, full: false }))[0]).toMatchObject({ level: 'problem' });
});

test('only a time before the question or after the answer is a wrong clock', () => {
  expect(clockDifference(1000, 1500, 2000)).toBe(0);
  expect(clockDifference(1000, 400, 2000)).toBe(600);
  expect(clockDifference(1000, 9000, 2000)).toBe(7000);
});
