import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Conflict, Forbidden, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { run } from '../../../src/operations/operation.ts';
import { edit } from '../../../src/operations/products/edit.ts';
import { price } from '../../../src/operations/products/price.ts';
import { openShop, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.sql("update products set price = 99.90, cost = 60, compare_price = null where sku = 'RUN'");
  await shop.sql("update products set price = 12.50, cost = null, compare_price = 15 where sku = 'SOCKS'");
  await shop.sql("update product_variants set price = 109.90 where sku = 'RUN-43-BLK'");
});

const preview = (input: object) =>
  run(price, input, { database: shop.database, actor: shop.actor('manager'), dryRun: true });
const prices = async () => {
  const rows = await shop.sql<{ sku: string; price: string }>(
    'select sku, price from products union all select sku, price from product_variants where price is not null order by 1',
  );
  return Object.fromEntries(rows.map((row) => [row.sku, row.price]));
};

describe('products.price', () => {
  test('the preview shows every row and writes nothing; with its fingerprint exactly that is written, as one audited act', async () => {
    const before = await prices();
    const { output } = await preview({ filter: 'brand:stride', percent: '-10', round: '.99' });
    expect(output).toMatchObject({
      changed: 3,
      unchanged: 0,
      below_cost: 0,
      rows: [
        { sku: 'RUN', field: 'price', from: '99.90', to: '89.99', cost: '60.00', margin: '33.3', warning: null },
        { sku: 'RUN-43-BLK', name: 'Runner 43 black', from: '109.90', to: '98.99' },
        { sku: 'SOCKS', from: '12.50', to: '10.99', cost: null, margin: null },
      ],
    });
    expect(await prices()).toEqual(before);
    const wanted = { filter: 'brand:stride', percent: '-10', round: '.99', expect: output.fingerprint };
    await shop.act(price, { ...wanted, reason: 'autumn' });
    expect(await prices()).toEqual({ RUN: '89.99', 'RUN-43-BLK': '98.99', SOCKS: '10.99' });
    const audit = await shop.sql(
      `select table_name, count(distinct operation_id)::int as acts, count(*)::int as rows from audit_logs
      where operation = 'products.price' and reason = 'autumn' group by 1 order by 1`,
    );
    expect(audit).toEqual([
      { table_name: 'product_variants', acts: 1, rows: 1 },
      { table_name: 'products', acts: 1, rows: 2 },
    ]);
  });

  test('what moved since the preview is a conflict, and nothing is written', async () => {
    const input = { filter: 'brand:stride', amount: '5' };
    const { output } = await preview(input);
    await shop.act(edit, { product: 'SOCKS', price: '13.00' });
    const before = await prices();
    const error: unknown = await shop.act(price, { ...input, expect: output.fingerprint }).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(Conflict);
    expect(error).toHaveProperty('message', 'This is not what was previewed: a price moved.');
    await shop.sql("update product_variants set price = null where sku = 'RUN-43-BLK'");
    await expect(shop.act(price, { ...input, expect: output.fingerprint })).rejects.toThrow(
      'it was 3 prices and is 2 now',
    );
    expect(await prices()).toMatchObject({ RUN: before['RUN'], SOCKS: '13.00' });
  });

  test('which amounts: of products, of variants, former ones, and a variant by its SKU', async () => {
    const skus = async (input: object) => (await preview(input)).output.rows.map(({ sku, field }) => `${sku} ${field}`);
    expect(await skus({ skus: ['run', 'SOCKS'], amount: '1', what: 'price' })).toEqual(['RUN price', 'SOCKS price']);
    expect(await skus({ skus: ['RUN'], amount: '1', what: 'variants' })).toEqual(['RUN-43-BLK price']);
    expect(await skus({ filter: 'active:yes', amount: '1', what: 'compare_price' })).toEqual(['SOCKS compare_price']);
    expect(await skus({ skus: ['RUN-43-BLK'], to: '104.90' })).toEqual(['RUN-43-BLK price']);
    await expect(preview({ skus: ['RUN-41-BLK'], to: '104.90' })).rejects.toThrow('no price to change');
  });

  test('below cost is refused with the rows, and done when it was agreed to', async () => {
    const input = { skus: ['RUN'], percent: '-50', what: 'price' };
    const before = await prices();
    const error: unknown = await shop.act(price, input).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({
      message: '1 price would fall below cost: RUN 49.95 (cost 60.00).',
      hint: expect.stringContaining('--below-cost'),
      details: { below_cost: 1 },
    });
    expect(await prices()).toEqual(before);
    expect(price.confirm?.({ ...input, what: 'price', below_cost: true })).toMatchObject({ typed: 'BELOW COST' });
    expect(await shop.act(price, { ...input, below_cost: true })).toMatchObject({ changed: 1, below_cost: 1 });
  });

  test.each<[string, object, typeof InvalidInput | typeof NotFound | typeof Refused, string]>([
    ['no change', { skus: ['RUN'] }, InvalidInput, 'by how much'],
    ['two changes', { skus: ['RUN'], percent: '5', amount: '1' }, InvalidInput, 'by how much'],
    ['no products', { percent: '5' }, InvalidInput, 'Say which'],
    ['both', { skus: ['RUN'], filter: 'active:yes', percent: '5' }, InvalidInput, 'Say which'],
    ['an empty filter', { filter: ' ', percent: '5' }, InvalidInput, 'The filter is empty'],
    ['a search', { filter: 'runner', percent: '5' }, InvalidInput, 'is a search'],
    ['an unknown SKU', { skus: ['RUN', 'NONE'], percent: '5' }, NotFound, 'no SKU NONE'],
    ['a price below zero', { skus: ['SOCKS'], amount: '-20' }, Refused, 'SOCKS: 12.50 would become -7.50'],
    ['a rounding that is none', { skus: ['RUN'], percent: '5', round: '.9' }, InvalidInput, 'round'],
    ['nothing found', { filter: 'sku:nothing', percent: '5' }, Refused, 'no price to change'],
    ['a brand that is none', { filter: 'brand:nobody', percent: '5' }, InvalidInput, 'there is no such brand'],
  ])('%s is refused', async (_, input, kind, told) => {
    const error: unknown = await shop.act(price, input).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(kind);
    expect(error).toHaveProperty('message', expect.stringContaining(told));
  });

  test('warehouse staff may not', async () => {
    await expect(shop.act(price, { skus: ['RUN'], percent: '5' }, 'warehouse')).rejects.toThrow(Forbidden);
  });

  test('two at once that each add one are one after the other: none is lost', async () => {
    const input = { filter: 'active:yes', amount: '1', what: 'price' };
    await Promise.all(Array.from({ length: 6 }, () => shop.act(price, input)));
    expect(await prices()).toMatchObject({ RUN: '105.90', SOCKS: '18.50' });
  });

  test('ten thousand products in one transaction, each with its version', async () => {
    await shop.sql(
      "insert into products (sku, name, slug, price, tags) select 'M' || n, 'Many ' || n, 'many-' || n, 50, array['many'] from generate_series(1, 10000) n",
    );
    const done = await shop.act(price, { filter: 'tag:many', percent: '7.5', round: '0.05' });
    expect(done).toMatchObject({ changed: 10_000 });
    const [row] = await shop.sql(
      "select count(*)::int as versions from product_versions where version_number = 2 and data ->> 'price' = '53.75'",
    );
    expect(row).toEqual({ versions: 10_000 });
  });
});

describe('products.edit and the stored cost', () => {
  test('a price below what the shop has as cost is refused, agreed to it is done, and left alone it is left alone', async () => {
    await expect(shop.act(edit, { product: 'RUN', price: '50' })).rejects.toThrow(
      'RUN would be sold for 50.00 and costs the shop 60.00.',
    );
    await expect(shop.act(edit, { product: 'RUN', cost: '100' })).rejects.toThrow('costs the shop 100.00.');
    expect(edit.confirm?.({ product: 'RUN', price: '50', below_cost: true })).toMatchObject({ typed: 'BELOW COST' });
    expect(edit.confirm?.({ product: 'RUN', price: '50', cost: '60', below_cost: false })).toMatchObject({
      typed: 'BELOW COST',
    });
    await shop.act(edit, { product: 'RUN', price: '50', below_cost: true });
    await shop.act(edit, { product: 'RUN', price: '50.00', name: 'Runner II' });
    await shop.act(edit, { product: 'RUN', name: 'Runner' });
    await shop.act(edit, { product: 'RUN', price: '61' });
  });
});
