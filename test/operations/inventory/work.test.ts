import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InvalidInput, Refused } from '../../../src/domain/errors.ts';
import { adjust } from '../../../src/operations/inventory/adjust.ts';
import { list } from '../../../src/operations/inventory/list.ts';
import { lookup } from '../../../src/operations/inventory/lookup.ts';
import { low } from '../../../src/operations/inventory/low.ts';
import { reservations } from '../../../src/operations/inventory/reservations.ts';
import { restock } from '../../../src/operations/inventory/restock.ts';
import { setReorder } from '../../../src/operations/inventory/set-reorder.ts';
import type { StockLookups } from '../../../src/operations/inventory/parts/types.ts';
import { page, pageStatement, type Listing, type PageRequest } from '../../../src/operations/listing.ts';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { edit } from '../../../src/operations/warehouses/edit.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';
import { file } from './files.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 40, [`${shoe.middle}@HAM`]: 3, [`${socks}@BER`]: 12 });
});
afterAll(async () => shop.close());

const rows = async (listing: Listing, filter = '') =>
  (await page(listing, { filter, limit: 1000 }, { database: shop.database, actor: shop.actor('warehouse') })).rows;

describe('adjusting from a file', () => {
  test('by and to, each with its reason, in one operation', async () => {
    const csv = `sku,warehouse,by,to,expect,reason\n${socks},BER,-2,,,moths\n${shoe.middle},HAM,,5,3,found\n`;
    const done = await shop.act(adjust, { file: file(csv) }, 'warehouse');
    expect(done).toMatchObject({
      lines: 2,
      units: 0,
      rows: [
        { sku: socks, change: -2, quantity_after: 10 },
        { sku: shoe.middle, warehouse: 'HAM', change: 2, quantity_after: 5 },
      ],
    });
    const notes = await shop.sql(
      `select notes from inventory_transactions where type = 'ADJUSTMENT' order by quantity`,
    );
    expect(notes.map(({ notes: one }) => one)).toEqual(['moths', 'found']);
  });

  test('nothing when one row is wrong, with a reason each; the others when that was asked for', async () => {
    const csv = [
      'sku,warehouse,by,to,expect,reason',
      `${socks},BER,1,,,`,
      `${socks},BER,1,2,,both`,
      `NOPE,BER,1,,,x`,
      `${socks},BER,-99,,,too many`,
      `${socks},BER,,9,4,stale`,
      `${shoe.middle},BER,-1,,,good`,
      '',
    ].join('\n');
    const refused: unknown = await shop.act(adjust, { file: file(csv) }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).message).toMatch(/^3 of 6 rows cannot be adjusted, so nothing was booked: row 2/u);
    const done = await shop.act(adjust, { file: file(csv), partial: true });
    expect(done).toMatchObject({ lines: 1, units: -1 });
    expect('rejected' in done && done.rejected.map(({ row, reason }) => `${row} ${reason}`)).toEqual([
      '2 reason: it is empty',
      '3 either by how many pieces (by) or to how many (to) is needed',
      '4 there is no SKU NOPE',
      '5 SOCKS in BER has 10: at most 10 can be taken away, not 99',
      '6 SOCKS in BER has 10 now, not 4',
    ]);
  });

  test('rows of the same place stand on each other; set twice it is refused', async () => {
    const { quantity } = await shop.stock(socks, 'BER');
    const lines = [
      { sku: socks, by: -quantity },
      { sku: socks, by: 3 },
    ];
    expect(await shop.act(adjust, { lines, warehouse: 'BER', reason: 'x' })).toMatchObject({ units: 3 - quantity });
    const twice = [
      { sku: socks, to: 5 },
      { sku: socks, to: 6 },
    ];
    await expect(shop.act(adjust, { lines: twice, warehouse: 'BER', reason: 'x' })).rejects.toThrow(
      'stands there twice',
    );
    await shop.act(adjust, { sku: socks, warehouse: 'BER', to: 12, reason: 'x' });
    await expect(shop.act(adjust, { sku: socks, by: 1, reason: 'x' })).rejects.toThrow('Missing: --warehouse.');
    await expect(shop.act(adjust, { sku: socks, warehouse: 'BER', by: 1 })).rejects.toThrow('Missing: --reason.');
    await expect(shop.act(adjust, {})).rejects.toThrow('Nothing to adjust was given.');
  });
});

describe('looking up many codes', () => {
  test('answers each in its place, the unknown ones too', async () => {
    await shop.sql(`update products set barcode = '4006381333931' where sku = 'SOCKS'`);
    const codes = ['NOPE', 'run-42-blk', '4006381333931', 'RUN', '', 'run-42-blk'];
    const { rows: told } = (await shop.act(lookup, { codes }, 'warehouse')) as StockLookups;
    expect(told.map((one) => [one.code, one.found ? one.sku : one.problem])).toEqual([
      ['NOPE', 'There is no SKU NOPE.'],
      ['run-42-blk', shoe.middle],
      ['4006381333931', socks],
      ['RUN', 'RUN is a product with variants: give the SKU of one of them.'],
      ['', 'That is no code.'],
      ['run-42-blk', shoe.middle],
    ]);
    expect(told[1]).toMatchObject({ stock: [{ warehouse: 'BER' }, { warehouse: 'HAM', quantity: 5 }] });
    await expect(shop.act(lookup, {})).rejects.toBeInstanceOf(InvalidInput);
  });

  test('one barcode is one article', async () => {
    await expect(shop.sql(`update product_variants set barcode = '1' where sku like 'RUN-4%'`)).rejects.toThrow(
      'product_variants_barcode_key',
    );
  });
});

describe('what runs low', () => {
  test('goes as CSV straight back into restock, and is low no more', async () => {
    await shop.sql(`insert into warehouses (code, name, country) values ('OLD', 'Old', 'DE')`);
    await shop.act(setReorder, { sku: socks, warehouse: 'OLD', reorder_point: 5 });
    await shop.act(edit, { code: 'OLD', active: 'no' });
    const todo = await rows(low);
    expect(todo.length).toBeGreaterThan(0);
    expect(todo.map(({ warehouse }) => warehouse)).not.toContain('OLD');
    expect((await rows(low, 'orderable:no')).map(({ warehouse }) => warehouse)).toEqual(['OLD']);
    const keys = Object.keys(todo[0] ?? {});
    const csv = [keys, ...todo.map((row) => keys.map((key) => row[key]))].map((one) => one.join(',')).join('\n');
    const done = await shop.act(restock, { file: file(csv) }, 'warehouse');
    expect(done.units).toBe(todo.reduce((sum, { quantity }) => sum + Number(quantity), 0));
    expect(await rows(low)).toEqual([]);
  });

  test('tells what was sold in 30 days and how long the rest lasts', async () => {
    const order = await shop.order(`${socks}=6`, 'PROCESSING');
    await shop.act(ship, { order, carrier: 'DHL', tracking: 'T1' });
    await shop.act(setReorder, { sku: socks, warehouse: 'BER', reorder_point: 1000 });
    const { available } = await shop.stock(socks, 'BER');
    expect((await rows(low, 'sku:socks'))[0]).toMatchObject({
      sold_30d: 6,
      days_of_cover: Math.floor((available * 30) / 6),
      on_hand: available,
    });
  });

  test('reorder levels are set for one or from a file', async () => {
    const csv = `sku,warehouse,reorder_point,reorder_quantity\n${socks},BER,4,6\n${shoe.small},HAM,2,\n`;
    expect(await shop.act(setReorder, { file: file(csv) }, 'warehouse')).toMatchObject({ lines: 2 });
    const found = (await rows(list, 'sku:socks warehouse:BER'))[0];
    expect(found).toMatchObject({ reorder_point: 4, reorder_quantity: 6 });
    const bad = `sku,warehouse,reorder_point,reorder_quantity\n${socks},BER,-1,6\n${socks},BER,,\n${socks},BER,1,0\n`;
    await expect(shop.act(setReorder, { file: file(bad) })).rejects.toThrow('3 of 3 rows cannot be set');
    await expect(shop.act(setReorder, { sku: socks, warehouse: 'BER' })).rejects.toThrow('Nothing to set was given.');
  });
});

describe('open reservations', () => {
  test('are listed by order, SKU and warehouse, and go with their order', async () => {
    const first = await shop.order(`${shoe.middle}=2,${socks}=1`);
    const second = await shop.order(`${shoe.middle}=1`, 'CONFIRMED');
    const told = async (filter = '') =>
      (await rows(reservations, filter)).map(
        (row) => `${String(row['order_number'])} ${String(row['sku'])} ${String(row['quantity'])}`,
      );
    expect(await told(`order:${first}`)).toEqual(
      expect.arrayContaining([`${first} ${shoe.middle} 2`, `${first} ${socks} 1`]),
    );
    expect(await told('sku:run-42-blk')).toEqual([`${first} ${shoe.middle} 2`, `${second} ${shoe.middle} 1`]);
    expect(await told('status:CONFIRMED')).toEqual([`${second} ${shoe.middle} 1`]);
    expect(await told('warehouse:HAM')).toEqual([]);
    expect(await told('older:1h')).toEqual([]);
    expect(await told(second)).toEqual([`${second} ${shoe.middle} 1`]);
    await shop.act(cancel, { order: first, reason: 'changed her mind' });
    expect(await told()).toEqual([`${second} ${shoe.middle} 1`]);
  });

  test('are what the counters say, line by line', async () => {
    const wrong = await shop.sql(
      `select i.id from inventory i where i.reserved <> (
         select coalesce(sum(r.quantity), 0) from stock_reservations r where r.inventory_id = i.id)`,
    );
    expect(wrong).toEqual([]);
  });

  test.each(['', 'sku:RUN-42', 'order:SM-2026-000001', 'warehouse:BER', 'older:1h', 'status:PENDING', 'run'])(
    'by "%s" no large table is walked',
    async (filter) => {
      expect(await plan(reservations, { filter })).not.toMatch(
        /Seq Scan on (?:orders_\d|order_items|inventory|stock_res|order_reg|product)/u,
      );
    },
  );

  test('sorted without sorting', async () => {
    for (const sort of ['oldest', 'newest']) expect(await plan(reservations, { sort })).not.toMatch(/Sort {2}\(/u);
  });
});

async function plan(listing: Listing, request: PageRequest): Promise<string> {
  const { text, values } = pageStatement(listing, request, 'manager');
  return shop.database.read({ actor: shop.actor('manager'), operation: listing.name }, async (tx) => {
    await tx.query('set local enable_seqscan = off');
    const found = await tx.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
    return found.map((row) => row['QUERY PLAN']).join('\n');
  });
}
