import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Refused } from '../../../src/domain/errors.ts';
import type { RefundOrder } from '../../../src/platform/payments/gateway.ts';
import { minorUnits } from '../../../src/platform/payments/minor-units.ts';
import { stripeGateway, type StripeOptions } from '../../../src/platform/payments/stripe.ts';
import { stripeKey, stripeServer, type StripeServer } from '../../helpers/stripe-server.ts';

let stripe: StripeServer;
beforeAll(async () => {
  stripe = await stripeServer();
});
beforeEach(() => stripe.clear());
afterAll(() => stripe.close());

const open = (more: Partial<StripeOptions> = {}) =>
  stripeGateway({ key: stripeKey, url: stripe.url, retries: 0, ...more });

function order(amount: string, more: Partial<RefundOrder> = {}): RefundOrder {
  const payment = `pi_${randomUUID().slice(0, 8)}`;
  stripe.payment(payment, 10_000);
  return { id: randomUUID(), amount, currency: 'USD', transaction_id: payment, order_number: 'SM-1', ...more };
}
const movedFor = ({ transaction_id }: RefundOrder) => stripe.moved(transaction_id ?? '').total;

describe('a refund at Stripe', () => {
  test('moves the amount in minor units, under the id of the row, with the order in its metadata', async () => {
    const gateway = await open();
    const wanted = order('12.34');
    const sent = await gateway.refund(wanted);
    const [made] = stripe.moved(wanted.transaction_id ?? '').refunds;
    expect(sent).toEqual({ state: 'completed', reference: made?.id });
    expect(made).toMatchObject({ amount: 1234, metadata: { refund_id: wanted.id, order_number: 'SM-1' } });
    expect(stripe.keys.at(-1)).toBe(wanted.id);
  });

  test('sent twice, and at once, moves once and answers alike', async () => {
    const gateway = await open({ retries: 3 });
    const wanted = order('10.00');
    const answers = await Promise.all([gateway.refund(wanted), gateway.refund(wanted)]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await gateway.refund(wanted)).toEqual(answers[0]);
    expect(movedFor(wanted)).toBe(1000);
  });

  test('of a charge is found again among many', async () => {
    const gateway = await open();
    const charge = `ch_${randomUUID().slice(0, 8)}`;
    stripe.payment(charge, 10_000);
    const first = order('1.00', { transaction_id: charge });
    await gateway.refund(first);
    for (let more = 0; more < 5; more += 1) await gateway.refund(order('2.00', { transaction_id: charge }));
    expect(await gateway.find(first)).toMatchObject({ state: 'completed' });
    expect(await gateway.find(order('1.00', { transaction_id: charge }))).toBeUndefined();
  });

  test('that Stripe took and is at is pending, then completed or failed as it says', async () => {
    const gateway = await open();
    const wanted = order('5.00');
    stripe.next('pending');
    const sent = await gateway.refund(wanted);
    expect(sent).toMatchObject({ state: 'pending' });
    const reference = 'reference' in sent ? sent.reference : '';
    stripe.settle(reference, 'failed', 'expired_or_canceled_card');
    expect(await gateway.find(wanted)).toEqual({
      state: 'failed',
      reason: 'Stripe says failed: expired or canceled card',
      final: true,
    });
    stripe.settle(reference, 'succeeded');
    expect(await gateway.find(wanted)).toEqual({ state: 'completed', reference });
  });

  test.each([
    [{ status: 402, type: 'card_error', code: 'card_declined', message: 'Your card was declined.' }, 'failed', true],
    [{ status: 400, type: 'invalid_request_error', message: 'This charge is disputed.' }, 'failed', true],
    [{ status: 429, type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests' }, 'failed', false],
    [{ status: 403, type: 'invalid_request_error', message: 'This key may not refund.' }, 'failed', false],
  ] as const)('answered with %j moved nothing', async (weather, state, final) => {
    const gateway = await open();
    const wanted = order('5.00');
    stripe.next(weather);
    expect(await gateway.refund(wanted)).toMatchObject({ state, final });
    expect(movedFor(wanted)).toBe(0);
  });

  test.each([
    [{ status: 500, type: 'api_error', message: 'We are down', done: true }, 500],
    [{ status: 503, type: 'api_error', message: 'We are down' }, 0],
    ['cut before', 0],
    ['broken json', 500],
  ] as const)('met by %j is not known to have failed', async (weather, moved) => {
    const gateway = await open();
    const wanted = order('5.00');
    stripe.next(weather, weather);
    expect(await gateway.refund(wanted)).toMatchObject({ state: 'unknown' });
    expect(movedFor(wanted)).toBe(moved);
    const found = await gateway.find(wanted);
    expect(found?.state).toBe(moved > 0 ? 'completed' : undefined);
  });

  test('whose line is cut after the money moved is asked for again under the same key by the SDK itself', async () => {
    const gateway = await open();
    const wanted = order('5.00');
    stripe.next('cut after');
    expect(await gateway.refund(wanted)).toMatchObject({ state: 'completed' });
    expect(movedFor(wanted)).toBe(500);
  });

  test('that nobody answers is unknown after the time-out, though the money moved', async () => {
    const gateway = await open({ timeout: 100 });
    const wanted = order('5.00');
    stripe.next('hang after');
    const sent = await gateway.refund(wanted);
    expect(sent).toMatchObject({ state: 'unknown' });
    expect(await gateway.find(wanted)).toMatchObject({ state: 'completed' });
    stripe.release();
  });

  test('with another amount under the same key is refused by Stripe, and moves nothing more', async () => {
    const gateway = await open();
    const wanted = order('5.00');
    await gateway.refund(wanted);
    expect(await gateway.refund({ ...wanted, amount: '6.00' })).toMatchObject({ state: 'failed', final: false });
    expect(movedFor(wanted)).toBe(500);
  });

  test('of a payment that Stripe cannot know is not even asked for', async () => {
    const gateway = await open();
    const before = stripe.requests.length;
    for (const transaction_id of [null, 'WIRE-1']) {
      expect(await gateway.refund(order('1.00', { transaction_id }))).toMatchObject({ state: 'failed', final: true });
    }
    expect(stripe.requests).toHaveLength(before);
  });

  test('never tells the key, whatever goes wrong', async () => {
    const key = 'sk_live_51SecretSecretSecret';
    const gateway = await open({ key });
    const sent = JSON.stringify(await gateway.refund(order('1.00')));
    expect(sent).toContain('Stripe does not know this key');
    expect(sent).not.toMatch(/sk_|Secret/u);
    expect(JSON.stringify(await gateway.find(order('1.00')))).not.toMatch(/sk_|Secret/u);
  });
});

test.each([
  ['12.34', 'USD', 1234],
  ['12.00', 'JPY', 12],
  ['12.34', 'KWD', 12_340],
  ['7.00', 'ISK', 700],
])('%s %s are %d of its smallest unit', (amount, currency, units) => {
  expect(minorUnits(amount, currency)).toBe(units);
});

test('half a yen is refused in a sentence', async () => {
  expect(() => minorUnits('12.50', 'JPY')).toThrow(Refused);
  const gateway = await open();
  expect(await gateway.refund(order('12.50', { currency: 'JPY' }))).toMatchObject({ state: 'failed', final: true });
});
