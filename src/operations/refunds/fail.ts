import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { automatic } from '../../platform/payments/index.ts';
import { naming, Reason, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockOpenRefund } from './parts/find.ts';
import type { RefundEnded } from './parts/types.ts';

export const fail = operation({
  name: 'refunds.fail',
  summary: 'Say that a refund that was asked for did not happen and will not: its amount is free again.',
  permission: 'payments:refund',
  input: z.object({
    refund: naming('refund', required(50)).describe('id of the refund, or the order when it has one that waits'),
    reason: Reason,
  }),
  positional: ['refund'],
  examples: ['refunds fail SM-2026-000123 --reason "the bank account is closed"'],
  dryRun: true,
  refreshes: ['refunds', 'payments'],
  confirm: ({ refund }) => ({ question: `Record the refund ${refund} as failed? Be sure that no money went out.` }),
  done: ({ order_number, amount }: RefundEnded) => `The refund of ${amount} of ${order_number} is FAILED.`,
  async run({ tx }, { refund: given, reason }): Promise<RefundEnded> {
    const { id, amount, provider, attempts, claimed, payment } = await lockOpenRefund(tx, given);
    // Once it was sent only the provider knows; what never was sent cannot have moved money.
    if (automatic.includes(provider) && (attempts > 0 || claimed)) {
      throw new Refused(
        `The refund of ${amount} of ${payment.order_number} was sent to ${provider}, which alone knows about it.`,
        { hint: '"solemate payments reconcile" asks it; what it refuses becomes FAILED by itself.' },
      );
    }
    await tx.query(
      `update refunds
       set status = 'FAILED',
         failure_reason = $2
       where id = $1::uuid`,
      [id, reason],
    );
    const { order_number } = payment;
    return { id, order_number, amount, status: 'FAILED', provider, provider_reference: null, reason };
  },
});
