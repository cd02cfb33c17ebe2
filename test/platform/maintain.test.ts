import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { maintain, type MaintainReport } from '../../src/platform/database/maintain.ts';
import { checkInvariants } from '../../src/platform/health/invariants.ts';
import { run } from '../../src/operations/operation.ts';
import { create } from '../../src/operations/warehouses/create.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

let shop: TestDatabase;
let superuser: pg.Client;
beforeEach(async () => {
  shop = await testDatabase({ sample: true });
  superuser = new pg.Client(shop.superuserUrl);
  await superuser.connect();
});
afterEach(async () => {
  await superuser.end();
  await shop.close();
});

/** Past all triggers and foreign keys. */
const damage = async (sql: string) => {
  await superuser.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
};
const done = ({ steps }: MaintainReport) =>
  Object.fromEntries(steps.filter((step) => step.done > 0).map((step) => [step.step, step.done]));
const always = { statistics: 1 };

const wrecked = `
  update product_variants set stock = stock + 3 where id in (select id from product_variants order by id limit 4);
  update products set review_count = review_count + 1, avg_rating = 1 where id in (select id from products order by id limit 3);
  update orders set tracking_number = 'lost' where id in (select order_id from shipments where tracking_number is not null order by order_id limit 2);
  delete from product_search where product_id in (select id from products order by id limit 2);
  insert into user_sessions (user_id, token_hash, created_at, expires_at)
    select id, sha256(id::text::bytea), now() - interval '90 days', now() - interval '40 days' from users order by id limit 5;
  insert into user_sessions (user_id, token_hash, created_at, expires_at)
    select id, sha256((id::text || 'x')::bytea), now() - interval '20 days', now() - interval '10 days' from users order by id limit 5;
  insert into operation_results (operation_id, name, created_at)
    select gen_random_uuid(), 'test', now() - make_interval(days => 85 + n) from generate_series(1, 9) n`;

test('puts right what can be counted anew, and a second time there is nothing to do', async () => {
  await damage(wrecked);
  const todo = { sessions: 5, answers: 5, variant_stock: 4, review_figures: 3, tracking_numbers: 2, search: 2 };
  const dry = await maintain(shop.ownerUrl, { dryRun: true });
  expect(dry).toMatchObject({ dry_run: true, busy: false });
  expect(done(dry)).toEqual({ ...todo, ...always, product_stats: 1 });
  expect(dry.steps.find(({ step }) => step === 'variant_stock')?.told).toBe(
    '4 variants to be counted anew from their inventory.',
  );
  const report = await maintain(shop.ownerUrl);
  expect(done(report)).toEqual({ ...todo, ...always, product_stats: 1 });
  expect(report.not_repaired).toEqual([]);
  const broken = (await checkInvariants((text) => shop.sql(text))).filter((one) => one.broken > 0);
  expect(broken).toEqual([]);
  expect(done(await maintain(shop.ownerUrl))).toEqual(always);
  expect(await shop.sql('select count(*)::integer as n from operation_results')).toEqual([{ n: 4 }]);
});

test('what it changed stands in the audit log, by nobody but db.maintain', async () => {
  await damage(
    'update product_variants set stock = stock + 3 where id = (select id from product_variants order by id limit 1)',
  );
  await maintain(shop.ownerUrl);
  const rows = await shop.sql(
    `select changed_by, operation from audit_logs where table_name = 'product_variants' and new_values ? 'stock'`,
  );
  expect(rows).toEqual([{ changed_by: null, operation: 'db.maintain' }]);
});

test('a ledger that disagrees with its counters is told with what to do, and never touched', async () => {
  await damage(
    'update inventory set quantity = quantity + 7 where id = (select id from inventory order by id limit 1)',
  );
  const before = await shop.sql('select id, quantity from inventory order by id');
  const { not_repaired: wrong } = await maintain(shop.ownerUrl);
  expect(wrong).toEqual([
    {
      check: 'The ledger of a place adds up to its quantity and reserved',
      broken: 1,
      found: expect.stringMatching(/^inventory /u),
      hint: expect.stringContaining('Count the shelf'),
    },
  ]);
  expect(await shop.sql('select id, quantity from inventory order by id')).toEqual(before);
});

test('of two at once one does it and the other says so', async () => {
  await damage(wrecked);
  const reports = await Promise.all([maintain(shop.ownerUrl), maintain(shop.ownerUrl)]);
  const busy = reports.filter((one) => one.busy);
  // The first may have ended before the second began.
  if (busy.length === 1) expect(busy[0]).toMatchObject({ steps: [], not_repaired: [] });
  expect(reports.reduce((all, one) => all + (done(one)['variant_stock'] ?? 0), 0)).toBe(4);
  const client = new pg.Client(shop.ownerUrl);
  await client.connect();
  await client.query('select pg_advisory_lock(7235467313)');
  expect(await maintain(shop.ownerUrl)).toEqual({ dry_run: false, busy: true, steps: [], not_repaired: [] });
  await client.end();
});

test('a month ahead is made; while somebody holds orders locked it is left for the next time', async () => {
  const [{ name } = { name: '' }] = await shop.sql<{ name: string }>(
    `select 'orders_' || to_char(now() at time zone 'UTC' + interval '3 months', 'YYYY_MM') as name`,
  );
  await shop.sql(`drop table ${name} cascade`);
  const reader = new pg.Client(shop.ownerUrl);
  await reader.connect();
  await reader.query('begin; lock table orders in share mode');
  const report = await maintain(shop.ownerUrl);
  expect(report.steps.find(({ step }) => step === 'months')).toMatchObject({ postponed: true, done: 0 });
  await reader.query('rollback');
  await reader.end();
  expect(done(await maintain(shop.ownerUrl))).toMatchObject({ months: 1 });
  expect(await shop.sql('select to_regclass($1) is not null as there', [name])).toEqual([{ there: true }]);
});

test('an act whose answer was cleared away is not done a second time', async () => {
  const id = randomUUID();
  const call = { database: shop.database, actor: shop.actor('manager'), operationId: id };
  const input = { code: 'OLD', name: 'Old place', country: 'DE' };
  await run(create, input, call);
  await damage(`update operation_results set created_at = now() - interval '91 days' where operation_id = '${id}';
    update audit_logs set changed_at = now() - interval '91 days' where operation_id = '${id}'`);
  expect((await run(create, input, call)).replayed).toBe(true);
  expect(done(await maintain(shop.ownerUrl))).toMatchObject({ answers: 1 });
  await expect(run(create, { ...input, code: 'NEW' }, call)).rejects.toThrow('was done long ago');
  expect(await shop.sql(`select code from warehouses where code in ('OLD', 'NEW')`)).toEqual([{ code: 'OLD' }]);
});

test('counters can be set to the truth and to nothing else, by the owner and by a manager', async () => {
  await damage(wrecked);
  const wrong = `update product_variants set stock = stock + 1 where id = (select id from product_variants order by id limit 1)`;
  const rating = `update products set avg_rating = 5, review_count = 99 where id = (select id from products order by id limit 1)`;
  await expect(shop.sql(wrong)).rejects.toMatchObject({ constraint: 'variants_stock_derived' });
  await expect(shop.sql(rating)).rejects.toMatchObject({ constraint: 'products_review_figures_derived' });
  const manager = { actor: shop.actor('manager'), operation: 'test' };
  await expect(shop.database.write(manager, (tx) => tx.query(rating))).rejects.toThrow('approved reviews');
  await expect(
    shop.sql(`insert into products (sku, name, slug, price, review_count) values ('STARS', 'Stars', 'stars', 1, 5)`),
  ).rejects.toMatchObject({ constraint: 'products_review_figures_derived' });
});

test('a month that is attached is built like one that is made in place, and readers of orders do not wait for it', async () => {
  const parts = (name: string) =>
    shop.sql(
      `select regexp_replace(def, $1::text || '(_\\w+)?', 'month', 'g') as def
      from (
        select pg_get_constraintdef(oid) as def from pg_constraint where conrelid = to_regclass($1)
        union all
        select pg_get_indexdef(indexrelid) from pg_index where indrelid = to_regclass($1)
        union all
        select format('%s %s %s %s %s', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attstorage, pg_get_expr(d.adbin, d.adrelid))
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = to_regclass($1) and a.attnum > 0
        union all
        select regexp_replace(pg_get_triggerdef(oid), '"?RI_\\w+"?', 'RI', 'g') from pg_trigger where tgrelid = to_regclass($1)
        union all
        select format('%s acl=%s', relrowsecurity, relacl) from pg_class where oid = to_regclass($1)
      ) all_of_it
      order by 1`,
      [name],
    );
  await shop.sql(
    `create table orders_2040_01 partition of orders for values from ('2040-01-01 00:00:00+00') to ('2040-02-01 00:00:00+00')`,
  );
  await shop.sql(
    'revoke all on orders_2040_01 from public, admin_role, manager_role, warehouse_role, readonly_role, customer_role, solemate_app',
  );
  const reader = new pg.Client(shop.ownerUrl);
  await reader.connect();
  await reader.query('begin; select count(*) from orders');
  await shop.sql(`select ensure_order_partitions(date '2040-02-01', 1)`);
  await reader.query('commit');
  await reader.end();
  const attached = await parts('orders_2040_02');
  expect(attached.length).toBeGreaterThan(40);
  expect(attached).toEqual(await parts('orders_2040_01'));
});

test("a trigger of a temporary table of one's own writes no counter either", async () => {
  const manager = { actor: shop.actor('manager'), operation: 'test' };
  await expect(
    shop.database.write(manager, (tx) => tx.query('create temporary table mine (id integer)')),
  ).rejects.toThrow('does not let this role');
  await superuser.query(
    `do $$ begin execute format('grant temporary on database %I to manager_role', current_database()); end $$`,
  );
  const through = (statement: string) =>
    shop.database.write(manager, async (tx) => {
      await tx.query('create temporary table mine (id integer)');
      await tx.query(
        `create function pg_temp.write() returns trigger language plpgsql as $$ begin ${statement}; return null; end $$`,
      );
      await tx.query('create trigger through after insert on mine for each row execute function pg_temp.write()');
      await tx.query('insert into mine values (1)');
    });
  await expect(
    through('update public.promo_codes set current_uses = current_uses - 1 where current_uses > 0'),
  ).rejects.toThrow('uses of a promo code');
  await expect(through('update public.product_variants set stock = stock + 1')).rejects.toThrow(
    'follows from its inventory',
  );
  await expect(through('update public.products set review_count = 99')).rejects.toThrow('approved reviews');
});
