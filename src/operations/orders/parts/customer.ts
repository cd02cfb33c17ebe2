import { NotFound, Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { uuidRange } from '../../../domain/uuid.ts';
import { likeAnywhere } from '../../like.ts';
import { uuid } from './order-row.ts';
import type { OrderAddress } from './types.ts';

/** By e-mail, or by id as lists show it. @throws NotFound, Refused when the account is deactivated */
export async function findCustomer(tx: Tx, email: string): Promise<{ id: string }> {
  const range = uuidRange(email);
  const [found, second] = await tx.query<{ id: string; is_active: boolean }>(
    `select id, is_active
     from users
     where (lower(email) = lower($1) or (id between $2::uuid and $3::uuid and role = 'customer'))
       and deleted_at is null
     limit 2`,
    [email, range?.from ?? null, range?.to ?? null],
  );
  if (!found || second)
    throw new NotFound(`There is no customer ${email.slice(0, 60)}.`, {
      hint: 'Give the whole e-mail; "solemate customers list" finds customers by name.',
    });
  if (!found.is_active)
    throw new Refused(`The account of ${email.slice(0, 60)} is deactivated.`, {
      hint: 'Activate it first: solemate customers activate, or order on another account.',
    });
  return found;
}

const columns = 'name, street_1, street_2, city, state, postal_code, country';

/** Where orders of a customer usually go. @throws Refused when there is no address */
export async function defaultAddress(tx: Tx, customerId: string, email: string): Promise<OrderAddress> {
  const found = await tx.one<OrderAddress>(
    `select ${columns}
     from addresses
     where user_id = $1::uuid
     order by (type = 'shipping') desc, is_default desc, created_at desc
     limit 1`,
    [customerId],
  );
  if (found) return found;
  throw new Refused(`${email.slice(0, 60)} has no address to ship to.`, {
    hint: 'Give one with the order: --name, --street-1, --city, --state, --postal-code and --country.',
  });
}

/**
 * One of the customer's addresses: by id, or by a part of its name, street, postal code or city that only one has.
 * @throws NotFound @throws Refused when several fit, naming them
 */
export async function chosenAddress(tx: Tx, customerId: string, given: string): Promise<OrderAddress> {
  const condition = uuid.test(given)
    ? 'id = $2::uuid'
    : `lower(concat_ws(' ', name, street_1, street_2, postal_code, city)) like lower($2)`;
  const found = await tx.query<OrderAddress>(
    `select distinct ${columns}
     from addresses
     where user_id = $1::uuid
       and ${condition}
     order by ${columns}
     limit 6`,
    [customerId, uuid.test(given) ? given : likeAnywhere(given)],
  );
  const [one, ...others] = found;
  if (!one)
    throw new NotFound(`The customer has no address with "${given.slice(0, 60)}".`, {
      hint: 'Leave --address out for the usual one, or give another with --name, --street-1, --city and so on.',
    });
  if (others.length === 0) return one;
  const told = found.map(({ street_1, postal_code, city }) => `${street_1 ?? ''}, ${postal_code ?? ''} ${city ?? ''}`);
  throw new Refused(`Several addresses of the customer have "${given.slice(0, 60)}".`, {
    hint: `They are: ${told.join('; ')}.`,
  });
}
