import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { Conflict, Forbidden, NotFound, Refused, Unavailable } from '../../../src/domain/errors.ts';
import { addMoney, formatCents, parseCents } from '../../../src/domain/money.ts';
import { questionOf, run } from '../../../src/operations/operation.ts';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { record } from '../../../src/operations/payments/record.ts';
import { refund } from '../../../src/operations/payments/refund.ts';
import { show } from '../../../src/operations/payments/show.ts';
import { shoe, socks } from '../shop.ts';
import { openPaidShop, type PaidShop } from './paid.ts';

let shop: PaidShop;
beforeAll(async () => {
  shop = await openPaidShop();
});
beforeEach(() => shop.stripe.clear());
afterAll(() => shop.close());

const reason = 'too small';
const give = (order: string, more: object = {}, id: string = randomUUID()) =>
  shop.act(refund, { order, reason, ...more }, 'manager', id);

describe('a refund by Stripe', () => {
  test('of an amount is made there, completes here, and tells what is left', async () => {
    const { order, transaction_id } = await shop.paid(`${socks}=8`);
    const id = randomUUID();
    const made = await give(order, { amount: '10.00' }, id);
    expect(made).toMatchObject({ id, amount: '10.00', status: 'COMPLETED', provider: 'stripe', left: '90.00' });
    expect(shop.stripe.moved(transaction_id)).toMatchObject({
      total: 1000,
      refunds: [{ id: made.provider_reference, metadata: { refund_id: id, order_number: order } }],
    });
    expect(await shop.payment(order)).toMatchObject({ status: 'PARTIAL_REFUND', refund_amount: '10.00', owed: false });
  });

  test('sent again with the same id, and by eight at once, moves once and answers the same', async () => {
    const { order, transaction_id } = await shop.paid();
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => give(order, { amount: '10.00' }, id)));
    answers.push(await give(order, { amount: '10.00' }, id));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(shop.stripe.moved(transaction_id).total).toBe(1000);
    expect(await shop.refunds(order)).toHaveLength(1);
  });

  test('of all that is left closes the payment, and the order where it is delivered', async () => {
    const { order, transaction_id } = await shop.paid(`${shoe.middle}=1`, true);
    await give(order, { amount: '9.90' });
    expect(await give(order)).toMatchObject({ amount: '90.00', left: '0.00' });
    expect(shop.stripe.moved(transaction_id).total).toBe(9990);
    expect(await shop.payment(order)).toMatchObject({ status: 'REFUNDED', order_status: 'REFUNDED' });
    await expect(give(order)).rejects.toThrow(`${order} is refunded in full already.`);
  });

  test('that Stripe refuses is FAILED, says so each time, and its amount is free again', async () => {
    const { order } = await shop.paid();
    const id = randomUUID();
    shop.stripe.next({ status: 400, type: 'invalid_request_error', message: 'This charge is disputed.' });
    for (let time = 0; time < 2; time += 1) {
      await expect(give(order, {}, id)).rejects.toThrow(/failed: Stripe: This charge is disputed\. No money moved/u);
    }
    expect(await shop.refunds(order)).toMatchObject([{ id, status: 'FAILED' }]);
    expect(await give(order)).toMatchObject({ amount: '100.00', status: 'COMPLETED' });
  });

  test('that nobody answers stays REQUESTED and owed; the same id again finishes it, once', async () => {
    const { order, transaction_id } = await shop.paid();
    const id = randomUUID();
    shop.stripe.next('hang after');
    await expect(give(order, { amount: '25.00' }, id)).rejects.toThrow(Unavailable);
    expect(await shop.refunds(order)).toMatchObject([{ status: 'REQUESTED' }]);
    expect(await shop.payment(order)).toMatchObject({ status: 'COMPLETED', owed: true });
    shop.stripe.release();
    expect(await give(order, { amount: '25.00' }, id)).toMatchObject({ status: 'COMPLETED', left: '75.00' });
    expect(shop.stripe.moved(transaction_id).total).toBe(2500);
    expect(await shop.payment(order)).toMatchObject({ owed: false });
  });

  test('that Stripe is still at is an answer, and no failure', async () => {
    const { order } = await shop.paid();
    shop.stripe.next('pending');
    const made = await give(order, { amount: '25.00' });
    expect(made).toMatchObject({ status: 'REQUESTED', by_hand: false });
    expect(made.provider_reference).toMatch(/^re_/u);
    expect(refund.done?.(made, { order, reason })).toContain('took the refund');
  });

  test('without its key is refused before anything is written', async () => {
    const { order } = await shop.paid();
    const key = process.env['SOLEMATE_STRIPE_KEY'];
    delete process.env['SOLEMATE_STRIPE_KEY'];
    try {
      const call = { database: shop.database, actor: shop.actor('manager') };
      const secrets = { stripeKey: () => Promise.reject(new Unavailable('The Stripe key is not known here.')) };
      await expect(run(refund, { order, reason }, { ...call, secrets })).rejects.toThrow('The Stripe key is not known');
    } finally {
      process.env['SOLEMATE_STRIPE_KEY'] = key;
    }
    expect(await shop.refunds(order)).toEqual([]);
  });

  test('tried as a dry run moves and writes nothing', async () => {
    const { order, transaction_id } = await shop.paid();
    const call = { database: shop.database, actor: shop.actor('manager'), dryRun: true };
    expect((await run(refund, { order, reason }, call)).output).toMatchObject({ amount: '100.00', left: '0.00' });
    expect(await shop.refunds(order)).toEqual([]);
    expect(shop.stripe.moved(transaction_id).total).toBe(0);
  });
});

describe('what is refunded', () => {
  test('by lines is what the pieces cost, and no piece goes back twice', async () => {
    const { order } = await shop.paid(`${shoe.middle}=2,${socks}=3`);
    expect(await give(order, { lines: `${shoe.middle}=1` })).toMatchObject({
      amount: '99.90',
      lines: [{ sku: shoe.middle, quantity: 1, amount: '99.90' }],
    });
    await expect(give(order, { lines: `${shoe.middle}=2` })).rejects.toThrow('2 were ordered, 1 are not refunded');
    await expect(give(order, { lines: `${shoe.large}=1` })).rejects.toThrow(NotFound);
    expect(await give(order, { lines: `${shoe.middle}=1,${socks}=3` })).toMatchObject({ left: '0.00' });
  });

  test('in parts of any size comes to exactly nothing left', async () => {
    const parts = fc.array(fc.integer({ min: 1, max: 40_00 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(parts, async (cents) => {
        const { order, transaction_id } = await shop.paid();
        let left = 100_00n;
        for (const part of cents) {
          const amount = formatCents(BigInt(part));
          if (BigInt(part) > left) await expect(give(order, { amount })).rejects.toThrow(Refused);
          else {
            left -= BigInt(part);
            expect(await give(order, { amount })).toMatchObject({ left: formatCents(left) });
          }
        }
        if (left > 0n) expect(await give(order)).toMatchObject({ amount: formatCents(left), left: '0.00' });
        expect(shop.stripe.moved(transaction_id).total).toBe(100_00);
        const rows = await shop.refunds(order);
        expect(addMoney('0.00', ...rows.map(({ amount }) => amount))).toBe('100.00');
        expect(await shop.payment(order)).toMatchObject({ status: 'REFUNDED', refund_amount: '100.00' });
      }),
      { numRuns: 8 },
    );
  });

  test.each([
    ['more than is left', { amount: '100.01' }, '100.01 is more than the 100.00 that is left of 100.00'],
    ['nothing', { amount: '0.00' }, 'A refund of 0.00 is none.'],
    ['by a provider that did not take the money', { provider: 'paypal' }, 'came by stripe, not by paypal'],
    ['with a reference that Stripe gives itself', { reference: 're_1' }, 'gets its reference from stripe'],
    ['when another amount is left than was seen', { expected_left: '90.00' }, '100.00 is left'],
  ])('%s is refused in a sentence', async (_what, more, sentence) => {
    const { order } = await shop.paid();
    await expect(give(order, more)).rejects.toThrow(sentence);
    expect(await shop.refunds(order)).toEqual([]);
  });

  test('of money that never came is refused', async () => {
    const order = await shop.order(`${socks}=1`);
    await expect(give(order)).rejects.toThrow('is PENDING: no money came, so none can go back');
  });

  test('by 32 people, 10.00 each of 100.00, is 100.00; the others are told what is left', async () => {
    const { order, transaction_id } = await shop.paid();
    const raced = await Promise.allSettled(Array.from({ length: 32 }, () => give(order, { amount: '10.00' })));
    const told = raced.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
    expect(raced.length - told.length).toBe(10);
    for (const error of told) {
      expect(error).toBeInstanceOf(Refused);
      expect(error.message).toMatch(/0\.00 that is left|Nothing is left to refund|refunded in full already/u);
    }
    expect(shop.stripe.moved(transaction_id).total).toBe(100_00);
    expect(await shop.payment(order)).toMatchObject({ status: 'REFUNDED', refund_amount: '100.00' });
  });

  test('above the limit of a manager needs an admin, and says so', async () => {
    const { order } = await shop.paid();
    await shop.sql("insert into store_settings (key, value) values ('manager_refund_limit', '\"20.00\"')");
    try {
      const said = give(order, { amount: '20.01' });
      await expect(said).rejects.toThrow(Forbidden);
      await expect(said).rejects.toThrow('A refund of 20.01 is above the 20.00 that a manager may refund.');
      expect((await shop.act(show, { order }, 'manager')).limit).toBe('20.00');
      await give(order, { amount: '20.00' });
      await shop.act(refund, { order, reason, amount: '30.00' }, 'admin');
    } finally {
      await shop.sql("delete from store_settings where key = 'manager_refund_limit'");
    }
  });
});

describe('a refund by hand', () => {
  test('with its reference is COMPLETED at once; a reference counts once', async () => {
    const order = await shop.order(`${socks}=2`, 'CONFIRMED');
    const made = await give(order, { amount: '5.00', reference: 'SEPA 1' });
    expect(made).toMatchObject({
      status: 'COMPLETED',
      provider: 'manual',
      provider_reference: 'SEPA 1',
      left: '20.00',
    });
    await expect(give(order, { amount: '5.00', reference: 'SEPA 1' })).rejects.toThrow(
      'Another refund was already recorded with this reference.',
    );
    expect(await shop.payment(order)).toMatchObject({ refund_amount: '5.00' });
  });

  test('without one sets the money aside until somebody says that it was paid', async () => {
    const order = await shop.order(`${socks}=2`, 'CONFIRMED');
    const made = await give(order);
    expect(made).toMatchObject({ status: 'REQUESTED', by_hand: true, left: '0.00' });
    await expect(give(order)).rejects.toThrow('25.00 is asked for and on its way');
    expect(await shop.payment(order)).toMatchObject({ status: 'COMPLETED', owed: true });
  });

  test('of money that came by Stripe is possible when it is said', async () => {
    const { order, transaction_id } = await shop.paid();
    await give(order, { provider: 'manual', reference: 'CASH 1' });
    expect(shop.stripe.moved(transaction_id).total).toBe(0);
    expect(await shop.payment(order)).toMatchObject({ status: 'REFUNDED' });
  });
});

describe('the question before it', () => {
  const asked = (order: string, more: object = {}, operationId?: string) =>
    questionOf(
      refund,
      { order, reason, ...more },
      {
        database: shop.database,
        actor: shop.actor('manager'),
        ...(operationId !== undefined && { operationId }),
      },
    );

  test('says how much, what is left, to whom, and that it cannot be undone', async () => {
    const { order } = await shop.paid();
    expect(await asked(order, { amount: '10' })).toEqual({
      question: `Refund 10.00 USD of ${order} to Anna Berg by stripe? 100.00 is left, then 90.00. It cannot be undone.`,
    });
  });

  test('of everything of a delivered order wants its number typed: the stock does not come back', async () => {
    const { order } = await shop.paid(`${socks}=1`, true);
    const question = await asked(order);
    expect(question?.typed).toBe(order);
    expect(question?.question).toContain('the stock will NOT come back');
  });

  test('of everything of an order that is not confirmed says that it cannot be any more', async () => {
    const order = await shop.order(`${socks}=2`);
    await shop.act(record, { order, reference: `paid ${order}` });
    expect((await asked(order))?.question).toContain('cannot be confirmed any more, only cancelled');
    expect(await asked(order, { amount: '1.00' })).not.toHaveProperty('typed');
  });

  test('of a cancelled order is a plain one', async () => {
    const { order } = await shop.paid();
    await shop.act(cancel, { order, reason: 'changed their mind', refund: 'later' }, 'manager');
    expect(await asked(order)).not.toHaveProperty('typed');
  });

  test('is not asked again for a refund that was begun', async () => {
    const { order } = await shop.paid();
    const id = randomUUID();
    await give(order, {}, id);
    expect(await asked(order, {}, id)).toBeUndefined();
  });
});

test('what the lines are worth comes to what is left', async () => {
  const { order } = await shop.paid(`${shoe.middle}=2,${socks}=3`);
  await give(order, { lines: `${socks}=1` });
  const shown = await shop.act(show, { order }, 'oncall');
  expect(shown).toMatchObject({ amount: '237.30', refunded: '12.50', left: '224.80', by_hand: false, limit: null });
  const worth = shown.lines.reduce((sum, { amount }) => sum + parseCents(amount), 0n);
  expect(formatCents(worth)).toBe(shown.left);
  expect(shown.refunds).toMatchObject([{ status: 'COMPLETED', requested_by: 'Manager Tester', attempts: 1 }]);
});

test('an id used for another refund is a conflict', async () => {
  const { order } = await shop.paid();
  const id = randomUUID();
  await give(order, { amount: '10.00' }, id);
  await expect(give(order, { amount: '11.00' }, id)).rejects.toThrow(Conflict);
});
