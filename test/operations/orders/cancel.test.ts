import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Conflict, Refused } from '../../../src/domain/errors.ts';
import { questionOf, run } from '../../../src/operations/operation.ts';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { place } from '../../../src/operations/orders/place.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { show } from '../../../src/operations/orders/show.ts';
import { unpack } from '../../../src/operations/orders/unpack.ts';
import { record } from '../../../src/operations/payments/record.ts';
import { refusal, transaction } from '../../migrations/shop.ts';
import { customer, openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 50, [`${socks}@BER`]: 50 });
  await shop.sql(
    "insert into promo_codes (code, discount_type, discount_value, max_uses) values ('SPRING', 'PERCENTAGE', 10, 9)",
  );
});
afterAll(async () => shop.close());

const reason = 'changed their mind';
const uses = async () =>
  (await shop.sql<{ current_uses: number }>("select current_uses from promo_codes where code = 'SPRING'"))[0]
    ?.current_uses;

/** A parcel that lies packed in the house, as another client makes it. */
async function packed(order: string, quantity: number, tracking: string | null = null): Promise<string> {
  const [made] = await shop.sql<{ id: string }>(
    `with packed as (
       insert into shipments (order_id, warehouse_id, tracking_number)
       select r.order_id, w.id, $3 from order_registry r, warehouses w where r.order_number = $1 and w.code = 'BER'
       returning id, order_id
     ), items as (
       insert into shipment_items (shipment_id, order_item_id, quantity)
       select p.id, l.id, $2::integer from packed p join order_items l on l.order_id = p.order_id
     )
     select id from packed`,
    [order, quantity, tracking],
  );
  return made?.id ?? '';
}

describe('cancelling', () => {
  test('gives back stock, promo code and money in one act, and says so before', async () => {
    const before = await shop.stock(shoe.middle, 'BER');
    const used = await uses();
    const { order_number: order } = await shop.act(place, { customer, lines: `${shoe.middle}=2`, promo: 'spring' });
    await shop.act(record, { order, reference: 'SEPA 1' });
    expect(await uses()).toBe((used ?? 0) + 1);

    const input = { order, reason, refund: 'full' };
    const call = { database: shop.database, actor: shop.actor('manager') };
    expect(await questionOf(cancel, input, call)).toEqual({
      question:
        `Cancel ${order}? It cannot be opened again. 2 reserved pieces can be sold again. ` +
        'The use of SPRING is given back. 179.82 USD goes back to Anna Berg by manual.',
      typed: 'refund 179.82',
    });
    const done = await shop.act(cancel, input);
    expect(done).toMatchObject({
      status: 'CANCELLED',
      released: [{ sku: shoe.middle, warehouse: 'BER', quantity: 2 }],
      promo_code: 'SPRING',
      refund: { amount: '179.82', status: 'REQUESTED', by_hand: true },
      owed: '0.00',
    });
    expect(cancel.done?.(done, { order, reason, refund: 'full' })).toBe(
      `${order} is CANCELLED: 2 pieces can be sold again. 179.82 is to be paid back by hand: ` +
        `then run "solemate refunds complete ${done.refund?.id ?? ''} --reference …".`,
    );
    expect(await shop.stock(shoe.middle, 'BER')).toEqual(before);
    expect(await uses()).toBe(used);
    const seen = await shop.act(show, { order });
    expect(seen.money).toMatchObject({ paid: '179.82', refund_requested: '179.82', owed: '0.00' });
    await shop.sql("update refunds set status = 'COMPLETED', provider_reference = 'X' where id = $1", [
      done.refund?.id,
    ]);
    expect((await shop.act(show, { order })).status).toBe('REFUNDED');
  });

  test('of a captured order wants to hear about the money; later leaves it owed', async () => {
    const order = await shop.order(`${socks}=2`, 'CONFIRMED');
    await expect(shop.act(cancel, { order, reason })).rejects.toThrow(
      `25.00 of ${order} was captured: say whether it goes back now.`,
    );
    expect(await shop.act(cancel, { order, reason, refund: 'later' })).toMatchObject({ refund: null, owed: '25.00' });
    const seen = await shop.act(show, { order });
    expect(seen).toMatchObject({ status: 'CANCELLED', money: { owed: '25.00' }, refunds: [] });
    expect(seen.stuck).toEqual(['CANCELLED, but 25.00 is not paid back']);
    await expect(shop.act(cancel, { order, reason })).rejects.toBeInstanceOf(Conflict);
  });

  test('twice under one id is one refund', async () => {
    const order = await shop.order(`${socks}=1`, 'CONFIRMED');
    const id = '00000000-0000-4000-8000-00000000c001';
    const input = { order, reason, refund: 'full' };
    const both = await Promise.all([shop.act(cancel, input, 'manager', id), shop.act(cancel, input, 'manager', id)]);
    expect(both[0]).toEqual(both[1]);
    expect((await shop.act(show, { order })).refunds).toHaveLength(1);
  });

  test('with a packed parcel says how to unpack it; unpacked, it can be cancelled', async () => {
    const order = await shop.order(`${socks}=2`, 'PROCESSING');
    const id = await packed(order, 2);
    const refused = await shop.act(cancel, { order, reason, refund: 'later' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({
      message: `${order} cannot be cancelled: a parcel of it is packed.`,
      hint: `Unpack it first: solemate orders unpack ${id}`,
    });
    const step = (await shop.act(show, { order })).next_steps.find(({ to }) => to === 'CANCELLED');
    expect(step).toMatchObject({ enabled: false, reason: 'A parcel of it is packed: unpack it first.' });
    expect(await shop.act(unpack, { parcel: order }, 'warehouse')).toMatchObject({
      order_number: order,
      warehouse: 'BER',
      items: [{ sku: socks, quantity: 2 }],
    });
    expect(await shop.act(cancel, { order, reason, refund: 'later' })).toMatchObject({ status: 'CANCELLED' });
  });

  test('is refused by the database as well: parcels, held stock, a payment that stays open', async () => {
    const order = await shop.order(`${socks}=2`, 'PROCESSING');
    await shop.act(ship, { order, carrier: 'DHL', tracking: 'on-its-way', lines: `${socks}=1` });
    await shop.sql("update shipments set status = 'DELIVERED' where tracking_number = 'on-its-way'");
    const byHand = (role: string, number: string) =>
      transaction(shop.appUrl, { role, user_id: shop.actor('manager').id }, (tx) =>
        tx("update orders set status = 'CANCELLED' where order_number = $1", [number]),
      );
    expect(await refusal(byHand('manager_role', order))).toMatchObject({ constraint: 'check_order_cancelled' });
    const held = await shop.order(`${socks}=1`);
    expect(await refusal(byHand('manager_role', held))).toMatchObject({ constraint: 'check_order_released' });
    expect(await refusal(byHand('warehouse_role', held))).toMatchObject({ code: '42501' });
    await shop.act(cancel, { order: held, reason });
    expect((await shop.act(show, { order: held })).payment).toMatchObject({
      status: 'FAILED',
      failure_reason: 'order cancelled',
    });
  });
});

describe('unpacking', () => {
  test('takes a parcel by its tracking number or id, and asks which of several', async () => {
    const order = await shop.order(`${socks}=3`, 'PROCESSING');
    const first = await packed(order, 1, 'TRACK-A');
    const second = await packed(order, 1);
    await expect(shop.act(unpack, { parcel: order })).rejects.toThrow(`${order} has 2 packed parcels: say which.`);
    expect(await shop.act(unpack, { parcel: 'TRACK-A' })).toMatchObject({ shipment_id: first });
    expect(await shop.act(unpack, { parcel: second })).toMatchObject({ shipment_id: second });
    await expect(shop.act(unpack, { parcel: order })).rejects.toThrow(`${order} has no packed parcel.`);
    await expect(shop.act(unpack, { parcel: 'TRACK-A' })).rejects.toThrow('There is no parcel TRACK-A.');
  });

  test('is too late once it left', async () => {
    const order = await shop.order(`${socks}=1`, 'PROCESSING');
    await shop.act(ship, { order, carrier: 'DHL', tracking: 'GONE-1' });
    await expect(shop.act(unpack, { parcel: 'GONE-1' })).rejects.toThrow('it left the house and cannot be unpacked');
  });
});

test('a dry run tells the effects and does none of them', async () => {
  const order = await shop.order(`${socks}=1`, 'CONFIRMED');
  const call = { database: shop.database, actor: shop.actor('manager'), dryRun: true };
  const { output } = await run(cancel, { order, reason, refund: 'full' }, call);
  expect(output).toMatchObject({ status: 'CANCELLED', refund: { amount: '12.50' } });
  expect(await shop.act(show, { order })).toMatchObject({ status: 'CONFIRMED', refunds: [] });
});
