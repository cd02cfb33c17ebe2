import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockStaff, Person, staffRoles, type StaffRole } from './parts/find.ts';

export interface RoleChanged {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly from_role: StaffRole;
  readonly role: StaffRole;
}

export const role = operation({
  name: 'staff.role',
  summary: 'Give a member of staff another role; what they have open stops at its next step.',
  permission: 'staff:manage',
  input: z.object({
    person: Person,
    role: z.enum(staffRoles).describe('their new role: admin, manager, warehouse or oncall'),
    reason: Reason.optional(),
  }),
  positional: ['person'],
  examples: ['staff role oncall@solemate.example --role warehouse --reason "moved to the warehouse"'],
  dryRun: true,
  confirm: ({ person, role: wanted }) =>
    wanted === 'admin' ? { question: `Make ${person} an admin, who may do everything` } : undefined,
  refreshes: ['users'],
  done: ({ name, from_role, role: now }: RoleChanged) => `${name} was ${from_role} and is ${now} now.`,
  async run({ tx }, { person, role: wanted }): Promise<RoleChanged> {
    const before = await lockStaff(tx, person);
    const { id, email, name, works, role: from_role } = before;
    if (from_role === wanted) throw new Refused(`${email} is ${wanted} already.`);
    if (!works) throw new Refused(`${email} is deactivated.`, { hint: `First: solemate staff activate ${email}` });
    await tx.query('update users set role = $2 where id = $1::uuid', [id, wanted]);
    return { id, email, name, from_role, role: wanted };
  },
});
