import * as z from 'zod';
import { isEmail } from '../../domain/contact.ts';
import { Refused } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';
import { staffRoles, type StaffRole } from './parts/find.ts';
import { invite as openInvitation, toldInvitation, type Invitation } from './parts/invitation.ts';

export interface StaffInvited extends Invitation {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
}

export const invite = operation({
  name: 'staff.invite',
  summary: 'Make an account for a member of staff, and a one-time token with which they set their password.',
  permission: 'staff:manage',
  input: z.object({
    email: required(255).refine(isEmail, 'that is no e-mail address').describe('their e-mail address'),
    role: z.enum(staffRoles).describe('what they may do: admin, manager, warehouse or oncall'),
    first_name: required(100).describe('first name'),
    last_name: required(100).describe('last name'),
  }),
  positional: ['email'],
  examples: ['staff invite mia@shop.example --role warehouse --first-name Mia --last-name Lang'],
  confirm: ({ email, role }) =>
    role === 'admin' ? { question: `Make ${email} an admin, who may do everything` } : undefined,
  refreshes: ['users', 'user_invitations'],
  secret: ['token'],
  done: (output: StaffInvited) => `${output.name} is invited as ${output.role}. ${toldInvitation(output)}`,
  async run({ tx }, { email, role, first_name, last_name }): Promise<StaffInvited> {
    await demandNew(tx, email);
    const made = await tx.one<{ id: string }>(
      `insert into users (email, first_name, last_name, role)
       values ($1, $2, $3, $4)
       returning id`,
      [email, first_name, last_name, role],
    );
    const id = made?.id ?? '';
    return { id, email, name: `${first_name} ${last_name}`, role, ...(await openInvitation(tx, id, 'INVITE')) };
  },
});

async function demandNew(tx: Tx, email: string): Promise<void> {
  const known = await tx.one<{ role: string; works: boolean }>(
    `select role, is_active and deleted_at is null as works
     from users
     where lower(email) = lower($1)`,
    [email],
  );
  if (!known) return;
  if (known.role === 'customer') {
    throw new Refused(`${email} is a customer's account, which cannot become one of the staff.`, {
      hint: 'Invite them with another address, e.g. that of the shop.',
    });
  }
  throw new Refused(`${email} is ${known.role} already${known.works ? '' : ', and deactivated'}.`, {
    hint: known.works
      ? `A new one-time token: solemate staff reset-password ${email}`
      : `Let them in again: solemate staff activate ${email}`,
  });
}
