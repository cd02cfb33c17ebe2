import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { page, pageStatement } from '../../../src/operations/listing.ts';
import { list } from '../../../src/operations/products/list.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let shop: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase();
  await shop.sql(
    "insert into brands (name, slug) values ('Nike', 'nike'), ('Adidas', 'adidas'), ('Nikolaus', 'nikolaus')",
  );
  await shop.sql("insert into categories (name, slug) values ('Running', 'running')");
  await shop.sql(`insert into products (sku, name, slug, price, brand_id, category_id, tags, description, created_at)
    select r.sku, r.name, r.slug, 50, b.id, c.id, r.tags, r.description, now() - r.age * interval '1 day'
    from (values
      ('AM90', 'Air Max 90', 'air-max-90', 'Nike', array['men'], 'A classic.', 30),
      ('AF1', 'Air Force', 'air-force', 'Nike', array['men'], 'White as snow.', 20),
      ('CLOUD', 'Cloud Airborne', 'cloud', 'Adidas', array['women'], 'For Nike fans who changed their mind, in black.', 10),
      ('BOOT', 'Winter boot', 'boot', 'Nikolaus', null, 'Warm', 1)
    ) r (sku, name, slug, brand, tags, description, age)
    join brands b on b.name = r.brand
    join categories c on c.slug = 'running'`);
  await shop.sql(`insert into product_variants (product_id, sku, size, color)
    select p.id, p.sku || '-' || s || '-BLK', s, 'black'
    from products p
    cross join (values ('41'), ('42.5')) v (s)
    where p.sku in ('AM90', 'BOOT')`);
  await shop.sql(`insert into product_variants (product_id, sku, size, color)
    select p.id, p.sku || '-41', '41', 'white' from products p where p.sku = 'AF1'`);
});
afterAll(() => shop.close());

const call = () => ({ database: shop.database, actor: shop.actor('warehouse') });
const found = async (filter: string) => (await page(list, { filter }, call())).rows.map(({ sku }) => sku);

describe('words find a product, best first', () => {
  test.each<[string, string[][], string]>([
    ['nik air 42 blk', [['AM90']], 'beginnings of brand and name, a size, a piece of a SKU'],
    ['air max', [['AM90']], 'words of the name'],
    ['nike', [['AM90', 'AF1'], ['CLOUD']], 'the brand before a word of the description'],
    ['air', [['AM90', 'AF1'], ['CLOUD']], 'a whole word before a beginning'],
    ['nikke aire', [['AM90', 'AF1']], 'slips of the finger'],
    ['wnitre bootes', [[]], 'not what is wrong in too many places'],
    ['wintre boot', [['BOOT']], 'two letters the other way round'],
    ['cluod', [['CLOUD']], 'the same in a name of one word'],
    ['black running', [['AM90', 'BOOT', 'CLOUD']], 'a colour and a category'],
    ['am90-41', [['AM90']], 'a fragment of a SKU'],
    ['AM90-41-BLK', [['AM90']], 'a SKU in full'],
    ['42.5', [['AM90', 'BOOT']], 'a size with its half'],
    ['orce', [['AF1']], 'the inside of a word'],
    ['nike women', [['CLOUD']], 'a word of the description with a tag'],
    ['xyzzy', [[]], 'nothing'],
    ["'; drop table products --", [[]], 'what is hostile'],
  ])('%s finds %j: %s', async (text, ranks) => {
    const got = await found(text);
    const inRanks = ranks.map((rank, index) => {
      const start = ranks.slice(0, index).flat().length;
      return { rank: rank.toSorted(), got: got.slice(start, start + rank.length).toSorted() };
    });
    for (const { rank, got: there } of inRanks) expect(there).toEqual(rank);
    expect(got).toHaveLength(ranks.flat().length);
  });

  test('another sort stays what it is, and "best" without words is the list’s own', async () => {
    const of = async (request: object) => (await page(list, request, call())).rows.map(({ sku }) => sku);
    expect(await of({ filter: 'air', sort: 'newest' })).toEqual(['CLOUD', 'AF1', 'AM90']);
    expect(await of({ sort: 'best' })).toEqual(['BOOT', 'CLOUD', 'AF1', 'AM90']);
  });

  test('pages of one row hold every find once, forward and back', async () => {
    const all = await found('air');
    const forward: unknown[] = [];
    for (let after: string | null = ''; after !== null;) {
      const one = await page(list, { filter: 'air', limit: 1, ...(after && { after }) }, call());
      forward.push(...one.rows.map(({ sku }) => sku));
      after = one.next;
    }
    expect(forward).toEqual(all);
    const back: unknown[] = [];
    for (let before: string | null = ''; before !== null;) {
      const one = await page(list, { filter: 'air', limit: 1, ...(before ? { before } : { fromEnd: true }) }, call());
      back.unshift(...one.rows.map(({ sku }) => sku));
      before = one.previous;
    }
    expect(back).toEqual(all);
  });

  test('whatever is typed is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        const words = text.replaceAll(/[:\0]/gu, ' ');
        await page(list, { filter: words }, call());
      }),
      { numRuns: 60 },
    );
  });
});

describe('the search document follows', () => {
  const sees = async (word: string) => (await found(word)).includes('CLOUD');

  test('a new name, a new variant, a variant that got another colour, a renamed brand', async () => {
    await shop.sql("update products set name = 'Cloud Zebra' where sku = 'CLOUD'");
    expect(await sees('zebra')).toBe(true);
    await shop.sql(
      "insert into product_variants (product_id, sku, size, color) select id, 'CLOUD-44', '44', 'teal' from products where sku = 'CLOUD'",
    );
    expect(await sees('cloud teal')).toBe(true);
    await shop.sql("update product_variants set color = 'mauve' where sku = 'CLOUD-44'");
    expect([await sees('cloud teal'), await sees('cloud mauve')]).toEqual([false, true]);
    await shop.sql("update brands set name = 'Threestripes' where slug = 'adidas'");
    expect(await sees('threestripes')).toBe(true);
  });

  test('two variants that come at the same moment are both in it', async () => {
    const add = (sku: string, color: string) =>
      shop.sql(
        "insert into product_variants (product_id, sku, color) select id, $1, $2 from products where sku = 'AF1'",
        [sku, color],
      );
    await Promise.all([add('AF1-X', 'ochre'), add('AF1-Y', 'umber')]);
    expect(await found('force ochre umber')).toEqual(['AF1']);
  });

  test('staff reads it and does not write it', async () => {
    for (const role of ['admin', 'manager'] as const) {
      const write = shop.database.write({ actor: shop.actor(role), operation: 'test' }, (tx) =>
        tx.query("update product_search set document = ''"),
      );
      await expect(write).rejects.toHaveProperty('exitCode', 5);
    }
  });
});

test('no search reads a table from end to end', async () => {
  for (const filter of ['nik air 42 blk', 'nikke', '42', 'a', 'AM90-41-BLK']) {
    const { text, values } = pageStatement(list, { filter }, 'manager');
    const plan = await shop.database.read({ actor: shop.actor('manager'), operation: 'test' }, async (tx) => {
      await tx.query('set local enable_seqscan = off');
      const rows = await tx.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).not.toMatch(/Seq Scan on (products|product_variants|product_search|inventory)/u);
  }
});
