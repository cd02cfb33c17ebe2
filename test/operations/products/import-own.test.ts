import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Refused } from '../../../src/domain/errors.ts';
import { run, type Call } from '../../../src/operations/operation.ts';
import { importProducts } from '../../../src/operations/products/import.ts';
import { show } from '../../../src/operations/products/show.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let shop: TestDatabase;
let call: Call;
beforeAll(async () => {
  shop = await testDatabase();
  call = { database: shop.database, actor: shop.actor('manager') };
});
afterAll(() => shop.close());

async function importing(text: string, more: object = {}) {
  async function* open() {
    yield await Promise.resolve(Buffer.from(text));
  }
  return (await run(importProducts, { file: { name: 'ours.csv', open }, ...more }, call)).output;
}
const showing = async (product: string) => (await run(show, { product }, call)).output;
const refusal = async (text: string) => {
  const error: unknown = await importing(text).catch((one: unknown) => one);
  if (!(error instanceof Refused)) throw new Error(`it was not refused: ${String(error)}`);
  return error.message;
};

describe('our own CSV', () => {
  test('some columns are enough; a SKU is made, a path of categories too, a formula’s apostrophe goes', async () => {
    const report = await importing(
      `slug,name,price,category,tags,variant_size,variant_price
fox,'=Fox,129.00,Men > Shoes \\> Boots,"a, ""b, c""",41,
fox,,,,,42,139
owl,Owl,80,Men,,,
`,
    );
    expect(report).toMatchObject({
      format: 'solemate',
      rows: 3,
      products_created: 2,
      variants_created: 2,
      categories_created: 2,
      made_skus: [{ sku: 'FOX-41' }, { sku: 'FOX-42' }],
    });
    expect(await showing('fox')).toMatchObject({
      sku: 'FOX',
      name: '=Fox',
      category: 'Shoes > Boots',
      tags: ['a', 'b, c'],
      variants: [{ own_price: null }, { own_price: '139.00' }],
    });
    expect(await showing('owl')).toMatchObject({ sku: 'OWL', category: 'Men', variants: [] });
    const [tree] = await shop.sql(
      "select p.name from categories c join categories p on p.id = c.parent_id where c.name = 'Shoes > Boots'",
    );
    expect(tree).toEqual({ name: 'Men' });
  });

  test.each([
    ['no price', 'slug,name,price\na,A,\n', 'row 2, price: it is empty'],
    ['no name', 'slug,name,price\na,,5\n', 'row 2, name: it is empty'],
    ['no slug', 'slug,name,price\n,A,5\n', 'row 2, slug: it is empty'],
    ['a slug that is none', 'slug,name,price\na/b,A,5\n', 'row 2, slug: it is no word'],
    ['a product twice', 'slug,name,price\na,A,5\na,B,5\n', 'row 3, slug: the product "a" stands on row 2 already'],
    ['a variant twice', 'slug,name,price,variant_size\na,A,5,41\na,,,41\n', 'row 3, variant_size: the same variant'],
    ['a status that is none', 'slug,name,price,status\na,A,5,sold\n', 'row 2, status: "sold" is none of active'],
    ['a weight that is none', 'slug,name,price,weight\na,A,5,heavy\n', 'row 2, weight: "heavy" is no weight'],
    ['a picture without address', 'slug,name,price,image_alt\na,A,5,Side\n', 'row 2, image_url: a picture needs'],
    ['half an attribute', 'slug,name,price,attribute_name\na,A,5,Sole\n', 'row 2, attribute_name: an attribute needs'],
    ['two columns of a name', 'slug,name,price,name\na,A,5,B\n', 'the column "name" is there twice'],
    ['a SKU twice', 'slug,sku,name,price\na,X,A,5\nb,X,B,5\n', 'row 3, Variant SKU: "X" is on row 2 as well'],
    [
      'a SKU twice but for its capitals',
      'slug,sku,name,price\na,Xy,A,5\nb,xY,B,5\n',
      'row 3, Variant SKU: "xY" is on row 2 as "Xy": capitals do not tell SKUs apart',
    ],
    [
      'a SKU of the shop in other letters',
      'slug,sku,name,price\na,fOx,A,5\n',
      'row 2, Variant SKU: "fOx" belongs to another product of the shop, ',
    ],
  ])('%s is refused with its place', async (_, text, told) => {
    expect(await refusal(text)).toContain(told);
  });

  test('a product that is archived in the file comes into the archive, and back with its variants on sale', async () => {
    await importing('slug,name,price,status,variant_size\ngone,Gone,5,archived,41\n');
    expect(await showing('gone')).toMatchObject({ is_active: false, deleted_at: expect.any(String) });
    await shop.sql("update products set deleted_at = null, is_active = true where slug = 'gone'");
    expect(await showing('gone')).toMatchObject({ variants: [{ is_active: true }] });
  });
});

describe('--partial', () => {
  test('leaves out every product with a bad row and tells each row; the others are imported', async () => {
    const text = `Handle,Title,Variant Price,Option1 Name,Option1 Value,Variant SKU
good,Good,50,Size,41,
bad,Bad,50,Size,41,
bad,,abc,,42,
fine,Fine,20,,,FINE
thief,Thief,20,,,FOX
twin,Twin,20,,,FINE
`;
    expect(await refusal(text)).toContain('row 4, Variant Price');
    const report = await importing(text, { partial: true });
    expect(report).toMatchObject({
      products_created: 2,
      rejected_count: 3,
      rejected: [
        { row: 4, handle: 'bad', column: 'Variant Price' },
        { row: 6, handle: 'thief', reason: expect.stringContaining('belongs to another product') },
        { row: 7, handle: 'twin', reason: expect.stringContaining('on row 5 as well') },
      ],
    });
    const rows = await shop.sql<{ slug: string }>(
      "select slug from products where slug in ('good', 'bad', 'fine', 'thief', 'twin') order by 1",
    );
    expect(rows.map(({ slug }) => slug)).toEqual(['fine', 'good']);
  });

  test('a file that breaks off is refused all the same', async () => {
    const error: unknown = await importing('Handle,Title,Variant Price\na1,A,5\nb1,"B,5\n', { partial: true }).catch(
      (one: unknown) => one,
    );
    expect(error).toBeInstanceOf(Refused);
  });

  test('a barcode that another box bears, in the file or in the shop, stays there and is told', async () => {
    const report = await importing(
      'Handle,Title,Variant Price,Variant Barcode\nbar-1,One,5,4006381333931\nbar-2,Two,5,4006381333931\n',
    );
    expect(report).toMatchObject({
      products_created: 2,
      warnings: [{ row: 3, reason: expect.stringContaining('row 2 as well') }],
    });
    const again = await importing('Handle,Title,Variant Price,Variant Barcode\nbar-3,Three,5,4006381333931\n');
    expect(again).toMatchObject({
      products_created: 1,
      warnings: [{ row: 2, reason: 'the barcode "4006381333931" belongs to bar-1: it was left out' }],
    });
    const own = 'Handle,Title,Variant Price,Variant Barcode\nbar-1,One,5,4006381333931\n';
    expect(await importing(own, { update: true })).toMatchObject({ warning_count: 0, skipped_count: 1 });
    const kept = await shop.sql("select sku from product_variants where barcode = '4006381333931'");
    expect(kept).toEqual([{ sku: 'BAR-1' }]);
  });
});
