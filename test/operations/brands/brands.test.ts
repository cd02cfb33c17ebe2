import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Conflict, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { page } from '../../../src/operations/listing.ts';
import { archive } from '../../../src/operations/brands/archive.ts';
import { create } from '../../../src/operations/brands/create.ts';
import { edit } from '../../../src/operations/brands/edit.ts';
import { list } from '../../../src/operations/brands/list.ts';
import { restore } from '../../../src/operations/brands/restore.ts';
import { show } from '../../../src/operations/brands/show.ts';
import { edit as editProduct } from '../../../src/operations/products/edit.ts';
import { caught } from '../caught.ts';
import { openShop, type Shop } from '../shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.close());

test('a brand is made, edited and shown with its counts', async () => {
  expect(await shop.act(create, { name: 'Fjell & Sø', website: 'https://fjell.example' })).toMatchObject({
    slug: 'fjell-so',
    version: 1,
  });
  expect(
    await shop.act(edit, {
      brand: 'fjell & sø',
      logo_url: 'https://fjell.example/l.svg',
      website: '',
      expected_version: 1,
    }),
  ).toMatchObject({
    version: 2,
    changes: [{ field: 'website', from: 'https://fjell.example', to: null }, { field: 'logo_url' }],
  });
  expect(await shop.act(show, { brand: 'Stride' }, 'oncall')).toMatchObject({
    counts: { products: 2, on_sale: 2, archived: 0 },
    status: 'ACTIVE',
  });
});

test.each([
  ['a name that is taken', () => shop.act(create, { name: 'Stride', slug: 'other' }), Refused],
  ['a slug that is taken', () => shop.act(create, { name: 'Other', slug: 'Stride' }), Refused],
  ['a web site that is none', () => shop.act(create, { name: 'Other', website: 'javascript:alert(1)' }), InvalidInput],
  ['an unknown brand', () => shop.act(edit, { brand: 'nobody', name: 'x' }), NotFound],
  ['a name that is cleared', () => shop.act(edit, { brand: 'stride', name: '' }), InvalidInput],
])('%s is refused', async (_, attempt, kind) => {
  expect(await caught(attempt())).toBeInstanceOf(kind);
});

test('of 64 sessions that edit the same version exactly one wins', async () => {
  const { version } = await shop.act(show, { brand: 'stride' });
  const all = await Promise.all(
    Array.from({ length: 64 }, (_, n) =>
      caught(shop.act(edit, { brand: 'stride', description: `no ${n}`, expected_version: version })),
    ),
  );
  expect(all.filter((error) => error === undefined)).toHaveLength(1);
  for (const error of all) if (error !== undefined) expect(error).toBeInstanceOf(Conflict);
});

test('a brand with products goes into the archive only when they go elsewhere, and comes back without them', async () => {
  await shop.act(create, { name: 'Old', slug: 'old' });
  await shop.act(editProduct, { product: 'SOCKS', brand: 'old' });
  expect(await caught(shop.act(archive, { brand: 'old' }))).toMatchObject({
    message: 'Brand Old still has 1 product.',
    hint: 'Give --move-products-to BRAND; see: solemate products list --brand old',
  });
  expect(await shop.act(archive, { brand: 'old', move_products_to: 'stride' })).toMatchObject({ moved: 1, version: 2 });
  expect(await caught(shop.act(archive, { brand: 'old' }))).toBeInstanceOf(Refused);
  expect(await caught(shop.act(edit, { brand: 'old', name: 'x' }))).toBeInstanceOf(Refused);
  expect(await caught(shop.act(editProduct, { product: 'SOCKS', brand: 'old' }))).toMatchObject({
    message: 'Brand Old is in the archive: SOCKS cannot be of it.',
  });
  const call = { database: shop.database, actor: shop.actor('warehouse') };
  const slugs = async (filter: string) => (await page(list, { filter }, call)).rows.map((row) => row['slug']);
  expect(await slugs('')).not.toContain('old');
  expect(await slugs('archived:yes')).toEqual(['old']);
  expect(await slugs('empty:no')).toEqual(['stride']);
  await shop.act(restore, { brand: 'old' });
  expect(await shop.act(show, { brand: 'old' })).toMatchObject({ status: 'ACTIVE', counts: { products: 0 } });
});

test('archiving and putting a product in at once: never a product of an archived brand', async () => {
  await shop.act(create, { name: 'Race', slug: 'race' });
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([
      caught(shop.act(archive, { brand: 'race' })),
      caught(shop.act(editProduct, { product: 'SOCKS', brand: 'race' })),
    ]);
    const bad = await shop.sql(
      'select 1 from products p join brands b on b.id = p.brand_id where b.deleted_at is not null and p.deleted_at is null',
    );
    expect(bad).toEqual([]);
    await shop.sql(
      "update products set brand_id = null where sku = 'SOCKS'; update brands set deleted_at = null, is_active = true where slug = 'race'",
    );
  }
});
