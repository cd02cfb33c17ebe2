import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { reconcile } from '../../../src/operations/payments/reconcile.ts';
import { refund } from '../../../src/operations/payments/refund.ts';
import { runPiece, type TestProcess } from '../../helpers/process.ts';
import { openPaidShop, type Paid, type PaidShop } from './paid.ts';

let shop: PaidShop;
beforeAll(async () => {
  shop = await openPaidShop();
});
beforeEach(() => shop.stripe.clear());
afterAll(() => shop.close());

const reason = 'too small';

/**
 * A process of its own that refunds 10.00, with the real program. It stops where it is told, says so and waits for its
 * death: `requested` and `recorded` in the transactions before their COMMIT, `committed` between the first and Stripe.
 */
function refunding(
  order: string,
  operationId: string,
  stop: 'requested' | 'committed' | 'recorded' | 'nowhere',
): TestProcess {
  return runPiece(
    `import { connectDatabase } from '#root/src/platform/database/connect.ts';
    import { run } from '#root/src/operations/operation.ts';
    import { refund } from '#root/src/operations/payments/refund.ts';
    const { actor, url, order, operationId, stop } = JSON.parse(process.env.REFUND);
    const database = connectDatabase({ url });
    const die = () => { console.log('here'); return new Promise(() => setInterval(() => undefined, 1000)); };
    let writes = 0;
    const write = async (as, work, options) => {
      writes += 1;
      const mine = writes;
      // request, claim, record
      if (mine === 2 && stop === 'committed') await die();
      return database.write(as, async (tx) => {
        const answer = await work(tx);
        if ((mine === 1 && stop === 'requested') || (mine === 3 && stop === 'recorded')) await die();
        return answer;
      }, options);
    };
    const wrapped = { read: database.read.bind(database), write };
    await run(refund, { order, amount: '10.00', reason: 'too small' }, { database: wrapped, actor, operationId });
    console.log('refunded');
    await database.close();`,
    {
      REFUND: JSON.stringify({ actor: shop.actor('manager'), url: shop.appUrl, order, operationId, stop }),
      SOLEMATE_STRIPE_TIMEOUT: '20',
    },
  );
}

async function kill(piece: TestProcess): Promise<void> {
  piece.child.kill('SIGKILL');
  expect(await piece.ended).toBe('SIGKILL');
}

/** What a claim of a dead process waits for. */
const outlive = () =>
  shop.sql("update refunds set claimed_until = now() - interval '1 second' where status = 'REQUESTED'");
const tidy = () => shop.act(reconcile, { minutes: 0 }, 'manager');

const again = ({ order }: Paid, id: string) => shop.act(refund, { order, amount: '10.00', reason }, 'manager', id);

async function exactlyOnce({ order, transaction_id }: Paid, id: string): Promise<void> {
  const { total, refunds } = shop.stripe.moved(transaction_id);
  expect({ total, refunds: refunds.length }).toEqual({ total: 1000, refunds: 1 });
  expect(await shop.refunds(order)).toEqual([
    { id, status: 'COMPLETED', amount: '10.00', provider_reference: refunds[0]?.id },
  ]);
  expect(await shop.payment(order)).toMatchObject({ status: 'PARTIAL_REFUND', refund_amount: '10.00', owed: false });
}

describe('a process killed with -9', () => {
  test('before REQUESTED is committed leaves nothing; the same id again refunds once', async () => {
    const paid = await shop.paid();
    const id = randomUUID();
    const piece = refunding(paid.order, id, 'requested');
    await piece.line('here');
    await kill(piece);
    expect(await shop.refunds(paid.order)).toEqual([]);
    expect((await tidy()).rows).toEqual([]);
    expect(shop.stripe.moved(paid.transaction_id).total).toBe(0);
    await again(paid, id);
    await exactlyOnce(paid, id);
  });

  test('after REQUESTED is committed, before it is sent: reconcile sends it', async () => {
    const paid = await shop.paid();
    const id = randomUUID();
    const piece = refunding(paid.order, id, 'committed');
    await piece.line('here');
    await kill(piece);
    expect(await shop.refunds(paid.order)).toMatchObject([{ id, status: 'REQUESTED' }]);
    expect(await shop.payment(paid.order)).toMatchObject({ owed: true });
    expect(await tidy()).toMatchObject({ completed: 1, failed: 0, open: 0 });
    await exactlyOnce(paid, id);
    expect(await again(paid, id)).toMatchObject({ status: 'COMPLETED' });
    await exactlyOnce(paid, id);
  });

  test('while Stripe has the request and has not looked at it: reconcile sends it', async () => {
    const paid = await shop.paid();
    const id = randomUUID();
    shop.stripe.next('hang before');
    const piece = refunding(paid.order, id, 'nowhere');
    await shop.stripe.hanging();
    await kill(piece);
    shop.stripe.release();
    expect(await tidy()).toMatchObject({ completed: 0, open: 1 });
    await outlive();
    expect(await tidy()).toMatchObject({ completed: 1 });
    await exactlyOnce(paid, id);
  });

  test.each([
    ['while Stripe remembers the key', false],
    ['a day later, when it forgot the key', true],
  ])('after the money moved and before the answer came: reconcile asks first, %s', async (_when, forgotten) => {
    const paid = await shop.paid();
    const id = randomUUID();
    shop.stripe.next('hang after');
    const piece = refunding(paid.order, id, 'nowhere');
    await shop.stripe.hanging();
    await kill(piece);
    shop.stripe.release();
    expect(shop.stripe.moved(paid.transaction_id).total).toBe(1000);
    if (forgotten) shop.stripe.forgetKeys();
    await outlive();
    expect(await tidy()).toMatchObject({ completed: 1 });
    await exactlyOnce(paid, id);
  });

  test('after the answer, before COMPLETED is committed: reconcile records it', async () => {
    const paid = await shop.paid();
    const id = randomUUID();
    const piece = refunding(paid.order, id, 'recorded');
    await piece.line('here');
    await kill(piece);
    expect(shop.stripe.moved(paid.transaction_id).total).toBe(1000);
    shop.stripe.forgetKeys();
    await outlive();
    expect(await tidy()).toMatchObject({ completed: 1 });
    await exactlyOnce(paid, id);
  });

  test('the same id again waits for nobody who is dead, and finishes it', async () => {
    const paid = await shop.paid();
    const id = randomUUID();
    shop.stripe.next('hang after');
    const piece = refunding(paid.order, id, 'nowhere');
    await shop.stripe.hanging();
    const waiting = again(paid, id);
    await kill(piece);
    shop.stripe.release();
    await outlive();
    expect(await waiting).toMatchObject({ id, status: 'COMPLETED', left: '90.00' });
    await exactlyOnce(paid, id);
  });
});

test('a cancellation whose refund was not sent is finished by reconcile, and the order with it', async () => {
  const { order, transaction_id } = await shop.paid();
  shop.stripe.next({ status: 429, type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests' });
  await shop.act(cancel, { order, reason: 'changed their mind', refund: 'full' }, 'manager');
  expect(await shop.payment(order)).toMatchObject({ order_status: 'CANCELLED', owed: true });
  expect(await tidy()).toMatchObject({ completed: 1 });
  expect(shop.stripe.moved(transaction_id).total).toBe(100_00);
  expect(await shop.payment(order)).toMatchObject({ order_status: 'REFUNDED', status: 'REFUNDED', owed: false });
});

test('eight reconciles at once send each of many refunds once', async () => {
  const many = await Promise.all(Array.from({ length: 6 }, () => shop.paid()));
  for (const { order } of many) {
    await shop.sql(
      `insert into refunds (payment_id, amount, reason, provider)
       select p.id, 10, 'too small', 'stripe'
       from payments p join order_registry g on g.order_id = p.order_id where g.order_number = $1`,
      [order],
    );
  }
  shop.stripe.next('cut after', 'hang after', { status: 500, type: 'api_error', message: 'down', done: true });
  await Promise.all(Array.from({ length: 8 }, tidy));
  shop.stripe.release();
  await tidy();
  for (const paid of many) {
    const [row] = await shop.refunds(paid.order);
    await exactlyOnce(paid, row?.id ?? '');
  }
});
