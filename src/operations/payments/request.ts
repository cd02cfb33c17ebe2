import { Conflict, NotFound, Refused } from '../../domain/errors.ts';
import { addMoney, compareMoney, subtractMoney } from '../../domain/money.ts';
import { refundForLines } from '../../domain/order-refund.ts';
import type { OrderStatus, PaymentStatus } from '../../domain/order-status.ts';
import type { PaymentProvider } from '../../domain/stored-values.ts';
import type { Tx } from '../../platform/database/types.ts';
import { automatic } from '../../platform/payments/index.ts';
import { lockOrder, personName } from '../orders/steps.ts';
import type { RefundedLine } from './types.ts';

export interface LockedPayment {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly order_status: OrderStatus;
  readonly customer: string | null;
  readonly status: PaymentStatus;
  readonly provider: PaymentProvider;
  readonly transaction_id: string | null;
  readonly currency: string;
  readonly amount: string;
  /** Given back. */
  readonly refunded: string;
  /** Asked for and not yet given back. */
  readonly requested: string;
  /** What a refund can still be: amount less both. */
  readonly left: string;
}

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

export interface RequestedRefund {
  /** Of the refund. */
  readonly id: string;
  readonly payment_id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: 'REQUESTED' | 'COMPLETED';
  readonly provider: PaymentProvider;
  readonly provider_reference: string | null;
  readonly lines: readonly RefundedLine[] | null;
  /** Left of the payment after this one. */
  readonly left: string;
  /** No gateway can be asked: somebody has to pay it out and say so (`refunds complete`). */
  readonly by_hand: boolean;
}

/** The payment of an order under its lock, the order's taken first (schema.md, lock order). @throws NotFound */
export async function lockPayment(
  tx: Tx,
  of: { readonly order: string } | { readonly payment_id: string },
): Promise<LockedPayment> {
  const order = await lockOrder(tx, 'order' in of ? of.order : await orderOf(tx, of.payment_id));
  await tx.query('select from payments where order_id = $1::uuid for no key update', [order.id]);
  const payment = await readPayment(tx, order.id);
  if (payment) return payment;
  throw new NotFound(`${order.order_number} has no payment.`);
}

/** The same without a lock, for looking. @returns undefined when the order has no payment */
export async function readPayment(tx: Tx, orderId: string): Promise<LockedPayment | undefined> {
  return tx.one<LockedPayment>(
    `select p.id, p.order_id, o.order_number, o.status as order_status, ${personName('u')} as customer, p.status,
       p.provider, p.transaction_id, p.currency, p.amount, p.refund_amount as refunded, r.requested,
       p.amount - p.refund_amount - r.requested as left
     from payments p
     join orders o on o.id = p.order_id and o.created_at = p.order_created_at
     join users u on u.id = p.user_id
     cross join lateral (
       select coalesce(sum(r.amount), 0.00) as requested
       from refunds r
       where r.payment_id = p.id
         and r.status = 'REQUESTED'
     ) r
     where p.order_id = $1::uuid`,
    [orderId],
  );
}

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

async function orderOf(tx: Tx, paymentId: string): Promise<string> {
  const row = await tx.one<{ order_id: string }>('select order_id from payments where id = $1::uuid', [paymentId]);
  if (row) return row.order_id;
  throw new NotFound(`There is no payment ${paymentId}.`);
}

function demandCaptured({ status, order_number, left, requested }: LockedPayment): void {
  if (status === 'REFUNDED') throw new Refused(`${order_number} is refunded in full already.`, { details: { left } });
  if (!['COMPLETED', 'PARTIAL_REFUND'].includes(status)) {
    throw new Refused(`The payment of ${order_number} is ${status}: no money came, so none can go back.`);
  }
  if (compareMoney(left, '0.00') > 0) return;
  if (compareMoney(requested, '0.00') === 0) throw new Refused(`Nothing was paid for ${order_number}.`);
  throw new Refused(`Nothing is left to refund of ${order_number}: ${requested} is asked for and on its way.`, {
    hint: 'See "solemate refunds list --order".',
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
    throw new Refused(`The money of ${payment.order_number} came by ${payment.provider}, not by ${provider}.`);
  }
  if (reference === undefined || !automatic.includes(provider)) return;
  throw new Refused(`A refund by ${provider} gets its reference from ${provider}.`, {
    hint: 'With --provider manual you say that you made it elsewhere.',
  });
}

/** Pieces of lines in money, after those that earlier refunds have counted. */
async function worthOf(
  tx: Tx,
  { order_id, order_number, id }: LockedPayment,
  wanted: NonNullable<RefundWish['lines']>,
): Promise<{ amount: string; rows: RefundedLine[] }> {
  const { order, before, skus } = await loadRefundable(tx, order_id, id);
  for (const { order_item_id, quantity } of wanted) {
    const line = order.lines.find((one) => one.id === order_item_id);
    const free = (line?.quantity ?? 0) - (before[order_item_id] ?? 0);
    const name = skus.get(order_item_id) ?? order_item_id;
    if (!line) throw new NotFound(`${order_number} has no line ${name}.`);
    if (quantity > free) {
      throw new Refused(
        `${quantity} of ${name} cannot be refunded: ${line.quantity} were ordered, ${free} are not refunded.`,
      );
    }
  }
  const worth = refundForLines(
    order,
    before,
    wanted.map((one) => ({ id: one.order_item_id, quantity: one.quantity })),
  );
  const rows = worth.lines.map((one) => ({
    order_item_id: one.id,
    sku: skus.get(one.id) ?? '',
    quantity: one.quantity,
    amount: one.amount,
  }));
  return { amount: worth.amount, rows };
}

/** The order as refundForLines wants it, and the pieces that refunds have counted already. */
export async function loadRefundable(tx: Tx, orderId: string, paymentId: string) {
  const lines = await tx.query<{ id: string; sku: string; quantity: number; total: string; refunded: number }>(
    `select i.id, i.sku, i.quantity, i.total, coalesce(d.pieces, 0)::integer as refunded
     from order_items i
     left join (
       select (e.value ->> 'order_item_id')::uuid as order_item_id, sum((e.value ->> 'quantity')::integer) as pieces
       from refunds r
       cross join lateral jsonb_array_elements(case jsonb_typeof(r.lines) when 'array' then r.lines else '[]' end) e
       where r.payment_id = $2::uuid
         and r.status <> 'FAILED'
       group by 1
     ) d on d.order_item_id = i.id
     where i.order_id = $1::uuid
     order by i.id`,
    [orderId, paymentId],
  );
  const money = await tx.one<{ total: string; shipping: string }>(
    `select o.total, o.shipping
     from order_registry r
     join orders o on o.id = r.order_id and o.created_at = r.created_at
     where r.order_id = $1::uuid`,
    [orderId],
  );
  return {
    order: { total: money?.total ?? '0.00', shipping: money?.shipping ?? '0.00', lines },
    before: Object.fromEntries(lines.map((line) => [line.id, line.refunded])),
    skus: new Map(lines.map((line) => [line.id, line.sku])),
  };
}
