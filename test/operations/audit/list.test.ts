import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Forbidden, InvalidInput, NotFound } from '../../../src/domain/errors.ts';
import { undoTables } from '../../../src/domain/undo.ts';
import { list } from '../../../src/operations/audit/list.ts';
import { namedTables } from '../../../src/operations/audit/parts/record-names.ts';
import { show } from '../../../src/operations/audit/show.ts';
import { undo } from '../../../src/operations/audit/undo.ts';
import { adjust } from '../../../src/operations/inventory/adjust.ts';
import { page } from '../../../src/operations/listing.ts';
import { edit as editCustomer } from '../../../src/operations/customers/edit.ts';
import { run } from '../../../src/operations/operation.ts';
import { edit } from '../../../src/operations/products/edit.ts';
import { caught } from '../caught.ts';
import { plan } from '../plan.ts';
import { customer, openShop, socks, type Shop } from '../shop.ts';
import { operations } from '../../helpers/operations.ts';

let shop: Shop;
let number: string;
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 50 });
  number = await shop.order(`${socks}=2`, 'PROCESSING');
  await shop.act(adjust, { sku: socks, warehouse: 'BER', by: -1, reason: 'moths' }, 'warehouse');
  await shop.act(edit, { product: 'RUN', name: 'Runner II', price: '89.90' }, 'admin');
});
afterAll(() => shop.close());

const listed = async (filter: string, role: 'admin' | 'manager' | 'oncall' = 'manager') =>
  (await page(list, { filter, limit: 1000 }, { database: shop.database, actor: shop.actor(role) })).rows;

describe('the audit list', () => {
  test('tells who changed what through which operation, by names that people use', async () => {
    const [row] = await listed('operation:products.edit', 'oncall');
    expect(row).toMatchObject({
      person: 'Admin Tester',
      operation: 'products.edit',
      action: 'UPDATE',
      table_name: 'products',
      record: 'RUN',
      fields: 'name, price',
      reason: null,
    });
    expect(await listed(`operation_id:${String(row?.['operation_id'])}`)).toEqual([row]);
    expect(await listed(`operation_id:${String(row?.['operation_id']).slice(0, 8)}`)).toEqual([row]);
    const [moved] = await listed('operation:inventory person:warehouse');
    expect(moved).toMatchObject({ record: `${socks} in BER`, fields: 'available, quantity', reason: 'moths' });
  });

  test('is found by record: an order with its payment, a SKU with its stock, a customer', async () => {
    const tables = async (filter: string) =>
      [...new Set((await listed(filter)).map((row) => row['table_name']))].sort();
    expect(await tables(`record:${number.toLowerCase()}`)).toEqual(['orders', 'payments']);
    expect(await tables(number)).toEqual(['orders', 'payments']);
    expect(await tables(`record:${socks}`)).toEqual(['inventory', 'products']);
    expect(await tables(`record:${customer} since:1d`)).toEqual(['users']);
    const [order] = await listed(`table:orders record:${number} action:INSERT`);
    expect(await listed(`record:${String(order?.['record_id'])} action:INSERT`)).toEqual([order]);
    expect((await listed(`record:${customer}`))[0]).toMatchObject({ record: 'a…@example.com', person: null });
    expect(await listed('record:"no such thing"')).toEqual([]);
    expect(await listed('person:nobody table:users')).not.toEqual([]);
    expect(await listed('person:warehouse@staff.test table:products')).toEqual([]);
  });

  test('names every table that is audited', async () => {
    const rows = await shop.sql<{ name: string }>(
      `select distinct c.relname as name
      from pg_trigger g
      join pg_class c on c.oid = g.tgrelid
      join pg_proc p on p.oid = g.tgfoid
      where p.proname = 'audit_change'
      order by 1`,
    );
    expect([...namedTables].sort()).toEqual(rows.map(({ name }) => name));
  });

  test('is not for the warehouse', async () => {
    const call = { database: shop.database, actor: shop.actor('warehouse') };
    expect(await caught(page(list, {}, call))).toBeInstanceOf(Forbidden);
    expect(await caught(run(show, { operation: '00000000' }, call))).toBeInstanceOf(Forbidden);
  });

  const filters = [
    ...['', 'person:me', 'person:anna', 'operation:orders.ship', 'operation:orders', 'table:products', 'since:7d'],
    ...['record:RUN', 'record:SM-2026-000001', 'action:REVEAL', 'action:DELETE', 'operation_id:12345678', 'RUN'],
  ];
  test.each(filters)('walks no table for "%s", and is not sorted', async (filter) => {
    const id = shop.actor('manager').id;
    for (const text of [
      await plan(shop, list, { filter }),
      await plan(shop, list, { filter }, 'manager', () => [id]),
    ]) {
      expect(text).not.toMatch(/Seq Scan on (?:audit_logs|orders|users|products|order_registry|payments|inventory)/u);
      // A row's own few values may be sorted for telling them; the rows themselves never are.
      const [rows = ''] = text.split(/^\s+SubPlan /mu);
      if (!/record:|RUN|operation_id/u.test(filter)) expect(rows).not.toMatch(/Sort {2}\(/u);
    }
  });
});

describe('what an operation did', () => {
  test('is shown field by field, as it was kept', async () => {
    const [row] = await listed('operation:products.edit');
    const id = String(row?.['operation_id']);
    const shown = await shop.act(show, { operation: id.slice(0, 10) }, 'oncall');
    expect(shown).toMatchObject({
      operation_id: id,
      operation: 'products.edit',
      person: 'Admin Tester',
      undo_refusal: null,
      more: false,
      rows: [
        {
          record: 'RUN',
          action: 'UPDATE',
          fields: [
            { field: 'name', from: 'Runner', to: 'Runner II' },
            { field: 'price', from: 99.9, to: 89.9 },
          ],
        },
      ],
    });
    expect(show.text?.(shown, { operation: id, limit: 1 }).split('\n').slice(1)).toEqual([
      '',
      'UPDATE products RUN',
      '  name   Runner → Runner II',
      '  price  99.9 → 89.9',
      '',
      `To undo it: solemate audit undo ${id}`,
      '',
    ]);
    expect((await shop.act(show, { operation: id, limit: 1 })).more).toBe(false);
    expect(await caught(shop.act(show, { operation: '1234' }))).toBeInstanceOf(InvalidInput);
    expect(await caught(shop.act(show, { operation: '12345678' }))).toBeInstanceOf(NotFound);
  });

  test('is no way round the reveal of contact data: e-mails are masked, addresses for those who may not see them', async () => {
    const { operationId } = await run(
      editCustomer,
      { customer, email: 'anna.berg@example.com', last_name: 'Bergström' },
      { database: shop.database, actor: shop.actor('manager') },
    );
    for (const role of ['admin', 'manager', 'oncall'] as const) {
      const { rows } = await shop.act(show, { operation: operationId }, role);
      expect(rows[0]?.fields).toEqual(
        expect.arrayContaining([
          { field: 'email', from: 'a…@example.com', to: 'a…@example.com' },
          { field: 'last_name', from: 'Berg', to: 'Bergström' },
        ]),
      );
    }
    const [placed] = await listed(`operation:orders.place record:${number}`);
    const shown = async (role: 'manager' | 'oncall') =>
      (await shop.act(show, { operation: String(placed?.['operation_id']) }, role)).rows
        .find((row) => row.table_name === 'orders')
        ?.fields.find(({ field }) => field === 'shipping_address')?.to;
    expect(await shown('manager')).toMatchObject({ street_1: 'Lindenstraße 1', city: 'Berlin' });
    const oncall = await shown('oncall');
    expect(oncall).toMatchObject({ city: 'Berlin', country: 'DE' });
    expect(JSON.stringify(oncall)).not.toMatch(/Linden|Anna|10969/u);
    await shop.sql('update users set email = $1 where email = $2', [customer, 'anna.berg@example.com']);
  });

  test('keeps a street from those who only look, and tells colleagues by their names', async () => {
    const change = '33333333-3333-4333-8333-333333333333';
    await shop.sql(
      `with s as (select set_config('solemate.operation_id', $1, true))
      insert into addresses (user_id, type, name, street_1, city, state, postal_code, country)
      select u.id, 'shipping', 'Anna Lund', 'Secret Lane 5', 'Berlin', 'Berlin', '10115', 'DE'
      from users u, s
      where u.email = $2`,
      [change, customer],
    );
    const street = async (role: 'manager' | 'oncall') =>
      (await shop.act(show, { operation: change }, role)).rows[0]?.fields.find(({ field }) => field === 'street_1');
    expect(await street('manager')).toEqual({ field: 'street_1', from: null, to: 'Secret Lane 5' });
    expect(await street('oncall')).toEqual({ field: 'street_1', from: null, to: '[masked]' });
    expect((await listed('record:admin@staff.test', 'oncall'))[0]).toMatchObject({ record: 'Admin Tester' });
  });

  test('undoes by the first characters of the id, for those who can look it up', async () => {
    const [row] = await listed('operation:products.edit');
    const begin = String(row?.['operation_id']).slice(0, 8);
    const refused = await caught(shop.act(undo, { operation: begin }, 'warehouse'));
    expect(refused).toBeInstanceOf(InvalidInput);
    expect(refused).toMatchObject({ message: expect.stringContaining('must give all of it') });
    expect(await shop.act(undo, { operation: begin }, 'manager')).toMatchObject({
      operation_id: row?.['operation_id'],
    });
    expect(await caught(shop.act(undo, { operation: 'zzz' }))).toBeInstanceOf(InvalidInput);
  });

  test('keeps redacted what was redacted, and no undo writes any of that', async () => {
    await shop.sql(`set solemate.pii_key = 'k'`);
    const operation = '22222222-2222-4222-8222-222222222222';
    await shop.sql(
      `with s as (select set_config('solemate.operation_id', $1, true) as id)
      update users set password_hash = 'argon-' || s.id from s where email = $2`,
      [operation, customer],
    );
    const shown = await shop.act(show, { operation });
    expect(shown.rows[0]?.fields).toEqual([{ field: 'password_hash', from: '[redacted]', to: '[redacted]' }]);
    expect(shown.undo_refusal).toContain('not run by this program');
    const rows = await shop.sql<{ name: string }>(
      `select table_name || '.' || column_name as name
      from information_schema.columns
      where table_name = any ($1)
        and redact(jsonb_build_object(column_name, 'x', column_name || '_other', 1)) ->> column_name <> 'x'`,
      [undoTables.map(({ table }) => table)],
    );
    expect(rows).toEqual([]);
  });
});

test('what operations.md says can be undone is marked so, and nothing that goes outside is', () => {
  const of = (name: string) => operations.find((one) => one.name === name);
  const undoable = [
    ...['reviews.approve', 'reviews.reject', 'reviews.reopen', 'products.edit', 'products.price', 'products.archive'],
    ...['products.restore', 'products.revert', 'variants.edit', 'variants.archive', 'variants.restore'],
    ...[
      'categories.edit',
      'categories.archive',
      'categories.restore',
      'brands.edit',
      'brands.archive',
      'brands.restore',
    ],
    ...['promos.edit', 'promos.activate', 'promos.deactivate', 'inventory.adjust', 'inventory.transfer', 'audit.undo'],
  ];
  for (const name of undoable) {
    const one = of(name);
    expect([name, one?.kind === 'operation' && one.undoable]).toEqual([name, true]);
  }
  const marked = operations.flatMap((one) => (one.kind === 'operation' && one.undoable ? [one] : []));
  for (const one of marked) {
    expect(one.name).not.toMatch(/^(?:orders|payments|refunds|customers|staff|counts|settings)\./u);
    expect([one.name, 'after' in one]).toEqual([one.name, false]);
  }
  expect(marked).toContain(undo);
});
