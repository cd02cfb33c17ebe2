import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { article, insert, move, placeOrder, refusal, transaction, type Sql } from './shop.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase();
  sql = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

const level = async (id: string) =>
  (
    await sql<{ quantity: number; reserved: number; available: number; last_restocked: Date | null }>(
      'select quantity, reserved, available, last_restocked from inventory where id = $1',
      [id],
    )
  )[0];

describe('stock moves only through the ledger', () => {
  test('every type moves the counters as its sign says', async () => {
    const shoe = await article(sql, 0);
    expect((await level(shoe.inventory_id))?.last_restocked).toBeNull();
    await move(sql, shoe.inventory_id, 'RESTOCK', 10);
    await move(sql, shoe.inventory_id, 'RESERVATION', 4);
    await move(sql, shoe.inventory_id, 'RELEASE', 1);
    await move(sql, shoe.inventory_id, 'SALE', 2);
    await move(sql, shoe.inventory_id, 'RETURN', 1);
    await move(sql, shoe.inventory_id, 'ADJUSTMENT', -3);
    expect(await level(shoe.inventory_id)).toMatchObject({ quantity: 6, reserved: 1, available: 5 });
    expect((await level(shoe.inventory_id))?.last_restocked).toBeInstanceOf(Date);
  });

  test('the stock of a variant is what is available in all warehouses together', async () => {
    const shoe = await article(sql, 5);
    const elsewhere = await insert(sql, 'warehouses', { code: `X${shoe.sku}`.slice(0, 20), name: 'X', country: 'DE' });
    const second = await insert(sql, 'inventory', {
      product_id: shoe.product_id,
      variant_id: shoe.variant_id,
      warehouse_id: elsewhere,
    });
    await move(sql, second, 'RESTOCK', 7);
    await move(sql, second, 'RESERVATION', 2);
    const [variant] = await sql('select stock, version from product_variants where id = $1', [shoe.variant_id]);
    expect(variant).toEqual({ stock: 10, version: 1 });
  });

  test('one statement with many rows is applied whole', async () => {
    const one = await article(sql, 0);
    const other = await article(sql, 0);
    await sql(
      `insert into inventory_transactions (inventory_id, type, quantity)
      select i, 'RESTOCK', 3 from unnest($1::uuid[]) i cross join generate_series(1, 4)`,
      [[one.inventory_id, other.inventory_id]],
    );
    expect(await level(one.inventory_id)).toMatchObject({ quantity: 12 });
    expect(await level(other.inventory_id)).toMatchObject({ quantity: 12 });
  });

  test('the counters cannot be written, not even by the owner', async () => {
    const shoe = await article(sql);
    const direct = refusal(sql('update inventory set quantity = 99 where id = $1', [shoe.inventory_id]));
    expect(await direct).toMatchObject({ code: '23001', constraint: 'inventory_ledger_only' });
    const variant = refusal(sql('update product_variants set stock = 99 where id = $1', [shoe.variant_id]));
    expect(await variant).toMatchObject({ constraint: 'variants_stock_derived' });
    const filled = refusal(
      insert(sql, 'inventory', { product_id: shoe.product_id, warehouse_id: shoe.warehouse_id, quantity: 5 }),
    );
    expect(await filled).toMatchObject({ constraint: 'inventory_ledger_only' });
    const stocked = refusal(
      insert(sql, 'product_variants', { product_id: shoe.product_id, sku: `${shoe.sku}-S`, size: '1', stock: 5 }),
    );
    expect(await stocked).toMatchObject({ constraint: 'variants_stock_derived' });
  });

  test('a ledger row is never changed or deleted', async () => {
    const shoe = await article(sql);
    for (const statement of [
      'update inventory_transactions set quantity = 1 where inventory_id = $1',
      'delete from inventory_transactions where inventory_id = $1',
    ]) {
      const said = await refusal(sql(statement, [shoe.inventory_id]));
      expect(said).toMatchObject({ constraint: 'inventory_transactions_append_only' });
    }
  });

  test('a place of stock keeps its article and warehouse', async () => {
    const shoe = await article(sql);
    const said = await refusal(sql('update inventory set variant_id = null where id = $1', [shoe.inventory_id]));
    expect(said).toMatchObject({ constraint: 'inventory_identity_frozen' });
  });

  test('a product without variants has stock of its own', async () => {
    const product_id = await insert(sql, 'products', { sku: 'SOLO', name: 'Solo', slug: 'solo', price: '5.00' });
    const { warehouse_id } = await article(sql, 0);
    const id = await insert(sql, 'inventory', { product_id, warehouse_id });
    await move(sql, id, 'RESTOCK', 3);
    expect(await level(id)).toMatchObject({ quantity: 3 });
    const twice = await refusal(insert(sql, 'inventory', { product_id, warehouse_id }));
    expect(twice.code).toBe('23505');
  });
});

describe('nothing goes below zero', () => {
  test.each([
    ['SALE', 1, 'check_reserved', 'are not reserved'],
    ['RELEASE', 1, 'check_reserved', 'are not reserved'],
    ['RESERVATION', 11, 'check_reserved', '11 cannot be reserved'],
    ['ADJUSTMENT', -11, 'check_quantity', '11 cannot be taken away'],
    ['RESTOCK', 2_000_000_000, 'check_quantity', 'cannot be added'],
  ])('%s of %i is refused with %s', async (type, quantity, constraint, words) => {
    const shoe = await article(sql, 10);
    const said = await refusal(move(sql, shoe.inventory_id, type, quantity));
    expect(said).toMatchObject({ code: '23514', constraint });
    expect(said.message).toContain(words);
    expect(said.message).toContain(shoe.sku);
    expect(await level(shoe.inventory_id)).toMatchObject({ quantity: 10, reserved: 0 });
  });

  test.each([
    ['RESTOCK', 0],
    ['RESTOCK', -1],
    ['SALE', -1],
    ['ADJUSTMENT', 0],
  ])('%s of %i is no quantity', async (type, quantity) => {
    const shoe = await article(sql);
    expect(await refusal(move(sql, shoe.inventory_id, type, quantity))).toMatchObject({ constraint: 'check_sign' });
  });

  test('an adjustment says why', async () => {
    const shoe = await article(sql);
    const row = { inventory_id: shoe.inventory_id, type: 'ADJUSTMENT', quantity: 1 };
    expect(await refusal(insert(sql, 'inventory_transactions', row))).toMatchObject({
      constraint: 'check_adjustment_reason',
    });
    await transaction(db.ownerUrl, { settings: { 'solemate.reason': 'found one' } }, (tx) =>
      insert(tx, 'inventory_transactions', row),
    );
    const [kept] = await sql(
      "select notes from inventory_transactions where type = 'ADJUSTMENT' and inventory_id = $1",
      [shoe.inventory_id],
    );
    expect(kept).toEqual({ notes: 'found one' });
  });
});

describe('what the ledger says about an order line', () => {
  const forLine = (order: { order_id: string; item_id: string }) => ({
    reference_type: 'ORDER',
    reference_id: order.order_id,
    order_item_id: order.item_id,
  });

  test('no more is reserved than was ordered, so a replay does nothing', async () => {
    const order = await placeOrder(sql, 2);
    const said = await refusal(move(sql, order.inventory_id, 'RESERVATION', 1, forLine(order)));
    expect(said).toMatchObject({ constraint: 'check_ledger_line' });
  });

  test('no more is released than this line has reserved there', async () => {
    const order = await placeOrder(sql, 2);
    await move(sql, order.inventory_id, 'RESERVATION', 3);
    const said = await refusal(move(sql, order.inventory_id, 'RELEASE', 3, forLine(order)));
    expect(said).toMatchObject({ constraint: 'check_ledger_line' });
  });

  test('a reservation can move to another place and back', async () => {
    const order = await placeOrder(sql, 2);
    await move(sql, order.inventory_id, 'RELEASE', 2, forLine(order));
    await move(sql, order.inventory_id, 'RESERVATION', 2, forLine(order));
    await move(sql, order.inventory_id, 'RELEASE', 1, forLine(order));
    await move(sql, order.inventory_id, 'RELEASE', 1, forLine(order));
    expect(await level(order.inventory_id)).toMatchObject({ reserved: 0 });
  });

  test('the stock of another article cannot be reserved for it', async () => {
    const order = await placeOrder(sql, 2);
    const other = await article(sql);
    await move(sql, order.inventory_id, 'RELEASE', 2, forLine(order));
    const said = await refusal(move(sql, other.inventory_id, 'RESERVATION', 2, forLine(order)));
    expect(said).toMatchObject({ constraint: 'check_ledger_line' });
  });

  test('a row for an order names the line', async () => {
    const order = await placeOrder(sql, 2);
    const said = await refusal(
      move(sql, order.inventory_id, 'RELEASE', 2, { reference_type: 'ORDER', reference_id: order.order_id }),
    );
    expect(said).toMatchObject({ constraint: 'check_ledger_order_item' });
  });
});

test('a row that ON CONFLICT DO NOTHING skips moves no stock', async () => {
  const shoe = await article(sql, 6);
  const id = await move(sql, shoe.inventory_id, 'RESTOCK', 1);
  await sql(
    `insert into inventory_transactions (id, inventory_id, type, quantity)
    values ($1, $2, 'RESTOCK', 1)
    on conflict (id) do nothing`,
    [id, shoe.inventory_id],
  );
  expect(await level(shoe.inventory_id)).toMatchObject({ quantity: 7 });
});

test('who moved the stock is who acts, whatever the row says', async () => {
  const shoe = await article(sql, 0);
  const actor = db.actor('warehouse');
  await transaction(db.appUrl, { role: 'warehouse_role', user_id: actor.id }, (tx) =>
    insert(tx, 'inventory_transactions', {
      inventory_id: shoe.inventory_id,
      type: 'RESTOCK',
      quantity: 1,
      created_by: db.actor('admin').id,
    }),
  );
  const [row] = await sql('select created_by from inventory_transactions where inventory_id = $1', [shoe.inventory_id]);
  expect(row).toEqual({ created_by: actor.id });
});
