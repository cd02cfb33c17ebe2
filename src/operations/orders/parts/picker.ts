import { NotFound, Refused } from '../../../domain/errors.ts';
import { may, permissions, type Actor, type Role } from '../../../domain/permissions.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { personName } from './order-row.ts';
import type { OrderPerson } from './types.ts';

/**
 * Who picks an order: by e-mail, by name (all there is where the acting role may not see e-mails), or `me`.
 * @throws NotFound @throws Refused for two of one name, and for somebody who may not fulfil
 */
export async function findPicker(tx: Tx, actor: Actor, given: string): Promise<OrderPerson> {
  if (given.toLowerCase() === 'me') return { id: actor.id, name: actor.name };
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
  if (!person)
    throw new NotFound(`There is no active member of staff ${given.slice(0, 60)}.`, { hint: await pickers(tx) });
  if (others.length > 0) throw new Refused(`${found.length} people are called ${given}.`, { hint: 'Give the e-mail.' });
  if (!may(person.role, 'orders:fulfil')) {
    throw new Refused(`${person.name} is ${person.role} and cannot pick an order.`);
  }
  return { id: person.id, name: person.name };
}

async function pickers(tx: Tx): Promise<string> {
  const able = permissions['orders:fulfil'];
  const found = await tx.query<{ name: string }>(
    `select distinct ${personName('u')} as name
     from users u
     where u.role = any ($1::text[])
       and u.is_active
       and ${personName('u')} is not null
     order by name
     limit 8`,
    [able],
  );
  return `Give the whole name or the e-mail, e.g. ${found.map(({ name }) => name).join(', ')}.`;
}
