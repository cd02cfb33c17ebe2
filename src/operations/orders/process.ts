import * as z from 'zod';
import type { Tx } from '../../platform/database/types.ts';
import { naming, OrderNumber, text } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandStep, lockOrder, personName, type LockedOrder } from './parts/order-row.ts';
import { list } from './list.ts';
import { findPicker } from './parts/picker.ts';
import { reserve } from './parts/reserve.ts';
import { loadOpenLines } from './parts/reservations.ts';
import type { OrderPerson } from './parts/types.ts';
import type { OrderMoved } from './parts/act-types.ts';

export const process = operation({
  name: 'orders.process',
  summary: 'Open the pick list of a confirmed order and assign it to a person.',
  permission: 'orders:fulfil',
  input: z.object({
    order: OrderNumber,
    to: naming('staff', text(255))
      .optional()
      .describe('e-mail or name of who picks it; when left out who it is assigned to, else you'),
  }),
  positional: ['order'],
  examples: ['orders process SM-2026-000123', 'orders process SM-2026-000123 --to warehouse@solemate.example'],
  dryRun: true,
  bulk: { key: 'order', matching: () => list, column: 'order_number' },
  refreshes: ['orders', 'inventory'],
  done: ({ order_number, assigned_to }: OrderMoved) =>
    `${order_number} is PROCESSING, picked by ${assigned_to?.name ?? 'nobody'}.`,
  next: ({ order_number }: OrderMoved) =>
    `solemate orders pick-list ${order_number}; then solemate orders ship ${order_number} --carrier … --tracking …`,
  async run({ tx, actor }, { order: given, to }): Promise<OrderMoved> {
    const order = await lockOrder(tx, given);
    await demandStep(tx, order, 'PROCESSING');
    const picker = to
      ? await findPicker(tx, actor, to)
      : ((await assigned(tx, order)) ?? (await findPicker(tx, actor, 'me')));
    await reserveWhatIsMissing(tx, order.id);
    await tx.query(
      `update orders
       set status = 'PROCESSING',
         assigned_to = $3::uuid
       where id = $1::uuid
         and created_at = $2::timestamptz`,
      [order.id, order.created_at, picker.id],
    );
    return {
      id: order.id,
      order_number: order.order_number,
      from_status: order.status,
      status: 'PROCESSING',
      assigned_to: picker,
    };
  },
});

/** Who was told to pick it before, and still works here. */
async function assigned(tx: Tx, order: LockedOrder): Promise<OrderPerson | undefined> {
  if (order.assigned_to === null) return undefined;
  return tx.one<OrderPerson>(
    `select u.id, coalesce(${personName('u')}, u.role) as name
     from users u
     where u.id = $1::uuid
       and u.is_active`,
    [order.assigned_to],
  );
}

/** A picker must find every piece: lines that lost their reservation, or never had one, get it here or nothing starts. */
async function reserveWhatIsMissing(tx: Tx, orderId: string): Promise<void> {
  const lines = await loadOpenLines(tx, orderId);
  const missing = lines
    .map((line) => ({ ...line, quantity: line.open - line.places.reduce((sum, { reserved }) => sum + reserved, 0) }))
    .filter(({ quantity }) => quantity > 0);
  if (missing.length > 0) await reserve(tx, orderId, missing);
}
