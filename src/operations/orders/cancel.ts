import { z } from 'zod';
import { Refused } from '../../domain/errors.ts';
import type { PaymentStatus } from '../../domain/order-status.ts';
import type { Tx } from '../../platform/database/types.ts';
import { OrderNumber, Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandStep, lockOrder, moveOrder, type LockedOrder } from './find.ts';
import type { OrderMoved } from './types.ts';

export const cancel = operation({
  name: 'orders.cancel',
  summary: 'Cancel an order that has not left the house: its stock and promo code are free again.',
  permission: 'orders:cancel',
  input: z.object({ order: OrderNumber, reason: Reason }),
  positional: ['order'],
  examples: ['orders cancel SM-2026-000123 --reason "the customer changed their mind"'],
  refreshes: ['orders', 'payments', 'inventory', 'promo_codes'],
  confirm: ({ order }) => ({ question: `Cancel ${order}? An order cannot be opened again.` }),
  done: ({ order_number }: OrderMoved) => `${order_number} is CANCELLED.`,
  async run({ tx }, { order: given }): Promise<OrderMoved> {
    const order = await lockOrder(tx, given);
    await demandStep(tx, order, 'CANCELLED');
    await demandNothingSent(tx, order);
    await closePayment(tx, order);
    await moveOrder(tx, order, 'CANCELLED');
    await release(tx, order);
    return { id: order.id, order_number: order.order_number, from_status: order.status, status: 'CANCELLED' };
  },
});

async function demandNothingSent(tx: Tx, order: LockedOrder): Promise<void> {
  const shipment = await tx.one<{ carrier: string | null; tracking_number: string | null; status: string }>(
    `select carrier, tracking_number, status
     from shipments
     where order_id = $1::uuid
     limit 1`,
    [order.id],
  );
  if (!shipment) return;
  const which = [shipment.carrier, shipment.tracking_number].filter(Boolean).join(' ');
  throw new Refused(
    `${order.order_number} cannot be cancelled: a parcel of it is ${shipment.status}${which ? ` (${which})` : ''}.`,
    { hint: 'Ship the rest, then take it back as a return.' },
  );
}

/** Captured money stays where it is: the order then stands in the queue of money owed until it is refunded. */
async function closePayment(tx: Tx, order: LockedOrder): Promise<void> {
  const open: readonly PaymentStatus[] = ['PENDING', 'PROCESSING'];
  await tx.query(
    `update payments
     set status = 'FAILED',
       failure_reason = 'order cancelled'
     where order_id = $1::uuid
       and status = any ($2::text[])`,
    [order.id, open],
  );
}

async function release(tx: Tx, order: LockedOrder): Promise<void> {
  await tx.query(
    `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
     select t.inventory_id, 'RELEASE',
       sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end)::integer, 'ORDER', $1::uuid, l.id
     from order_items l
     join inventory_transactions t on t.order_item_id = l.id
     where l.order_id = $1::uuid
       and t.type in ('RESERVATION', 'RELEASE', 'SALE')
     group by t.inventory_id, l.id
     having sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end) > 0
     order by t.inventory_id`,
    [order.id],
  );
}
