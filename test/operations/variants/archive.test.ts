import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Conflict, Refused } from '../../../src/domain/errors.ts';
import { archive } from '../../../src/operations/variants/archive.ts';
import { restore } from '../../../src/operations/variants/restore.ts';
import { show } from '../../../src/operations/variants/show.ts';
import { caught } from '../caught.ts';
import { openShop, shoe, type Shop } from '../shop.ts';

let shop: Shop;

beforeEach(async () => {
  shop = await openShop({ [`${shoe.small}@BER`]: 5, [`${shoe.small}@HAM`]: 2, [`${shoe.middle}@BER`]: 3 });
});

afterEach(() => shop.close());

const showing = (variant: string) => shop.act(show, { variant });
const move = (sku: string, type: string, quantity: number) =>
  shop.sql(
    `insert into inventory_transactions (inventory_id, type, quantity, notes)
     select i.id, $2, $3, 'test' from inventory i join product_variants v on v.id = i.variant_id
     where v.sku = $1 order by i.quantity desc limit 1`,
    [sku, type, quantity],
  );

test('an archived variant is off sale, a restored one is on sale again', async () => {
  await shop.act(archive, { variant: shoe.large, expected_version: 1 });
  expect(await showing(shoe.large)).toMatchObject({ status: 'ARCHIVED', is_active: false, version: 2 });
  expect(await caught(shop.act(archive, { variant: shoe.large }))).toBeInstanceOf(Refused);
  expect(await caught(shop.act(restore, { variant: shoe.large, expected_version: 1 }))).toBeInstanceOf(Conflict);
  await shop.act(restore, { variant: shoe.large, expected_version: 2 });
  expect(await showing(shoe.large)).toMatchObject({ status: 'ACTIVE', deleted_at: null, version: 3 });
});

test('while it lies in stock it is refused, saying where', async () => {
  await shop.order('RUN-41-BLK=2');
  const error = await caught(shop.act(archive, { variant: shoe.small }));
  expect(error).toMatchObject({
    message: 'RUN-41-BLK still has 7 pieces in stock (BER 5, HAM 2), 2 of them reserved for open orders.',
    details: {
      places: [
        { warehouse: 'BER', quantity: 5 },
        { warehouse: 'HAM', quantity: 2 },
      ],
    },
  });
});

test('the database refuses the same to any other client, also when all of it is reserved', async () => {
  const put = (sku: string, more = '') =>
    shop.sql(`update product_variants set deleted_at = now(), is_active = false${more} where sku = $1`, [sku]);
  await expect(put(shoe.small)).rejects.toThrow('RUN-41-BLK still has 7 in stock, 0 of them reserved');
  await move(shoe.middle, 'RESERVATION', 3);
  await expect(put(shoe.middle)).rejects.toThrow('still has 3 in stock, 3 of them reserved');
  await expect(shop.sql('update product_variants set deleted_at = now() where sku = $1', [shoe.large])).rejects.toThrow(
    'product_variants_archived_is_empty_check',
  );
});

test('a parcel that comes back brings its variant out of the archive, still off sale', async () => {
  await move(shoe.middle, 'ADJUSTMENT', -3);
  await shop.act(archive, { variant: shoe.middle });
  await move(shoe.middle, 'RETURN', 1);
  expect(await showing(shoe.middle)).toMatchObject({ status: 'INACTIVE', stock: 1, deleted_at: null });
});

test('a delivery and an archiving at once never leave stock in the archive', async () => {
  await move(shoe.middle, 'ADJUSTMENT', -3);
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([
      ...Array.from({ length: 8 }, () => caught(shop.act(archive, { variant: shoe.middle }))),
      move(shoe.middle, 'RESTOCK', 1),
    ]);
    const bad = await shop.sql(
      `select v.sku from product_variants v join inventory i on i.variant_id = v.id where v.deleted_at is not null and i.quantity > 0`,
    );
    expect(bad).toEqual([]);
    await move(shoe.middle, 'ADJUSTMENT', -1);
  }
});

test('a variant of an archived product is restored with it, not by itself', async () => {
  await shop.act(archive, { variant: shoe.large });
  await shop.sql("update products set deleted_at = now() where sku = 'RUN'");
  expect(await caught(shop.act(restore, { variant: shoe.large }))).toMatchObject({
    hint: 'Restore it first: solemate products restore RUN',
  });
  await shop.sql("update products set deleted_at = null where sku = 'RUN'");
  expect(await showing(shoe.large)).toHaveProperty('is_active', false);
});
