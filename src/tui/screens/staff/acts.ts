import { activate } from '../../../operations/staff/activate.ts';
import { deactivate } from '../../../operations/staff/deactivate.ts';
import { invite } from '../../../operations/staff/invite.ts';
import { resetPassword } from '../../../operations/staff/reset-password.ts';
import { revoke } from '../../../operations/staff/revoke.ts';
import { role as changeRole } from '../../../operations/staff/role.ts';
import { staffRoles, type StaffRole } from '../../../operations/staff/parts/find.ts';
import type { AppApi, ScreenAction } from '../../app/screen.ts';

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly state: string;
  /** How many sessions they have open. */
  readonly sessions: number;
}

const means: Readonly<Record<StaffRole, string>> = {
  admin: 'everything, staff and settings too',
  manager: 'orders, money, catalog, customers',
  warehouse: 'stock, picking, packing, shipping',
  oncall: 'looks at everything, changes nothing',
};

/** A token is told once: it stays in sight until the person says that they have it. */
async function tellToken(app: AppApi, name: string, token: string | null): Promise<void> {
  if (token === null) return;
  for (;;) {
    const chosen = await app.pick({
      title: `The one-time token of ${name}, told only now`,
      choices: [
        { value: 'token', label: 'Copy the token', hint: token },
        { value: 'command', label: 'Copy the command', hint: 'solemate accept-invite' },
        { value: 'done', label: 'I have it', hint: 'it cannot be shown again' },
      ],
    });
    if (chosen === 'token') app.copy(token, 'the token');
    else if (chosen === 'command') app.copy('solemate accept-invite');
    else if (chosen === 'done') return;
    else if (await app.confirm({ question: 'Leave? The token cannot be shown again.', yes: 'Leave' })) return;
  }
}

export async function inviteSomebody(app: AppApi): Promise<void> {
  const outcome = await app.openForm(invite, {}, { quiet: true });
  if (outcome) await tellToken(app, outcome.output.name, outcome.output.token);
}

async function giveRole(app: AppApi, member: Member): Promise<void> {
  const role = await app.pick({
    title: `The role of ${member.name}`,
    choices: staffRoles.map((value) => ({
      value,
      label: value,
      hint: means[value],
      disabled: value === member.role ? 'that is their role' : undefined,
    })),
    initial: member.role,
  });
  if (role === undefined) return;
  const consequences = [`They may: ${means[role]}.`, 'What they have open stops at its next step.'];
  await app.runOperation(changeRole, { person: member.id, role }, { consequences });
}

async function resetTheirPassword(app: AppApi, member: Member): Promise<void> {
  const consequences = [
    'A one-time token is made and told once.',
    'The old password goes on working until it is used.',
  ];
  const outcome = await app.runOperation(resetPassword, { person: member.id }, { consequences, quiet: true });
  if (outcome) await tellToken(app, member.name, outcome.output.token);
}

/** Ends one session, or all of theirs. */
export function endSessions(app: AppApi, name: string, person: string, session?: string): Promise<unknown> {
  const what = session === undefined ? `All sessions of ${name} end` : `This session of ${name} ends`;
  const consequences = [`${what} at once, also in open terminals.`, 'They may sign in again.'];
  return app.runOperation(revoke, session === undefined ? { person } : { session }, { consequences });
}

/** What can be done with a member of staff, with the reason where it cannot. */
export function memberActions(app: AppApi, member: Member): readonly ScreenAction[] {
  const closed = member.state === 'DEACTIVATED' ? 'their account is deactivated' : undefined;
  const oneself = member.id === app.actor.id ? 'that is you: another admin can' : undefined;
  return [
    { label: 'Change role', hint: `${member.role} now`, disabled: closed ?? oneself, run: () => giveRole(app, member) },
    {
      label: 'Reset password',
      hint: 'makes a one-time token',
      disabled: closed,
      run: () => resetTheirPassword(app, member),
    },
    {
      label: 'End all sessions',
      hint: `${member.sessions} open`,
      danger: true,
      disabled: member.sessions === 0 ? 'they have no session open' : undefined,
      run: () => endSessions(app, member.name, member.id),
    },
    closed === undefined
      ? {
          label: 'Deactivate',
          hint: 'for somebody who left; it can be undone',
          danger: true,
          disabled: oneself,
          run: () => app.openForm(deactivate, { person: member.email }),
        }
      : {
          label: 'Activate again',
          hint: 'with the role and password they had',
          run: () => app.openForm(activate, { person: member.email }),
        },
    { label: 'What they changed', run: () => app.navigate('audit', { filter: `person:${member.email}` }) },
  ];
}
