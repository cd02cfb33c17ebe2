import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { DomainError, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { transfer } from '../../../src/operations/inventory/transfer.ts';
import { edit } from '../../../src/operations/warehouses/edit.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';
import { crowd } from './crowd.ts';
import { file } from './files.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 40, [`${shoe.middle}@HAM`]: 40, [`${socks}@BER`]: 12 });
});
afterAll(async () => shop.close());

const both = async (sku: string) => [(await shop.stock(sku, 'BER')).quantity, (await shop.stock(sku, 'HAM')).quantity];

describe('moving stock between warehouses', () => {
  test('is a pair of adjustments with one reference, and the variant keeps its stock', async () => {
    const before = await both(shoe.middle);
    const input = { sku: 'run-42-blk', quantity: '3', from: 'ber', to: 'HAM', reason: 'sold out' };
    const done = await shop.act(transfer, input, 'warehouse');
    expect(done).toMatchObject({
      lines: 1,
      units: 3,
      rows: [{ sku: shoe.middle, quantity: 3, from: 'BER', to: 'HAM' }],
    });
    expect(await both(shoe.middle)).toEqual([(before[0] ?? 0) - 3, (before[1] ?? 0) + 3]);
    const rows = await shop.sql(
      `select w.code, t.type, t.quantity, t.notes from inventory_transactions t
       join inventory i on i.id = t.inventory_id join warehouses w on w.id = i.warehouse_id
       where t.reference_type = 'TRANSFER' and t.reference_id = $1 order by w.code`,
      [done.rows[0]?.reference_id],
    );
    expect(rows).toEqual([
      { code: 'BER', type: 'ADJUSTMENT', quantity: -3, notes: 'sold out' },
      { code: 'HAM', type: 'ADJUSTMENT', quantity: 3, notes: 'sold out' },
    ]);
    const [variant] = await shop.sql('select stock from product_variants where sku = $1', [shoe.middle]);
    expect(variant?.['stock']).toBe(80);
  });

  test('makes the place where it never lay', async () => {
    await shop.act(transfer, { sku: socks, quantity: 2, from: 'BER', to: 'HAM' });
    expect(await both(socks)).toEqual([10, 2]);
  });

  test('takes a file or a list, all or nothing', async () => {
    const before = [await both(socks), await both(shoe.middle)];
    const csv = `sku,quantity,from,to\n${socks},1,BER,HAM\n${shoe.middle},2,HAM,BER\nNOPE,1,BER,HAM\n${socks},99,BER,HAM\n${socks},1,BER,BER\n${socks},1,BER,XXX\n`;
    const refused: unknown = await shop.act(transfer, { file: file(csv) }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).message).toMatch(/^3 of 6 rows cannot be transferred, so nothing was booked: row 4/u);
    expect([await both(socks), await both(shoe.middle)]).toEqual(before);
    const short = `sku,quantity,from,to\n${socks},6,BER,HAM\n${socks},5,BER,HAM\n`;
    await expect(shop.act(transfer, { file: file(short) })).rejects.toThrow(
      '1 of 2 rows cannot be transferred, so nothing was booked: row 3 (SOCKS): SOCKS in BER has 4: at most 4 can be taken away, not 5.',
    );
    const done = await shop.act(transfer, { file: file(csv), partial: true });
    expect(done).toMatchObject({ lines: 2, units: 3 });
    expect(done.rejected?.map(({ row, warehouse }) => `${row} ${warehouse}`)).toEqual([
      '4 BER > HAM',
      '5 BER > HAM',
      '6 BER > BER',
      '7 BER > XXX',
    ]);
    const lines = [{ sku: socks, quantity: 1 }];
    expect(await shop.act(transfer, { lines, from: 'HAM', to: 'BER' })).toMatchObject({ lines: 1 });
  });

  test('never moves what is reserved, nor into a closed warehouse, and says what is missing', async () => {
    await shop.order(`${socks}=8`);
    const move = { sku: socks, from: 'BER', to: 'HAM' };
    await expect(shop.act(transfer, { ...move, quantity: 5 })).rejects.toThrow(
      'SOCKS in BER has 10, 8 of them reserved: at most 2 can be taken away, not 5.',
    );
    await expect(shop.act(transfer, { ...move, sku: 'NOPE', quantity: 1 })).rejects.toBeInstanceOf(NotFound);
    await expect(shop.act(transfer, { ...move, to: 'XXX', quantity: 1 })).rejects.toThrow(
      'There is no warehouse XXX; there are BER, HAM.',
    );
    await expect(shop.act(transfer, { ...move, to: 'BER', quantity: 1 })).rejects.toThrow('the same warehouse');
    await expect(shop.act(transfer, { sku: socks })).rejects.toThrow('Missing: --quantity, --from, --to.');
    await expect(shop.act(transfer, {})).rejects.toBeInstanceOf(InvalidInput);
    await shop.sql(`insert into warehouses (code, name, country) values ('OLD', 'Old', 'DE')`);
    await shop.act(edit, { code: 'OLD', active: 'no' });
    await expect(shop.act(transfer, { ...move, to: 'OLD', quantity: 1 })).rejects.toThrow('Warehouse OLD is closed.');
  });
});

describe('the database takes no half of a transfer, whoever sends it', () => {
  const pair = async (rows: string) => {
    const client = new pg.Client({ connectionString: shop.appUrl });
    await client.connect();
    try {
      await client.query('begin');
      await client.query('set local role warehouse_role');
      await client.query(
        `with ref as (select gen_random_uuid() as id)
         insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id)
         select i.id, r.type, r.quantity, 'TRANSFER', ref.id
         from ref, (values ${rows}) as r (sku, code, type, quantity)
         join warehouses w on w.code = r.code
         join inventory i on i.warehouse_id = w.id
         join products p on p.id = i.product_id
         left join product_variants v on v.id = i.variant_id
         where coalesce(v.sku, p.sku) = r.sku`,
      );
      await client.query('commit');
      return 'taken';
    } catch (error) {
      return error instanceof pg.DatabaseError ? error.constraint : String(error);
    } finally {
      await client.end();
    }
  };

  test.each([
    ['a pair', `('RUN-42-BLK','BER','ADJUSTMENT',-1),('RUN-42-BLK','HAM','ADJUSTMENT',1)`, 'taken'],
    ['one side', `('RUN-42-BLK','BER','ADJUSTMENT',-1)`, 'check_transfer_pair'],
    ['uneven', `('RUN-42-BLK','BER','ADJUSTMENT',-1),('RUN-42-BLK','HAM','ADJUSTMENT',2)`, 'check_transfer_pair'],
    ['another article', `('RUN-42-BLK','BER','ADJUSTMENT',-1),('SOCKS','HAM','ADJUSTMENT',1)`, 'check_transfer_pair'],
    ['in one place', `('RUN-42-BLK','BER','ADJUSTMENT',-1),('RUN-42-BLK','BER','ADJUSTMENT',1)`, 'check_transfer_pair'],
    ['a delivery', `('RUN-42-BLK','BER','RESTOCK',1)`, 'check_ledger_pair'],
  ])('%s', async (_, rows, expected) => {
    expect(await pair(rows)).toBe(expected);
  });
});

test('opposite transfers by 32 people never deadlock, and nothing is lost', async () => {
  const total = (await both(shoe.middle)).reduce((sum, one) => sum + one, 0);
  const lines = [
    { sku: shoe.middle, quantity: 1 },
    { sku: socks, quantity: 1 },
  ];
  const refusals = new Set<string>();
  await crowd(shop, 32, async (person, n) => {
    for (let turn = 0; turn < 3; turn += 1) {
      const there = (n + turn) % 2 === 0;
      const way = there ? { from: 'BER', to: 'HAM', lines } : { from: 'HAM', to: 'BER', lines: lines.toReversed() };
      await person.act(transfer, way).catch((error: unknown) => {
        refusals.add(error instanceof DomainError ? error.code : String(error));
      });
    }
  });
  expect([...refusals].filter((code) => code !== 'refused')).toEqual([]);
  expect((await both(shoe.middle)).reduce((sum, one) => sum + one, 0)).toBe(total);
  const [wrong] = await shop.sql(
    `select count(*)::int as n from inventory i where i.quantity <> (
       select coalesce(sum(case t.type when 'SALE' then -t.quantity when 'RESERVATION' then 0 when 'RELEASE' then 0 else t.quantity end), 0)
       from inventory_transactions t where t.inventory_id = i.id)`,
  );
  expect(wrong?.['n']).toBe(0);
});

test('64 people at the last pieces move exactly those', async () => {
  const { available } = await shop.stock(shoe.middle, 'BER');
  const answers = await crowd(shop, 64, (person) =>
    person.act(transfer, { sku: shoe.middle, quantity: 1, from: 'BER', to: 'HAM' }).then(
      () => 'moved',
      (error: unknown) => (error instanceof Refused ? 'refused' : String(error)),
    ),
  );
  expect(answers.filter((one) => one === 'moved')).toHaveLength(Math.min(available, 64));
  expect(answers.filter((one) => one === 'refused')).toHaveLength(Math.max(64 - available, 0));
  expect((await shop.stock(shoe.middle, 'BER')).available).toBe(Math.max(available - 64, 0));
});

test('any list of transfers keeps the sum of every article, or does nothing at all', async () => {
  const line = fc.record({
    sku: fc.constantFrom(shoe.middle, socks),
    quantity: fc.integer({ min: 1, max: 30 }),
    way: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 6 }), async (some) => {
      const lines = some.map(({ way, ...rest }) => ({ ...rest, from: way ? 'BER' : 'HAM', to: way ? 'HAM' : 'BER' }));
      const before = await Promise.all([both(shoe.middle), both(socks)]);
      const done = await shop.act(transfer, { lines }).catch((error: unknown) => error);
      const after = await Promise.all([both(shoe.middle), both(socks)]);
      if (done instanceof Refused) expect(after).toEqual(before);
      const sums = (all: number[][]) => all.map((one) => one.reduce((sum, each) => sum + each, 0));
      expect(sums(after)).toEqual(sums(before));
    }),
    { numRuns: 25 },
  );
});

test('the same operation id by 16 people at once moves it once', async () => {
  await shop.sql(
    `insert into inventory_transactions (inventory_id, type, quantity)
     select i.id, 'RESTOCK', 20 from inventory i join warehouses w on w.id = i.warehouse_id where w.code = 'BER'`,
  );
  const before = await both(shoe.middle);
  const id = randomUUID();
  const input = { sku: shoe.middle, quantity: 7, from: 'BER', to: 'HAM' };
  const answers = await crowd(shop, 16, (person) => person.act(transfer, input, 'warehouse', id));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await both(shoe.middle)).toEqual([(before[0] ?? 0) - 7, (before[1] ?? 0) + 7]);
});
