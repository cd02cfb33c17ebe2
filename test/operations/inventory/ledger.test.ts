import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { InvalidInput } from '../../../src/domain/errors.ts';
import { ledgerEffect, type TransactionType } from '../../../src/domain/stock.ts';
import { ledger } from '../../../src/operations/inventory/ledger.ts';
import { restock } from '../../../src/operations/inventory/restock.ts';
import type { LedgerRow } from '../../../src/operations/inventory/parts/ledger-types.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 50, [`${shoe.small}@BER`]: 5 });
});
afterAll(async () => shop.close());

async function walk(sku: string, limit: number, between?: () => Promise<unknown>): Promise<LedgerRow[]> {
  const all: LedgerRow[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const card = await shop.act(ledger, { sku, limit, ...(after !== undefined && { after }) });
    all.push(...card.rows);
    expect(card.more).toBe(card.next !== null);
    after = card.next;
    await between?.();
  }
  return all;
}

/** What the balances must be, row by row from the oldest. */
function replay(newestFirst: readonly LedgerRow[]): [number, number][] {
  let [quantity, reserved] = [0, 0];
  return newestFirst.toReversed().map((row) => {
    const effect = ledgerEffect(row.type, row.quantity);
    quantity += effect.quantity;
    reserved += effect.reserved;
    return [quantity, reserved];
  });
}
const balances = (rows: readonly LedgerRow[]) =>
  rows.toReversed().map(({ quantity_after, reserved_after }) => [quantity_after, reserved_after]);

test('the balances of any page are those of a replay from the beginning, and never below what is possible', async () => {
  const entry = fc.record({
    type: fc.constantFrom<TransactionType>('RESTOCK', 'SALE', 'RETURN', 'ADJUSTMENT', 'RESERVATION', 'RELEASE'),
    quantity: fc.integer({ min: -9, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(entry, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 7 }),
      async (statements, limit) => {
        for (const rows of statements) {
          // Several rows in one statement: all have the same created_at.
          await shop
            .sql(
              `insert into inventory_transactions (inventory_id, type, quantity, notes)
               select i.id, r.type, r.quantity, 'property test'
               from inventory i
               join products p on p.id = i.product_id and p.sku = 'SOCKS'
               cross join unnest($1::text[], $2::integer[]) with ordinality as r (type, quantity, n)
               order by r.n`,
              [rows.map(({ type }) => type), rows.map(({ quantity }) => quantity)],
            )
            .catch(() => undefined);
        }
        const all = await walk(socks, limit);
        expect(balances(all)).toEqual(replay(all));
        const now = await shop.stock(socks, 'BER');
        expect([all[0]?.quantity_after, all[0]?.reserved_after]).toEqual([now.quantity, now.reserved]);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      },
    ),
    { numRuns: 20 },
  );
});

test('what moves while somebody pages changes no balance of the pages behind', async () => {
  const before = await walk(socks, 1000);
  const paged = await walk(socks, 3, () => shop.act(restock, { sku: socks, warehouse: 'BER', quantity: 1 }));
  expect(balances(paged)).toEqual(balances(before));
});

test('rows stand in the order in which they were applied, whoever began first', async () => {
  const slow = new pg.Client({ connectionString: shop.ownerUrl });
  await slow.connect();
  const move = `insert into inventory_transactions (inventory_id, type, quantity, notes)
    select i.id, 'ADJUSTMENT', $1::integer, 'who was first' from inventory i join product_variants v on v.id = i.variant_id
    where v.sku = 'RUN-41-BLK'`;
  await slow.query('begin');
  await slow.query('select current_timestamp');
  await shop.sql(move, [5]);
  await slow.query(move, [-9]);
  await slow.query('commit');
  await slow.end();
  const rows = await walk(shoe.small, 10);
  expect(rows.map(({ quantity, quantity_after }) => [quantity, quantity_after])).toEqual([
    [-9, 1],
    [5, 10],
    [5, 5],
  ]);
});

test('16 clients that lock nothing beforehand get one order, and no balance is ever impossible', async () => {
  const clients = Array.from({ length: 16 }, () => new pg.Client({ connectionString: shop.ownerUrl }));
  await Promise.all(clients.map((client) => client.connect()));
  const move = `insert into inventory_transactions (inventory_id, type, quantity, notes)
    select i.id, 'ADJUSTMENT', $1::integer, 'race' from inventory i join product_variants v on v.id = i.variant_id
    where v.sku = 'RUN-41-BLK'`;
  await Promise.all(
    clients.map(async (client, n) => {
      for (let turn = 0; turn < 6; turn += 1) await client.query(move, [n % 2 ? 3 : -3]).catch(() => undefined);
      await client.end();
    }),
  );
  const rows = await walk(shoe.small, 7);
  expect(balances(rows)).toEqual(replay(rows));
  expect(rows.every(({ quantity_after }) => quantity_after >= 0)).toBe(true);
  const [same] = await shop.sql(
    'select count(*)::int as n from (select inventory_id from inventory_transactions group by inventory_id, position having count(*) > 1) x',
  );
  expect(same?.['n']).toBe(0);
});

test('a page of another card is none of this', async () => {
  const { next } = await shop.act(ledger, { sku: socks, limit: 1 });
  await expect(shop.act(ledger, { sku: shoe.small, after: next })).rejects.toBeInstanceOf(InvalidInput);
  await expect(shop.act(ledger, { sku: socks, after: 'nonsense' })).rejects.toThrow(
    'That is no page of this stock card.',
  );
});

test('the ledger is still only added to', async () => {
  await expect(shop.sql('update inventory_transactions set position = 1')).rejects.toThrow('never changed or deleted');
  await expect(shop.sql('update inventory_transactions set notes = $1', ['x'])).rejects.toThrow('never changed');
  await expect(shop.sql('delete from inventory_transactions')).rejects.toThrow('never changed or deleted');
});
