import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate } from '../../src/platform/database/migrate.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { article, insert, refusal, type Sql } from './shop.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase();
  sql = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

const product = (sku: string, slug: string, barcode: string | null = null) =>
  insert(sql, 'products', { sku, barcode, name: sku, slug, price: '10.00' });
const variant = (product_id: string, sku: string, size: string) =>
  insert(sql, 'product_variants', { product_id, sku, size });
const taken = { code: '23505' };

describe('capitals alone', () => {
  test('make no second SKU, of products, of variants and between them', async () => {
    const shoe = await article(sql, 0);
    const other = await product('Moor-1', 'moor-1');
    const twin = shoe.sku.toLowerCase();
    expect(twin).not.toBe(shoe.sku);
    expect(await refusal(product('MOOR-1', 'moor-2'))).toMatchObject({
      ...taken,
      constraint: 'products_sku_lower_key',
    });
    expect(await refusal(variant(shoe.product_id, twin, '99'))).toMatchObject({
      ...taken,
      constraint: 'product_variants_sku_lower_key',
    });
    expect(await refusal(product(twin, 'moor-3'))).toMatchObject({ ...taken, constraint: 'article_codes_pkey' });
    expect(await refusal(sql('update products set barcode = $2 where id = $1', [other, twin]))).toMatchObject({
      ...taken,
      constraint: 'article_codes_pkey',
    });
  });

  test('may change in a SKU, which stays the code of its product', async () => {
    const id = await product('Fell-1', 'fell-1');
    await sql('update products set sku = $2 where id = $1', [id, 'FELL-1']);
    expect(await sql('select code from article_codes where product_id = $1', [id])).toEqual([{ code: 'fell-1' }]);
    await sql('update products set sku = $2 where id = $1', [id, 'FELL-2']);
    await product('fell-1', 'fell-3');
  });

  test('make no second brand', async () => {
    await insert(sql, 'brands', { name: 'Fjell', slug: 'fjell' });
    expect(await refusal(insert(sql, 'brands', { name: 'FJELL', slug: 'fjell-2' }))).toMatchObject({
      ...taken,
      constraint: 'brands_name_lower_key',
    });
  });
});

describe('a shop that has such twins', () => {
  test('is told of each before anything is changed, and migrates once they are apart', async () => {
    await migrate(db.ownerUrl, { down: true, to: '0034-one-spelling' });
    const one = await product('Tarn-9', 'tarn-9');
    await product('TARN-9', 'tarn-10');
    await product('BECK-1', 'beck-1', 'tarn-9');
    const [fjell] = [await insert(sql, 'brands', { name: 'FJELL', slug: 'fjell-2' })];
    await expect(migrate(db.ownerUrl)).rejects.toThrow(
      'SKU "TARN-9" of the product TARN-9 and SKU "Tarn-9" of the product Tarn-9 and barcode "tarn-9" of the product BECK-1',
    );
    await sql("update products set sku = 'TARN-11' where id = $1", [one]);
    await sql("update products set barcode = null where slug = 'beck-1'");
    await expect(migrate(db.ownerUrl)).rejects.toThrow('"Fjell" (fjell) and "FJELL" (fjell-2)');
    await sql("update brands set name = 'Fjord' where id = $1", [fjell]);
    await migrate(db.ownerUrl);
    expect(await sql("select code from article_codes where code in ('tarn-9', 'tarn-11') order by 1")).toEqual([
      { code: 'tarn-11' },
      { code: 'tarn-9' },
    ]);
  });
});
