import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Forbidden, NotFound } from '../../../src/domain/errors.ts';
import { run, type Call } from '../../../src/operations/operation.ts';
import { show } from '../../../src/operations/products/show.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let shop: TestDatabase;
let call: Call;

beforeAll(async () => {
  shop = await testDatabase({ sample: true });
  call = { database: shop.database, actor: shop.actor('oncall') };
});

afterAll(() => shop.close());

const shown = async (product: string) => (await run(show, { product }, call)).output;

test('SKU, slug, id and the SKU of a variant lead to the same product, in any case', async () => {
  const [one] = await shop.sql<{ id: string; sku: string; slug: string; variant: string }>(
    'select p.id, p.sku, p.slug, v.sku as variant from products p join product_variants v on v.product_id = p.id limit 1',
  );
  if (!one) throw new Error('the sample has no product');
  for (const word of [one.sku, one.slug, one.id, one.variant, one.sku.toLowerCase(), one.slug.toUpperCase()]) {
    expect((await shown(word)).id).toBe(one.id);
  }
});

test('its stock by warehouse adds up to what its variants have, its figures leave cancelled orders out', async () => {
  const [best] = await shop.sql<{ slug: string; sold: number }>(
    `select p.slug, sum(i.quantity)::integer as sold
    from order_items i
    join orders o on o.id = i.order_id and o.status <> 'CANCELLED'
    join products p on p.id = i.product_id
    group by p.id
    order by 2 desc, 1
    limit 1`,
  );
  const product = await shown(best?.slug ?? '');
  expect(product.stats.total_sold).toBe(best?.sold);
  for (const { sku, stock } of product.variants) {
    const places = product.inventory.filter((place) => place.sku === sku);
    expect(places.reduce((sum, { available }) => sum + available, 0)).toBe(stock);
  }
  expect(product.inventory.length).toBeGreaterThan(0);
  expect(product.variants.every(({ price }) => /^\d+\.\d\d$/u.test(price))).toBe(true);
});

test.each(['nothing-of-the-kind', '00000000-0000-0000-0000-000000000000', "x' or true--"])(
  '%j is not found',
  async (word) => {
    await expect(shown(word)).rejects.toThrow(NotFound);
  },
);

test('a customer may not look', async () => {
  await expect(run(show, { product: 'x' }, { ...call, actor: shop.actor('customer') })).rejects.toThrow(Forbidden);
});
