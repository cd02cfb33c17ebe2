import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deliver } from '../../../src/operations/orders/deliver.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { refund } from '../../../src/operations/payments/refund.ts';
import { openShop, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 5 });
});
afterAll(() => shop.close());

const write = () =>
  shop.sql(
    `insert into reviews (product_id, user_id, order_id, rating, comment)
    select i.product_id, o.user_id, case when exists (select from reviews) then o.id end, 4, 'warm'
    from orders o join order_items i on i.order_id = o.id`,
  );

test('a review is verified by an order that arrived, also when its money had all gone back under way', async () => {
  const order = await shop.order(`${socks}=1`, 'PROCESSING');
  await shop.act(ship, { order, carrier: 'DHL', tracking: 'T-1' });
  await shop.act(refund, { order, reason: 'late', reference: 'by hand' });
  await write();
  expect(await shop.sql('select is_verified from reviews')).toEqual([{ is_verified: false }]);
  await shop.act(deliver, { order });
  expect(await shop.sql('select status from orders')).toEqual([{ status: 'REFUNDED' }]);
  await write();
  expect(await shop.sql('select is_verified from reviews')).toEqual([{ is_verified: true }, { is_verified: true }]);
});
