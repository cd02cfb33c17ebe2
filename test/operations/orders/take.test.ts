import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Conflict, Refused } from '../../../src/domain/errors.ts';
import { assign } from '../../../src/operations/orders/assign.ts';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { take } from '../../../src/operations/orders/take.ts';
import { toPick } from '../../../src/operations/orders/to-pick.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 60, [`${shoe.large}@HAM`]: 60, [`${socks}@BER`]: 60 });
  await shop.sql("update product_variants set barcode = '4006381333931' where sku = $1", [shoe.middle]);
});
afterAll(() => shop.close());

const taken = async (input: object, as: 'manager' | 'warehouse' | 'admin' = 'warehouse') =>
  (await shop.act(take, { warehouse: 'BER', ...input }, as)).orders.map(({ order_number }) => order_number);

async function finish(orders: readonly string[]): Promise<void> {
  for (const order of orders) await shop.act(ship, { order, carrier: 'DHL', tracking: order, warehouse: 'BER' });
}

describe('whoever takes orders to pick', () => {
  test('gets the oldest with their lines, codes and what lies elsewhere, and gets them again', async () => {
    const one = await shop.order(`${shoe.middle}=2,${socks}=1`, 'CONFIRMED');
    const two = await shop.order(`${socks}=3,${shoe.large}=1`, 'CONFIRMED');
    await shop.order(`${shoe.large}=1`, 'CONFIRMED');
    const batch = await shop.act(take, { warehouse: 'ber', most: 2 }, 'warehouse');
    expect(batch).toMatchObject({
      warehouse: 'BER',
      orders: [
        {
          order_number: one,
          elsewhere: 0,
          lines: [
            { sku: shoe.middle, quantity: 2, size: '42', color: 'black', name: 'Runner' },
            { sku: socks, quantity: 1, codes: [socks] },
          ],
        },
        { order_number: two, elsewhere: 1, lines: [{ sku: socks, quantity: 3 }] },
      ],
    });
    expect(batch.orders[0]?.lines[0]?.codes).toContain('4006381333931');
    expect(await taken({ most: 5 })).toEqual([one, two]);
    expect(await taken({ most: 5 }, 'manager')).toEqual([]);
    const { queues, orders } = await shop.act(toPick, { warehouse: 'BER', orders: `${two},${one}` }, 'warehouse');
    expect(queues).toEqual([{ warehouse: 'BER', name: 'Berlin', mine: 2, free: 0, others: 0 }]);
    expect(orders.map(({ order_number }) => order_number)).toEqual([two, one]);
    await finish([one, two]);
    const after = await shop.act(toPick, { warehouse: 'BER', orders: `${one},${two}` }, 'warehouse');
    expect(after.orders).toEqual([]);
  });

  test('gets what was put back before what nobody began, and nothing that lacks a piece', async () => {
    const back = await shop.order(`${socks}=1`, 'PROCESSING');
    await shop.act(assign, { order: back, to: 'nobody' });
    const lacking = await shop.order(`${socks}=2`, 'CONFIRMED');
    await shop.sql(
      `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
       select t.inventory_id, 'RELEASE', 1, 'ORDER', t.reference_id, t.order_item_id
       from inventory_transactions t join order_registry r on r.order_id = t.reference_id where r.order_number = $1`,
      [lacking],
    );
    const whole = await shop.order(`${socks}=1`, 'CONFIRMED');
    expect(await taken({ most: 5 })).toEqual([back, whole]);
    await finish([back, whole]);
    await shop.act(cancel, { order: lacking, reason: 'test', refund: 'later' });
  });

  test('by number gets that one, or is told who has it or why it is none to pick', async () => {
    const order = await shop.order(`${socks}=1`, 'CONFIRMED');
    const fresh = await shop.order(`${socks}=1`);
    expect(await taken({ orders: order.toLowerCase() })).toEqual([order]);
    await expect(taken({ orders: order }, 'manager')).rejects.toThrow(
      `${order} is picked by ${shop.actor('warehouse').name}.`,
    );
    await expect(taken({ orders: order }, 'manager')).rejects.toBeInstanceOf(Conflict);
    await expect(taken({ orders: fresh })).rejects.toBeInstanceOf(Refused);
    await finish([order]);
  });

  test('together with many others gets orders that nobody else gets', async () => {
    const orders = [];
    for (let n = 0; n < 6; n += 1) orders.push(await shop.order(`${socks}=1`, 'CONFIRMED'));
    const batches = await Promise.all(
      (['warehouse', 'manager', 'admin'] as const).flatMap((as) => [taken({ most: 2 }, as)]),
    );
    expect(batches.flat().toSorted()).toEqual(orders.toSorted());
    expect(new Set(batches.flat()).size).toBe(6);
  });
});
