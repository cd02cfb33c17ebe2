import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { page } from '../../../src/operations/listing.ts';
import { lookup } from '../../../src/operations/inventory/lookup.ts';
import { create } from '../../../src/operations/warehouses/create.ts';
import { edit } from '../../../src/operations/warehouses/edit.ts';
import { list } from '../../../src/operations/warehouses/list.ts';
import { show } from '../../../src/operations/warehouses/show.ts';
import { restock } from '../../../src/operations/inventory/restock.ts';
import { openShop, shoe, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.small}@BER`]: 7, [`${shoe.large}@BER`]: 5 });
});
afterAll(() => shop.close());

test('a warehouse is renamed, and what was not named stays', async () => {
  expect(await shop.act(edit, { code: 'ham', name: 'Hamburg, Altona' })).toMatchObject({
    code: 'HAM',
    name: 'Hamburg, Altona',
    is_active: true,
  });
});

test('a closed warehouse takes no goods in until it is open again', async () => {
  await shop.act(edit, { code: 'HAM', active: 'no' });
  const delivery = { sku: shoe.small, warehouse: 'HAM', quantity: 1 };
  await expect(shop.act(restock, delivery)).rejects.toThrow(/HAM/u);
  await shop.act(edit, { code: 'HAM', active: 'yes' });
  await shop.act(restock, delivery);
  expect((await shop.stock(shoe.small, 'HAM')).quantity).toBe(1);
});

test('a warehouse that owes pieces to open orders is not closed', async () => {
  await shop.order(`${shoe.large}=2`);
  await expect(shop.act(edit, { code: 'BER', active: 'no' })).rejects.toMatchObject({
    code: 'refused',
    message: 'Warehouse BER still has 2 pieces reserved for open orders.',
  });
});

test('an edit says what is missing: a change, or the warehouse', async () => {
  await expect(shop.act(edit, { code: 'BER' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(shop.act(edit, { code: 'XXX', name: 'Nowhere' })).rejects.toMatchObject({ code: 'not_found' });
});

test('the warehouse counts the goods in; what a warehouse is called is not its business', async () => {
  await expect(shop.act(edit, { code: 'BER', name: 'Mine' }, 'warehouse')).rejects.toMatchObject({ code: 'forbidden' });
});

test('a warehouse stands in a country that there is', async () => {
  for (const country of ['ZZ', 'EU', 'UK', 'XX', 'D', 'Germany']) {
    await expect(shop.act(create, { code: 'NEW', name: 'New', country })).rejects.toThrow('is no country: two letters');
  }
  await shop.act(create, { code: 'OSL', name: 'Oslo', country: 'no' });
  expect(await shop.act(show, { code: 'OSL' })).toMatchObject({ country: 'NO' });
});

test('the list counts the pieces of each warehouse', async () => {
  const { rows } = await page(list, { filter: 'country:DE' }, { database: shop.database, actor: shop.actor('oncall') });
  expect(rows.map(({ code, units }) => [code, units])).toEqual([
    ['BER', 12],
    ['HAM', 1],
  ]);
});

test('a line of the address is corrected or taken away, the others stay', async () => {
  await shop.act(edit, { code: 'BER', street_1: 'Lagerweg 1', city: 'Berlin' });
  await shop.act(edit, { code: 'BER', street_1: 'Lagerweg 2' });
  expect(await shop.act(show, { code: 'ber' }, 'oncall')).toMatchObject({ street_1: 'Lagerweg 2', city: 'Berlin' });
  await shop.act(edit, { code: 'BER', city: '' });
  expect(await shop.act(show, { code: 'BER' })).toMatchObject({ street_1: 'Lagerweg 2', city: null });
});

test('the page of a warehouse tells what it holds and what is promised from it', async () => {
  const { pieces, reserved, articles, most, ...house } = await shop.act(show, { code: 'BER' }, 'warehouse');
  expect(house).toMatchObject({ code: 'BER', country: 'DE', is_active: true, open_counts: 0 });
  expect({ pieces, reserved }).toEqual({ pieces: 12, reserved: 2 });
  expect(most).toHaveLength(articles);
  expect(most.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(pieces);
  await expect(shop.act(show, { code: 'XXX' })).rejects.toMatchObject({ code: 'not_found' });
});

test('a looked-up SKU tells which orders hold it', async () => {
  const found = await shop.act(lookup, { code: shoe.large }, 'warehouse');
  expect(found).toMatchObject({ sku: shoe.large, orders: [{ status: 'PENDING', warehouse: 'BER', quantity: 2 }] });
  expect(await shop.act(lookup, { code: shoe.small })).toMatchObject({ orders: [] });
});
