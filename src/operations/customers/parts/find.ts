import { NotFound } from '../../../domain/errors.ts';
import { uuidRange } from '../../../domain/uuid.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { naming, required } from '../../fields.ts';

export const Customer = naming('customer', required(255)).describe(
  'e-mail of a customer, id or its first 8 characters, or the number of one of their orders',
);

export interface CustomerRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly is_active: boolean;
  readonly deleted: boolean;
  readonly version: number;
}

/** SQL over users u; an index has the trigrams of it. */
export const fullName = "lower(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, ''))";

/** SQL over users: the name as staff read it; '' when there is none. */
export const customerName = (alias: string): string => `btrim(concat_ws(' ', ${alias}.first_name, ${alias}.last_name))`;

/** @throws NotFound; a member of staff is no customer */
export async function findCustomer(tx: Tx, given: string, lock?: 'for no key update'): Promise<CustomerRow> {
  const found = await tx.one<CustomerRow>(
    `select u.id, u.email, ${customerName('u')} as name, u.is_active, u.deleted_at is not null as deleted, u.version
     from users u
     where u.role = 'customer'
       and u.id = (
         select p.id from users p where lower(p.email) = lower($1)
         union all
         select p.id from users p where p.id = $2::uuid
         union all
         select o.user_id
         from order_registry r
         join orders o on o.id = r.order_id and o.created_at = r.created_at
         where r.order_number = upper($1)
         limit 1
       )
     ${lock ?? ''}`,
    [given, await idOf(tx, given)],
  );
  if (found) return found;
  throw new NotFound(`There is no customer ${given.slice(0, 60)}.`, {
    hint: '"customers list" finds them by name, "customers lookup" by telephone.',
  });
}

/** Null where no customer's id is this or begins so. @throws NotFound when several do */
async function idOf(tx: Tx, given: string): Promise<string | null> {
  const range = uuidRange(given);
  if (!range || range.whole) return range?.from ?? null;
  const found = await tx.query<{ id: string }>(
    `select id
     from users
     where id between $1::uuid and $2::uuid
       and role = 'customer'
     limit 3`,
    [range.from, range.to],
  );
  if (found.length < 2) return found[0]?.id ?? null;
  const some = found.map(({ id }) => id.slice(0, 13)).join(', ');
  throw new NotFound(`Several customers begin with ${given.slice(0, 60)}.`, { hint: `Give more of it: ${some}.` });
}
