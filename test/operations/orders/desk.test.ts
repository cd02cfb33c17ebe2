import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Forbidden, NotFound, Refused } from '../../../src/domain/errors.ts';
import { assign } from '../../../src/operations/orders/assign.ts';
import { note } from '../../../src/operations/orders/note.ts';
import { packingSlip } from '../../../src/operations/orders/packing-slip.ts';
import { pickList } from '../../../src/operations/orders/pick-list.ts';
import { place } from '../../../src/operations/orders/place.ts';
import { process as startPicking } from '../../../src/operations/orders/process.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { show } from '../../../src/operations/orders/show.ts';
import { record } from '../../../src/operations/payments/record.ts';
import { confirm } from '../../../src/operations/orders/confirm.ts';
import { refusal, transaction } from '../../migrations/shop.ts';
import { customer, openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 60, [`${shoe.large}@HAM`]: 60, [`${socks}@BER`]: 60 });
});
afterAll(async () => shop.close());

describe('notes', () => {
  test('of staff are kept in order with who wrote them, beside the note of the customer', async () => {
    const order = await shop.order(`${socks}=1`);
    await shop.act(note, { order, note: 'called, wants it before Friday' });
    await shop.act(note, { order, note: 'box is dented' }, 'warehouse');
    const seen = await shop.act(show, { order });
    expect(seen.notes).toBeNull();
    expect(seen.staff_notes.map(({ note: text, created_by }) => [text, created_by])).toEqual([
      ['called, wants it before Friday', shop.actor('manager').name],
      ['box is dented', shop.actor('warehouse').name],
    ]);
    expect(seen.timeline.filter(({ kind }) => kind === 'note').map(({ note: text }) => text)).toHaveLength(2);
    await expect(shop.act(note, { order, note: '  ' })).rejects.toThrow('it is empty');
    await expect(shop.act(note, { order, note: 'x' }, 'oncall')).rejects.toBeInstanceOf(Forbidden);
  });

  test('are signed by the database, whatever a client writes there', async () => {
    const order = await shop.order(`${socks}=1`);
    await transaction(shop.appUrl, { role: 'warehouse_role', user_id: shop.actor('warehouse').id }, (tx) =>
      tx(
        `insert into order_notes (order_id, note, created_by)
         select order_id, 'forged', $2::uuid from order_registry where order_number = $1`,
        [order, shop.actor('admin').id],
      ),
    );
    expect((await shop.act(show, { order })).staff_notes[0]?.created_by).toBe(shop.actor('warehouse').name);
  });
});

describe('an order', () => {
  test('is assigned to a person and kept by them when picking starts', async () => {
    const order = await shop.order(`${socks}=1`, 'CONFIRMED');
    const warehouse = shop.actor('warehouse');
    expect((await shop.act(assign, { order, to: warehouse.email })).assigned_to?.id).toBe(warehouse.id);
    expect((await shop.act(startPicking, { order })).assigned_to?.id).toBe(warehouse.id);
    expect((await shop.act(assign, { order })).assigned_to?.id).toBe(shop.actor('manager').id);
    expect((await shop.act(assign, { order, to: 'nobody' })).assigned_to).toBeNull();
    await expect(shop.act(assign, { order, to: shop.actor('oncall').email })).rejects.toBeInstanceOf(Refused);
    await expect(shop.act(assign, { order, to: 'nobody@nowhere' })).rejects.toBeInstanceOf(NotFound);
  });

  test('that left is assigned to nobody any more, by the database neither', async () => {
    const order = await shop.order(`${socks}=1`, 'PROCESSING');
    const open = await shop.order(`${socks}=1`);
    await shop.act(ship, { order, carrier: 'DHL', tracking: 'A-1' });
    await expect(shop.act(assign, { order })).rejects.toThrow(`${order} is SHIPPED: there is nothing left to pick.`);
    const byHand = (number: string, to: string) =>
      transaction(shop.appUrl, { role: 'warehouse_role', user_id: shop.actor('warehouse').id }, (tx) =>
        tx('update orders set assigned_to = $2 where order_number = $1', [number, to]),
      );
    const admin = shop.actor('admin').id;
    expect(await refusal(byHand(order, admin))).toMatchObject({ constraint: 'check_order_picker' });
    expect(await refusal(byHand(open, shop.actor('oncall').id))).toMatchObject({ constraint: 'check_order_picker' });
    await byHand(open, admin);
  });
});

describe('on paper', () => {
  test('a pick list sums a SKU over orders, by warehouse, and leaves out what is packed', async () => {
    const one = await shop.order(`${shoe.middle}=2,${socks}=1`, 'PROCESSING');
    const two = await shop.order(`${shoe.middle}=1,${shoe.large}=1`, 'PROCESSING');
    await shop.sql(
      `with packed as (
         insert into shipments (order_id, warehouse_id)
         select r.order_id, w.id from order_registry r, warehouses w where r.order_number = $1 and w.code = 'BER'
         returning id, order_id
       )
       insert into shipment_items (shipment_id, order_item_id, quantity)
       select p.id, l.id, 1 from packed p join order_items l on l.order_id = p.order_id and l.sku = $2`,
      [one, shoe.middle],
    );
    const list = await shop.act(pickList, { orders: `${two}, ${one}` }, 'warehouse');
    expect(list.rows).toEqual([
      {
        warehouse: 'BER',
        sku: shoe.middle,
        name: 'Runner',
        size: '42',
        color: 'black',
        quantity: 2,
        orders: [
          { order_number: one, quantity: 1 },
          { order_number: two, quantity: 1 },
        ],
      },
      expect.objectContaining({ warehouse: 'BER', sku: socks, quantity: 1, size: null }),
      expect.objectContaining({ warehouse: 'HAM', sku: shoe.large, quantity: 1 }),
    ]);
    expect((await shop.act(pickList, { warehouse: 'ham' })).rows.map(({ sku }) => sku)).toEqual([shoe.large]);
    expect(pickList.text?.(list, { orders: one, limit: 100 })).toBe(
      [
        'PICK LIST  4 pieces to pick for 2 orders',
        '',
        'Warehouse BER',
        '-'.repeat(78),
        '     Pcs SKU                      Item',
        '[ ]    2 RUN-42-BLK               Runner 42 black',
        `         1 x ${one}, 1 x ${two}`,
        '[ ]    1 SOCKS                    Wool socks',
        `         1 x ${one}`,
        '',
        'Warehouse HAM',
        '-'.repeat(78),
        '     Pcs SKU                      Item',
        '[ ]    1 RUN-43-BLK               Runner 43 black',
        `         1 x ${two}`,
        '',
      ].join('\n'),
    );
    const mine = await shop.act(pickList, { picker: 'me' }, 'manager');
    expect(mine).toMatchObject({ orders: [one, two].sort(), more: false });
    const next = await shop.act(pickList, { picker: 'me', limit: 1 }, 'manager');
    expect(next).toMatchObject({ orders: [one], more: true, pieces: 2 });
    expect(pickList.text?.(next, { limit: 1 })).toContain(
      'PICK LIST  2 pieces to pick for 1 order; younger ones wait\n',
    );
    await expect(shop.act(pickList, { orders: 'SM-1999-000001' })).rejects.toBeInstanceOf(NotFound);
    await expect(shop.act(pickList, { warehouse: 'XXX' })).rejects.toThrow('There is no warehouse XXX.');
    const pending = await shop.order(`${socks}=1`);
    await expect(shop.act(pickList, { orders: pending })).rejects.toThrow(`${pending} is PENDING`);
  });

  test('a packing slip says what goes where, without prices and without what customers hide in names', async () => {
    const hostile = { name: 'Eve\u001b[31m\u202e Red', street_1: 'Hidden\u0007 1', city: 'Köln', state: 'NRW' };
    const placed = await shop.act(place, {
      customer,
      lines: `${socks}=2,${shoe.large}=1`,
      notes: 'ring\u001b]0;x\u0007 twice',
      ...hostile,
      postal_code: '50667',
      country: 'de',
    });
    const order = placed.order_number;
    await shop.act(record, { order, reference: 'slip' });
    await shop.act(confirm, { order });
    await shop.act(startPicking, { order });
    await shop.act(ship, { order, warehouse: 'BER', carrier: 'DHL', tracking: 'SLIP-1' });
    const whole = await shop.act(packingSlip, { parcel: order }, 'warehouse');
    expect(whole.sheets.map(({ tracking_number, items }) => [tracking_number, items.map(({ sku }) => sku)])).toEqual([
      ['SLIP-1', [socks]],
      [null, [shoe.large]],
    ]);
    const one = await shop.act(packingSlip, { parcel: 'SLIP-1' }, 'warehouse');
    const text = packingSlip.text?.(one, { parcel: 'SLIP-1' }) ?? '';
    expect(text).toBe(
      [
        `PACKING SLIP  ${order}  of ${placed.order_number.slice(3, 7)}${whole.created_at.slice(4, 10)}`,
        'BER  DHL SLIP-1',
        '',
        'Ship to',
        '  Eve Red',
        '  Hidden 1',
        '  50667 Köln',
        '  NRW, DE',
        '',
        ' Pcs SKU                      Item',
        '-'.repeat(78),
        '   2 SOCKS                    Wool socks',
        '-'.repeat(78),
        '2 pieces',
        '',
        'Note of the customer',
        '  ring twice',
        '',
      ].join('\n'),
    );
    await expect(shop.act(packingSlip, { parcel: 'nothing' })).rejects.toBeInstanceOf(NotFound);
  });
});
