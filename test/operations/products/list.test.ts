import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { page } from '../../../src/operations/listing.ts';
import { importProducts } from '../../../src/operations/products/import.ts';
import { list } from '../../../src/operations/products/list.ts';
import { list as variants } from '../../../src/operations/variants/list.ts';
import { run, type Call } from '../../../src/operations/operation.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

const csv = `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price,Variant Inventory Qty
trail-fox,Trail Fox,A grippy shoe for muddy paths,Fjell,Trail,"sale,men",true,Size,41,Color,Moss Green,FX-41,129.00,20
trail-fox,,,,,,,,42,,Moss Green,FX-42,139.00,4
city-owl,City Owl,Quiet steps,Uhu,Sneaker,women,true,Title,Default Title,,,,80,0
50%-off,50% Off,Odd name,Uhu,Sneaker,,false,Title,Default Title,,,,10,
old-boot,Old Boot,Gone,Uhu,Boots,,true,Title,Default Title,,,,200,1
`;

let shop: TestDatabase;
let call: Call;

beforeAll(async () => {
  shop = await testDatabase();
  call = { database: shop.database, actor: shop.actor('manager') };
  await shop.sql("insert into warehouses (code, name, country) values ('BER', 'Berlin', 'DE')");
  async function* open() {
    yield await Promise.resolve(Buffer.from(csv));
  }
  await run(importProducts, { file: { name: 'shop.csv', open }, warehouse: 'BER' }, call);
  await shop.sql("update products set deleted_at = now() where slug = 'old-boot'");
  await shop.sql(
    `update categories set parent_id = (select id from categories where name = 'Sneaker') where name = 'Trail'`,
  );
});

afterAll(() => shop.close());

const found = async (filter: string) => {
  const { rows } = await page(list, { filter, sort: 'name' }, { ...call, actor: shop.actor('oncall') });
  return rows.map(({ slug }) => slug);
};

test.each([
  ['', ['50-off', 'city-owl', 'trail-fox']],
  ['archived:yes', ['old-boot']],
  ['archived:all', ['50-off', 'city-owl', 'old-boot', 'trail-fox']],
  ['brand:fjell', ['trail-fox']],
  ['brand:UHU active:yes', ['city-owl']],
  ['category:trail', ['trail-fox']],
  ['category:sneaker', ['50-off', 'city-owl', 'trail-fox']],
  ['category:imported archived:all', ['50-off', 'city-owl', 'old-boot', 'trail-fox']],
  ['active:no', ['50-off']],
  ['price:>80', ['trail-fox']],
  ['price:<=80', ['50-off', 'city-owl']],
  ['tag:women', ['city-owl']],
  ['stock:in', ['trail-fox']],
  ['stock:low', ['trail-fox']],
  ['stock:out', ['50-off', 'city-owl']],
  ['sku:fx-4', ['trail-fox']],
  ['sku:%', []],
  ['muddy path', ['trail-fox']],
  ['owl', ['city-owl']],
  ['rail', ['trail-fox']],
  ['fx-42', ['trail-fox']],
  ['0% O', ['50-off']],
  ['fj_ll', []],
  ['boot', []],
])('%j finds %j', async (filter, slugs) => {
  expect(await found(filter)).toEqual(slugs);
});

test('a row has what a list of products shows', async () => {
  const { rows } = await page(list, { filter: 'brand:fjell' }, call);
  expect(rows).toMatchObject([
    { sku: 'TRAIL-FOX', name: 'Trail Fox', price: '129.00', status: 'ACTIVE', variants: 2, available: 24 },
  ]);
});

test.each([
  ['', ['50-OFF', 'CITY-OWL', 'FX-41', 'FX-42']],
  ['size:42', ['FX-42']],
  ['color:green stock:>4', ['FX-41']],
  ['product:trail-fox', ['FX-41', 'FX-42']],
  ['product:TRAIL-FOX price:>130', ['FX-42']],
  ['brand:uhu active:yes', ['CITY-OWL']],
  ['archived:yes', ['OLD-BOOT']],
  ['owl', ['CITY-OWL']],
  ['fx', []],
  ['fx-', ['FX-41', 'FX-42']],
])('of variants %j finds %j', async (filter, skus) => {
  const { rows } = await page(variants, { filter, sort: 'sku' }, call);
  expect(rows.map(({ sku }) => sku)).toEqual(skus);
});
