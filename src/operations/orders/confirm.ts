import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { compareMoney } from '../../domain/money.ts';
import type { PaymentStatus } from '../../domain/order-status.ts';
import { OrderNumber } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandStep, lockOrder, moveOrder, type LockedOrder } from './parts/order-row.ts';
import { list } from './list.ts';
import type { OrderMoved } from './parts/act-types.ts';
import type { Tx } from '../../platform/database/types.ts';

export const confirm = operation({
  name: 'orders.confirm',
  summary: 'Confirm an order whose payment is complete, or one to be paid later.',
  permission: 'orders:fulfil',
  input: z.object({
    order: OrderNumber,
    pay_later: z.boolean().default(false).describe('accept the order before it is paid'),
  }),
  positional: ['order'],
  examples: ['orders confirm SM-2026-000123', 'orders confirm SM-2026-000123 --pay-later'],
  dryRun: true,
  bulk: { key: 'order', matching: () => list, column: 'order_number' },
  refreshes: ['orders', 'payments'],
  confirm: ({ order, pay_later }) =>
    pay_later ? { question: `Confirm ${order} although it is not paid yet?` } : undefined,
  done: ({ order_number }: OrderMoved) => `${order_number} is CONFIRMED.`,
  next: ({ order_number }: OrderMoved) => `solemate orders process ${order_number}`,
  async run({ tx }, { order: given, pay_later }): Promise<OrderMoved> {
    const order = await lockOrder(tx, given);
    await demandStep(tx, order, 'CONFIRMED');
    await demandPayment(tx, order, pay_later);
    await moveOrder(tx, order, 'CONFIRMED');
    return { id: order.id, order_number: order.order_number, from_status: order.status, status: 'CONFIRMED' };
  },
});

async function demandPayment(tx: Tx, order: LockedOrder, payLater: boolean): Promise<void> {
  const payment = await tx.one<{ status: PaymentStatus; amount: string; failure_reason: string | null }>(
    `select status, amount, failure_reason
     from payments
     where order_id = $1::uuid
     for no key update`,
    [order.id],
  );
  if (compareMoney(order.total, '0.00') === 0) return;
  // A part given back, e.g. for a delay, does not undo that it was paid.
  if (payment?.status === 'COMPLETED' || payment?.status === 'PARTIAL_REFUND') {
    if (compareMoney(payment.amount, order.total) >= 0) return;
    throw new Refused(`${order.order_number} is not paid in full: ${payment.amount} of ${order.total} were captured.`, {
      hint: cancelHint(order),
    });
  }
  if (payment && ['PENDING', 'PROCESSING', 'FAILED'].includes(payment.status)) {
    if (payLater) {
      await tx.query('select agree_pay_later($1::uuid)', [order.id]);
      return;
    }
    const why = payment.failure_reason ? ` (${payment.failure_reason})` : '';
    throw new Refused(`${order.order_number} is not paid: its payment is ${payment.status}${why}.`, {
      hint: `Record the payment first (solemate payments record ${order.order_number} --reference …), or confirm it with --pay-later.`,
      details: { payment_status: payment.status },
    });
  }
  const seen = payment ? `its payment is ${payment.status}` : 'it has no payment';
  throw new Refused(`${order.order_number} cannot be confirmed: ${seen}.`, {
    hint: cancelHint(order),
  });
}

const cancelHint = ({ order_number }: LockedOrder) =>
  `Cancel the order instead: solemate orders cancel ${order_number} --reason …`;
