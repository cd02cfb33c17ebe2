import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { orderStatuses, transitions } from '../../src/domain/order-status.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import {
  customer,
  deliveredOrder,
  insert,
  move,
  pay,
  payBack,
  placeOrder,
  refusal,
  setStatus,
  ship,
  transaction,
  type Sql,
} from './shop.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase();
  sql = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

const statusOf = async (id: string) =>
  (await sql<{ status: string }>('select status from orders where id = $1', [id]))[0]?.status;

describe('states', () => {
  test('the database allows exactly the 12 steps that the app offers', async () => {
    const rows = await sql<{ pair: string }>(
      "select from_status || ' ' || to_status as pair from order_status_transitions order by pair",
    );
    expect(rows.map(({ pair }) => pair)).toEqual(transitions.map(({ from, to }) => `${from} ${to}`).sort());
  });

  test('every other step is refused, and says what can come next', async () => {
    const order = await placeOrder(sql);
    for (const status of orderStatuses.filter((one) => !['PENDING', 'CONFIRMED', 'CANCELLED'].includes(one))) {
      const said = await refusal(setStatus(sql, order, status));
      expect(said).toMatchObject({ code: '23514', constraint: 'check_order_transition' });
      expect(said.message).toContain('next can only be CANCELLED or CONFIRMED');
    }
  });

  test('an order begins as PENDING', async () => {
    const said = await refusal(placeOrder(sql, 1, { status: 'SHIPPED' }));
    expect(said).toMatchObject({ constraint: 'check_order_transition' });
  });

  test('an order nobody paid is not confirmed, unless somebody agreed to pay later', async () => {
    const order = await placeOrder(sql);
    expect(await refusal(setStatus(sql, order, 'CONFIRMED'))).toMatchObject({ constraint: 'check_order_paid' });
    await sql('select agree_pay_later($1)', [order.order_id]);
    await setStatus(sql, order, 'CONFIRMED');
    const [payment] = await sql<{ pay_later: boolean }>(
      "select (metadata ->> 'pay_later')::boolean as pay_later from payments where id = $1",
      [order.payment_id],
    );
    expect(payment?.pay_later).toBe(true);
  });

  test('an order of which a part was paid back is confirmed when it was paid in full, and not when it was not', async () => {
    const order = await placeOrder(sql);
    await sql('update orders set shipping = 5, total = total + 5 where id = $1', [order.order_id]);
    await pay(sql, order);
    await payBack(sql, order, '5.00');
    const said = await refusal(setStatus(sql, order, 'CONFIRMED'));
    expect(said).toMatchObject({ constraint: 'check_order_paid' });
    expect(said.message).toContain('20.00 of 25.00 were captured');

    const whole = await placeOrder(sql);
    await pay(sql, whole);
    await payBack(sql, whole, '5.00');
    await setStatus(sql, whole, 'CONFIRMED');
    expect(await statusOf(whole.order_id)).toBe('CONFIRMED');
  });

  test('an order whose money all went back is not confirmed', async () => {
    const order = await placeOrder(sql);
    await pay(sql, order);
    await payBack(sql, order, '20.00');
    const said = await refusal(setStatus(sql, order, 'CONFIRMED'));
    expect(said).toMatchObject({ constraint: 'check_order_paid' });
    expect(said.message).toContain('its payment is REFUNDED');
  });

  test('an order of 0.00 needs no payment', async () => {
    const user_id = await customer(sql);
    const id = await insert(sql, 'orders', {
      user_id,
      subtotal: '10.00',
      discount: '10.00',
      total: '0.00',
      shipping_address: '{}',
      billing_address: '{}',
    });
    await sql("update orders set status = 'CONFIRMED' where id = $1", [id]);
    expect(await statusOf(id)).toBe('CONFIRMED');
  });

  test('an order is SHIPPED only when all of its pieces are in shipments that left', async () => {
    const order = await placeOrder(sql, 2);
    await pay(sql, order);
    await setStatus(sql, order, 'CONFIRMED', 'PROCESSING');
    await ship(sql, order, 1);
    expect(await refusal(setStatus(sql, order, 'SHIPPED'))).toMatchObject({ constraint: 'check_order_shipped' });
    const tooMuch = await refusal(transaction(db.ownerUrl, {}, (tx) => ship(tx, order, 2)));
    expect(tooMuch).toMatchObject({ constraint: 'check_shipment_covers' });
    await ship(sql, order, 1);
    await setStatus(sql, order, 'SHIPPED', 'DELIVERED');
    expect(await statusOf(order.order_id)).toBe('DELIVERED');
  });

  test('an order that says SHIPPED while its pieces are still reserved is not committed', async () => {
    const order = await placeOrder(sql, 2);
    await pay(sql, order);
    await setStatus(sql, order, 'CONFIRMED', 'PROCESSING');
    const shipment_id = await insert(sql, 'shipments', {
      order_id: order.order_id,
      warehouse_id: order.warehouse_id,
      carrier: 'DHL',
      tracking_number: 'T',
      status: 'SHIPPED',
    });
    await insert(sql, 'shipment_items', { shipment_id, order_item_id: order.item_id, quantity: 2 });
    expect(await refusal(setStatus(sql, order, 'SHIPPED'))).toMatchObject({ constraint: 'check_order_released' });
  });

  test('a cancelled order holds no stock: at COMMIT, whichever came first', async () => {
    const order = await placeOrder(sql, 2);
    expect(await refusal(setStatus(sql, order, 'CANCELLED'))).toMatchObject({ constraint: 'check_order_released' });
    await transaction(db.ownerUrl, {}, async (tx) => {
      await setStatus(tx, order, 'CANCELLED');
      await move(tx, order.inventory_id, 'RELEASE', 2, {
        reference_type: 'ORDER',
        reference_id: order.order_id,
        order_item_id: order.item_id,
      });
    });
    expect(await statusOf(order.order_id)).toBe('CANCELLED');
  });

  test('an order with a parcel on its way is not cancelled', async () => {
    const order = await placeOrder(sql, 2);
    await pay(sql, order);
    await setStatus(sql, order, 'CONFIRMED', 'PROCESSING');
    await ship(sql, order, 1);
    expect(await refusal(setStatus(sql, order, 'CANCELLED'))).toMatchObject({ constraint: 'check_order_cancelled' });
  });

  test('REFUNDED without the money is refused', async () => {
    const order = await deliveredOrder(sql);
    expect(await refusal(setStatus(sql, order, 'REFUNDED'))).toMatchObject({ constraint: 'check_order_refunded' });
  });

  test('every step is in the history with who took it and why', async () => {
    const order = await placeOrder(sql);
    const by = db.actor('manager').id;
    const as = { role: 'manager_role', user_id: by, settings: { 'solemate.reason': 'asked on the phone' } };
    await transaction(db.appUrl, as, async (tx) => {
      await tx('select agree_pay_later($1)', [order.order_id]);
      await setStatus(tx, order, 'CONFIRMED');
    });
    const rows = await sql(
      'select from_status, to_status, changed_by, notes from order_status_history where order_id = $1 order by created_at',
      [order.order_id],
    );
    expect(rows).toEqual([
      { from_status: null, to_status: 'PENDING', changed_by: null, notes: null },
      { from_status: 'PENDING', to_status: 'CONFIRMED', changed_by: by, notes: 'asked on the phone' },
    ]);
    const edited = refusal(sql("update order_status_history set notes = 'x' where order_id = $1", [order.order_id]));
    expect(await edited).toMatchObject({ constraint: 'order_status_history_append_only' });
  });
});

describe('what never changes', () => {
  test.each([
    ["order_number = 'X'"],
    ["created_at = created_at + interval '1 month'"],
    ['id = gen_random_uuid()'],
    ["user_id = (select id from users where role = 'admin' limit 1)"],
  ])('%s', async (change) => {
    const order = await placeOrder(sql);
    const said = await refusal(sql(`update orders set ${change} where id = $1`, [order.order_id]));
    expect(said).toMatchObject({ code: '23001', constraint: 'orders_identity_frozen' });
  });

  test('totals and addresses change while the order is PENDING and never after', async () => {
    const order = await placeOrder(sql);
    const addShipping = 'update orders set shipping = 5, total = total + 5 where id = $1';
    await sql(addShipping, [order.order_id]);
    await sql('update payments set amount = 25 where id = $1', [order.payment_id]);
    await pay(sql, order);
    await setStatus(sql, order, 'CONFIRMED');
    expect(await refusal(sql(addShipping, [order.order_id]))).toMatchObject({ constraint: 'orders_frozen' });
    const moved = refusal(sql("update orders set shipping_address = '{}' where id = $1", [order.order_id]));
    expect(await moved).toMatchObject({ constraint: 'orders_frozen' });
    const cheaper = refusal(sql('update payments set amount = 1 where id = $1', [order.payment_id]));
    expect(await cheaper).toMatchObject({ constraint: 'payments_frozen' });
  });

  test('lines are fixed once the order is no longer PENDING', async () => {
    const order = await placeOrder(sql);
    await sql('select agree_pay_later($1)', [order.order_id]);
    await setStatus(sql, order, 'CONFIRMED');
    for (const statement of [
      'update order_items set quantity = 1, total = 10 where id = $1',
      'delete from order_items where id = $1',
    ]) {
      expect(await refusal(sql(statement, [order.item_id]))).toMatchObject({ constraint: 'order_items_frozen' });
    }
  });

  test('the tracking number is the newest shipment’s', async () => {
    const order = await placeOrder(sql, 2);
    const said = await refusal(sql("update orders set tracking_number = 'X' where id = $1", [order.order_id]));
    expect(said).toMatchObject({ constraint: 'orders_tracking_derived' });
    await pay(sql, order);
    await setStatus(sql, order, 'CONFIRMED', 'PROCESSING');
    await ship(sql, order, 1);
    const second = await ship(sql, order, 1);
    const [same] = await sql<{ same: boolean }>(
      `select o.tracking_number = s.tracking_number as same
      from orders o join shipments s on s.id = $2
      where o.id = $1`,
      [order.order_id, second],
    );
    expect(same?.same).toBe(true);
  });
});

describe('numbers that must add up', () => {
  test.each([
    [{ subtotal: '10.00', total: '9999.00' }, 'check_order_total'],
    [{ subtotal: '-10.00', total: '-10.00' }, 'check_order_amounts'],
    [{ subtotal: '10.00', discount: '20.00', total: '-10.00' }, 'check_order_amounts'],
  ])('an order of %j is refused by %s', async (amounts, constraint) => {
    const user_id = await customer(sql);
    const addresses = { shipping_address: '{}', billing_address: '{}' };
    expect(await refusal(insert(sql, 'orders', { user_id, ...amounts, ...addresses }))).toMatchObject({ constraint });
  });

  test('a discount that is NULL cannot hide a wrong total', async () => {
    const said = await refusal(placeOrder(sql, 1, { discount: null }));
    expect(said.code).toBe('23502');
  });

  test('a line with another product’s variant or a wrong total is refused', async () => {
    const order = await placeOrder(sql);
    const other = await placeOrder(sql);
    const line = { order_id: order.order_id, sku: 'X', name: 'X', quantity: 1, price: '10.00' };
    const mixed = refusal(
      insert(sql, 'order_items', {
        ...line,
        product_id: order.product_id,
        variant_id: other.variant_id,
        total: '10.00',
      }),
    );
    expect(await mixed).toMatchObject({ code: '23503', constraint: 'order_items_variant_id_fkey' });
    const wrong = refusal(insert(sql, 'order_items', { ...line, product_id: order.product_id, total: '77.00' }));
    expect(await wrong).toMatchObject({ constraint: 'check_line_total' });
    const twice = refusal(
      insert(sql, 'order_items', {
        ...line,
        product_id: order.product_id,
        variant_id: order.variant_id,
        total: '10.00',
      }),
    );
    expect(await twice).toMatchObject({ code: '23505' });
  });

  test('orders are numbered SM-YYYY-NNNNNN', async () => {
    const order = await placeOrder(sql);
    const [row] = await sql<{ order_number: string }>('select order_number from orders where id = $1', [
      order.order_id,
    ]);
    expect(row?.order_number).toMatch(/^SM-\d{4}-\d{6,}$/u);
  });
});
