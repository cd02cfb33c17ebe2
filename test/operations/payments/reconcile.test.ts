import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NotFound, Refused } from '../../../src/domain/errors.ts';
import { page } from '../../../src/operations/listing.ts';
import { run } from '../../../src/operations/operation.ts';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { confirm } from '../../../src/operations/orders/confirm.ts';
import { fail } from '../../../src/operations/payments/fail.ts';
import { owed } from '../../../src/operations/payments/owed.ts';
import { reconcile } from '../../../src/operations/payments/reconcile.ts';
import { record } from '../../../src/operations/payments/record.ts';
import { refund } from '../../../src/operations/payments/refund.ts';
import { retry } from '../../../src/operations/payments/retry.ts';
import { show } from '../../../src/operations/payments/show.ts';
import { complete as completeRefund } from '../../../src/operations/refunds/complete.ts';
import { fail as failRefund } from '../../../src/operations/refunds/fail.ts';
import { socks } from '../shop.ts';
import { openPaidShop, type PaidShop } from './paid.ts';

let shop: PaidShop;
beforeAll(async () => {
  shop = await openPaidShop();
});
beforeEach(() => shop.stripe.clear());
afterAll(() => shop.close());

const reason = 'too small';
const tidy = (more: object = {}) => shop.act(reconcile, { minutes: 0, ...more }, 'manager');
const owedOf = async (order: string) =>
  (await page(owed, { filter: `order:${order}` }, { database: shop.database, actor: shop.actor('oncall') })).rows[0];
/** A refund by hand, asked for and not paid out. */
async function asked(): Promise<{ order: string; id: string }> {
  const order = await shop.order(`${socks}=2`, 'CONFIRMED');
  return { order, id: (await shop.act(refund, { order, reason, amount: '10.00' })).id };
}

describe('reconcile', () => {
  test('with nothing to do says so and ends with 0', async () => {
    const answer = await tidy();
    expect(answer).toEqual({ rows: [], completed: 0, failed: 0, open: 0 });
    expect([reconcile.done?.(answer, { minutes: 0, most: 1 }), reconcile.exitCode?.(answer)]).toEqual([
      'No refund is waiting.',
      0,
    ]);
  });

  test('leaves what was asked for a moment ago to those who are at it', async () => {
    const { order } = await shop.paid();
    shop.stripe.next('pending');
    await shop.act(refund, { order, reason });
    expect((await tidy({ minutes: 5 })).rows).toEqual([]);
    const [row] = await shop.refunds(order);
    shop.stripe.settle(row?.provider_reference ?? '', 'succeeded');
    expect(await tidy()).toMatchObject({ completed: 1 });
    expect(await shop.payment(order)).toMatchObject({ status: 'REFUNDED' });
  });

  test('calls a refund that failed at its provider FAILED, for a person to see', async () => {
    const { order } = await shop.paid();
    shop.stripe.next('pending');
    await shop.act(refund, { order, reason });
    const waiting = await tidy();
    expect(waiting).toMatchObject({ open: 1, rows: [{ failure_reason: null }] });
    expect(reconcile.exitCode?.(waiting)).toBe(0);
    const [row] = await shop.refunds(order);
    shop.stripe.settle(row?.provider_reference ?? '', 'failed', 'declined');
    const answer = await tidy();
    expect(answer).toMatchObject({
      failed: 1,
      rows: [{ status: 'FAILED', failure_reason: 'Stripe says failed: declined' }],
    });
    expect(reconcile.exitCode?.(answer)).toBe(3);
    expect(await shop.payment(order)).toMatchObject({ status: 'COMPLETED', owed: false });
  });

  test('as a dry run tells what it would look at, and asks nobody', async () => {
    const { order, transaction_id } = await shop.paid();
    await shop.sql(
      `insert into refunds (payment_id, amount, reason, provider)
       select p.id, 10, 'x', 'stripe' from payments p join order_registry g on g.order_id = p.order_id where g.order_number = $1`,
      [order],
    );
    const before = shop.stripe.requests.length;
    const call = { database: shop.database, actor: shop.actor('admin'), dryRun: true };
    const { output } = await run(reconcile, { minutes: 0 }, call);
    expect(output.rows).toMatchObject([{ order_number: order, status: 'REQUESTED' }]);
    expect(shop.stripe.requests).toHaveLength(before);
    expect(await tidy()).toMatchObject({ completed: 1 });
    expect(shop.stripe.moved(transaction_id).total).toBe(1000);
  });

  test('tells of refunds by hand, and of a key that is not there, with exit code 3', async () => {
    const { id } = await asked();
    const { order } = await shop.paid();
    shop.stripe.next('pending');
    await shop.act(refund, { order, reason });
    const secrets = { stripeKey: () => Promise.reject(new Refused('no key here')) };
    const call = { database: shop.database, actor: shop.actor('admin'), secrets };
    const { output } = await run(reconcile, { minutes: 0 }, call);
    expect(output.rows).toMatchObject([
      { id, provider: 'manual', failure_reason: null },
      { order_number: order, failure_reason: 'no key here' },
    ]);
    expect(reconcile.exitCode?.(output)).toBe(3);
    await shop.act(failRefund, { refund: id, reason: 'a test' });
    const [row] = await shop.refunds(order);
    shop.stripe.settle(row?.provider_reference ?? '', 'succeeded');
    await tidy();
  });
});

describe('a refund by hand', () => {
  test('is completed with its reference, once', async () => {
    const { order, id } = await asked();
    expect(await shop.act(completeRefund, { refund: id, reference: 'SEPA 7' })).toMatchObject({
      order_number: order,
      status: 'COMPLETED',
      provider_reference: 'SEPA 7',
    });
    expect(await shop.payment(order)).toMatchObject({ status: 'PARTIAL_REFUND', refund_amount: '10.00', owed: false });
    const twice = shop.act(completeRefund, { refund: id, reference: 'SEPA 8' });
    await expect(twice).rejects.toThrow('is COMPLETED (SEPA 7) and stays so');
    await expect(shop.act(failRefund, { refund: id, reason })).rejects.toThrow(Refused);
  });

  test('that did not happen gives its amount free', async () => {
    const { order, id } = await asked();
    await shop.act(failRefund, { refund: id, reason: 'the account is closed' });
    expect(await shop.act(show, { order })).toMatchObject({ left: '25.00', refunds: [{ status: 'FAILED' }] });
    await expect(shop.act(completeRefund, { refund: id, reference: 'SEPA 9' })).rejects.toThrow(
      'is FAILED and stays so',
    );
  });

  test('goes by its order while that has one that waits', async () => {
    const { order } = await asked();
    const other = await shop.act(refund, { order, reason, amount: '5.00' });
    await expect(shop.act(completeRefund, { refund: order, reference: 'SEPA 11' })).rejects.toThrow(
      '2 refunds that wait',
    );
    await shop.act(failRefund, { refund: other.id, reason });
    const made = await shop.act(completeRefund, { refund: order.toLowerCase(), reference: 'SEPA 11' });
    expect(made).toMatchObject({ amount: '10.00', status: 'COMPLETED' });
    await expect(shop.act(failRefund, { refund: order, reason })).rejects.toThrow('has no refund that waits');
  });

  test('is not what Stripe has: it alone knows', async () => {
    const { order } = await shop.paid();
    shop.stripe.next('pending');
    const { id } = await shop.act(refund, { order, reason });
    await expect(shop.act(failRefund, { refund: id, reason })).rejects.toThrow('was sent to stripe');
    await expect(shop.act(completeRefund, { refund: id, reference: 'x' })).rejects.toThrow(
      'made by stripe, not by hand',
    );
    await expect(shop.act(failRefund, { refund: order, reason })).rejects.toThrow('was sent to stripe');
    await expect(shop.act(failRefund, { refund: '00000000-0000-4000-8000-000000000000', reason })).rejects.toThrow(
      NotFound,
    );
  });
});

describe('the queue of money owed', () => {
  test('holds a cancelled order until its money went back', async () => {
    const { order } = await shop.paid();
    expect(await owedOf(order)).toBeUndefined();
    await shop.act(cancel, { order, reason, refund: 'later' });
    expect(await owedOf(order)).toMatchObject({
      order_number: order,
      order_status: 'CANCELLED',
      owed: '100.00',
      left: '100.00',
      why: 'cancelled and not paid back in full',
    });
    await shop.act(refund, { order, reason, amount: '40.00' });
    expect(await owedOf(order)).toMatchObject({ owed: '60.00', left: '60.00' });
    await shop.act(refund, { order, reason });
    expect(await owedOf(order)).toBeUndefined();
    expect(await shop.payment(order)).toMatchObject({ order_status: 'REFUNDED' });
  });

  test('holds what was asked for and not paid out', async () => {
    const { order, id } = await asked();
    expect(await owedOf(order)).toMatchObject({
      owed: '10.00',
      requested: '10.00',
      left: '15.00',
      why: '1 refund asked for',
    });
    await shop.act(completeRefund, { refund: id, reference: `SEPA ${order}` });
    expect(await owedOf(order)).toBeUndefined();
  });

  test('holds money that came after the order was cancelled', async () => {
    const order = await shop.order(`${socks}=2`);
    await shop.act(cancel, { order, reason });
    await shop.sql(
      `with again as (
        update payments set status = 'PENDING'
        where order_id = (select order_id from order_registry where order_number = $1)
        returning id
      ) select from again`,
      [order],
    );
    await shop.sql(
      `update payments set status = 'COMPLETED' where order_id = (select order_id from order_registry where order_number = $1)`,
      [order],
    );
    expect(await owedOf(order)).toMatchObject({ owed: '25.00' });
  });

  test('is said by the database alone', async () => {
    const { order } = await shop.paid();
    const set = shop.sql(
      'update payments set owed_since = now() where order_id = (select order_id from order_registry where order_number = $1)',
      [order],
    );
    await expect(set).rejects.toMatchObject({ constraint: 'payments_owed_derived' });
  });
});

describe('a payment that did not come', () => {
  test('fails with a reason, is opened again and paid; the attempt stays on record', async () => {
    const order = await shop.order(`${socks}=2`);
    await shop.act(fail, { order, reason: 'the card was declined' });
    await expect(shop.act(fail, { order, reason })).rejects.toThrow('is FAILED and cannot fail any more');
    await shop.act(retry, { order });
    await expect(shop.act(retry, { order })).rejects.toThrow('only a FAILED one is opened again');
    await shop.act(record, { order, reference: `paid ${order}` });
    await shop.act(confirm, { order });
    const shown = await shop.act(show, { order });
    expect(shown).toMatchObject({ status: 'COMPLETED', attempts: [{ failure_reason: 'the card was declined' }] });
  });

  test('of a cancelled order is not opened again', async () => {
    const order = await shop.order(`${socks}=2`);
    await shop.act(cancel, { order, reason });
    await expect(shop.act(retry, { order })).rejects.toThrow('is CANCELLED and is not to be paid');
  });

  test('is not one that came', async () => {
    const order = await shop.order(`${socks}=2`, 'CONFIRMED');
    await expect(shop.act(fail, { order, reason })).rejects.toThrow(Refused);
  });
});
