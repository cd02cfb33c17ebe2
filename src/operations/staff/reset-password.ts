import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockStaff, Person } from './parts/find.ts';
import { invite, toldInvitation, type Invitation } from './parts/invitation.ts';

export interface PasswordReset extends Invitation {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

export const resetPassword = operation({
  name: 'staff.reset_password',
  summary: 'Make a one-time token with which somebody sets a new password; the old one goes on working until then.',
  permission: 'staff:manage',
  input: z.object({ person: Person, reason: Reason.optional() }),
  positional: ['person'],
  examples: ['staff reset-password oncall@solemate.example --reason "forgot it"'],
  refreshes: ['user_invitations'],
  secret: ['token'],
  done: (output: PasswordReset) => `A new password for ${output.name}. ${toldInvitation(output)}`,
  async run({ tx }, { person }): Promise<PasswordReset> {
    const { id, email, name, works } = await lockStaff(tx, person);
    if (!works) {
      throw new Refused(`${email} is deactivated.`, { hint: `First: solemate staff activate ${email}` });
    }
    return { id, email, name, ...(await invite(tx, id, 'RESET')) };
  },
});
