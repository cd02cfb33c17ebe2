import * as z from 'zod';
import { compareMoney, minMoney } from '../../domain/money.ts';
import type { RefundStatus } from '../../domain/order-status.ts';
import { refundForLines } from '../../domain/order-refund.ts';
import type { PaymentProvider } from '../../domain/stored-values.ts';
import type { Tx } from '../../platform/database/types.ts';
import { automatic } from '../../platform/payments/index.ts';
import { NotFound } from '../../domain/errors.ts';
import { OrderNumber } from '../fields.ts';
import { operation } from '../operation.ts';
import { findOrder, personName } from '../orders/steps.ts';
import { readPayment, type LockedPayment } from './parts/find.ts';
import { loadRefundable } from './parts/worth.ts';

export interface PaymentShown extends LockedPayment {
  readonly payment_method: string | null;
  readonly failure_reason: string | null;
  readonly created_at: string;
  readonly owed_since: string | null;
  /** Earlier attempts that failed, oldest first. */
  readonly attempts: readonly unknown[];
  /** Refunds of it are made by hand, somewhere else. */
  readonly by_hand: boolean;
  /** What this person may refund at once; null: no limit but what is left. */
  readonly limit: string | null;
  /** Pieces that can be refunded, and what they are worth together. */
  readonly lines: readonly {
    readonly order_item_id: string;
    readonly sku: string;
    readonly quantity: number;
    readonly refunded: number;
    readonly refundable: number;
    readonly amount: string;
  }[];
  readonly refunds: readonly {
    readonly id: string;
    readonly amount: string;
    readonly status: RefundStatus;
    readonly provider: PaymentProvider;
    readonly provider_reference: string | null;
    readonly reason: string;
    readonly requested_by: string | null;
    readonly created_at: string;
    readonly completed_at: string | null;
    readonly failure_reason: string | null;
    readonly attempts: number;
  }[];
}

export const show = operation({
  name: 'payments.show',
  summary: 'Show the payment of an order: what is left, what its lines are worth, its refunds and attempts.',
  permission: 'payments:read',
  input: z.object({ order: OrderNumber }),
  positional: ['order'],
  examples: ['payments show SM-2026-000123', 'payments show SM-2026-000123 --json'],
  reads: true,
  async run({ tx, actor }, { order }): Promise<PaymentShown> {
    const { id, order_number } = await findOrder(tx, order);
    const payment = await readPayment(tx, id);
    if (!payment) throw new NotFound(`${order_number} has no payment.`);
    const [more] = await tx.query<Pick<PaymentShown, 'payment_method' | 'failure_reason' | 'attempts'> & Times>(
      `select payment_method, failure_reason, created_at, owed_since, coalesce(metadata -> 'attempts', '[]') as attempts
       from payments
       where id = $1::uuid`,
      [payment.id],
    );
    const captured = ['COMPLETED', 'PARTIAL_REFUND'].includes(payment.status);
    const left = captured ? payment.left : '0.00';
    return {
      ...payment,
      left,
      payment_method: more?.payment_method ?? null,
      failure_reason: more?.failure_reason ?? null,
      created_at: more?.created_at.toISOString() ?? '',
      owed_since: more?.owed_since?.toISOString() ?? null,
      attempts: more?.attempts ?? [],
      by_hand: !automatic.includes(payment.provider),
      limit: actor.role === 'manager' ? await managerLimit(tx, payment.id, left) : null,
      lines: await linesWorth(tx, id),
      refunds: await refundsOf(tx, payment.id),
    };
  },
});

interface Times {
  readonly created_at: Date;
  readonly owed_since: Date | null;
}

/** What managers may still give back of this payment, where that is less than what is left of it. */
async function managerLimit(tx: Tx, paymentId: string, left: string): Promise<string | null> {
  const row = await tx.one<{ most: string | null }>(
    `select greatest((s.value #>> '{}')::numeric(10, 2) - coalesce((
         select sum(r.amount)
         from refunds r
         join users u on u.id = r.requested_by
         where r.payment_id = $1::uuid
           and r.status <> 'FAILED'
           and u.role = 'manager'
       ), 0), 0.00)::numeric(10, 2) as most
     from store_settings s
     where s.key = 'manager_refund_limit'`,
    [paymentId],
  );
  const most = row?.most ?? null;
  return most === null || compareMoney(most, left) >= 0 ? null : minMoney(most, left);
}

async function linesWorth(tx: Tx, orderId: string): Promise<PaymentShown['lines']> {
  const { order, before, skus } = await loadRefundable(tx, orderId);
  return order.lines.map(({ id, quantity }) => {
    const refunded = before[id] ?? 0;
    const refundable = Math.max(quantity - refunded, 0);
    const worth = refundable === 0 ? undefined : refundForLines(order, before, [{ id, quantity: refundable }]);
    const amount = worth?.lines[0]?.amount ?? '0.00';
    return { order_item_id: id, sku: skus.get(id) ?? '', quantity, refunded, refundable, amount };
  });
}

async function refundsOf(tx: Tx, paymentId: string): Promise<PaymentShown['refunds']> {
  const rows = await tx.query<PaymentShown['refunds'][number] & { created_at: Date; completed_at: Date | null }>(
    `select r.id, r.amount, r.status, r.provider, r.provider_reference, r.reason, ${personName('u')} as requested_by,
       r.created_at, r.completed_at, r.failure_reason, r.attempts
     from refunds r
     left join users u on u.id = r.requested_by
     where r.payment_id = $1::uuid
     order by r.created_at, r.id`,
    [paymentId],
  );
  return rows.map(({ created_at, completed_at, ...row }) => ({
    ...row,
    created_at: created_at.toISOString(),
    completed_at: completed_at?.toISOString() ?? null,
  }));
}
