import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Conflict, Forbidden, NotFound, Refused } from '../../../src/domain/errors.ts';
import { page } from '../../../src/operations/listing.ts';
import { archive } from '../../../src/operations/products/archive.ts';
import { edit } from '../../../src/operations/products/edit.ts';
import { list } from '../../../src/operations/products/list.ts';
import { restore } from '../../../src/operations/products/restore.ts';
import { show } from '../../../src/operations/products/show.ts';
import { openShop, shoe, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 5 });
});
afterAll(() => shop.close());

const variants = async () =>
  (await shop.act(show, { product: 'RUN' })).variants.map(({ sku, is_active }) => `${sku} ${is_active}`);
const as = (role: 'manager' | 'admin', text: string, values: readonly unknown[] = []) =>
  shop.database.write({ actor: shop.actor(role), operation: 'test' }, (tx) => tx.query(text, values));

describe('archive and restore', () => {
  test('takes the product and its variants off sale, says what is still under way, and brings back what was on sale', async () => {
    await shop.sql("update product_variants set is_active = false where sku = 'RUN-41-BLK'");
    await shop.order(`${shoe.middle}=1`);
    expect(await shop.act(archive, { product: 'run', reason: 'no longer made' })).toMatchObject({
      sku: 'RUN',
      version: 2,
      variants_off_sale: 2,
      open_orders: 1,
      on_hand: 5,
    });
    expect(await variants()).toEqual([`${shoe.small} false`, `${shoe.middle} false`, `${shoe.large} false`]);
    const { rows } = await page(list, {}, { database: shop.database, actor: shop.actor('oncall') });
    expect(rows.map(({ sku }) => sku)).toEqual(['SOCKS']);
    expect(await shop.act(restore, { product: 'RUN' })).toMatchObject({
      is_active: true,
      variants_on_sale: 2,
      version: 3,
    });
    expect(await variants()).toEqual([`${shoe.small} false`, `${shoe.middle} true`, `${shoe.large} true`]);
    const audit = await shop.sql(
      "select operation, reason from audit_logs where table_name = 'products' and operation like 'products.%' order by changed_at",
    );
    expect(audit).toEqual([
      { operation: 'products.archive', reason: 'no longer made' },
      { operation: 'products.restore', reason: null },
    ]);
  });

  test('a product that was not on sale comes back so', async () => {
    await shop.act(edit, { product: 'SOCKS', active: 'no' });
    await shop.act(archive, { product: 'SOCKS' });
    expect(await shop.act(restore, { product: 'SOCKS' })).toMatchObject({ is_active: false });
    await shop.act(archive, { product: 'SOCKS' });
    expect(await shop.act(restore, { product: 'SOCKS', active: 'yes' })).toMatchObject({ is_active: true });
  });

  test('twice, unknown, stale and forbidden are refused', async () => {
    await shop.act(archive, { product: 'SOCKS' });
    await expect(shop.act(archive, { product: 'SOCKS' })).rejects.toThrow(Refused);
    await expect(shop.act(edit, { product: 'SOCKS', price: '5' })).rejects.toThrow('SOCKS is in the archive.');
    await expect(shop.act(restore, { product: 'SOCKS', expected_version: 1 })).rejects.toThrow(Conflict);
    await shop.act(restore, { product: 'SOCKS' });
    await expect(shop.act(restore, { product: 'SOCKS' })).rejects.toThrow('not in the archive');
    await expect(shop.act(archive, { product: 'NONE' })).rejects.toThrow(NotFound);
    await expect(shop.act(archive, { product: 'RUN' }, 'warehouse')).rejects.toThrow(Forbidden);
  });
});

describe('whatever client asks, what is archived is not on sale', () => {
  test('neither the product nor a variant can be put on sale, and a new variant waits for the restore', async () => {
    await shop.act(archive, { product: 'RUN' });
    await expect(as('admin', "update products set is_active = true where sku = 'RUN'")).rejects.toThrow(
      'RUN is in the archive and cannot be put on sale: restore it first',
    );
    await expect(
      as('manager', "update product_variants set is_active = true where sku = 'RUN-42-BLK'"),
    ).rejects.toThrow('The product of RUN-42-BLK is in the archive');
    await as(
      'manager',
      "insert into product_variants (product_id, sku, size) select id, 'RUN-45', '45' from products where sku = 'RUN'",
    );
    const [fresh] = await shop.sql("select is_active from product_variants where sku = 'RUN-45'");
    expect(fresh).toEqual({ is_active: false });
    await shop.act(restore, { product: 'RUN' });
    const [back] = await shop.sql("select is_active, archived_at from product_variants where sku = 'RUN-45'");
    expect(back).toEqual({ is_active: true, archived_at: null });
  });

  test('a plain UPDATE of deleted_at takes the variants with it', async () => {
    await as('admin', "update products set deleted_at = now() where sku = 'RUN'");
    const off = await shop.sql<{ is_active: boolean }>(
      "select is_active from products where sku = 'RUN' union select is_active from product_variants",
    );
    expect(off).toEqual([{ is_active: false }]);
    await shop.act(restore, { product: 'RUN' });
  });

  test('a variant that is put on sale at the moment its product is archived is off sale afterwards', async () => {
    for (let round = 0; round < 8; round += 1) {
      const sku = `RACE-${round}`;
      const insert = as(
        'manager',
        "insert into product_variants (product_id, sku, size) select id, $1::text, $1::text from products where sku = 'RUN'",
        [sku],
      );
      await Promise.all([insert, shop.act(archive, { product: 'RUN' })]);
      const on = await shop.sql("select sku from product_variants where is_active and sku <> 'SOCKS'");
      expect(on).toEqual([]);
      await shop.act(restore, { product: 'RUN' });
    }
  });
});
