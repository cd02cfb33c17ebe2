import { InvalidInput, NotFound, Refused } from '../../domain/errors.ts';
import type { RefundStatus } from '../../domain/order-status.ts';
import type { PaymentProvider } from '../../domain/stored-values.ts';
import type { Tx } from '../../platform/database/types.ts';
import { lockPayment, type LockedPayment } from '../payments/steps.ts';

export interface OpenRefund {
  readonly id: string;
  readonly amount: string;
  readonly provider: PaymentProvider;
  readonly attempts: number;
  readonly claimed: boolean;
  readonly payment: LockedPayment;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** A refund that is still REQUESTED, under the locks of its order and payment. @throws InvalidInput, NotFound, Refused */
export async function lockOpenRefund(tx: Tx, given: string): Promise<OpenRefund> {
  const shown = given.slice(0, 60);
  const hint = 'See "solemate refunds list --status REQUESTED".';
  if (!uuid.test(given)) throw new InvalidInput(`"${shown}" is no id of a refund: a UUID is needed.`, { hint });
  const key = await tx.one<{ payment_id: string }>('select payment_id from refunds where id = $1::uuid', [given]);
  if (!key) throw new NotFound(`There is no refund ${shown}.`, { hint });
  const payment = await lockPayment(tx, key);
  const row = await tx.one<OpenRefund & { status: RefundStatus; provider_reference: string | null }>(
    `select id, amount, status, provider, provider_reference, attempts,
       coalesce(claimed_until > clock_timestamp(), false) as claimed
     from refunds
     where id = $1::uuid
     for no key update`,
    [given],
  );
  if (!row) throw new NotFound(`There is no refund ${shown}.`);
  const { status, provider_reference, ...refund } = row;
  if (status === 'REQUESTED') return { ...refund, payment };
  const by = provider_reference === null ? '' : ` (${provider_reference})`;
  throw new Refused(`The refund of ${refund.amount} of ${payment.order_number} is ${status}${by} and stays so.`);
}
