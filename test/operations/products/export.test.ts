import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { Forbidden, InvalidInput } from '../../../src/domain/errors.ts';
import { runExport } from '../../../src/operations/export.ts';
import { run } from '../../../src/operations/operation.ts';
import { exportProducts } from '../../../src/operations/products/export.ts';
import { importProducts } from '../../../src/operations/products/import.ts';
import { show } from '../../../src/operations/products/show.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

type Format = 'csv' | 'shopify';
const open: TestDatabase[] = [];
afterAll(async () => {
  for (const shop of open) await shop.close();
});

async function opened(options: { sample?: boolean } = {}): Promise<TestDatabase> {
  const shop = await testDatabase(options);
  open.push(shop);
  return shop;
}

/** A shop with nothing but a warehouse; its catalogue is emptied again and again. */
let target: TestDatabase;
beforeAll(async () => {
  target = await opened();
});

async function empty(shop: TestDatabase): Promise<void> {
  await shop.sql('truncate products, brands, categories, warehouses cascade');
  await shop.sql("insert into warehouses (code, name, country) values ('BER', 'Berlin', 'DE')");
}

async function exported(shop: TestDatabase, format: Format, filter?: string): Promise<string> {
  let text = '';
  await runExport(
    exportProducts,
    { format, ...(filter !== undefined && { filter }) },
    {
      database: shop.database,
      actor: shop.actor('oncall'),
      write: (piece) => {
        text += piece;
        return Promise.resolve();
      },
    },
  );
  return text;
}

async function imported(shop: TestDatabase, text: string, more: object = {}) {
  async function* file() {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 5000) yield await Promise.resolve(bytes.subarray(at, at + 5000));
  }
  const call = { database: shop.database, actor: shop.actor('manager') };
  return (await run(importProducts, { file: { name: 'x.csv', open: file }, ...more }, call)).output;
}

async function roundTrip(text: string, format: Format, filter?: string): Promise<string> {
  await empty(target);
  await imported(target, text, { warehouse: 'BER' });
  return exported(target, format, filter);
}

/** A whole file in a failure says nothing: where they part. */
function firstDifference(one: string, other: string): object | undefined {
  if (one === other) return undefined;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 120);
  return { at, one: around(one), other: around(other) };
}

describe('export, import into an empty shop, export: byte by byte the same', () => {
  let sample: TestDatabase;
  beforeAll(async () => {
    sample = await opened({ sample: true });
  });

  test.each<[Format, string | undefined]>([
    ['csv', undefined],
    ['csv', 'archived:all'],
    ['shopify', undefined],
    ['shopify', 'archived:all'],
  ])('the sample shop as %s, filter %s', async (format, filter) => {
    const text = await exported(sample, format, filter);
    expect(text.split('\r\n').length).toBeGreaterThan(100);
    expect(firstDifference(await roundTrip(text, format, filter), text)).toBeUndefined();
  });

  test("Shopify's own sample shop, there and back", async () => {
    const first = await roundTrip(readFileSync('test/fixtures/shopify/apparel.csv', 'utf8'), 'shopify');
    expect(await roundTrip(first, 'shopify')).toBe(first);
    const ours = await exported(target, 'csv');
    expect(await roundTrip(ours, 'csv')).toBe(ours);
  });
});

const nasty = fc.constantFrom(
  ',',
  '"',
  '""',
  "'",
  "''",
  '\n',
  '\r\n',
  '=1+1',
  '+',
  '-',
  '@SUM(A1)',
  '\t',
  ';',
  '|',
  '👟',
  'é',
  '日本',
  '\u202e',
  '<b>',
  '&amp;',
  '\\',
  '>',
  ' > ',
  '(product.metafields.x.y)',
  '\u001b[31m',
  '0',
  'Default Title',
);
const textOf = (max: number, clean: (text: string) => string = (text) => text) =>
  fc
    .array(fc.oneof(nasty, fc.string({ maxLength: 5 }), fc.string({ unit: 'grapheme', maxLength: 3 })), {
      minLength: 1,
      maxLength: 5,
    })
    .map((pieces) =>
      clean(pieces.join('').replaceAll('\0', ''))
        .trim()
        .slice(0, max)
        .replace(/[\ud800-\udbff]$/u, '')
        .trim(),
    )
    .filter((text) => text !== '');
/** What a handle, a name of an option or of a column, and a word between commas can say in Shopify's format. */
const line = (text: string) => text.replaceAll(/\s+/gu, ' ');
const amount = fc.integer({ min: 1, max: 9_999_999 }).map((cents) => (cents / 100).toFixed(2));
const weight = fc.integer({ min: 1, max: 99_999 }).map((grams) => (grams / 1000).toFixed(3));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 2 });
const url = fc.webUrl({ withQueryParameters: true }).filter((text) => text.length <= 500);

const variant = fc.record({
  sku: textOf(40),
  size: maybe(textOf(20).filter((text) => text.toLowerCase() !== 'default title')),
  color: maybe(textOf(50).filter((text) => text.toLowerCase() !== 'default title')),
  price: maybe(amount),
  weight: maybe(weight),
  is_active: fc.boolean(),
  barcode: maybe(textOf(50)),
  images: maybe(fc.array(url, { minLength: 1, maxLength: 1 })),
});

const product = fc.record({
  slug: fc.stringMatching(/^[a-z0-9=+@'",;é-]{1,20}$/u),
  sku: textOf(40),
  name: textOf(100),
  description: maybe(textOf(300)),
  brand: maybe(fc.constantFrom('Uhu', 'O"Neill, Inc.', '=Brand', '日本', "'quoted'")),
  category: fc.constantFrom([], ['Men'], ['Men', 'Shoes > Boots'], ['=cat', 'a\\b', 'x, y']),
  price: amount,
  compare_price: maybe(amount),
  cost: maybe(amount),
  weight: maybe(weight),
  is_active: fc.boolean(),
  archived: fc.boolean(),
  tags: fc.uniqueArray(textOf(30, line), { maxLength: 3 }),
  meta_title: maybe(textOf(80)),
  meta_description: maybe(textOf(80)),
  barcode: maybe(textOf(50)),
  attributes: fc.uniqueArray(
    fc.record({ name: fc.oneof(fc.constantFrom('Gender', 'Age group', 'Sole'), textOf(30, line)), value: textOf(40) }),
    {
      maxLength: 3,
      selector: ({ name }) => name,
    },
  ),
  images: fc.uniqueArray(fc.record({ url, alt: maybe(textOf(60)) }), { maxLength: 3, selector: (image) => image.url }),
  primary: fc.nat(2),
  variants: fc.uniqueArray(variant, { maxLength: 4, selector: ({ size, color }) => JSON.stringify([size, color]) }),
});

type Product = typeof product extends fc.Arbitrary<infer T> ? T : never;

/** As a client of the database would write them, past every operation. */
async function fill(shop: TestDatabase, products: readonly Product[]): Promise<void> {
  await empty(shop);
  await shop.sql(
    "insert into brands (name, slug) select distinct b, 'b-' || md5(b) from jsonb_array_elements($1::jsonb) x, lateral (select x ->> 'brand' as b) y where b is not null",
    [JSON.stringify(products)],
  );
  const taken = new Set<string>();
  for (const one of products) {
    const codes = [one, ...one.variants].flatMap(({ sku, barcode }) => [sku, ...(barcode === null ? [] : [barcode])]);
    if (codes.some((code) => taken.has(code))) continue;
    if (new Set(one.variants.map(({ sku }) => sku)).size < one.variants.length) continue;
    for (const code of codes) taken.add(code);
    let parent: string | null = null;
    for (const name of one.category) {
      const [row]: { id: string }[] = await shop.sql<{ id: string }>(
        `with found as (select id from categories where name = $1 and parent_id is not distinct from $2::uuid),
        made as (insert into categories (name, slug, parent_id) select $1, gen_random_uuid()::text, $2::uuid where not exists (select from found) returning id)
        select id from found union all select id from made`,
        [name, parent],
      );
      parent = row?.id ?? null;
    }
    const [made] = await shop.sql<{ id: string }>(
      `insert into products (slug, sku, name, description, brand_id, category_id, price, compare_price, cost, weight, is_active,
        tags, meta_title, meta_description, barcode)
      select r.slug, r.sku, r.name, r.description, (select id from brands where name = r.brand), $2::uuid, r.price, r.compare_price,
        r.cost, r.weight, r.is_active, r.tags, r.meta_title, r.meta_description, r.barcode
      from jsonb_to_record($1::jsonb) as r (slug text, sku text, name text, description text, brand text, price numeric,
        compare_price numeric, cost numeric, weight numeric, is_active boolean, tags text[], meta_title text, meta_description text, barcode text)
      on conflict do nothing
      returning id`,
      [JSON.stringify(one), parent],
    );
    if (!made) continue;
    await shop.sql(
      `insert into product_variants (product_id, sku, size, color, price, weight, is_active, barcode, images)
      select $2::uuid, r.* from jsonb_to_recordset($1::jsonb) as r (sku text, size text, color text, price numeric, weight numeric,
        is_active boolean, barcode text, images text[]) on conflict do nothing`,
      [JSON.stringify(one.variants), made.id],
    );
    await shop.sql(
      'insert into product_attributes (product_id, name, value) select $2::uuid, r.* from jsonb_to_recordset($1::jsonb) as r (name text, value text)',
      [JSON.stringify(one.attributes), made.id],
    );
    const images = one.images.map((image, index) => ({
      ...image,
      sort_order: index,
      is_primary: index === Math.min(one.primary, one.images.length - 1),
    }));
    await shop.sql(
      `insert into product_images (product_id, url, alt_text, sort_order, is_primary)
      select $2::uuid, r.* from jsonb_to_recordset($1::jsonb) as r (url text, alt text, sort_order integer, is_primary boolean)`,
      [JSON.stringify(images), made.id],
    );
    if (one.archived) await shop.sql('update products set deleted_at = now() where id = $1', [made.id]);
  }
}

describe('whatever the texts hold', () => {
  let source: TestDatabase;
  beforeAll(async () => {
    source = await opened();
  });

  test.each<[Format]>([['csv'], ['shopify']])(
    '%s: the second export is the first one',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(product, { minLength: 5, maxLength: 20, selector: ({ slug }) => slug }),
          async (products) => {
            await fill(source, products);
            const text = await exported(source, format, 'archived:all');
            expect(firstDifference(await roundTrip(text, format, 'archived:all'), text)).toBeUndefined();
          },
        ),
        { numRuns: 3, endOnFailure: true },
      );
    },
    300_000,
  );

  test('our file brings back everything there is to see of a product', async () => {
    const [one] = fc.sample(product, { numRuns: 1, seed: 7 });
    if (!one) throw new Error('no product');
    await fill(source, [{ ...one, archived: false }]);
    const made = ['id', 'created_at', 'updated_at', 'version'];
    const seen = async (shop: TestDatabase) => {
      const call = { database: shop.database, actor: shop.actor('admin') };
      const { output } = await run(show, { product: one.slug }, call);
      return JSON.parse(
        JSON.stringify(output, (key, value: unknown) => (made.includes(key) ? undefined : value)),
      ) as object;
    };
    await roundTrip(await exported(source, 'csv'), 'csv');
    expect(await seen(target)).toEqual(await seen(source));
  });
});

describe('products.export', () => {
  test('a cell that a spreadsheet would run is text in our file, and itself again in the shop', async () => {
    const shop = await opened();
    await shop.sql("insert into products (sku, name, slug, price) values ('''=X', '=cmd|calc', 'eq', 5)");
    const text = await exported(shop, 'csv');
    expect(text).toContain(",''=X,");
    expect(text).toContain(",'=cmd|calc,");
    await roundTrip(text, 'csv');
    expect(await target.sql('select sku, name from products')).toEqual([{ sku: "'=X", name: '=cmd|calc' }]);
  });

  test('a search is refused, everybody on the staff may, a customer may not', async () => {
    await expect(exported(target, 'csv', 'runner')).rejects.toThrow(InvalidInput);
    const call = { database: target.database, actor: target.actor('customer'), write: () => Promise.resolve() };
    await expect(runExport(exportProducts, {}, call)).rejects.toThrow(Forbidden);
  });

  test('no piece is made before the one before it was taken', async () => {
    await empty(target);
    await target.sql(
      "insert into products (sku, name, slug, price) select 'B' || n, 'Batch', 'b-' || n, 5 from generate_series(1, 1000) n",
    );
    let inside = 0;
    let most = 0;
    let pieces = 0;
    const write = async () => {
      pieces += 1;
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    const done = await runExport(
      exportProducts,
      {},
      { database: target.database, actor: target.actor('oncall'), write },
    );
    expect({ most, count: done.count }).toEqual({ most: 1, count: 1000 });
    expect(pieces).toBeGreaterThan(3);
  });
});
