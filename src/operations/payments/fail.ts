import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { OrderNumber, Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockPayment } from './parts/find.ts';
import type { PaymentMoved } from './parts/types.ts';

export const fail = operation({
  name: 'payments.fail',
  summary: 'Say that a payment did not come: it was declined, or nobody waits for it any longer.',
  permission: 'orders:place',
  input: z.object({ order: OrderNumber, reason: Reason }),
  positional: ['order'],
  examples: ['payments fail SM-2026-000123 --reason "the card was declined"'],
  dryRun: true,
  refreshes: ['payments'],
  confirm: ({ order }) => ({ question: `Record the payment of ${order} as failed?` }),
  done: ({ order_number }: PaymentMoved) =>
    `The payment of ${order_number} is FAILED; "payments retry" opens it again.`,
  async run({ tx }, { order, reason }): Promise<PaymentMoved> {
    const { id, order_id, order_number, status } = await lockPayment(tx, { order });
    if (!['PENDING', 'PROCESSING'].includes(status)) {
      throw new Refused(`The payment of ${order_number} is ${status} and cannot fail any more.`, {
        ...(status === 'COMPLETED' && { hint: 'What was paid goes back with "payments refund".' }),
      });
    }
    await tx.query(
      `update payments
       set status = 'FAILED',
         failure_reason = $2
       where id = $1::uuid`,
      [id, reason],
    );
    return { id, order_id, order_number, from_status: status, status: 'FAILED', failure_reason: reason };
  },
});
