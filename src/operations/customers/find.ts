import { NotFound } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { required } from '../fields.ts';

export const Customer = required(255).describe('e-mail or id of a customer, or the number of one of their orders');

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
    [given, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(given) ? given : null],
  );
  if (found) return found;
  throw new NotFound(`There is no customer ${given.slice(0, 60)}.`, {
    hint: '"customers list" finds them by name, "customers lookup" by telephone.',
  });
}
