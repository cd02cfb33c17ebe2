import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { DomainError } from '../../../src/domain/errors.ts';
import { cancel } from '../../../src/operations/counts/cancel.ts';
import { open } from '../../../src/operations/counts/open.ts';
import { adjust } from '../../../src/operations/inventory/adjust.ts';
import { restock } from '../../../src/operations/inventory/restock.ts';
import { edit } from '../../../src/operations/warehouses/edit.ts';
import { crowd } from '../inventory/crowd.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.small}@BER`]: 7, [`${socks}@HAM`]: 3 });
});
afterAll(() => shop.close());

const asManager = async (...statements: string[]) => {
  const client = new pg.Client({ connectionString: shop.appUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('set local role manager_role');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
    return 'taken';
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.constraint ?? error.code) : String(error);
  } finally {
    await client.end();
  }
};
const close = `update warehouses set is_active = false where code = 'HAM'`;
const moveIn = (type: string, pieces: number) =>
  `insert into inventory_transactions (inventory_id, type, quantity, notes)
   select i.id, '${type}', ${pieces}, 'test' from inventory i join warehouses w on w.id = i.warehouse_id where w.code = 'HAM'`;

test('a warehouse that holds stock or is being counted is not closed, here or in the database', async () => {
  await expect(shop.act(edit, { code: 'HAM', active: 'no' })).rejects.toMatchObject({
    message: 'Warehouse HAM still holds 3 pieces.',
    hint: 'Transfer them to another warehouse, or write them off (inventory transfer, inventory adjust).',
  });
  expect(await asManager(close)).toBe('warehouse_not_empty');
  await shop.act(adjust, { sku: socks, warehouse: 'HAM', to: 0, reason: 'written off' });
  const count = (await shop.act(open, { warehouse: 'HAM' })).count_number;
  await expect(shop.act(edit, { code: 'HAM', active: 'no' })).rejects.toThrow('Warehouse HAM is being counted.');
  expect(await asManager(close)).toBe('warehouse_being_counted');
  await shop.act(cancel, { count });
});

test('into a closed warehouse nothing goes, by whatever movement', async () => {
  expect(await asManager(close)).toBe('taken');
  for (const type of ['RESTOCK', 'RETURN', 'RESERVATION', 'ADJUSTMENT']) {
    expect(await asManager(moveIn(type, 1))).toBe(type === 'RESERVATION' ? 'check_reserved' : 'warehouse_closed');
  }
  await expect(shop.act(open, { warehouse: 'HAM' })).rejects.toThrow('Warehouse HAM is closed');
  await expect(shop.act(adjust, { sku: socks, warehouse: 'HAM', by: 1, reason: 'found' })).rejects.toThrow(
    'Warehouse HAM is closed: nothing is taken in or reserved there.',
  );
});

test('whoever closes it and whoever brings goods to it at the same moment: never both', async () => {
  for (let round = 0; round < 6; round += 1) {
    await shop.sql(`update warehouses set is_active = true where code = 'HAM'`);
    // a new place each round, for that is where a lock on what is there would miss
    await shop.sql(
      `insert into product_variants (product_id, sku, size) select id, 'RACE-' || $1, 'r' || $1 from products where sku = 'RUN'`,
      [String(round)],
    );
    const answers = await crowd(shop, 8, (person, n) =>
      (n % 2 === 0
        ? person.act(edit, { code: 'HAM', active: 'no' }, 'manager')
        : person.act(restock, { sku: `RACE-${round}`, warehouse: 'HAM', quantity: 1 })
      ).then(
        () => (n % 2 === 0 ? 'closed' : 'restocked'),
        (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
      ),
    );
    const [house] = await shop.sql<{ is_active: boolean; pieces: number }>(
      `select w.is_active, (select coalesce(sum(i.quantity), 0)::int from inventory i where i.warehouse_id = w.id) as pieces
       from warehouses w where w.code = 'HAM'`,
    );
    expect(answers.filter((one) => !['closed', 'restocked', 'refused'].includes(one))).toEqual([]);
    expect(house?.is_active === false && house.pieces > 0).toBe(false);
    expect(house?.pieces).toBe(answers.filter((one) => one === 'restocked').length);
    await shop.sql(
      `insert into inventory_transactions (inventory_id, type, quantity, notes)
       select i.id, 'ADJUSTMENT', -i.quantity, 'next round' from inventory i join warehouses w on w.id = i.warehouse_id
       where w.code = 'HAM' and i.quantity > 0`,
    );
  }
});
