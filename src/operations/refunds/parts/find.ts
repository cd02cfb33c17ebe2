import { NotFound, Refused } from '../../../domain/errors.ts';
import type { RefundStatus } from '../../../domain/order-status.ts';
import type { PaymentProvider } from '../../../domain/stored-values.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { findOrder } from '../../orders/steps.ts';
import { lockPayment, type LockedPayment } from '../../payments/steps.ts';

export interface OpenRefund {
  readonly id: string;
  readonly amount: string;
  readonly provider: PaymentProvider;
  readonly attempts: number;
  readonly claimed: boolean;
  readonly payment: LockedPayment;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/**
 * A refund that is still REQUESTED, under the locks of its order and payment.
 * @param given its id, or the number of an order that has one such refund
 * @throws NotFound, Refused
 */
export async function lockOpenRefund(tx: Tx, given: string): Promise<OpenRefund> {
  const id = await idOf(tx, given);
  const key = await tx.one<{ payment_id: string }>('select payment_id from refunds where id = $1::uuid', [id]);
  if (!key) {
    throw new NotFound(`There is no refund ${id}.`, { hint: 'See "solemate refunds list --status REQUESTED --json".' });
  }
  const payment = await lockPayment(tx, key);
  const row = await tx.one<OpenRefund & { status: RefundStatus; provider_reference: string | null }>(
    `select id, amount, status, provider, provider_reference, attempts,
       coalesce(claimed_until > clock_timestamp(), false) as claimed
     from refunds
     where id = $1::uuid
     for no key update`,
    [id],
  );
  if (!row) throw new NotFound(`There is no refund ${id}.`);
  const { status, provider_reference, ...refund } = row;
  if (status === 'REQUESTED') return { ...refund, payment };
  const by = provider_reference === null ? '' : ` (${provider_reference})`;
  throw new Refused(`The refund of ${refund.amount} of ${payment.order_number} is ${status}${by} and stays so.`);
}

async function idOf(tx: Tx, given: string): Promise<string> {
  if (uuid.test(given)) return given;
  const { id, order_number } = await findOrder(tx, given);
  const open = await tx.query<{ id: string; amount: string }>(
    `select r.id, r.amount
     from payments p
     join refunds r on r.payment_id = p.id
     where p.order_id = $1::uuid
       and r.status = 'REQUESTED'
     order by r.created_at, r.id`,
    [id],
  );
  const [only, ...others] = open;
  if (!only) throw new Refused(`${order_number} has no refund that waits.`);
  if (others.length === 0) return only.id;
  const which = open.map((one) => `${one.amount} (${one.id})`).join(', ');
  throw new Refused(`${order_number} has ${open.length} refunds that wait: ${which}.`, {
    hint: 'Say which by its id.',
  });
}
