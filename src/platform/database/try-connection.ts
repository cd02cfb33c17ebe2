import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { migrationsAfter } from '../../../migrations/newest.ts';
import { DomainError } from '../../domain/errors.ts';
import { VersionedClient } from './client.ts';
import { sqlState, toDomainError } from './errors.ts';
import { clientConfig, describe, type Endpoint } from './url.ts';

export interface ConnectionStep {
  readonly step: 'reach' | 'log in' | 'version' | 'schema' | 'role' | 'staff';
  /** `warning`: it can be worked with, and should not be left so. */
  readonly level: 'ok' | 'warning' | 'problem';
  readonly found: string;
  /** What to do, '' where there is nothing. */
  readonly hint: string;
}

const oldest = 150_000;

/**
 * Tries a database the way the program will use it, one step after the other, and stops at the first that fails: each says
 * what was seen and what to type. Nothing is written.
 */
export async function* tryConnection(endpoint: Endpoint): AsyncGenerator<ConnectionStep> {
  const reached = await attempt('reach', endpoint, () => reach(endpoint));
  yield reached;
  if (reached.level === 'problem') return;
  const client = new VersionedClient({ ...clientConfig(endpoint), application_name: 'solemate config test' });
  client.on('error', () => undefined);
  try {
    for (const [step, work] of steps) {
      const seen = await attempt(step, endpoint, () => work(client, endpoint));
      yield seen;
      if (seen.level === 'problem') return;
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

type Seen = Omit<ConnectionStep, 'step'>;
type Work = (client: VersionedClient, endpoint: Endpoint) => Promise<Seen>;

const ok = (found: string): Seen => ({ level: 'ok', found, hint: '' });
const problem = (found: string, hint: string): Seen => ({ level: 'problem', found, hint });

async function attempt(
  step: ConnectionStep['step'],
  endpoint: Endpoint,
  work: () => Promise<Seen>,
): Promise<ConnectionStep> {
  try {
    return { step, ...(await work()) };
  } catch (error) {
    const told = toDomainError(error, endpoint);
    if (!(told instanceof DomainError)) throw error;
    return { step, ...problem(told.message, told.hint ?? '') };
  }
}

/** A socket and nothing more, so that a wrong host or a firewall is not taken for a wrong password. */
function reach(endpoint: Endpoint): Promise<Seen> {
  const { host, port, connectTimeout } = endpoint;
  return new Promise((resolve, reject) => {
    const socket = host.startsWith('/')
      ? connectSocket(join(host, `.s.PGSQL.${port}`))
      : connectSocket({ host, port, timeout: connectTimeout * 1000 });
    const end = (then: () => void) => {
      socket.destroy();
      then();
    };
    socket.once('connect', () => end(() => resolve(ok(`${host.startsWith('/') ? host : `${host}:${port}`} answers.`))));
    socket.once('timeout', () => end(() => reject(new Error('timeout expired'))));
    socket.once('error', (error) => end(() => reject(error)));
  });
}

async function one<R extends object>(client: VersionedClient, text: string, values: unknown[] = []): Promise<R> {
  const { rows } = await client.query<R>(text, values);
  return rows[0] as R;
}

const logIn: Work = async (client, endpoint) => {
  await client.connect();
  const local = endpoint.host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(endpoint.host);
  if (endpoint.ssl !== false) {
    const checked = endpoint.ssl.rejectUnauthorized === true;
    if (checked) return ok(`${describe(endpoint)}, encrypted, the certificate checked.`);
    return {
      level: 'warning',
      found: `${describe(endpoint)}, encrypted, but nobody has checked whose certificate it is.`,
      hint: 'sslmode verify-full, with sslrootcert where the authority is your own.',
    };
  }
  if (local) return ok(`${describe(endpoint)}, on this machine.`);
  return {
    level: 'warning',
    found: `${describe(endpoint)}, not encrypted: whoever listens reads passwords and customers.`,
    hint: 'sslmode verify-full, with sslrootcert where the authority is your own.',
  };
};

const versionOf: Work = async (client) => {
  const { number, name } = await one<{ number: number; name: string }>(
    client,
    "select current_setting('server_version_num')::integer as number, current_setting('server_version') as name",
  );
  if (number < oldest)
    return problem(`The server is PostgreSQL ${name}, which is too old.`, 'Use PostgreSQL 15 or newer.');
  return ok(`PostgreSQL ${name}.`);
};

const migrateHint = 'As the owner of the database: solemate db migrate --url postgresql://OWNER@HOST/DATABASE';

const schemaOf: Work = async (client) => {
  let newest: string | null;
  try {
    ({ newest } = await one<{ newest: string | null }>(client, 'select max(name) as newest from schema_migrations'));
  } catch (error) {
    if (sqlState(error) === '42P01') return problem('There is no shop in this database yet.', migrateHint);
    if (sqlState(error) !== '42501') throw error;
    return problem(
      'This login may not see the schema of the shop.',
      'Log in as solemate_app, which the migrations made.',
    );
  }
  const missing = await migrationsAfter(newest ?? '');
  if (missing.length === 0) return ok(`The schema is at ${newest ?? ''}.`);
  return problem(`${missing.length} migrations are missing, from ${missing[0] ?? ''} on.`, migrateHint);
};

interface RoleRow {
  readonly name: string;
  readonly superuser: boolean;
  readonly owns: boolean;
  readonly acts: boolean;
}

/** The app logs in as somebody who owns nothing and becomes a role of the staff for each transaction (architecture.md). */
const roleOf: Work = async (client) => {
  const row = await one<RoleRow>(
    client,
    `select r.rolname as name, r.rolsuper as superuser,
      exists (
        select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relowner = r.oid and c.relkind in ('r', 'p')
      ) as owns,
      pg_has_role(r.oid, 'admin_role', 'member') and has_function_privilege(r.oid, 'become_staff(uuid, text, uuid)', 'execute') as acts
    from pg_roles r
    where r.rolname = current_user`,
  );
  const instead = `Log in as solemate_app. Its password, once, as the owner: alter role solemate_app login password '…'`;
  if (row.superuser || row.owns) {
    const why = row.superuser ? 'is a superuser' : 'owns the tables';
    return problem(`"${row.name}" ${why}, so no rule of the database would hold it back.`, instead);
  }
  if (!row.acts) return problem(`"${row.name}" may not act as the staff of the shop.`, instead);
  return ok(`"${row.name}" owns nothing and acts as whoever signs in.`);
};

const staffOf: Work = async (client) => {
  const { there } = await one<{ there: boolean }>(client, 'select has_staff() as there');
  if (there) return ok('There are people who can sign in.');
  return {
    level: 'warning',
    found: 'Nobody can sign in yet.',
    hint: 'Make the first admin: solemate setup --email … --first-name … --last-name …',
  };
};

const steps: readonly (readonly [Exclude<ConnectionStep['step'], 'reach'>, Work])[] = [
  ['log in', logIn],
  ['version', versionOf],
  ['schema', schemaOf],
  ['role', roleOf],
  ['staff', staffOf],
];
