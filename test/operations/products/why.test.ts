import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NotFound } from '../../../src/domain/errors.ts';
import { archive } from '../../../src/operations/products/archive.ts';
import { restore } from '../../../src/operations/products/restore.ts';
import { why } from '../../../src/operations/products/why.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 2, [`${socks}@HAM`]: 5 });
  await shop.sql("insert into categories (name, slug) values ('Shoes', 'shoes')");
  await shop.sql(
    "insert into categories (name, slug, parent_id) select 'Running', 'running', id from categories where slug = 'shoes'",
  );
  await shop.sql(
    "update products set category_id = (select id from categories where slug = 'running'), description = 'x'",
  );
  await shop.sql("insert into product_images (product_id, url) select id, 'https://x.test/' || sku from products");
});
afterAll(() => shop.close());

const asked = async (product: string) => {
  const { visible, buyable, rows, variant, sku } = await shop.act(why, { product }, 'warehouse');
  return { sku, variant, visible, buyable, codes: rows.map(({ code }) => code) };
};

describe('products.why', () => {
  test('a SKU of a variant asks about that one, a product about all of it', async () => {
    expect(await asked('run-42-blk')).toEqual({
      sku: 'RUN',
      variant: shoe.middle,
      visible: true,
      buyable: true,
      codes: [],
    });
    expect(await asked('RUN-41-BLK')).toMatchObject({ visible: true, buyable: false, codes: ['no_stock'] });
    expect(await asked('RUN')).toMatchObject({ variant: null, buyable: true, codes: ['variants_without_stock'] });
    expect(await asked('socks')).toMatchObject({ buyable: true, codes: [] });
    await expect(asked('nothing')).rejects.toThrow(NotFound);
  });

  test('what happens in the shop is seen: reserved, a closed warehouse, a hidden category above, the archive', async () => {
    await shop.order(`${shoe.middle}=2`);
    expect(await asked(shoe.middle)).toMatchObject({ buyable: false, codes: ['all_reserved'] });
    await shop.sql("update warehouses set is_active = false where code = 'HAM'").catch(() => undefined);
    const [closed] = await shop.sql<{ is_active: boolean }>("select is_active from warehouses where code = 'HAM'");
    expect((await asked(socks)).codes).toEqual(closed?.is_active === false ? ['warehouse_inactive'] : []);
    await shop.sql("update categories set is_active = false where slug = 'shoes'");
    expect(await asked('RUN')).toMatchObject({ visible: false, buyable: false });
    await shop.sql('update categories set is_active = true');
    await shop.act(archive, { product: 'RUN' });
    expect(await asked('RUN')).toMatchObject({ visible: false, codes: ['archived', 'no_stock'] });
    await shop.act(restore, { product: 'RUN' });
    await shop.sql("update product_variants set is_active = false where sku = 'RUN-42-BLK'");
    expect(await asked(shoe.middle)).toMatchObject({ visible: false, codes: ['variant_inactive', 'all_reserved'] });
  });
});
