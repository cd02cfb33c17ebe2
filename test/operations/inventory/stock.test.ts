import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Conflict, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { suggestedReorder, type StockLevel } from '../../../src/domain/stock.ts';
import { adjust } from '../../../src/operations/inventory/adjust.ts';
import { ledger } from '../../../src/operations/inventory/ledger.ts';
import { list } from '../../../src/operations/inventory/list.ts';
import { lookup } from '../../../src/operations/inventory/lookup.ts';
import { low } from '../../../src/operations/inventory/low.ts';
import { page, type Listing } from '../../../src/operations/listing.ts';
import { create } from '../../../src/operations/warehouses/create.ts';
import { list as warehouses } from '../../../src/operations/warehouses/list.ts';
import type { StockLookup } from '../../../src/operations/inventory/parts/types.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 40, [`${shoe.middle}@HAM`]: 3, [`${socks}@BER`]: 12 });
});
afterAll(async () => shop.close());

const rows = async (listing: Listing, filter = '') =>
  (await page(listing, { filter }, { database: shop.database, actor: shop.actor('warehouse') })).rows;
const look = async (code: string) => (await shop.act(lookup, { code }, 'warehouse')) as StockLookup;
const at = { sku: socks, warehouse: 'BER', reason: 'counted' };

describe('correcting stock', () => {
  test('by some pieces or to a number, with the reason in the ledger', async () => {
    expect(await shop.act(adjust, { ...at, by: '-2', reason: 'moths' })).toMatchObject({
      change: -2,
      quantity_before: 12,
      quantity_after: 10,
    });
    expect(await shop.act(adjust, { ...at, to: 15, expect: 10 })).toMatchObject({ change: 5, quantity_after: 15 });
    const card = await shop.act(ledger, { sku: socks });
    expect(
      card.rows.map(({ type, quantity, quantity_after, notes, actor }) => [
        type,
        quantity,
        quantity_after,
        notes,
        actor,
      ]),
    ).toEqual([
      ['ADJUSTMENT', 5, 15, 'counted', shop.actor('manager').name],
      ['ADJUSTMENT', -2, 10, 'moths', shop.actor('manager').name],
      ['RESTOCK', 12, 12, null, null],
    ]);
  });

  test('to a number is refused when stock moved since it was looked at', async () => {
    const before = await shop.stock(socks, 'BER');
    const stale = shop.act(adjust, { ...at, to: 1, expect: before.quantity + 1 });
    await expect(stale).rejects.toBeInstanceOf(Conflict);
    await expect(stale).rejects.toThrow(`SOCKS in BER has ${before.quantity} now, not ${before.quantity + 1}.`);
    expect(await shop.stock(socks, 'BER')).toEqual(before);
  });

  test('never takes away what is reserved, nor more than is there', async () => {
    await shop.order(`${socks}=4`);
    const { quantity, available } = await shop.stock(socks, 'BER');
    await expect(shop.act(adjust, { ...at, to: 3 })).rejects.toThrow(
      `SOCKS in BER has ${quantity}, 4 of them reserved: at most ${available} can be taken away, not ${quantity - 3}.`,
    );
    await expect(shop.act(adjust, { ...at, by: -1000 })).rejects.toBeInstanceOf(Refused);
    await expect(shop.act(adjust, { ...at, to: quantity })).rejects.toThrow('there is nothing to correct');
  });

  test('wants one whole number and a reason', async () => {
    await expect(shop.act(adjust, { ...at, by: 1, to: 1 })).rejects.toBeInstanceOf(InvalidInput);
    await expect(shop.act(adjust, at)).rejects.toBeInstanceOf(InvalidInput);
    for (const by of ['1.5', 'x', '', '99999999999']) {
      await expect(shop.act(adjust, { ...at, by })).rejects.toBeInstanceOf(InvalidInput);
    }
    await expect(shop.act(adjust, { ...at, to: -1 })).rejects.toBeInstanceOf(InvalidInput);
    await expect(shop.act(adjust, { ...at, by: 1, reason: '  ' })).rejects.toBeInstanceOf(InvalidInput);
    await expect(shop.act(adjust, { ...at, by: 1, warehouse: 'MUC' })).rejects.toBeInstanceOf(NotFound);
  });
});

describe('looking at stock', () => {
  test('a scanned code in any case tells the article and what lies in every warehouse', async () => {
    const found = await look('run-42-blk');
    expect(found).toMatchObject({ sku: shoe.middle, name: 'Runner', size: '42', color: 'black', price: '99.90' });
    expect(found.stock.map(({ warehouse, available }) => `${warehouse} ${available}`)).toEqual(['BER 40', 'HAM 3']);
    expect((await look('socks')).stock.map(({ warehouse, quantity }) => [warehouse, quantity])).toEqual([
      ['BER', (await shop.stock(socks, 'BER')).quantity],
      ['HAM', 0],
    ]);
    await expect(look('4006381333931')).rejects.toThrow('There is no SKU 4006381333931.');
    expect((await look(shoe.large)).price).toBe('109.90');
  });

  test('the stock card asks which warehouse when there are two', async () => {
    await expect(shop.act(ledger, { sku: shoe.middle })).rejects.toThrow('RUN-42-BLK lies in BER, HAM.');
    expect(await shop.act(ledger, { sku: shoe.middle, warehouse: 'ham', limit: 1 })).toMatchObject({
      quantity: 3,
      more: false,
    });
    await expect(shop.act(ledger, { sku: shoe.small })).rejects.toThrow('was never in stock');
  });

  test('the balances of the stock card end at what is there', async () => {
    const order = await shop.order(`${shoe.middle}=2`);
    const card = await shop.act(ledger, { sku: shoe.middle, warehouse: 'BER' });
    expect(card.rows[0]).toMatchObject({
      type: 'RESERVATION',
      order_number: order,
      quantity_after: 40,
      reserved_after: 2,
    });
    expect(card).toMatchObject(await shop.stock(shoe.middle, 'BER'));
  });

  test('what is low is listed with how much to order, as the rule says', async () => {
    const found = await rows(low);
    expect(found.map(({ sku, warehouse }) => `${String(sku)} ${String(warehouse)}`)).toContain('RUN-42-BLK HAM');
    for (const row of found) expect(row['quantity']).toBe(suggestedReorder(row as unknown as StockLevel));
    await shop.sql('update inventory set reorder_point = 100, reorder_quantity = 7');
    for (const row of await rows(low)) expect(row['quantity']).toBe(suggestedReorder(row as unknown as StockLevel));
    await shop.sql('update inventory set reorder_point = 10, reorder_quantity = 50');
  });

  test.each([
    ['warehouse:ham', ['RUN-42-BLK HAM']],
    ['sku:run-42-blk', ['RUN-42-BLK HAM', 'RUN-42-BLK BER']],
    ['low:yes warehouse:HAM', ['RUN-42-BLK HAM']],
    ['brand:stride runn', ['RUN-42-BLK HAM', 'RUN-42-BLK BER']],
    ['product:wool', ['SOCKS BER']],
    ['42-b', ['RUN-42-BLK HAM', 'RUN-42-BLK BER']],
    ['%', []],
  ])('the list of stock finds %s', async (filter, expected) => {
    const found = await rows(list, filter);
    expect(found.map(({ sku, warehouse }) => `${String(sku)} ${String(warehouse)}`)).toEqual(expected);
  });
});

describe('warehouses', () => {
  test('are opened once, by those who may', async () => {
    expect(await shop.act(create, { code: 'muc', name: 'Munich', country: 'de' })).toMatchObject({ code: 'MUC' });
    await expect(shop.act(create, { code: 'MUC', name: 'Again', country: 'DE' })).rejects.toThrow(
      'There is already a warehouse MUC.',
    );
    await expect(shop.act(create, { code: 'X Y', name: 'x', country: 'DE' })).rejects.toBeInstanceOf(InvalidInput);
    await expect(shop.act(create, { code: 'ROT', name: 'x', country: 'NL' }, 'warehouse')).rejects.toThrow(
      'may not run',
    );
    expect((await rows(warehouses)).map(({ code }) => code)).toEqual(['BER', 'HAM', 'MUC']);
  });
});
