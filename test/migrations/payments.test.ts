import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import {
  customer,
  deliveredOrder,
  insert,
  pay,
  placeOrder,
  refusal,
  setStatus,
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

const refund = (tx: Sql, payment_id: string, amount: string, more: Record<string, unknown> = {}) =>
  insert(tx, 'refunds', { payment_id, amount, reason: 'too small', provider: 'manual', ...more });
const complete = (id: string) => sql("update refunds set status = 'COMPLETED' where id = $1", [id]);
const paymentOf = async (id: string) =>
  (await sql('select status, refund_amount from payments where id = $1', [id]))[0];
const orderStatus = async (id: string) =>
  (await sql<{ status: string }>('select status from orders where id = $1', [id]))[0]?.status;

describe('a payment', () => {
  test.each([
    [['PROCESSING', 'COMPLETED'], true],
    [['FAILED', 'PENDING', 'COMPLETED'], true],
    [['COMPLETED', 'PENDING'], false],
    [['COMPLETED', 'FAILED'], false],
    [['FAILED', 'COMPLETED'], false],
  ])('goes %j: %s', async (steps, allowed) => {
    const { payment_id } = await placeOrder(sql);
    const walk = async () => {
      for (const status of steps) await sql('update payments set status = $2 where id = $1', [payment_id, status]);
    };
    if (allowed) await walk();
    else expect(await refusal(walk())).toMatchObject({ constraint: 'check_payment_transition' });
  });

  test('does not say REFUNDED by itself', async () => {
    const order = await placeOrder(sql);
    await pay(sql, order);
    const said = refusal(
      sql("update payments set status = 'REFUNDED', refund_amount = amount where id = $1", [order.payment_id]),
    );
    expect(await said).toMatchObject({ constraint: 'payments_refunds_derived' });
  });

  test('is the order’s customer’s, one to an order, by a provider we know, in a currency', async () => {
    const order = await placeOrder(sql);
    const second = { order_id: order.order_id, user_id: order.user_id, amount: '1.00', status: 'PENDING' };
    expect((await refusal(insert(sql, 'payments', { ...second, provider: 'manual' }))).code).toBe('23505');
    await sql('delete from payments where id = $1', [order.payment_id]);
    const elsewhere = refusal(insert(sql, 'payments', { ...second, provider: 'manual', user_id: await customer(sql) }));
    expect(await elsewhere).toMatchObject({ constraint: 'check_payment_user' });
    const unknown = refusal(insert(sql, 'payments', { ...second, provider: 'cash in a sock' }));
    expect(await unknown).toMatchObject({ constraint: 'check_payment_provider' });
    const money = refusal(insert(sql, 'payments', { ...second, provider: 'manual', currency: 'usd' }));
    expect(await money).toMatchObject({ constraint: 'check_currency' });
  });
});

describe('refunds', () => {
  test('add up on the payment and move the order when they reach the amount', async () => {
    const order = await deliveredOrder(sql);
    const first = await refund(sql, order.payment_id, '5.00');
    expect(await paymentOf(order.payment_id)).toEqual({ status: 'COMPLETED', refund_amount: '0.00' });
    await complete(first);
    expect(await paymentOf(order.payment_id)).toEqual({ status: 'PARTIAL_REFUND', refund_amount: '5.00' });
    expect(await orderStatus(order.order_id)).toBe('DELIVERED');
    await complete(await refund(sql, order.payment_id, '15.00'));
    expect(await paymentOf(order.payment_id)).toEqual({ status: 'REFUNDED', refund_amount: '20.00' });
    expect(await orderStatus(order.order_id)).toBe('REFUNDED');
  });

  test('that are only asked for count against what is left; failed ones do not', async () => {
    const order = await deliveredOrder(sql);
    const asked = await refund(sql, order.payment_id, '15.00');
    const said = await refusal(refund(sql, order.payment_id, '5.01'));
    expect(said).toMatchObject({ constraint: 'check_refund' });
    expect(said.message).toContain('5.00 that is left of 20.00');
    await sql("update refunds set status = 'FAILED', failure_reason = 'no' where id = $1", [asked]);
    await refund(sql, order.payment_id, '20.00');
  });

  test('of money that was never captured are refused', async () => {
    const order = await placeOrder(sql);
    expect(await refusal(refund(sql, order.payment_id, '1.00'))).toMatchObject({ constraint: 'check_refund' });
  });

  test('cannot be changed, deleted or done twice', async () => {
    const order = await deliveredOrder(sql);
    const id = await refund(sql, order.payment_id, '5.00');
    expect(await refusal(sql('update refunds set amount = 9 where id = $1', [id]))).toMatchObject({
      constraint: 'refunds_frozen',
    });
    expect(await refusal(sql('delete from refunds where id = $1', [id]))).toMatchObject({
      constraint: 'refunds_append_only',
    });
    await complete(id);
    await complete(id);
    expect(await paymentOf(order.payment_id)).toMatchObject({ refund_amount: '5.00' });
    const undone = refusal(sql("update refunds set status = 'FAILED' where id = $1", [id]));
    expect(await undone).toMatchObject({ constraint: 'check_refund_transition' });
  });

  test('skipped by ON CONFLICT DO NOTHING pay nothing out', async () => {
    const order = await deliveredOrder(sql);
    const id = await refund(sql, order.payment_id, '5.00', { status: 'COMPLETED' });
    await sql(
      `insert into refunds (id, payment_id, amount, reason, provider, status)
      values ($1, $2, 5, 'again', 'manual', 'COMPLETED')
      on conflict (id) do nothing`,
      [id, order.payment_id],
    );
    expect(await paymentOf(order.payment_id)).toMatchObject({ refund_amount: '5.00' });
  });

  test('made before the order is cancelled make it REFUNDED when it is', async () => {
    const order = await placeOrder(sql);
    await pay(sql, order);
    await setStatus(sql, order, 'CONFIRMED');
    await complete(await refund(sql, order.payment_id, '20.00'));
    expect(await orderStatus(order.order_id)).toBe('CONFIRMED');
    await transaction(db.ownerUrl, {}, async (tx) => {
      await tx(
        `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
        values ($1, 'RELEASE', 2, 'ORDER', $2, $3)`,
        [order.inventory_id, order.order_id, order.item_id],
      );
      await setStatus(tx, order, 'CANCELLED');
    });
    expect(await orderStatus(order.order_id)).toBe('REFUNDED');
  });

  test('by a manager stay under the limit that the shop set', async () => {
    const order = await deliveredOrder(sql);
    await sql("insert into store_settings (key, value) values ('manager_refund_limit', '10.00')");
    const as = (role: 'admin' | 'manager') => ({ role: `${role}_role`, user_id: db.actor(role).id });
    const said = await refusal(transaction(db.appUrl, as('manager'), (tx) => refund(tx, order.payment_id, '10.01')));
    expect(said).toMatchObject({ code: '42501', constraint: 'manager_refund_limit' });
    await transaction(db.appUrl, as('manager'), (tx) => refund(tx, order.payment_id, '10.00'));
    await transaction(db.appUrl, as('admin'), (tx) => refund(tx, order.payment_id, '10.00'));
    await sql("delete from store_settings where key = 'manager_refund_limit'");
  });
});

describe('promo codes', () => {
  const promo = (more: Record<string, unknown> = {}) =>
    insert(sql, 'promo_codes', {
      code: `P${Math.random().toString(36).slice(2)}`.toUpperCase(),
      discount_type: 'PERCENTAGE',
      discount_value: '10',
      ...more,
    });
  const uses = async (id: string) =>
    (await sql<{ current_uses: number }>('select current_uses from promo_codes where id = $1', [id]))[0]?.current_uses;

  test('are counted when an order takes them and given back when it is cancelled', async () => {
    const promo_code_id = await promo({ max_uses: 1 });
    const order = await placeOrder(sql, 2, { promo_code_id, discount: '2.00', total: '18.00' });
    expect(await uses(promo_code_id)).toBe(1);
    const second = await refusal(placeOrder(sql, 1, { promo_code_id }));
    expect(second).toMatchObject({ code: '23514', constraint: 'check_uses' });
    await transaction(db.ownerUrl, {}, async (tx) => {
      await setStatus(tx, order, 'CANCELLED');
      await tx(
        `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
        values ($1, 'RELEASE', 2, 'ORDER', $2, $3)`,
        [order.inventory_id, order.order_id, order.item_id],
      );
    });
    expect(await uses(promo_code_id)).toBe(0);
    expect(await sql('select from promo_usage where order_id = $1', [order.order_id])).toHaveLength(0);
  });

  test.each([
    [{ is_active: false }, 'check_uses'],
    [{ valid_until: '2024-01-01' }, 'check_uses'],
    [{ valid_from: '2124-01-01' }, 'check_uses'],
    [{ minimum_order: '500' }, 'check_promo_minimum'],
  ])('with %j are not taken', async (more, constraint) => {
    const promo_code_id = await promo(more);
    expect(await refusal(placeOrder(sql, 1, { promo_code_id }))).toMatchObject({ constraint });
  });

  test('are counted from their uses only', async () => {
    const promo_code_id = await promo();
    const set = refusal(sql('update promo_codes set current_uses = 5 where id = $1', [promo_code_id]));
    expect(await set).toMatchObject({ constraint: 'promo_codes_uses_derived' });
    const order = await placeOrder(sql);
    const row = { promo_code_id, order_id: order.order_id, user_id: order.user_id, discount_amount: '1.00' };
    expect(await refusal(insert(sql, 'promo_usage', row))).toMatchObject({ constraint: 'promo_usage_derived' });
  });

  test.each([
    [{ discount_value: '900' }, 'check_discount_value'],
    [{ discount_value: '-1' }, 'check_discount_value'],
    [{ discount_type: 'FREE_SHIPPING', discount_value: '1' }, 'check_discount_value'],
    [{ code: 'lower' }, 'check_promo_code'],
    [{ max_uses: 1, current_uses: 99 }, 'check_uses'],
    [{ valid_from: '2026-02-01', valid_until: '2026-01-01' }, 'check_promo_window'],
  ])('with %j are refused by %s', async (more, constraint) => {
    expect(await refusal(promo(more))).toMatchObject({ constraint });
  });
});
