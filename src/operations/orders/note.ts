import * as z from 'zod';
import { entered, OrderNumber, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockOrder } from './parts/order-row.ts';
import type { StaffNote } from './parts/types.ts';

export interface OrderNoted extends StaffNote {
  readonly order_id: string;
  readonly order_number: string;
}

export const note = operation({
  name: 'orders.note',
  summary: 'Leave a note about an order for the other staff; the customer does not see it.',
  permission: 'orders:fulfil',
  input: z.object({
    order: OrderNumber,
    note: entered('long', required(2000)).describe('what the others should know'),
  }),
  positional: ['order', 'note'],
  examples: ['orders note SM-2026-000123 "The customer wants it before Friday."'],
  dryRun: true,
  refreshes: ['orders', 'order_notes'],
  done: ({ order_number }: OrderNoted) => `The note about ${order_number} is kept.`,
  async run({ tx, actor }, { order: given, note: text }): Promise<OrderNoted> {
    const order = await lockOrder(tx, given);
    const noted = await tx.one<{ id: string; created_at: Date }>(
      `insert into order_notes (order_id, note)
       values ($1::uuid, $2)
       returning id, created_at`,
      [order.id, text],
    );
    return {
      id: noted?.id ?? '',
      order_id: order.id,
      order_number: order.order_number,
      note: text,
      created_by: actor.name,
      created_at: noted?.created_at.toISOString() ?? '',
    };
  },
});
