import { NotFound } from '../../../domain/errors.ts';
import type { OrderStatus, PaymentStatus } from '../../../domain/order-status.ts';
import type { PaymentProvider } from '../../../domain/stored-values.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { lockOrder, personName } from '../../orders/steps.ts';

export interface LockedPayment {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly order_status: OrderStatus;
  readonly customer: string | null;
  readonly status: PaymentStatus;
  readonly provider: PaymentProvider;
  readonly transaction_id: string | null;
  readonly currency: string;
  readonly amount: string;
  /** Given back. */
  readonly refunded: string;
  /** Asked for and not yet given back. */
  readonly requested: string;
  /** What a refund can still be: amount less both. */
  readonly left: string;
}

/** The payment of an order under its lock, the order's taken first (schema.md, lock order). @throws NotFound */
export async function lockPayment(
  tx: Tx,
  of: { readonly order: string } | { readonly payment_id: string },
): Promise<LockedPayment> {
  const order = await lockOrder(tx, 'order' in of ? of.order : await orderOf(tx, of.payment_id));
  await tx.query('select from payments where order_id = $1::uuid for no key update', [order.id]);
  const payment = await readPayment(tx, order.id);
  if (payment) return payment;
  throw new NotFound(`${order.order_number} has no payment.`);
}

/** The same without a lock, for looking. @returns undefined when the order has no payment */
export async function readPayment(tx: Tx, orderId: string): Promise<LockedPayment | undefined> {
  return tx.one<LockedPayment>(
    `select p.id, p.order_id, o.order_number, o.status as order_status, ${personName('u')} as customer, p.status,
       p.provider, p.transaction_id, p.currency, p.amount, p.refund_amount as refunded, r.requested,
       p.amount - p.refund_amount - r.requested as left
     from payments p
     join orders o on o.id = p.order_id and o.created_at = p.order_created_at
     join users u on u.id = p.user_id
     cross join lateral (
       select coalesce(sum(r.amount), 0.00) as requested
       from refunds r
       where r.payment_id = p.id
         and r.status = 'REQUESTED'
     ) r
     where p.order_id = $1::uuid`,
    [orderId],
  );
}

async function orderOf(tx: Tx, paymentId: string): Promise<string> {
  const row = await tx.one<{ order_id: string }>('select order_id from payments where id = $1::uuid', [paymentId]);
  if (row) return row.order_id;
  throw new NotFound(`There is no payment ${paymentId}.`);
}
