import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockStaff, Person, sessionOpen, type StaffRole } from './parts/find.ts';

export interface StaffDeactivated {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly sessions_ended: number;
}

export const deactivate = operation({
  name: 'staff.deactivate',
  summary: 'Close the account of somebody who left: their sessions end at once, also in open terminals.',
  permission: 'staff:manage',
  input: z.object({ person: Person, reason: Reason.optional() }),
  positional: ['person'],
  examples: ['staff deactivate oncall@solemate.example --reason "left the shop" --yes'],
  dryRun: true,
  confirm: ({ person }) => ({ question: `Deactivate ${person} and end what they have open` }),
  refreshes: ['users', 'user_sessions', 'user_invitations'],
  done: ({ name, sessions_ended: ended }: StaffDeactivated) =>
    `${name} is deactivated; ${plural(ended, 'open session')} ended.`,
  async run({ tx }, { person }): Promise<StaffDeactivated> {
    const { id, email, name, role, works } = await lockStaff(tx, person);
    if (!works) throw new Refused(`${email} is deactivated already.`);
    const open = await tx.one<{ count: number }>(
      `select count(*)::integer as count
       from user_sessions s
       where s.user_id = $1::uuid
         and ${sessionOpen}`,
      [id],
    );
    await tx.query('update users set is_active = false where id = $1::uuid', [id]);
    return { id, email, name, role, sessions_ended: open?.count ?? 0 };
  },
});
