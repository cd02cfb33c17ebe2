import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockStaff, Person, type StaffRole } from './parts/find.ts';

export interface StaffActivated {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
}

export const activate = operation({
  name: 'staff.activate',
  summary: 'Let somebody in again who was deactivated, with the role and the password they had.',
  permission: 'staff:manage',
  input: z.object({ person: Person, reason: Reason.optional() }),
  positional: ['person'],
  examples: ['staff activate oncall@solemate.example --reason "back from leave"'],
  dryRun: true,
  refreshes: ['users'],
  done: ({ name, role }: StaffActivated) => `${name} may sign in again, as ${role}.`,
  async run({ tx }, { person }): Promise<StaffActivated> {
    const { id, email, name, role, works } = await lockStaff(tx, person);
    if (works) throw new Refused(`${email} is active already.`);
    await tx.query('update users set is_active = true, deleted_at = null where id = $1::uuid', [id]);
    return { id, email, name, role };
  },
});
