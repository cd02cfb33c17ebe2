import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { set } from '../../../src/operations/attributes/set.ts';
import { undo } from '../../../src/operations/audit/undo.ts';
import { archive as archiveBrand } from '../../../src/operations/brands/archive.ts';
import { create as createBrand } from '../../../src/operations/brands/create.ts';
import { create as createCategory } from '../../../src/operations/categories/create.ts';
import { move } from '../../../src/operations/categories/move.ts';
import { add } from '../../../src/operations/images/add.ts';
import { edit as editImage } from '../../../src/operations/images/edit.ts';
import { move as moveImage } from '../../../src/operations/images/move.ts';
import { remove } from '../../../src/operations/images/remove.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { archive } from '../../../src/operations/variants/archive.ts';
import { edit } from '../../../src/operations/variants/edit.ts';
import { openShop, type Shop } from '../shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
  await shop.act(createBrand, { name: 'Fjell' });
  await shop.act(createCategory, { name: 'Men' });
  await shop.act(createCategory, { name: 'Trail' });
  await shop.act(set, { product: 'RUN', name: 'sole', value: 'foam' });
  for (const name of ['a', 'b', 'c']) await shop.act(add, { product: 'RUN', address: `https://x.example/${name}.jpg` });
});

afterAll(() => shop.close());

/** What people see of the catalogue; versions only rise. */
const catalogue = () =>
  shop.sql(
    `select 'variant' as kind, sku as key, concat_ws('|', price, is_active, deleted_at is null) as is from product_variants
     union all
     select 'brand', slug, concat_ws('|', is_active, deleted_at is null) from brands
     union all
     select 'category', c.slug, coalesce(p.slug, 'top') from categories c left join categories p on p.id = c.parent_id
     union all
     select 'product', p.sku, b.slug from products p left join brands b on b.id = p.brand_id
     union all
     select 'picture', url, concat_ws('|', sort_order, is_primary, alt_text) from product_images
     union all
     select 'attribute', name, value from product_attributes
     order by 1, 2`,
  );

const acts: readonly (readonly [string, Operation, object])[] = [
  ['a grid of prices', edit, { lines: ['41', '42'].map((size) => ({ variant: `RUN-${size}-BLK`, price: '50.00' })) }],
  ['the archiving of a variant', archive, { variant: 'RUN-43-BLK' }],
  ['the archiving of a brand whose products moved', archiveBrand, { brand: 'stride', move_products_to: 'fjell' }],
  ['the move of a category', move, { category: 'trail', to: 'men' }],
  ['the move of a picture', moveImage, { product: 'RUN', image: '3', to: '1' }],
  ['another primary picture', editImage, { product: 'RUN', image: '2', primary: true }],
  ['the removal of the primary picture', remove, { product: 'RUN', image: '1' }],
  ['an attribute', set, { product: 'RUN', name: 'sole', value: 'cork' }],
];

test.each(acts)('%s is put back by one undo', async (_, operation, input) => {
  const before = await catalogue();
  const id = randomUUID();
  await shop.act(operation, input, 'manager', id);
  expect(await catalogue()).not.toEqual(before);
  await shop.act(undo, { operation: id });
  expect(await catalogue()).toEqual(before);
});
