import { seesAddress } from '../../../domain/contact.ts';
import type { Role } from '../../../domain/permissions.ts';
import type { Tx } from '../../../platform/database/types.ts';

export interface CustomerAddress {
  readonly id: string;
  readonly type: 'shipping' | 'billing';
  readonly is_default: boolean;
  /** Null, as street and postal code, for a role that only looks. */
  readonly name: string | null;
  readonly street_1: string | null;
  readonly street_2: string | null;
  readonly postal_code: string | null;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  /** It is never shown here: customers.reveal tells it. */
  readonly has_phone: boolean;
}

/** Defaults first. */
export async function loadAddresses(tx: Tx, role: Role, userId: string): Promise<CustomerAddress[]> {
  const sees = seesAddress(role, 'DELIVERED');
  const own = (column: string) => (sees ? `a.${column}` : `null as ${column}`);
  return tx.query<CustomerAddress>(
    `select a.id, a.type, a.is_default, ${own('name')}, ${own('street_1')}, ${own('street_2')}, ${own('postal_code')},
       a.city, a.state, a.country, a.phone is not null as has_phone
     from addresses a
     where a.user_id = $1::uuid
     order by a.is_default desc, a.type desc, a.created_at desc, a.id
     limit 100`,
    [userId],
  );
}
