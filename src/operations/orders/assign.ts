import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { naming, OrderNumber, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockOrder } from './parts/order-row.ts';
import { list } from './list.ts';
import { findPicker } from './parts/picker.ts';
import type { OrderMoved } from './parts/act-types.ts';

const inWork: readonly string[] = ['PENDING', 'CONFIRMED', 'PROCESSING'];

export const assign = operation({
  name: 'orders.assign',
  summary: 'Say who picks an order, or nobody.',
  permission: 'orders:fulfil',
  input: z.object({
    order: OrderNumber,
    to: naming('staff', required(255)).default('me').describe('e-mail or name of who picks it; me, or nobody'),
  }),
  positional: ['order'],
  examples: [
    'orders assign SM-2026-000123 --to warehouse@solemate.example',
    'orders assign --matching "status:PROCESSING assigned:me" --to nobody --yes',
  ],
  dryRun: true,
  bulk: { key: 'order', matching: () => list, column: 'order_number' },
  refreshes: ['orders'],
  done: ({ order_number, assigned_to }: OrderMoved) => `${order_number} is picked by ${assigned_to?.name ?? 'nobody'}.`,
  async run({ tx, actor }, { order: given, to }): Promise<OrderMoved> {
    const order = await lockOrder(tx, given);
    if (!inWork.includes(order.status)) {
      throw new Refused(`${order.order_number} is ${order.status}: there is nothing left to pick.`, {
        details: { order_number: order.order_number, status: order.status },
      });
    }
    const picker = to.toLowerCase() === 'nobody' ? null : await findPicker(tx, actor, to);
    await tx.query(
      `update orders
       set assigned_to = $3::uuid
       where id = $1::uuid
         and created_at = $2::timestamptz`,
      [order.id, order.created_at, picker?.id ?? null],
    );
    const { id, order_number, status } = order;
    return { id, order_number, from_status: status, status, assigned_to: picker };
  },
});
