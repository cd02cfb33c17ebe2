import { describe, expect, test } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { createReadStream } from 'node:fs';
import { Refused } from '../../../src/domain/errors.ts';
import { readProducts } from '../../../src/domain/product-csv/read.ts';
import { openShelf } from '../../../src/platform/shelf.ts';
import type { RowNote } from '../../../src/domain/shopify/report.ts';

async function* once(content: string | Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(content as string));
}

async function readShopify(source: AsyncIterable<Uint8Array>, { name }: { name: string }) {
  using shelf = openShelf();
  const file = await readProducts(source, { name, shelf });
  return { ...file, products: [...file.batches()].flat() };
}

const read = (content: string | Buffer) => readShopify(once(content), { name: 'shop.csv' });

async function refusal(content: string | Buffer): Promise<{ message: string; problems: RowNote[]; count: number }> {
  try {
    await read(content);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { problems = [], problem_count = 0 } = error.details as { problems?: RowNote[]; problem_count?: number };
    return { message: error.message, problems, count: problem_count };
  }
  throw new Error('it was not refused');
}

type Row = Record<string, string>;

/** A CSV with the columns that the rows name. */
function csv(...rows: Row[]): string {
  const columns = [...new Set(['Handle', 'Title', 'Variant Price', ...rows.flatMap((row) => Object.keys(row))])];
  return stringify(rows, { header: true, columns });
}

const shoe = (more: Row = {}): Row => ({ Handle: 'runner', Title: 'Runner', 'Variant Price': '50', ...more });
const size = (value: string, more: Row = {}): Row => ({ Handle: 'runner', 'Option1 Value': value, ...more });

test("Shopify's sample shop is read: 20 products in 22 rows, the varsity top in three sizes", async () => {
  const file = await readShopify(createReadStream('test/fixtures/shopify/apparel.csv'), { name: 'apparel.csv' });
  expect(file.rows).toBe(22);
  expect(file.products).toHaveLength(20);
  expect(file.warnings.count).toBe(0);
  const top = file.products.find(({ handle }) => handle === 'classic-varsity-top');
  expect(top).toMatchObject({ price: '60.00', vendor: 'partners-demo', tags: ['women'], active: true });
  expect(top?.variants.map((variant) => variant.size)).toEqual(['Small', 'Medium', 'Large']);
  expect(top?.images).toHaveLength(1);
});

test('the newer template of Shopify is read by its own column names', async () => {
  const row = {
    Title: 'Runner',
    'URL handle': 'runner',
    Description: '<p>Fast</p>',
    'Product category': 'Apparel > Shoes',
    'Published on online store': 'TRUE',
    Status: 'Draft',
    SKU: 'R-1',
    'Option1 name': 'Size',
    'Option1 value': '42',
    Price: '99.00',
    'Compare-at price': '120.00',
    'Weight value (grams)': '850',
    'Inventory quantity': '7',
    'Product image URL': 'https://x.test/1.jpg',
    'Variant image URL': 'https://x.test/2.jpg',
    'Sole (product.metafields.custom.sole)': 'Rubber',
  };
  const { products } = await read(stringify([row], { header: true }));
  expect(products[0]).toMatchObject({
    handle: 'runner',
    description: 'Fast',
    category: { path: ['Shoes'], anywhere: true },
    active: false,
    comparePrice: '120.00',
    weight: '0.850',
    attributes: [{ name: 'Sole', value: 'Rubber' }],
    images: [{ url: 'https://x.test/1.jpg' }],
    variants: [{ sku: 'R-1', size: '42', quantity: 7, images: ['https://x.test/2.jpg'] }],
  });
});

describe('grouping', () => {
  const rows: Row[] = [
    shoe({
      'Option1 Name': 'Size',
      'Option1 Value': '41',
      'Option2 Name': 'Color',
      'Option2 Value': 'Black',
      'Image Src': 'https://x.test/a.jpg',
      'Image Position': '2',
    }),
    size('42', { 'Option2 Value': 'Black', 'Variant Price': '60', 'Variant SKU': "'0042", 'Cost per item': '20' }),
    size('42', { 'Option2 Value': 'White', 'Variant Price': '50', 'Cost per item': '21' }),
    { Handle: 'runner', 'Image Src': 'https://x.test/b.jpg', 'Image Position': '1', 'Image Alt Text': 'Side' },
    { Handle: 'Walker ', Title: 'Walker', 'Variant Price': '70', Published: 'false' },
    { Handle: 'walker', 'Image Src': 'https://x.test/c.jpg' },
  ];

  test('what becomes of a file does not depend on the order of its rows', async () => {
    const told = async (some: readonly Row[]) => {
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      const { products } = await read(stringify([...some], { header: true, columns }));
      const plain = products.map(({ variants, ...product }) => ({
        ...product,
        row: 0,
        line: 0,
        variants: variants.map((variant) => ({ ...variant, row: 0, line: 0 })).toSorted(byText),
      }));
      return plain.toSorted(byText);
    };
    const byText = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
    const expected = await told(rows);
    expect(expected).toHaveLength(2);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        expect(await told(shuffled)).toEqual(expected);
      }),
    );
  });

  test('the lowest price is the product’s, variants keep only what differs, the cost goes with that price', async () => {
    const { products } = await read(csv(...rows));
    expect(products[0]).toMatchObject({
      price: '50.00',
      cost: '21.00',
      images: [{ alt: 'Side' }, { alt: null }],
    });
    expect(products[0]?.variants).toMatchObject([
      { sku: null, size: '41', color: 'Black', price: null },
      { sku: '0042', size: '42', color: 'Black', price: '60.00' },
      { sku: null, size: '42', color: 'White', price: null },
    ]);
    expect(products[1]).toMatchObject({ handle: 'walker', active: false, images: [{ url: 'https://x.test/c.jpg' }] });
  });
});

describe('a bad row is told with its row and its line, and nothing of the file is taken', () => {
  test.each<[string, Row[], string]>([
    ['a price that is no number', [shoe({ 'Variant Price': 'free' })], 'row 2, Variant Price: "free" is no price'],
    ['a price of zero', [shoe({ 'Variant Price': '0.00' })], 'must be more than 0'],
    ['a negative price', [shoe({ 'Variant Price': '-5' })], 'it is negative'],
    [
      'a variant without a price',
      [shoe(), size('43', { 'Option1 Name': 'Size' })],
      'row 3, Variant Price: it is empty',
    ],
    ['a product without a price', [shoe({ 'Variant Price': '', 'Image Src': 'https://x.test/a.jpg' })], 'has a price'],
    ['no title', [{ Handle: 'runner', 'Variant Price': '5' }], 'row 2, Title: no row of "runner" has a title'],
    ['no handle', [{ Title: 'Runner', 'Variant Price': '5' }], 'row 2, Handle: it is empty'],
    ['a title that is too long', [shoe({ Title: 'x'.repeat(256) })], 'has 256 characters, at most 255'],
    ['a size that is too long', [shoe({ 'Option1 Name': 'Size', 'Option1 Value': 'x'.repeat(21) })], 'size has 21'],
    ['a NUL byte', [shoe({ Vendor: 'a\0b' })], 'row 2, Vendor: it holds a NUL byte'],
    ['a quantity of one and a half', [shoe({ 'Variant Inventory Qty': '1.5' })], 'is no quantity'],
    ['an address that is none', [shoe({ 'Image Src': 'file:///etc/passwd' })], 'is no http or https address'],
    ['a value without an option', [shoe({ 'Option1 Value': '42' })], 'option without a name'],
    ['the same variant twice', [shoe(), shoe()], 'row 3: the same variant (no options) is on row 2'],
    [
      'two products under one handle',
      [shoe(), shoe({ Title: 'Other' })],
      'row 3, Title: "Other" has the handle of "Runner" on row 2',
    ],
    [
      'two names of an option',
      [shoe({ 'Option1 Name': 'Size' }), size('4', { 'Option1 Name': 'Fit' })],
      'option 1 is "Fit" here',
    ],
    [
      'one SKU twice',
      [shoe({ 'Variant SKU': 'A' }), { ...shoe(), Handle: 'b', 'Variant SKU': 'A' }],
      'row 3, Variant SKU: "A" is on row 2',
    ],
  ])('%s', async (_, rows, told) => {
    const { message, count } = await refusal(csv(...rows));
    expect(message).toContain(told);
    expect(message).toMatch(/^shop\.csv was not imported, it has \d+ problems?: /u);
    expect(count).toBeGreaterThan(0);
  });

  test('line breaks in a cell: the row is a spreadsheet’s, the line an editor’s', async () => {
    const { problems } = await refusal(
      csv(shoe({ 'Body (HTML)': '<p>\r\n\r\n</p>' }), size('x', { 'Variant Price': 'x' })),
    );
    expect(problems).toContainEqual(expect.objectContaining({ row: 3, line: 5, column: 'Variant Price' }));
  });

  test('a row with too many cells', async () => {
    const { message } = await refusal('Handle,Title,Variant Price\nrunner,Runner,5,6\n');
    expect(message).toContain('row 2: the row has 4 cells, the header 3');
  });

  test('a file that ends inside a quote', async () => {
    const { message } = await refusal('Handle,Title,Variant Price\na,A,5\nb,"B,6\n');
    expect(message).toContain('row 3: the file ends inside a quoted cell');
  });

  test('bytes that are no UTF-8', async () => {
    const { message } = await refusal(Buffer.from('Handle,Title,Variant Price\na,Caf\xe9,5\n', 'latin1'));
    expect(message).toContain('line 2: it holds bytes that are no UTF-8 text');
  });

  test('five thousand bad rows are counted, a thousand are listed', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => ({ ...shoe(), Handle: `p${at}`, 'Variant Price': 'x' }));
    const { problems, count, message } = await refusal(csv(...rows));
    expect(count).toBe(5000);
    expect(problems).toHaveLength(1000);
    expect(message).toContain('and 4997 more');
  });
});

test.each([
  ['nothing', '', 'it is empty'],
  ['blank lines only', '\n\n\n', 'it is empty'],
  ['a header only', 'Handle,Title,Variant Price\n', 'it has a header and no row'],
  [
    'another CSV',
    'sku,qty\nA,1\n',
    'it is no product CSV of Shopify: its first row has no column "Handle", "Title", "Variant Price"',
  ],
  ['no price column', 'Handle,Title\na,A\n', 'its first row has no column "Variant Price"'],
  ['a column twice', 'Handle,Title,Title,Variant Price\na,A,B,5\n', 'the column "Title" is there twice'],
  ['a workbook', 'PK\u0003\u0004\0\0', 'it is an Excel workbook'],
])('a file with %s says so', async (_, content, told) => {
  expect((await refusal(content)).message).toContain(told);
});

test('UTF-16, as Excel saves "Unicode text", says so', async () => {
  const { message } = await refusal(Buffer.from('\ufeffHandle\tTitle\tVariant Price\n', 'utf16le'));
  expect(message).toContain('no UTF-8 text');
});

test.each([
  ['Handle', '-'],
  ['Handle', ' a'],
  ['Variant Price', '0'],
  ['Body (HTML)', '\u00a0'],
  ['Body (HTML)', '<'],
  ['Option1 Name', 'size '],
  ['Tags', ','],
  ['SEO Title', '👟'],
])('half a million times %s %j does not keep it busy', async (column, piece) => {
  const content = csv({ ...shoe(), [column]: `${piece.repeat(500_000)}x` });
  await read(content).catch((error: unknown) => expect(error).toBeInstanceOf(Refused));
});

test('only three columns are needed, a BOM, semicolons with decimal commas and cut rows are taken', async () => {
  const { products, warnings } = await read('\ufeffHandle;Title;Variant Price;Vendor\r\nrunner;Runner;49,95\r\n\r\n');
  expect(products[0]).toMatchObject({ price: '49.95', vendor: null, active: null, tags: null });
  expect(warnings.list()).toMatchObject([{ row: 2, reason: expect.stringContaining('ends after 3 of 4 cells') }]);
});

test('what is odd but harmless is a warning', async () => {
  const { warnings } = await read(
    csv(
      shoe({
        'Gift Card': 'true',
        'SEO Title': 'x'.repeat(300),
        'Variant Compare At Price': '40',
        'Cost per item': '60',
      }),
      { Handle: 'runner' },
    ),
  );
  const told = warnings.list().map(({ reason }) => reason);
  expect(told).toEqual([
    expect.stringContaining('gift card'),
    'it has 300 characters and was cut to 255',
    'the compare-at price 40.00 is below the price 50.00',
    'the price 50.00 is below the cost 60.00',
    expect.stringContaining('nothing else'),
  ]);
});
