import * as z from 'zod';
import type { Tx } from '../../platform/database/types.ts';
import { operation } from '../operation.ts';
import { findStaff, Person, sessionOpen, staffState, type StaffRole } from './parts/find.ts';

export interface StaffPage {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly state: string;
  readonly version: number;
  readonly created_at: string;
  readonly last_login_at: string | null;
  readonly failed_logins: number;
  readonly locked_until: string | null;
  /** The one-time token that is still open. */
  readonly invitation: {
    readonly kind: string;
    readonly created_by: string | null;
    readonly expires_at: string;
  } | null;
  readonly sessions: readonly {
    readonly id: string;
    readonly client: string | null;
    readonly created_at: string;
    readonly last_seen_at: string;
    readonly expires_at: string;
  }[];
  /** What they did last, newest first. */
  readonly acts: readonly {
    readonly changed_at: string;
    readonly operation: string | null;
    readonly operation_id: string | null;
    readonly table_name: string;
    readonly action: string;
  }[];
}

export const show = operation({
  name: 'staff.show',
  summary: 'Show a member of staff: role, open sessions, open invitation, what they did last.',
  permission: 'staff:manage',
  input: z.object({ person: Person }),
  positional: ['person'],
  examples: ['staff show manager@solemate.example'],
  reads: true,
  async run({ tx }, { person }): Promise<StaffPage> {
    const { id, email, name, role } = await findStaff(tx, person);
    return { id, email, name, role, ...(await account(tx, id)), ...(await lists(tx, id)) };
  },
});

type Account = Pick<StaffPage, 'state' | 'version' | 'failed_logins'> & {
  readonly created_at: string;
  readonly last_login_at: string | null;
  readonly locked_until: string | null;
};

async function account(tx: Tx, id: string): Promise<Account> {
  const row = await tx.one<Account>(
    `select ${staffState} as state, u.version, u.created_at, u.last_login_at, u.failed_logins,
       case when u.locked_until > now() then u.locked_until end as locked_until
     from users u
     where u.id = $1::uuid`,
    [id],
  );
  if (!row) throw new Error(`user ${id} was there a moment ago`);
  return row;
}

async function lists(tx: Tx, id: string): Promise<Pick<StaffPage, 'invitation' | 'sessions' | 'acts'>> {
  const invitation = await tx.one<NonNullable<StaffPage['invitation']>>(
    `select i.kind, c.email as created_by, i.expires_at
     from user_invitations i
     left join users c on c.id = i.created_by
     where i.user_id = $1::uuid
       and i.used_at is null
       and i.revoked_at is null
       and i.expires_at > now()`,
    [id],
  );
  const sessions = await tx.query<StaffPage['sessions'][number]>(
    `select s.id, s.client, s.created_at, s.last_seen_at, s.expires_at
     from user_sessions s
     where s.user_id = $1::uuid
       and ${sessionOpen}
     order by s.created_at desc, s.id desc
     limit 50`,
    [id],
  );
  const acts = await tx.query<StaffPage['acts'][number]>(
    `select a.changed_at, a.operation, a.operation_id, a.table_name, a.action
     from audit_logs a
     where a.changed_by = $1::uuid
     order by a.changed_at desc, a.id desc
     limit 20`,
    [id],
  );
  return { invitation: invitation ?? null, sessions, acts };
}
