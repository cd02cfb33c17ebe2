import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { customer, deliveredOrder, insert, placeOrder, refusal, transaction, type Sql } from './shop.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase();
  sql = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

const months = async () =>
  await sql<{ name: string; bounds: string }>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'orders'::regclass
      order by c.relname`,
  );

describe('months', () => {
  test('reach from the document’s first to three ahead, without a gap and without a default', async () => {
    const found = await months();
    expect(found[0]).toEqual({
      name: 'orders_2024_01',
      bounds: "FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00')",
    });
    const now = new Date();
    const wanted = (now.getUTCFullYear() - 2024) * 12 + now.getUTCMonth() + 4;
    expect(found).toHaveLength(wanted);
    expect(found.filter(({ bounds }) => bounds === 'DEFAULT')).toEqual([]);
  });

  test('are made once, however often and from whatever zone they are asked for', async () => {
    const [made] = await transaction(db.ownerUrl, { settings: { timezone: 'America/New_York' } }, (tx) =>
      tx<{ made: number }>("select ensure_order_partitions('2023-11-15', 2) as made"),
    );
    expect(made?.made).toBe(2);
    const [again] = await sql("select ensure_order_partitions('2023-11-15', 2) as made");
    expect(again).toEqual({ made: 0 });
    expect((await months())[0]?.bounds).toBe(
      "FOR VALUES FROM ('2023-11-01 00:00:00+00') TO ('2023-12-01 00:00:00+00')",
    );
  });

  test('that nobody made take no order', async () => {
    expect((await refusal(placeOrder(sql, 1, { created_at: '2011-01-01' }))).message).toContain('no partition');
  });

  test('are made by an admin, not by others', async () => {
    const ask = (role: string) =>
      transaction(db.appUrl, { role }, (tx) => tx("select ensure_order_partitions('2023-10-01', 1)"));
    expect((await refusal(ask('manager_role'))).code).toBe('42501');
    await ask('admin_role');
  });

  test('are granted to nobody', async () => {
    const granted = await sql(
      `select c.relname
      from pg_class c
      cross join lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
      where c.relispartition
        and a.grantee <> c.relowner`,
    );
    expect(granted).toEqual([]);
    const role = 'admin_role';
    const read = refusal(transaction(db.appUrl, { role }, (tx) => tx('select from orders_2024_01')));
    expect((await read).code).toBe('42501');
  });
});

describe('one order, in all months', () => {
  test('a number or an id is not used twice', async () => {
    const order = await placeOrder(sql, 1, { order_number: 'SM-TEST-1', created_at: '2025-03-05T10:00:00Z' });
    const number = refusal(placeOrder(sql, 1, { order_number: 'SM-TEST-1', created_at: '2025-04-05T10:00:00Z' }));
    expect(await number).toMatchObject({ code: '23505', constraint: 'orders_order_number_key' });
    const id = refusal(placeOrder(sql, 1, { id: order.order_id, created_at: '2025-04-05T10:00:00Z' }));
    expect(await id).toMatchObject({ code: '23505', constraint: 'order_registry_pkey' });
  });

  test('the registry cannot lose or rename it', async () => {
    const order = await placeOrder(sql);
    const lost = refusal(sql('delete from order_registry where order_id = $1', [order.order_id]));
    expect((await lost).code).toBe('23503');
    const renamed = refusal(sql("update order_registry set order_number = 'X' where order_id = $1", [order.order_id]));
    expect((await renamed).code).toBe('23503');
  });

  test('its children find its month by themselves, whatever is written there', async () => {
    const order = await placeOrder(sql, 1, { created_at: '2025-03-05T10:00:00.123Z' });
    await sql("update order_items set order_created_at = '2020-01-01' where order_id = $1", [order.order_id]);
    const [row] = await sql<{ order_created_at: Date }>(
      'select order_created_at from order_items where order_id = $1',
      [order.order_id],
    );
    expect(row?.order_created_at.toISOString()).toBe('2025-03-05T10:00:00.123Z');
  });

  test('a child of no order is refused by name', async () => {
    const order = await placeOrder(sql);
    const missing = '00000000-0000-4000-8000-000000000000';
    const item = refusal(
      insert(sql, 'order_items', {
        order_id: missing,
        product_id: order.product_id,
        sku: 'X',
        name: 'X',
        quantity: 1,
        price: '1',
        total: '1',
      }),
    );
    expect(await item).toMatchObject({ code: '23503', constraint: 'order_items_order_id_fkey' });
    const user_id = await customer(sql);
    const review = { product_id: order.product_id, user_id, order_id: missing, rating: 5 };
    expect(await refusal(insert(sql, 'reviews', review))).toMatchObject({ constraint: 'reviews_order_id_fkey' });
  });

  test('a JavaScript Date finds the row again', async () => {
    const order = await placeOrder(sql);
    const [row] = await sql<{ created_at: Date }>('select created_at from orders where id = $1', [order.order_id]);
    const again = await sql('select from orders where id = $1 and created_at = $2', [order.order_id, row?.created_at]);
    expect(again).toHaveLength(1);
  });

  test('a month with orders cannot be dropped, detached or emptied', async () => {
    await deliveredOrder(sql);
    const [{ month } = { month: '' }] = await sql<{ month: string }>(
      "select 'orders_' || to_char(now() at time zone 'UTC', 'YYYY_MM') as month",
    );
    for (const statement of [
      `alter table orders detach partition ${month}`,
      `truncate ${month}`,
      `drop table ${month}`,
    ]) {
      expect((await refusal(sql(statement))).code).toMatch(/^(?:23503|0A000|2BP01)$/u);
    }
  });

  test('a page of a list opens only the months it needs', async () => {
    // a table of a dozen rows is quicker read whole: what counts is which plan a large one gets
    const settings = { enable_seqscan: 'off', enable_bitmapscan: 'off' };
    const plan = await transaction(db.ownerUrl, { settings }, (tx) =>
      tx<{ 'QUERY PLAN': string }>(
        `explain (costs off)
        select id from orders
        where created_at <= '2024-02-10' and (created_at, id) < ('2024-02-10', '00000000-0000-4000-8000-000000000000')
        order by created_at desc, id desc
        limit 50`,
      ),
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain('orders_2024_02');
    expect(text).not.toContain('orders_2024_03');
    expect(text).not.toContain('Sort');
  });
});
