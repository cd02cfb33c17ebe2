import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { undo } from '../../../src/operations/audit/undo.ts';
import { adjust } from '../../../src/operations/inventory/adjust.ts';
import { run, type Operation } from '../../../src/operations/operation.ts';
import { edit } from '../../../src/operations/products/edit.ts';
import { price } from '../../../src/operations/products/price.ts';
import { generate } from '../../../src/operations/promos/generate.ts';
import type { Database, Tx } from '../../../src/platform/database/types.ts';
import { refusal, transaction, type Sql } from '../../migrations/shop.ts';
import { openShop, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 50 });
});
afterAll(() => shop.close());

async function did(operation: unknown, input: object, role: 'manager' | 'warehouse' = 'manager') {
  const call = { database: shop.database, actor: shop.actor(role) };
  return (await run(operation as Operation, input, call)).operationId;
}
/** As the app logs in, acting as a role, without the app. */
const as = <T>(role: string, work: (tx: Sql) => Promise<T>, settings: Record<string, string> = {}) =>
  transaction(shop.appUrl, { role: `${role}_role`, user_id: shop.actor('manager').id, settings }, work);

describe('a client with SQL of its own', () => {
  test('of the warehouse sees and takes operations on stock alone', async () => {
    const moved = await did(adjust, { sku: socks, warehouse: 'BER', by: 1, reason: 'found' }, 'warehouse');
    const edited = await did(edit, { product: 'SOCKS', cost: '3.00' });
    const rows = await as('warehouse', (tx) => tx('select table_name, becomes from undo_changes($1)', [moved]));
    expect(rows).toMatchObject([{ table_name: 'inventory' }]);
    for (const statement of ['select * from undo_changes($1)', 'select begin_undo($1)']) {
      expect(await refusal(as('warehouse', (tx) => tx(statement, [edited])))).toMatchObject({ code: '42501' });
    }
    expect(await as('manager', (tx) => tx('select table_name from undo_changes($1)', [edited]))).toHaveLength(1);
    // a longer way to the same role
    const wider = as('warehouse', async (tx) => {
      await tx(`select set_config('role', 'none', true)`);
      return tx('select * from undo_changes($1)', [edited]);
    });
    expect(await refusal(wider)).toMatchObject({ code: '42501' });
  });

  test('cannot say that something is undone without putting anything back', async () => {
    const id = await did(adjust, { sku: socks, warehouse: 'BER', by: 1, reason: 'found' });
    const settings = { 'solemate.operation_id': randomUUID() };
    const said = refusal(as('manager', (tx) => tx('select begin_undo($1)', [id]), settings));
    expect(await said).toMatchObject({ constraint: 'check_undo_did_something' });
    expect(await refusal(as('manager', (tx) => tx('select begin_undo($1)', [id])))).toMatchObject({ code: '23502' });
    for (const role of ['admin', 'manager', 'warehouse', 'readonly']) {
      const insert = `insert into operation_undos (operation_id, undone_operation_id) values (gen_random_uuid(), $1)`;
      expect(await refusal(as(role, (tx) => tx(insert, [id])))).toMatchObject({ code: '42501' });
    }
    await shop.act(undo, { operation: id });
    expect(await refusal(shop.sql('delete from operation_undos'))).toMatchObject({ code: '23001' });
  });

  test('cannot slip a change into somebody else’s operation, to be put back with it', async () => {
    const id = await did(edit, { product: 'SOCKS', name: 'Warm socks' });
    const settings = { 'solemate.operation_id': id, 'solemate.operation': 'products.edit' };
    await as('manager', (tx) => tx(`update products set price = 20 where sku = 'SOCKS'`), settings);
    await shop.act(undo, { operation: id });
    const [row] = await shop.sql(`select name, price from products where sku = 'SOCKS'`);
    expect(row).toEqual({ name: 'Wool socks', price: '20.00' });
  });

  test('may not call what is for staff', async () => {
    for (const role of ['customer', 'readonly']) {
      const said = transaction(
        role === 'customer' ? shop.ownerUrl : shop.appUrl,
        { role: `${role}_role`, user_id: shop.actor('manager').id },
        (tx) => tx('select * from undo_changes($1)', [randomUUID()]),
      );
      expect(await refusal(said)).toMatchObject({ code: '42501' });
    }
  });
});

/** The database, counting what is asked of it. */
function counting(database: Database): { database: Database; statements: () => number } {
  let statements = 0;
  const count = (tx: Tx): Tx => ({
    query: (text, values) => {
      statements += 1;
      return tx.query(text, values);
    },
    one: (text, values) => {
      statements += 1;
      return tx.one(text, values);
    },
    stream: (text, values, batch) => tx.stream(text, values, batch),
    orm: () => tx.orm(),
  });
  return {
    database: {
      read: (who, work, options) => database.read(who, (tx) => work(count(tx)), options),
      write: (who, work, options) => database.write(who, (tx) => work(count(tx)), options),
      changes: () => database.changes(),
      close: () => database.close(),
    },
    statements: () => statements,
  };
}

test('a thousand prices and codes are put back by as many statements as one', async () => {
  await shop.sql(
    `insert into products (sku, name, slug, price, brand_id)
    select 'BULK-' || g, 'Bulk ' || g, 'bulk-' || g, 10 + g % 90, (select id from brands limit 1)
    from generate_series(1, 1000) g`,
  );
  const prices = () => shop.sql(`select id, price from products order by id`);
  const before = await prices();
  const putBack = async (operation: string) => {
    const counted = counting(shop.database);
    const { output } = await run(undo, { operation }, { database: counted.database, actor: shop.actor('manager') });
    return { ...output, statements: counted.statements() };
  };
  const one = await putBack(await did(price, { skus: ['BULK-1'], percent: '-20' }));
  const many = await putBack(await did(price, { filter: 'sku:BULK-', percent: '-20' }));
  expect(many).toMatchObject({ records: 1000, changes: [{ table: 'products', what: 'as before' }] });
  expect(many.statements).toBe(one.statements);
  expect(await prices()).toEqual(before);
  const codes = await did(generate, { count: 1000, type: 'FREE_SHIPPING', prefix: 'MANY-' });
  expect(await putBack(codes)).toMatchObject({
    changes: [{ table: 'promo_codes', records: 1000, what: 'switched off' }],
  });
});
