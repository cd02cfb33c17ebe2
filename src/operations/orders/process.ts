import { z } from 'zod';
import { NotFound, Refused } from '../../domain/errors.ts';
import { may, type Actor, type Role } from '../../domain/permissions.ts';
import type { Tx } from '../../platform/database/types.ts';
import { OrderNumber, text } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandStep, lockOrder, personName } from './find.ts';
import { reserve } from './reserve.ts';
import { loadOpenLines } from './reservations.ts';
import type { OrderMoved, OrderPerson } from './types.ts';

export const process = operation({
  name: 'orders.process',
  summary: 'Open the pick list of a confirmed order and assign it to a person.',
  permission: 'orders:fulfil',
  input: z.object({
    order: OrderNumber,
    to: text(255).optional().describe('e-mail of the member of staff who picks it; you when left out'),
  }),
  positional: ['order'],
  examples: ['orders process SM-2026-000123', 'orders process SM-2026-000123 --to warehouse@solemate.example'],
  refreshes: ['orders', 'inventory'],
  done: ({ order_number, assigned_to }: OrderMoved) =>
    `${order_number} is PROCESSING, picked by ${assigned_to?.name ?? 'nobody'}.`,
  async run({ tx, actor }, { order: given, to }): Promise<OrderMoved> {
    const order = await lockOrder(tx, given);
    await demandStep(tx, order, 'PROCESSING');
    const picker = to ? await findPicker(tx, to) : self(actor);
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

const self = ({ id, name }: Actor): OrderPerson => ({ id, name });

async function findPicker(tx: Tx, email: string): Promise<OrderPerson> {
  const found = await tx.one<OrderPerson & { role: Role; is_active: boolean }>(
    `select id, coalesce(${personName('u')}, role) as name, role, is_active
     from users u
     where lower(email) = lower($1)
       and deleted_at is null
       and role <> 'customer'`,
    [email],
  );
  if (!found) throw new NotFound(`There is no member of staff ${email.slice(0, 60)}.`);
  if (!found.is_active) throw new Refused(`${found.name} is deactivated and cannot pick an order.`);
  if (!may(found.role, 'orders:fulfil')) throw new Refused(`${found.name} is ${found.role} and cannot pick an order.`);
  return { id: found.id, name: found.name };
}

/** A picker must find every piece: lines that lost their reservation, or never had one, get it here or nothing starts. */
async function reserveWhatIsMissing(tx: Tx, orderId: string): Promise<void> {
  const lines = await loadOpenLines(tx, orderId);
  const missing = lines
    .map((line) => ({ ...line, quantity: line.open - line.places.reduce((sum, { reserved }) => sum + reserved, 0) }))
    .filter(({ quantity }) => quantity > 0);
  if (missing.length > 0) await reserve(tx, orderId, missing);
}
