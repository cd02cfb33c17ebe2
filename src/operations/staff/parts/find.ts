import { NotFound } from '../../../domain/errors.ts';
import type { Role } from '../../../domain/permissions.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { naming, required } from '../../fields.ts';

export const staffRoles = ['admin', 'manager', 'warehouse', 'oncall'] as const satisfies readonly Role[];
export type StaffRole = (typeof staffRoles)[number];

export const Person = naming('staff', required(255)).describe('e-mail or id of a member of staff');

export interface StaffRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly works: boolean;
}

/** SQL: whether somebody who was invited has never set a password. */
const neverCame = `u.last_login_at is null and exists (
      select from user_invitations i where i.user_id = u.id and i.kind = 'INVITE'
    ) and not exists (
      select from user_invitations i where i.user_id = u.id and i.used_at is not null
    )`;

export const staffStates = ['ACTIVE', 'INVITED', 'LOCKED', 'DEACTIVATED'] as const;

/** SQL over users u: one of staffStates. LOCKED: too many wrong passwords, for now. */
export const staffState = `case
    when not u.is_active or u.deleted_at is not null then 'DEACTIVATED'
    when u.locked_until > now() then 'LOCKED'
    when ${neverCame} then 'INVITED'
    else 'ACTIVE'
  end`;

/** SQL over a user: the name, else the e-mail. */
export const staffName = (alias: string): string =>
  `coalesce(nullif(btrim(concat_ws(' ', ${alias}.first_name, ${alias}.last_name)), ''), ${alias}.email)`;

/** SQL over user_sessions s: it can still be used. The hours are those of session_actor(). */
export const sessionOpen = `s.revoked_at is null and s.expires_at > now()
    and s.last_seen_at > now() - interval '8 hours'`;

/** @throws NotFound; a customer is nobody of the staff */
export async function findStaff(tx: Tx, given: string): Promise<StaffRow> {
  const found = await tx.one<StaffRow>(
    `select u.id, u.email, ${staffName('u')} as name, u.role, u.is_active and u.deleted_at is null as works
     from users u
     where (lower(u.email) = lower($1) or u.id::text = lower($1))
       and u.role <> 'customer'`,
    [given],
  );
  if (found) return found;
  throw new NotFound(`Nobody of the staff is called ${given.slice(0, 60)}.`, { hint: 'See: solemate staff list' });
}

/**
 * The same, their row locked. Before it the admins in the order of their ids, as the database's own rule locks them:
 * two admins who take each other's role away wait for each other instead of ending in a deadlock.
 */
export async function lockStaff(tx: Tx, given: string): Promise<StaffRow> {
  const { id } = await findStaff(tx, given);
  await tx.query(
    `select u.id
     from users u
     where (u.role = 'admin' and u.is_active and u.deleted_at is null)
       or u.id = $1::uuid
     order by u.id
     for no key update`,
    [id],
  );
  return findStaff(tx, id);
}
