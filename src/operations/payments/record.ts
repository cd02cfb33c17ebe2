import * as z from 'zod';
import { Conflict, NotFound, Refused } from '../../domain/errors.ts';
import type { PaymentStatus } from '../../domain/order-status.ts';
import { OrderNumber, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockOrder } from '../orders/steps.ts';
import { reopen } from './parts/attempts.ts';

export interface PaymentRecorded {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly transaction_id: string;
  readonly payment_method: string;
}

export const record = operation({
  name: 'payments.record',
  summary: 'Say that an order was paid elsewhere, e.g. by bank transfer or at the till.',
  permission: 'orders:place',
  input: z.object({
    order: OrderNumber,
    reference: required(255).describe('reference of the payment, e.g. of the bank transfer'),
    method: required(50).default('bank transfer').describe('how it was paid'),
  }),
  positional: ['order'],
  examples: ['payments record SM-2026-000123 --reference "SEPA 2026-11-23 4711"'],
  dryRun: true,
  refreshes: ['payments', 'orders'],
  confirm: ({ order }) => ({ question: `Record ${order} as paid in full?` }),
  done: ({ order_number, amount, currency }: PaymentRecorded) => `${order_number} is paid: ${amount} ${currency}.`,
  async run({ tx }, { order: given, reference, method }): Promise<PaymentRecorded> {
    const order = await lockOrder(tx, given);
    const payment = await tx.one<{ id: string; status: PaymentStatus; transaction_id: string | null }>(
      `select id, status, transaction_id
       from payments
       where order_id = $1::uuid
       for no key update`,
      [order.id],
    );
    if (!payment) throw new NotFound(`${order.order_number} has no payment.`);
    if (order.status === 'CANCELLED') {
      throw new Refused(`${order.order_number} is CANCELLED and cannot be paid.`);
    }
    if (!['PENDING', 'PROCESSING', 'FAILED'].includes(payment.status)) {
      const by = payment.transaction_id ? ` (${payment.transaction_id})` : '';
      throw new Conflict(`The payment of ${order.order_number} is already ${payment.status}${by}.`);
    }
    const other = await tx.one<{ order_number: string }>(
      `select r.order_number
       from payments p
       join order_registry r on r.order_id = p.order_id
       where p.transaction_id = $1`,
      [reference],
    );
    if (other) throw new Refused(`The reference ${reference} was already recorded for ${other.order_number}.`);
    if (payment.status === 'FAILED') await reopen(tx, payment.id);
    const paid = await tx.one<PaymentRecorded>(
      `update payments
       set status = 'COMPLETED',
         provider = 'manual',
         transaction_id = $2,
         payment_method = $3
       where id = $1::uuid
       returning id, order_id, $4 as order_number, amount, currency, status, transaction_id, payment_method`,
      [payment.id, reference, method, order.order_number],
    );
    if (!paid) throw new NotFound(`${order.order_number} has no payment.`);
    return paid;
  },
});
