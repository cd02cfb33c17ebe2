import type { OrderStatus } from '../../../domain/order-status.ts';
import type { Aftermath, Preparation } from '../../operation.ts';
import { prepareGateways, settleRefund, type Gateways, type RequestedRefund } from '../../payments/steps.ts';
import type { OrderMoved, RefundAsked } from './act-types.ts';

/** Money that goes back in the same act as a cancellation or a return: recorded with it, sent after its COMMIT. */
export function prepareMoney(
  { secrets }: Preparation,
  { refund }: { readonly refund?: boolean | 'full' | 'later' | undefined },
): Promise<Gateways | undefined> {
  return refund === true || refund === 'full' ? prepareGateways(secrets) : Promise.resolve(undefined);
}

export function askedRefund({ id, amount, status, provider, by_hand }: RequestedRefund): RefundAsked {
  return { id, amount, status, provider, by_hand, failure_reason: null };
}

/** What was cancelled or returned stays so, whatever the provider says: that is told in the answer, not thrown. */
export async function sendRefund<O extends OrderMoved & { readonly refund: RefundAsked | null }>(
  aftermath: Aftermath,
  output: O,
  _input: unknown,
  gateways: Gateways | undefined,
): Promise<O> {
  const { refund } = output;
  if (!refund || !gateways) return output;
  const { status, failure_reason } = await settleRefund(aftermath, refund.id, gateways);
  const order = await aftermath.write((tx) =>
    tx.one<{ status: OrderStatus }>(
      `select o.status
       from order_registry r
       join orders o on o.id = r.order_id and o.created_at = r.created_at
       where r.order_id = $1::uuid`,
      [output.id],
    ),
  );
  return { ...output, status: order?.status ?? output.status, refund: { ...refund, status, failure_reason } };
}

/** For cron: the order is done with, its money is not. */
export const moneyExitCode = ({ refund }: { readonly refund: RefundAsked | null }): number =>
  refund !== null && refund.failure_reason !== null ? 3 : 0;

/** One sentence about the money, with a blank before it; nothing when none goes back. */
export function refundSentence(refund: RefundAsked | null): string {
  if (!refund) return '';
  const { amount, status, provider, by_hand, failure_reason, id } = refund;
  if (status === 'COMPLETED') return ` ${amount} went back by ${provider}.`;
  if (by_hand)
    return ` ${amount} is to be paid back by hand: then run "solemate refunds complete ${id} --reference …".`;
  if (status === 'FAILED')
    return ` The refund of ${amount} failed (${failure_reason ?? 'no reason given'}): it is still owed.`;
  if (failure_reason !== null)
    return ` The refund of ${amount} is not through yet (${failure_reason}): payments reconcile finishes it.`;
  return ` ${amount} is on its way back by ${provider}.`;
}
