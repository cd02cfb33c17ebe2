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
    to: text(255).optional().describe('e-mail or name of who picks it; you when left out'),
  }),
  positional: ['order'],
  examples: ['orders process SM-2026-000123', 'orders process SM-2026-000123 --to warehouse@solemate.example'],
  refreshes: ['orders', 'inventory'],
  done: ({ order_number, assigned_to }: OrderMoved) =>
    `${order_number} is PROCESSING, picked by ${assigned_to?.name ?? 'nobody'}.`,
  async run({ tx, actor }, { order: given, to }): Promise<OrderMoved> {
    const order = await lockOrder(tx, given);
    await demandStep(tx, order, 'PROCESSING');
    const picker = to ? await findPicker(tx, actor, to) : self(actor);
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

/** By e-mail, or by name where the acting role may not see e-mails. @throws NotFound @throws Refused */
async function findPicker(tx: Tx, actor: Actor, given: string): Promise<OrderPerson> {
  const byEmail = may(actor.role, 'customers:read') ? 'or lower(u.email) = lower($1)' : '';
  const found = await tx.query<OrderPerson & { role: Role }>(
    `select u.id, coalesce(${personName('u')}, u.role) as name, u.role
     from users u
     where u.role <> 'customer'
       and u.is_active
       and (lower(${personName('u')}) = lower($1) ${byEmail})
     order by u.id`,
    [given],
  );
  const [person, ...others] = found;
  if (!person) throw new NotFound(`There is no active member of staff ${given.slice(0, 60)}.`);
  if (others.length > 0) throw new Refused(`${found.length} people are called ${given}.`, { hint: 'Give the e-mail.' });
  if (!may(person.role, 'orders:fulfil')) {
    throw new Refused(`${person.name} is ${person.role} and cannot pick an order.`);
  }
  return { id: person.id, name: person.name };
}

/** A picker must find every piece: lines that lost their reservation, or never had one, get it here or nothing starts. */
async function reserveWhatIsMissing(tx: Tx, orderId: string): Promise<void> {
  const lines = await loadOpenLines(tx, orderId);
  const missing = lines
    .map((line) => ({ ...line, quantity: line.open - line.places.reduce((sum, { reserved }) => sum + reserved, 0) }))
    .filter(({ quantity }) => quantity > 0);
  if (missing.length > 0) await reserve(tx, orderId, missing);
}
