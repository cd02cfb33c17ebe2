import * as z from 'zod';
import { InvalidInput, NotFound, Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { findStaff, Person, sessionOpen, staffName } from './parts/find.ts';

export interface SessionsRevoked {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Ids of the sessions that were ended. */
  readonly sessions: readonly string[];
}

export const revoke = operation({
  name: 'staff.revoke',
  summary: 'End one session of a member of staff, or all of them; they may sign in again.',
  permission: 'staff:manage',
  input: z.object({
    person: Person.optional(),
    session: z.guid('a session is named by its id').optional().describe('id of one session; all of them when left out'),
    reason: Reason.optional(),
  }),
  positional: ['person'],
  examples: ['staff revoke manager@solemate.example --reason "lost their laptop"'],
  dryRun: true,
  refreshes: ['user_sessions'],
  done: ({ name, sessions }: SessionsRevoked) => `${plural(sessions.length, 'session')} of ${name} ended.`,
  async run({ tx }, { person, session }): Promise<SessionsRevoked> {
    if (person === undefined && session === undefined) {
      throw new InvalidInput('Whose session is to end was not told: an e-mail or --session is needed.');
    }
    const of = session === undefined ? await findStaff(tx, person ?? '') : await holder(tx, session, person);
    const ended = await tx.query<{ id: string }>(
      `update user_sessions s
       set revoked_at = now()
       where s.user_id = $1::uuid
         and ($2::uuid is null or s.id = $2::uuid)
         and ${sessionOpen}
       returning s.id`,
      [of.id, session ?? null],
    );
    if (ended.length === 0) {
      throw new Refused(
        session === undefined ? `${of.email} has no open session.` : `That session of ${of.email} is over already.`,
        { hint: 'See: solemate staff sessions' },
      );
    }
    return { id: of.id, email: of.email, name: of.name, sessions: ended.map(({ id }) => id) };
  },
});

interface Holder {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

async function holder(tx: Tx, session: string, person: string | undefined): Promise<Holder> {
  const found = await tx.one<Holder>(
    `select u.id, u.email, ${staffName('u')} as name
     from user_sessions s
     join users u on u.id = s.user_id
     where s.id = $1::uuid`,
    [session],
  );
  if (!found) throw new NotFound(`There is no session ${session}.`, { hint: 'See: solemate staff sessions' });
  if (person !== undefined && (await findStaff(tx, person)).id !== found.id) {
    throw new InvalidInput(`That session is not ${person.slice(0, 60)}'s, but ${found.email}'s.`);
  }
  return found;
}
