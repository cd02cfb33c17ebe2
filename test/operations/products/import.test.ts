import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Forbidden, NotFound, Refused } from '../../../src/domain/errors.ts';
import type { RowNote } from '../../../src/domain/shopify/report.ts';
import { run, type Call } from '../../../src/operations/operation.ts';
import { importProducts } from '../../../src/operations/products/import.ts';
import type { ImportReport } from '../../../src/operations/products/parts/import-report.ts';
import { show } from '../../../src/operations/products/show.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

type Row = Record<string, string>;

let shop: TestDatabase;
let call: Call;

beforeAll(async () => {
  shop = await testDatabase();
  call = { database: shop.database, actor: shop.actor('manager') };
  await shop.sql("insert into warehouses (code, name, country) values ('BER', 'Berlin', 'DE')");
});

afterAll(() => shop.close());

function csv(...rows: Row[]): string {
  const columns = [...new Set(['Handle', 'Title', 'Variant Price', ...rows.flatMap((row) => Object.keys(row))])];
  return stringify(rows, { header: true, columns });
}

/** A handle that no other test of this file uses. */
const handle = (name: string) => `${name}-${randomUUID().slice(0, 8)}`;

const shoe = (name: string, more: Row = {}): Row => ({ Handle: name, Title: name, 'Variant Price': '50', ...more });

function fileOf(content: string | Buffer, pieces = 1000) {
  const bytes = Buffer.from(content as string);
  return {
    name: 'shop.csv',
    async *open() {
      for (let at = 0; at < bytes.length; at += pieces) yield await Promise.resolve(bytes.subarray(at, at + pieces));
    },
  };
}

async function importing(
  content: string | Buffer,
  more: object = {},
  options: Partial<Call> = {},
): Promise<ImportReport> {
  const outcome = await run(importProducts, { file: fileOf(content), ...more }, { ...call, ...options });
  return outcome.output;
}

async function refusal(content: string | Buffer, more: object = {}): Promise<{ message: string; problems: RowNote[] }> {
  const error: unknown = await importing(content, more).catch((caught: unknown) => caught);
  if (!(error instanceof Refused)) throw new Error(`it was not refused: ${String(error)}`);
  return { message: error.message, problems: (error.details['problems'] ?? []) as RowNote[] };
}

const counts = () =>
  shop.sql<Record<string, string>>(`select (select count(*) from products) as products,
    (select count(*) from product_variants) as variants, (select count(*) from product_images) as images,
    (select count(*) from brands) as brands, (select count(*) from categories) as categories,
    (select count(*) from inventory_transactions) as ledger`);

const showing = async (product: string) => (await run(show, { product }, call)).output;

describe("Shopify's sample shop", () => {
  const apparel = readFileSync('test/fixtures/shopify/apparel.csv');

  test('a dry run gives the whole report and writes nothing, the import the same report', async () => {
    const before = await counts();
    const dry = await importing(apparel, {}, { dryRun: true });
    expect(await counts()).toEqual(before);
    const done = await importing(apparel);
    expect(done).toEqual(dry);
    expect(done).toMatchObject({
      rows: 22,
      products_created: 20,
      variants_created: 22,
      images: 20,
      brands_created: 1,
      skipped_count: 0,
      warning_count: 0,
      made_sku_count: 22,
      units_restocked: 0,
    });
    expect(await showing('classic-varsity-top-large')).toMatchObject({
      sku: 'CLASSIC-VARSITY-TOP',
      brand: 'partners-demo',
      price: '60.00',
      is_active: true,
      images: [{ is_primary: true }],
      variants: [{ size: 'Small' }, { size: 'Medium' }, { size: 'Large' }],
    });
  });

  test('a second import skips every product and says why', async () => {
    const again = await importing(apparel);
    expect(again).toMatchObject({ products_created: 0, variants_created: 0, brands_created: 0, skipped_count: 20 });
    expect(again.skipped[0]).toEqual({
      row: 2,
      line: 2,
      handle: 'ocean-blue-shirt',
      reason: expect.stringContaining('use --update'),
    });
  });

  test('the same operation id twice imports once', async () => {
    const operationId = randomUUID();
    const content = csv(shoe(handle('once')));
    const first = await run(importProducts, { file: fileOf(content) }, { ...call, operationId });
    const second = await run(importProducts, { file: fileOf(content) }, { ...call, operationId });
    expect(first).toMatchObject({ replayed: false, output: { products_created: 1 } });
    expect(second).toMatchObject({ replayed: true, output: first.output });
  });
});

describe('what is made', () => {
  test('all parts of a product, its brand and category, whatever the case of their names', async () => {
    const name = handle('full');
    const brand = `Brand ${name}`;
    const content = csv(
      shoe(name, {
        'Body (HTML)': '<p>One</p><script>x</script><p>Two</p>',
        Vendor: brand,
        Type: 'Trail shoes',
        Tags: 'run, trail',
        'Option1 Name': 'Size',
        'Option1 Value': '42',
        'Option2 Name': 'Material',
        'Option2 Value': 'Mesh',
        'Variant Grams': '850',
        'Variant Compare At Price': '80',
        'Cost per item': '20',
        'Image Src': 'https://x.test/1.jpg',
        'Image Alt Text': 'Side',
        'Variant Image': 'https://x.test/42.jpg',
        'SEO Title': 'Fast',
        Status: 'draft',
      }),
      shoe(handle('other'), { Vendor: brand.toUpperCase(), Type: 'TRAIL SHOES' }),
    );
    expect(await importing(content)).toMatchObject({ brands_created: 1, categories_created: 2, products_created: 2 });
    expect(await showing(name)).toMatchObject({
      description: 'One\n\nTwo',
      brand,
      category: 'Trail shoes',
      tags: ['run', 'trail'],
      compare_price: '80.00',
      cost: '20.00',
      weight: '0.850',
      meta_title: 'Fast',
      is_active: false,
      attributes: [{ name: 'Material', value: 'Mesh' }],
      images: [{ url: 'https://x.test/1.jpg', alt_text: 'Side', is_primary: true }],
      variants: [{ size: '42', color: null, own_price: null, price: '50.00', images: ['https://x.test/42.jpg'] }],
    });
    const [parent] = await shop.sql(
      "select a.name from categories c join categories a on a.id = c.parent_id where c.name = 'Trail shoes'",
    );
    expect(parent).toEqual({ name: 'Imported' });
  });

  test('SKUs that the shop has are gone round, in products and in variants', async () => {
    const name = handle('clash');
    const upper = name.toUpperCase();
    await importing(
      csv(shoe(handle('one'), { 'Variant SKU': upper }), shoe(handle('two'), { 'Variant SKU': `${upper}-41` })),
    );
    const report = await importing(
      csv(shoe(name, { 'Option1 Name': 'Size', 'Option1 Value': '41' }), {
        Handle: name,
        'Option1 Value': '42',
        'Variant Price': '50',
      }),
    );
    expect(report.made_skus.map(({ sku }) => sku)).toEqual([`${upper}-41-2`, `${upper}-42`]);
    expect(await showing(name)).toMatchObject({ sku: `${upper}-2` });
  });

  test('products without a vendor get the brand that is told', async () => {
    const name = handle('brand');
    await importing(csv(shoe(name)), { brand: 'House brand' });
    expect(await showing(name)).toMatchObject({ brand: 'House brand' });
  });

  test('with a warehouse the quantities of new variants become RESTOCK rows, what is below zero a warning', async () => {
    const [full, none, sold] = [handle('full'), handle('none'), handle('sold')];
    const report = await importing(
      csv(
        shoe(full, { 'Variant Inventory Qty': '7' }),
        shoe(none, { 'Variant Inventory Qty': '0' }),
        shoe(sold, { 'Variant Inventory Qty': '-3' }),
      ),
      { warehouse: 'ber' },
    );
    expect(report).toMatchObject({
      units_restocked: 7,
      warnings: [{ row: 4, reason: expect.stringContaining('-3 is below') }],
    });
    const ledger = await shop.sql(
      `select t.type, t.quantity, t.created_by, v.stock, i.quantity as now, i.last_restocked is not null as dated
      from inventory_transactions t
      join inventory i on i.id = t.inventory_id
      join product_variants v on v.id = i.variant_id
      where v.sku = any($1)`,
      [[full, none, sold].map((name) => name.toUpperCase())],
    );
    expect(ledger).toEqual([
      { type: 'RESTOCK', quantity: 7, created_by: call.actor.id, stock: 7, now: 7, dated: true },
    ]);
  });
});

describe('--update', () => {
  test('changes what the file tells, leaves what it leaves empty, adds variants and pictures, keeps SKUs', async () => {
    const name = handle('update');
    const first = shoe(name, {
      'Body (HTML)': 'Old',
      'Option1 Name': 'Size',
      'Option1 Value': '41',
      'Image Src': 'https://x.test/1.jpg',
    });
    await importing(csv(first));
    const changes = csv(
      shoe(name, {
        Title: 'New',
        'Option1 Name': 'Size',
        'Option1 Value': '41',
        'Variant SKU': 'ELSE',
        'Variant Price': '60',
      }),
      { Handle: name, 'Option1 Value': '42', 'Variant Price': '55', 'Image Src': 'https://x.test/2.jpg' },
    );
    const report = await importing(changes, { update: true });
    expect(report).toMatchObject({
      products_created: 0,
      products_updated: 1,
      variants_created: 1,
      images: 1,
      warnings: [{ row: 2, reason: expect.stringContaining('keeps its SKU') }],
    });
    const shown = await showing(name);
    expect(shown).toMatchObject({ name: 'New', description: 'Old', price: '55.00', version: 2 });
    expect(shown.variants).toMatchObject([
      { sku: `${name.toUpperCase()}-41`, size: '41', price: '60.00' },
      { sku: `${name.toUpperCase()}-42`, size: '42', price: '55.00', own_price: null },
    ]);
    expect(shown.images.map(({ url, is_primary }) => [url, is_primary])).toEqual([
      ['https://x.test/1.jpg', true],
      ['https://x.test/2.jpg', false],
    ]);
    const again = await importing(changes, { update: true });
    expect(again).toMatchObject({ products_updated: 0, skipped_count: 1 });
    expect(await showing(name)).toMatchObject({ version: 2 });
  });

  test('stock of variants that were there is not taken in a second time', async () => {
    const name = handle('stock');
    const content = csv(shoe(name, { 'Variant Inventory Qty': '4' }));
    await importing(content, { warehouse: 'BER' });
    const again = await importing(content, { warehouse: 'BER', update: true });
    expect(again.units_restocked).toBe(0);
    expect(again.warnings).toMatchObject([{ reason: expect.stringContaining('left as it is') }]);
    expect((await showing(name)).variants[0]?.stock).toBe(4);
  });

  test('an archived product is skipped either way', async () => {
    const name = handle('archived');
    await importing(csv(shoe(name)));
    await shop.sql('update products set deleted_at = now() where slug = $1', [name]);
    for (const update of [true, false]) {
      const report = await importing(csv(shoe(name)), { update });
      expect(report.skipped).toMatchObject([{ handle: name, reason: expect.stringContaining('archive') }]);
    }
  });

  test('a variant of the archive stays there, and the rest of its product is changed', async () => {
    const name = handle('half');
    const file = (price: string) =>
      `slug,name,price,variant_sku,variant_size,variant_status\n${name},Half,${price},${name}-41,41,active\n${name},,,${name}-42,42,active\n`;
    await importing(file('50'));
    await shop.sql('update product_variants set is_active = false, deleted_at = now() where sku = $1', [`${name}-41`]);
    const report = await importing(file('60'), { update: true });
    expect(report).toMatchObject({ products_updated: 1, variants_created: 0, skipped_count: 1 });
    expect(report.skipped).toMatchObject([
      { row: 2, handle: name, reason: `the variant ${name}-41 is in the archive: restore it to import it again` },
    ]);
    const rows = await shop.sql(
      `select v.size, v.deleted_at is null as there, p.price
       from product_variants v join products p on p.id = v.product_id where p.slug = $1 order by v.size`,
      [name],
    );
    expect(rows).toEqual([
      { size: '41', there: false, price: '60.00' },
      { size: '42', there: true, price: '60.00' },
    ]);
  });

  test('two rows for one variant of the shop are refused', async () => {
    const name = handle('twice');
    const of = (size: string, more: Row = {}) => shoe(name, { 'Option1 Name': 'Size', 'Option1 Value': size, ...more });
    await importing(csv(of('41', { 'Variant SKU': name })));
    const { message } = await refusal(csv(of('41'), of('42', { 'Variant SKU': name })), { update: true });
    expect(message).toContain(`row 3: it and an earlier row both mean the variant ${name}`);
  });
});

describe('odd files', () => {
  test('BOM, CRLF, blank lines, quoted line breaks, rows of a handle apart, missing optional columns', async () => {
    const [one, other] = [handle('odd'), handle('odd')];
    const text = [
      '\ufeffHandle,Title,Variant Price,Option1 Name,Option1 Value,Body (HTML)',
      `${one},One,50,Size,41,"<p>a\r\n\r\nb</p>"`,
      '',
      `${other},Other,20,,,`,
      ',,,,,',
      `${one},,50,,42,`,
    ].join('\r\n');
    expect(await importing(text)).toMatchObject({ rows: 3, products_created: 2, variants_created: 3 });
  });

  test.each<[string, (name: string) => string | Buffer, string]>([
    [
      'a price that is none',
      (name) => csv(shoe(name), shoe(`${name}-b`, { 'Variant Price': 'abc' })),
      'row 3, Variant Price',
    ],
    ['a price of zero', (name) => csv(shoe(name, { 'Variant Price': '0' })), 'more than 0'],
    ['a duplicate handle', (name) => csv(shoe(name), shoe(`${name}-b`), shoe(name, { Title: 'Else' })), 'row 4, Title'],
    [
      'a duplicate SKU',
      (name) => csv(shoe(name, { 'Variant SKU': 'S' }), shoe(`${name}-b`, { 'Variant SKU': 'S' })),
      'row 3',
    ],
    ['an over-long value', (name) => csv(shoe(name, { Vendor: 'x'.repeat(101) })), 'row 2, Vendor: it has 101'],
    ['a NUL byte', (name) => csv(shoe(name), shoe(`${name}-b`, { Title: 'a\0' })), 'row 3, Title: it holds a NUL'],
    [
      'invalid UTF-8',
      (name) => Buffer.from(csv(shoe(name, { Vendor: 'Caf\xe9' })), 'latin1'),
      'line 2: it holds bytes',
    ],
    ['a quote left open', (name) => `${csv(shoe(name))}x,"X,50\n`, 'row 3: the file ends inside'],
    ['a megabyte in a title', (name) => csv(shoe(name, { Title: 'x'.repeat(1_000_000) })), 'at most 255'],
    ['nothing', () => '', 'it is empty'],
    ['no product columns', () => 'Date,Amount\n1,2\n', 'no product CSV of Shopify'],
  ])('%s is refused with its place, and nothing is imported', async (_, content, told) => {
    const before = await counts();
    const { message } = await refusal(content(handle('bad')));
    expect(message).toContain(told);
    expect(await counts()).toEqual(before);
  });

  test('a SKU of another product is refused with its row', async () => {
    const sku = handle('SKU');
    await importing(csv(shoe(handle('owner'), { 'Variant SKU': sku })));
    const before = await counts();
    const { problems } = await refusal(csv(shoe(handle('fine')), shoe(handle('thief'), { 'Variant SKU': sku })));
    expect(problems).toMatchObject([{ row: 3, line: 3, column: 'Variant SKU', reason: expect.stringContaining(sku) }]);
    expect(await counts()).toEqual(before);
  });

  test('an unknown warehouse is not found, and a person who may not is told before the file is read', async () => {
    const unread = {
      file: {
        name: 'x',
        open: () => {
          throw new Error('it was read');
        },
      },
    };
    await expect(importing(csv(shoe(handle('where'))), { warehouse: 'XXX' })).rejects.toThrow(NotFound);
    await expect(run(importProducts, unread, { ...call, actor: shop.actor('warehouse') })).rejects.toThrow(Forbidden);
  });

  test('two thousand products, hostile names among them, are told in steps as they are read and written', async () => {
    const prefix = handle('many');
    const names = ['\u001b[31mred', '日本のくつ', '👟', "Robert'); drop table products;--", 'a"b\\c'];
    const rows = Array.from({ length: 2000 }, (_, at) =>
      shoe(`${prefix}-${at}`, { Title: names[at % names.length] ?? '' }),
    );
    const steps: string[] = [];
    const report = await importing(csv(...rows), {}, { progress: ({ done, what }) => steps.push(`${done} ${what}`) });
    expect(report.products_created).toBe(2000);
    expect(steps).toEqual(
      [500, 1000, 1500, 2000].flatMap((n) => [`${n} rows`]).concat([500, 1000, 1500, 2000].map((n) => `${n} products`)),
    );
    const found = await shop.sql<{ name: string }>('select distinct name from products where slug like $1', [
      `${prefix}-%`,
    ]);
    expect(found.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });
});
