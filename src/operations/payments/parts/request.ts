import { Conflict, Refused } from '../../../domain/errors.ts';
import { addMoney, compareMoney, subtractMoney } from '../../../domain/money.ts';
import type { PaymentProvider } from '../../../domain/stored-values.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { automatic } from '../../../platform/payments/index.ts';
import { lockPayment, type LockedPayment } from './find.ts';
import type { RefundMade } from './types.ts';
import { worthOf } from './worth.ts';

/** What one wants of `requestRefund`; `order` is a number or an id. */
export type RefundWish = ({ readonly order: string } | { readonly payment_id: string }) & {
  /** A decimal string; 'rest': all that is left; 'lines': what the pieces of `lines` are worth. */
  readonly amount: string;
  readonly reason: string;
  /** By id of the order's line; kept with the refund, and counted so that no piece is paid back twice. */
  readonly lines?: readonly { readonly order_item_id: string; readonly quantity: number }[] | undefined;
  /** Id of the row: the operation id, so that a retry is the same refund. Made by the database when left out. */
  readonly id?: string | undefined;
  /** The payment's own when left out; `manual`: done elsewhere, whoever took the money. */
  readonly provider?: PaymentProvider | undefined;
  /** Of a refund that staff have already made elsewhere: it is COMPLETED at once. */
  readonly reference?: string | undefined;
  /** What was seen to be left; another amount is a Conflict. */
  readonly expected_left?: string | undefined;
  /** Refuses before anything is written when the provider's key is not known here. */
  readonly gateways?: { demand(provider: PaymentProvider): void } | undefined;
};

/** As it was committed: REQUESTED, or COMPLETED when staff gave the reference of one made elsewhere. */
export type RequestedRefund = RefundMade & { readonly status: 'REQUESTED' | 'COMPLETED' };

/**
 * Records a refund as REQUESTED in the caller's transaction, under the locks of the order and its payment. No money
 * moves yet: after COMMIT `settleRefund` sends it. One that staff have made elsewhere (`reference`) is COMPLETED here.
 * @throws NotFound, Refused (nothing captured, more than is left, a piece twice), Conflict (`expected_left`),
 *   Forbidden above the manager's limit, Unavailable without the provider's key
 */
export async function requestRefund(tx: Tx, wish: RefundWish): Promise<RequestedRefund> {
  const payment = await lockPayment(tx, wish);
  const { order_number, left } = payment;
  demandCaptured(payment);
  if (wish.expected_left !== undefined && compareMoney(wish.expected_left, left) !== 0) {
    throw new Conflict(`${left} is left to refund of ${order_number}, not ${wish.expected_left}.`, {
      hint: 'Somebody else refunded meanwhile: look again.',
      details: { left },
    });
  }
  const lines = wish.lines?.length ? await worthOf(tx, payment, wish.lines) : undefined;
  const amount =
    wish.amount === 'rest' ? left : wish.amount === 'lines' ? addMoney(lines?.amount ?? '0.00') : addMoney(wish.amount);
  demandLeft(payment, amount);
  const provider = wish.provider ?? payment.provider;
  const by_hand = !automatic.includes(provider);
  demandProvider(payment, provider, wish.reference);
  wish.gateways?.demand(provider);
  const row = await tx.one<{ id: string }>(
    `insert into refunds (id, payment_id, amount, reason, provider, lines)
     values (coalesce($1::uuid, gen_random_uuid()), $2::uuid, $3, $4, $5, $6::jsonb)
     returning id`,
    [wish.id ?? null, payment.id, amount, wish.reason, provider, lines ? JSON.stringify(lines.rows) : null],
  );
  const id = row?.id ?? '';
  const reference = wish.reference ?? null;
  if (reference !== null) await complete(tx, id, reference);
  return {
    id,
    payment_id: payment.id,
    order_id: payment.order_id,
    order_number,
    amount,
    currency: payment.currency,
    status: reference === null ? 'REQUESTED' : 'COMPLETED',
    provider,
    provider_reference: reference,
    lines: lines?.rows ?? null,
    left: subtractMoney(left, amount),
    by_hand,
  };
}

export async function complete(tx: Tx, id: string, reference: string): Promise<void> {
  await tx.query(
    `update refunds
     set status = 'COMPLETED',
       provider_reference = $2,
       failure_reason = null,
       claimed_until = null
     where id = $1::uuid
       and status = 'REQUESTED'`,
    [id, reference],
  );
}

function demandCaptured({ status, order_number, left, requested }: LockedPayment): void {
  if (status === 'REFUNDED') throw new Refused(`${order_number} is refunded in full already.`, { details: { left } });
  if (!['COMPLETED', 'PARTIAL_REFUND'].includes(status)) {
    throw new Refused(`The payment of ${order_number} is ${status}: no money came, so none can go back.`);
  }
  if (compareMoney(left, '0.00') > 0) return;
  if (compareMoney(requested, '0.00') === 0) throw new Refused(`Nothing was paid for ${order_number}.`);
  throw new Refused(`Nothing is left to refund of ${order_number}: ${requested} is asked for and on its way.`, {
    hint: `See: solemate refunds list --order ${order_number}`,
    details: { left },
  });
}

function demandLeft({ order_number, left, amount: whole }: LockedPayment, amount: string): void {
  if (compareMoney(amount, '0.00') <= 0) throw new Refused('A refund of 0.00 is none.');
  if (compareMoney(amount, left) <= 0) return;
  throw new Refused(`${amount} is more than the ${left} that is left of ${whole} of ${order_number}.`, {
    hint: `Refund at most ${left}.`,
    details: { left, amount },
  });
}

function demandProvider(payment: LockedPayment, provider: PaymentProvider, reference: string | undefined): void {
  if (provider !== 'manual' && provider !== payment.provider) {
    throw new Refused(`The money of ${payment.order_number} came by ${payment.provider}, not by ${provider}.`, {
      hint: 'Leave --provider out, or give --provider manual --reference … for a refund that was made elsewhere.',
    });
  }
  if (reference === undefined || !automatic.includes(provider)) return;
  throw new Refused(`A refund by ${provider} gets its reference from ${provider}.`, {
    hint: 'With --provider manual you say that you made it elsewhere.',
  });
}
