import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { OrderNumber } from '../fields.ts';
import { operation } from '../operation.ts';
import { reopen } from './parts/attempts.ts';
import { lockPayment } from './parts/find.ts';
import type { PaymentMoved } from './parts/types.ts';

export const retry = operation({
  name: 'payments.retry',
  summary: 'Open a failed payment again, so that the customer can pay; the failed attempt stays on record.',
  permission: 'orders:place',
  input: z.object({ order: OrderNumber }),
  positional: ['order'],
  examples: ['payments retry SM-2026-000123'],
  dryRun: true,
  refreshes: ['payments'],
  done: ({ order_number }: PaymentMoved) => `The payment of ${order_number} is PENDING again.`,
  async run({ tx }, { order }): Promise<PaymentMoved> {
    const { id, order_id, order_number, order_status, status } = await lockPayment(tx, { order });
    if (status !== 'FAILED') {
      throw new Refused(`The payment of ${order_number} is ${status}: only a FAILED one is opened again.`);
    }
    if (order_status === 'CANCELLED') {
      throw new Refused(`${order_number} is CANCELLED and is not to be paid any more.`, { hint: 'Place a new order.' });
    }
    await reopen(tx, id);
    return { id, order_id, order_number, from_status: status, status: 'PENDING', failure_reason: null };
  },
});
