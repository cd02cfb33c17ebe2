import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Conflict, NotFound, Refused } from '../../../src/domain/errors.ts';
import { create } from '../../../src/operations/products/create.ts';
import { diff } from '../../../src/operations/products/diff.ts';
import { edit } from '../../../src/operations/products/edit.ts';
import { history } from '../../../src/operations/products/history.ts';
import { price } from '../../../src/operations/products/price.ts';
import { revert } from '../../../src/operations/products/revert.ts';
import { show } from '../../../src/operations/products/show.ts';
import { openShop, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.sql("insert into brands (name, slug) values ('Fjell', 'fjell')");
});
afterAll(() => shop.close());

const fresh = async (name: string, more: object = {}) =>
  (await shop.act(create, { name, price: '50', brand: 'stride', ...more })).sku;

describe('products.history', () => {
  test('tells who changed what when, newest first, with names instead of ids, and the product’s parts', async () => {
    const sku = await fresh('Told');
    await shop.act(edit, { product: sku, price: '45.50', brand: 'Fjell' }, 'admin');
    await shop.sql(
      "insert into product_variants (product_id, sku, size, price) select id, 'TOLD-42', '42', 60 from products where sku = $1",
      [sku],
    );
    await shop.act(price, { skus: ['TOLD-42'], percent: '-10', reason: 'sale' });
    await shop.sql(
      "insert into product_images (product_id, url, is_primary) select id, 'https://x.test/1.jpg', true from products where sku = $1",
      [sku],
    );
    await shop.sql("delete from product_images where url = 'https://x.test/1.jpg'");
    const told = await shop.act(history, { product: sku }, 'oncall');
    expect(told).toMatchObject({ sku, version: 2 });
    expect(told.rows.map(({ what, name, action, version, changed }) => [what, name, action, version, changed])).toEqual(
      [
        ['picture', 'https://x.test/1.jpg', 'deleted', null, ''],
        ['picture', 'https://x.test/1.jpg', 'made', null, ''],
        ['variant', 'TOLD-42', 'changed', null, 'price 60.00 → 54.00'],
        ['variant', 'TOLD-42', 'made', null, ''],
        ['product', sku, 'changed', 2, 'brand Stride → Fjell; price 50.00 → 45.50'],
        ['product', sku, 'made', 1, ''],
      ],
    );
    expect(told.rows[2]).toMatchObject({
      by: shop.actor('manager').email,
      operation: 'products.price',
      reason: 'sale',
    });
    expect(told.rows[4]).toMatchObject({ by: shop.actor('admin').email, operation: 'products.edit' });
    expect((await shop.act(history, { product: sku, limit: 2 })).rows).toHaveLength(2);
  });
});

describe('products.diff', () => {
  test('two versions, and one against now', async () => {
    const sku = await fresh('Compared', { tags: 'new' });
    await shop.act(edit, { product: sku, price: '45' });
    await shop.act(edit, { product: sku, tags: 'new, sale' });
    expect(await shop.act(diff, { product: sku, from: 1, to: 2 })).toMatchObject({
      from: { version: 1 },
      to: { version: 2, by: shop.actor('manager').email },
      rows: [{ field: 'price', from: '50.00', to: '45.00' }],
    });
    expect((await shop.act(diff, { product: sku, from: 1 })).rows).toEqual([
      { field: 'price', from: '50.00', to: '45.00' },
      { field: 'tags', from: ['new'], to: ['new', 'sale'] },
    ]);
    await expect(shop.act(diff, { product: sku, from: 9 })).rejects.toThrow(`${sku} has no version 9; it has 1 to 3.`);
  });
});

describe('products.revert', () => {
  test('brings the fields of a version back as a new version', async () => {
    const sku = await fresh('Back', { tags: 'a, b', cost: '20', description: 'First' });
    const before = await shop.act(show, { product: sku });
    await shop.act(edit, {
      product: sku,
      price: '45',
      name: 'Forth',
      tags: '',
      brand: 'fjell',
      active: 'no',
      cost: '',
    });
    const done = await shop.act(revert, { product: sku, to_version: 1, expected_version: 2 });
    expect(done).toMatchObject({ version: 3, reverted_to: 1 });
    expect(done.changes.map(({ field }) => field).sort()).toEqual([
      'brand_id',
      'cost',
      'is_active',
      'name',
      'price',
      'tags',
    ]);
    const after = await shop.act(show, { product: sku });
    expect(after).toEqual({ ...before, version: 3, updated_at: after.updated_at });
    expect(await shop.act(revert, { product: sku, to_version: 3 })).toMatchObject({ version: 3, changes: [] });
  });

  test('a version that is not there, a stale look and a price below the cost are refused', async () => {
    const sku = await fresh('Stale');
    await shop.act(edit, { product: sku, price: '70', cost: '60' });
    await expect(shop.act(revert, { product: sku, to_version: 7 })).rejects.toThrow(NotFound);
    const stale: unknown = await shop
      .act(revert, { product: sku, to_version: 1, expected_version: 1 })
      .catch((e: unknown) => e);
    expect(stale).toBeInstanceOf(Conflict);
    await shop.act(edit, { product: sku, price: '65', below_cost: true });
    await shop.act(edit, { product: sku, price: '40', below_cost: true });
    await shop.act(edit, { product: sku, price: '80' });
    await expect(shop.act(revert, { product: sku, to_version: 4 })).rejects.toThrow('would be sold for 40.00');
    expect(await shop.act(revert, { product: sku, to_version: 4, below_cost: true })).toMatchObject({ version: 6 });
  });

  test('a SKU or slug that somebody else has now is not taken away', async () => {
    const sku = await fresh('Named', { sku: 'NAMED-1', slug: 'named-one' });
    await shop.act(edit, { product: sku, sku: 'NAMED-2' });
    await fresh('Thief', { sku: 'NAMED-1', slug: 'thief' });
    const error: unknown = await shop.act(revert, { product: 'NAMED-2', to_version: 1 }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Refused);
    expect(error).toHaveProperty('message', 'NAMED-2 had the SKU NAMED-1 in version 1, which belongs to Thief now.');
    await shop.sql("update products set slug = 'named-two' where sku = 'NAMED-2'");
    await shop.sql("update products set sku = 'THIEF', slug = 'named-one' where sku = 'NAMED-1'");
    await expect(shop.act(revert, { product: 'NAMED-2', to_version: 1 })).rejects.toThrow('the slug named-one');
  });

  test('a brand that is gone is told, and of two people one wins', async () => {
    await shop.sql("insert into brands (name, slug) values ('Gone', 'gone')");
    const sku = await fresh('Orphan', { brand: 'gone' });
    await shop.act(edit, { product: sku, brand: '' });
    await shop.sql("delete from brands where slug = 'gone'");
    await expect(shop.act(revert, { product: sku, to_version: 1 })).rejects.toThrow('The brand of version 1');
    const race = await fresh('Race');
    await shop.act(edit, { product: race, price: '10' });
    const both = await Promise.allSettled(
      [1, 1].map(() => shop.act(revert, { product: race, to_version: 1, expected_version: 2 })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
