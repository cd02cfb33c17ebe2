import * as z from 'zod';
import type { OrderStatus } from '../../domain/order-status.ts';
import { OrderNumber } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandStep, lockOrder, moveOrder } from './parts/order-row.ts';
import { list } from './list.ts';
import type { OrderMoved } from './parts/act-types.ts';

export const deliver = operation({
  name: 'orders.deliver',
  summary: 'Say that the customer has got a shipped order.',
  permission: 'orders:fulfil',
  input: z.object({ order: OrderNumber }),
  positional: ['order'],
  examples: ['orders deliver SM-2026-000123'],
  dryRun: true,
  bulk: { key: 'order', matching: () => list, column: 'order_number' },
  refreshes: ['orders', 'shipments'],
  done: ({ order_number, status }: OrderMoved) =>
    status === 'REFUNDED'
      ? `${order_number} is delivered; all its money went back before, so it is REFUNDED.`
      : `${order_number} is ${status}.`,
  async run({ tx }, { order: given }): Promise<OrderMoved> {
    const order = await lockOrder(tx, given);
    await demandStep(tx, order, 'DELIVERED');
    await tx.query(
      `update shipments
       set status = 'DELIVERED',
         delivered_at = now()
       where order_id = $1::uuid
         and status = 'SHIPPED'`,
      [order.id],
    );
    await moveOrder(tx, order, 'DELIVERED');
    // The database moves it on when all its money went back while it was under way.
    const now = await tx.one<{ status: OrderStatus }>(
      'select status from orders where id = $1::uuid and created_at = $2::timestamptz',
      [order.id, order.created_at],
    );
    const status = now?.status ?? 'DELIVERED';
    return { id: order.id, order_number: order.order_number, from_status: order.status, status };
  },
});
