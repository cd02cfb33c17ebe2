import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { automatic } from '../../platform/payments/index.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockOpenRefund } from './parts/find.ts';
import type { RefundEnded } from './parts/types.ts';

export const complete = operation({
  name: 'refunds.complete',
  summary: 'Say that a refund that is made by hand was paid out, with its reference.',
  permission: 'payments:refund',
  input: z.object({
    refund: naming('refund', required(50)).describe('id of the refund, or the order when it has one that waits'),
    reference: required(255).describe('reference of the payout, e.g. of the bank transfer'),
  }),
  positional: ['refund'],
  examples: ['refunds complete SM-2026-000123 --reference "SEPA 2026-11-23 4711"'],
  dryRun: true,
  refreshes: ['refunds', 'payments', 'orders'],
  confirm: ({ refund }) => ({ question: `Record the refund ${refund} as paid out? It cannot be undone.` }),
  done: ({ order_number, amount, provider_reference }: RefundEnded) =>
    `${amount} of ${order_number} went back (${provider_reference ?? ''}).`,
  async run({ tx }, { refund: given, reference }): Promise<RefundEnded> {
    const { id, amount, provider, payment } = await lockOpenRefund(tx, given);
    if (automatic.includes(provider)) {
      throw new Refused(`The refund of ${amount} of ${payment.order_number} is made by ${provider}, not by hand.`, {
        hint: '"solemate payments reconcile" sends it and asks what became of it.',
      });
    }
    await tx.query(
      `update refunds
       set status = 'COMPLETED',
         provider_reference = $2
       where id = $1::uuid`,
      [id, reference],
    );
    const { order_number } = payment;
    return { id, order_number, amount, status: 'COMPLETED', provider, provider_reference: reference, reason: null };
  },
});
