import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Conflict, NotFound, Refused } from '../../../src/domain/errors.ts';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { confirm } from '../../../src/operations/orders/confirm.ts';
import { deliver } from '../../../src/operations/orders/deliver.ts';
import { place } from '../../../src/operations/orders/place.ts';
import { process as startPicking } from '../../../src/operations/orders/process.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { show } from '../../../src/operations/orders/show.ts';
import { record } from '../../../src/operations/payments/record.ts';
import { refund } from '../../../src/operations/payments/refund.ts';
import { customer, openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({
    [`${shoe.middle}@BER`]: 50,
    [`${shoe.middle}@HAM`]: 50,
    [`${shoe.large}@HAM`]: 20,
    [`${shoe.small}@BER`]: 20,
    [`${socks}@BER`]: 30,
  });
});
afterAll(async () => shop.close());

const parcel = { carrier: 'DHL', tracking: '00340434161094042557' };

describe('an order from the phone to the door', () => {
  test('that was paid back in full while it was under way ends as REFUNDED when it arrives', async () => {
    const order = await shop.order(`${shoe.small}=1`, 'PROCESSING');
    await shop.act(ship, { order, ...parcel, tracking: 'paid back' }, 'warehouse');
    await shop.act(refund, { order, reason: 'late', provider: 'manual', reference: 'SEPA 77' });
    expect((await shop.act(show, { order })).status).toBe('SHIPPED');
    expect(await shop.act(deliver, { order }, 'warehouse')).toMatchObject({ status: 'REFUNDED' });
    const seen = await shop.act(show, { order });
    expect(seen).toMatchObject({ status: 'REFUNDED', stuck: [] });
    expect(seen.timeline.filter(({ kind }) => kind === 'status').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['SHIPPED → DELIVERED', 'DELIVERED → REFUNDED']),
    );
  });

  test('is placed, paid, confirmed, picked, shipped and delivered, and stock follows the table', async () => {
    const before = await shop.stock(socks, 'BER');
    const placed = await shop.act(place, { customer, lines: `${socks}=3`, shipping: '4.90', tax: '1.00' });
    expect(placed).toMatchObject({ status: 'PENDING', subtotal: '37.50', total: '43.40' });
    expect(await shop.stock(socks, 'BER')).toEqual({
      ...before,
      reserved: before.reserved + 3,
      available: before.available - 3,
    });

    const order = placed.order_number;
    await shop.act(record, { order, reference: 'SEPA 1' });
    await shop.act(confirm, { order }, 'warehouse');
    const picked = await shop.act(startPicking, { order }, 'warehouse');
    expect(picked.assigned_to?.id).toBe(shop.actor('warehouse').id);
    expect(await shop.stock(socks, 'BER')).toMatchObject({ reserved: before.reserved + 3 });

    const shipped = await shop.act(ship, { order, ...parcel }, 'warehouse');
    expect(shipped).toMatchObject({ status: 'SHIPPED', shipped: 3, ordered: 3, warehouse: 'BER' });
    expect(await shop.stock(socks, 'BER')).toEqual({
      quantity: before.quantity - 3,
      reserved: before.reserved,
      available: before.available - 3,
    });
    expect(await shop.ledger(socks)).toEqual(['RESTOCK 30', 'RESERVATION 3', 'SALE 3']);

    await shop.act(deliver, { order }, 'warehouse');
    const seen = await shop.act(show, { order: parcel.tracking });
    expect(seen).toMatchObject({
      order_number: order,
      status: 'DELIVERED',
      tracking_number: parcel.tracking,
      stuck: [],
    });
    expect(seen.timeline.filter(({ kind }) => kind === 'status').map(({ text }) => text)).toEqual([
      'placed, PENDING',
      'PENDING → CONFIRMED',
      'CONFIRMED → PROCESSING',
      'PROCESSING → SHIPPED',
      'SHIPPED → DELIVERED',
    ]);
    expect(seen.money).toMatchObject({ paid: '43.40', due: '0.00', total: '43.40' });
    expect(seen.next_steps.map(({ to }) => to)).toEqual(['RETURNED', 'REFUNDED']);
  });

  test('goes in parts: it stays PROCESSING until the last piece is out', async () => {
    const order = await shop.order(`${shoe.middle}=2,${shoe.small}=1`, 'PROCESSING');
    const first = await shop.act(ship, { order, ...parcel, lines: `${shoe.middle}=1` });
    expect(first).toMatchObject({ status: 'PROCESSING', shipped: 1, ordered: 3 });
    await expect(shop.act(ship, { order, ...parcel, lines: `${shoe.middle}=2` })).rejects.toThrow(
      'RUN-42-BLK has 1 of 2 left to ship, so 2 is too many.',
    );
    const last = await shop.act(ship, { order, carrier: 'UPS', tracking: '1Z999' });
    expect(last).toMatchObject({ status: 'SHIPPED', shipped: 3, ordered: 3 });
    const seen = await shop.act(show, { order });
    expect(seen.shipments.map(({ items }) => items.map(({ sku, quantity }) => `${quantity} ${sku}`))).toEqual(
      [[`1 ${shoe.middle}`], [`1 ${shoe.small}`, `1 ${shoe.middle}`].sort()].map((one) => [...one].sort()),
    );
    expect(seen.tracking_number).toBe('1Z999');
  });

  test('reserved in two warehouses leaves as two parcels, and the person is told so', async () => {
    const order = await shop.order(`${shoe.large}=1,${socks}=1`, 'PROCESSING');
    await expect(shop.act(ship, { order, ...parcel })).rejects.toThrow(
      `${order} is reserved in BER and HAM, and a parcel leaves one warehouse.`,
    );
    expect(await shop.act(ship, { order, ...parcel, warehouse: 'ham' })).toMatchObject({
      status: 'PROCESSING',
      shipped: 1,
    });
    const second = { order, ...parcel, warehouse: 'BER' };
    await expect(shop.act(ship, second)).rejects.toThrow('A parcel of this order has this tracking number already.');
    expect(await shop.act(ship, { ...second, tracking: `${parcel.tracking}-2` })).toMatchObject({
      status: 'SHIPPED',
      shipped: 2,
    });
  });

  test('packed before, it leaves as it is said now', async () => {
    const order = await shop.order(`${socks}=2`, 'PROCESSING');
    await shop.sql(
      `with packed as (
         insert into shipments (order_id, warehouse_id)
         select r.order_id, w.id from order_registry r, warehouses w where r.order_number = $1 and w.code = 'BER'
         returning id, order_id
       )
       insert into shipment_items (shipment_id, order_item_id, quantity)
       select p.id, l.id, l.quantity from packed p join order_items l on l.order_id = p.order_id`,
      [order],
    );
    const first = await shop.act(ship, { order, ...parcel, lines: `${socks}=1` }, 'warehouse');
    expect(first).toMatchObject({ status: 'PROCESSING', shipped: 1, ordered: 2 });
    const rest = { order, carrier: 'DHL', tracking: '00340434161094042558' };
    expect(await shop.act(ship, rest, 'warehouse')).toMatchObject({ status: 'SHIPPED', shipped: 2 });
    expect((await shop.act(show, { order })).shipments.map(({ status }) => status)).toEqual(['SHIPPED', 'SHIPPED']);
  });

  test('an unpaid one is confirmed only when paying later is said', async () => {
    const order = await shop.order(`${socks}=1`);
    await expect(shop.act(confirm, { order })).rejects.toThrow(`${order} is not paid: its payment is PENDING.`);
    const seen = await shop.act(show, { order });
    expect(seen.next_steps[0]?.consequences.money).toContain('to be paid later');
    await shop.act(confirm, { order, pay_later: true }, 'warehouse');
    expect((await shop.act(show, { order })).payment?.pay_later).toBe(true);
    await shop.act(record, { order, reference: 'late' });
    await expect(shop.act(record, { order, reference: 'again' })).rejects.toThrow('is already COMPLETED (late)');
  });

  test('paid in full, it is confirmed although a part of the money went back, but not when all did', async () => {
    const order = await shop.order(`${socks}=2`);
    await shop.act(record, { order, reference: `paid ${order}` });
    const back = { order, reason: 'late', provider: 'manual', reference: 'SEPA 1' };
    await shop.act(refund, { ...back, amount: '5.00' });
    const seen = await shop.act(show, { order });
    expect(seen.payment?.status).toBe('PARTIAL_REFUND');
    expect(seen.next_steps[0]?.consequences.money).not.toContain('pay later');
    expect(await shop.act(confirm, { order }, 'warehouse')).toMatchObject({ status: 'CONFIRMED' });

    const other = await shop.order(`${socks}=1`);
    await shop.act(record, { order: other, reference: `paid ${other}` });
    await shop.act(refund, { ...back, order: other, reference: 'SEPA 2' });
    const refused = shop.act(confirm, { order: other });
    await expect(refused).rejects.toThrow(`${other} cannot be confirmed: its payment is REFUNDED.`);
    await expect(refused).rejects.toMatchObject({ hint: expect.stringContaining(`orders cancel ${other}`) });
  });

  test('cancelled, it gives back its stock and closes its payment', async () => {
    const before = await shop.stock(shoe.middle, 'BER');
    const order = await shop.order(`${shoe.middle}=4`);
    await shop.act(cancel, { order, reason: 'changed their mind' });
    expect(await shop.stock(shoe.middle, 'BER')).toEqual(before);
    const seen = await shop.act(show, { order });
    expect(seen).toMatchObject({
      status: 'CANCELLED',
      payment: { status: 'FAILED', failure_reason: 'order cancelled' },
    });
    expect(seen.timeline.at(-1)).toMatchObject({ note: 'changed their mind', actor: shop.actor('manager').name });
  });
});

describe('a step that may not be taken', () => {
  test('is refused with the steps that may, and who was there before', async () => {
    const order = await shop.order(`${socks}=1`);
    await expect(shop.act(ship, { order, ...parcel })).rejects.toThrow(
      new RegExp(
        `^${order} is PENDING \\(by Manager Tester, ..:.. UTC\\) and cannot become SHIPPED: from PENDING it can become CONFIRMED or CANCELLED.$`,
        'u',
      ),
    );
    await expect(shop.act(ship, { order, ...parcel })).rejects.toBeInstanceOf(Refused);
    await expect(shop.act(ship, { order, ...parcel })).rejects.toMatchObject({
      hint: `Next: solemate orders confirm ${order}, or solemate orders cancel ${order}`,
    });
  });

  test('taken a second time tells who took it first and when', async () => {
    const order = await shop.order(`${socks}=1`, 'CONFIRMED');
    const again = shop.act(confirm, { order }, 'warehouse');
    const name = shop.actor('manager').name;
    await expect(again).rejects.toThrow(
      new RegExp(`^${order} is already CONFIRMED \\(by ${name}, \\d\\d:\\d\\d UTC\\)\\.$`, 'u'),
    );
    await expect(again).rejects.toBeInstanceOf(Conflict);
  });

  test('two people ship the same order: one parcel leaves, the other hears of it', async () => {
    const order = await shop.order(`${shoe.middle}=1`, 'PROCESSING');
    const both = await Promise.allSettled([
      shop.act(ship, { order, carrier: 'DHL', tracking: 'first' }, 'warehouse'),
      shop.act(ship, { order, carrier: 'UPS', tracking: 'second' }, 'manager'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((one) => one.status === 'rejected');
    expect((lost?.reason as Error).message).toMatch(/is already SHIPPED \(by /u);
    expect((await shop.act(show, { order })).shipments).toHaveLength(1);
  });

  test('an order that is none, is not found', async () => {
    for (const order of ['SM-1999-000001', 'nonsense', '00000000-0000-0000-0000-000000000000']) {
      await expect(shop.act(confirm, { order })).rejects.toBeInstanceOf(NotFound);
      await expect(shop.act(show, { order })).rejects.toBeInstanceOf(NotFound);
    }
  });
});

describe('what each role sees of an order', () => {
  test('the warehouse sees the address while there is work, on-call and warehouse never the money trail', async () => {
    const order = await shop.order(`${socks}=1`, 'PROCESSING');
    const asManager = await shop.act(show, { order }, 'manager');
    expect(asManager.customer.email).toBe('a…@example.com');
    expect(asManager.shipping_address.street_1).toBe('Lindenstraße 1');
    const asWarehouse = await shop.act(show, { order }, 'warehouse');
    expect(asWarehouse.customer).toMatchObject({ name: 'Anna Berg', email: null });
    expect(asWarehouse.shipping_address.street_1).toBe('Lindenstraße 1');
    expect(asWarehouse.payment).toMatchObject({ status: 'COMPLETED', transaction_id: null });
    const asOncall = await shop.act(show, { order }, 'oncall');
    expect(asOncall.shipping_address).toMatchObject({ street_1: null, city: 'Berlin' });
    expect(asOncall.next_steps.every(({ enabled }) => !enabled)).toBe(true);
    await shop.act(ship, { order, ...parcel });
    await shop.act(deliver, { order });
    expect((await shop.act(show, { order }, 'warehouse')).shipping_address.street_1).toBeNull();
  });
});
