import pg from 'pg';
import type { Actor, Role } from '../../src/domain/permissions.ts';
import { connectDatabase } from '../../src/platform/database/connect.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import type { LoginDatabase } from '../../src/platform/database/types.ts';
import { buildUrl } from '../../src/platform/database/url.ts';
import { withSuperuser, type TestServer } from './server.ts';

export interface TestDatabase {
  /** As the app has it: logged in as solemate_app, acting as whoever is told. */
  readonly database: LoginDatabase;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly superuserUrl: string;
  /** A member of staff of this role: of the sample when there is one, else made for the test. */
  actor(role: Role): Actor;
  /** One statement as the owner of the database. */
  sql<R extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
  /** Ends the connections and keeps the database, to be copied: its name. It goes when this process has ended. */
  leave(): Promise<string>;
}

export interface TestDatabaseOptions {
  /** A small sample shop instead of empty tables. */
  readonly sample?: boolean;
  /** No tables at all: for tests of the migrations themselves. */
  readonly empty?: boolean;
  /** A copy of a database that was left behind by `leave()`. */
  readonly copyOf?: string;
}

/** What the sample shop was made for; nothing in it is later. */
export const sampleMoment = new Date('2026-11-20T12:00:00Z');

/** Key under which the sample template's phone numbers are encrypted. */
export const testPiiKey = 'a key for tests only';

const making = 7_235_467_400;
let count = 0;

/** A database of one's own, cloned from a template in a tenth of a second. Close it when done. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = testServer();
  const name = `t_${process.pid}_${(count += 1)}_${Math.random().toString(36).slice(2, 8)}`;
  const template =
    options.copyOf ?? (options.empty ? 'template0' : options.sample ? 'template_sample' : 'template_schema');
  await withSuperuser(server, async (client) => {
    await ensureRoles(client);
    if (!options.empty && options.copyOf === undefined) await ensureTemplate(server, client, template);
    await client.query(`create database ${name} owner solemate_owner template ${template}`);
    // Rights on a database are not copied with it: a migration took this one.
    if (!options.empty) await client.query(`revoke temporary on database ${name} from public`);
  });
  const urlOf = (user: string) => buildUrl({ host: server.host, port: server.port, user, database: name });
  const { host, port } = testPooler() ?? server;
  const appUrl = buildUrl({ host, port, user: 'solemate_app', database: name });
  const owner = new pg.Pool({ connectionString: urlOf('solemate_owner'), max: 2, idleTimeoutMillis: 1000 });
  owner.on('error', () => undefined);
  const database = connectDatabase({ url: appUrl });
  const staff = options.empty ? new Map<Role, Actor>() : await findStaff(owner);
  return {
    database,
    ownerUrl: urlOf('solemate_owner'),
    appUrl,
    superuserUrl: urlOf('postgres'),
    actor(role) {
      const actor = staff.get(role);
      if (!actor) throw new Error(`no ${role} in the test database`);
      return actor;
    },
    async sql<R extends object>(text: string, values: readonly unknown[] = []) {
      return (await owner.query<R>(text, [...values])).rows;
    },
    async close() {
      await database.close();
      await owner.end();
      await withSuperuser(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
    async leave() {
      await database.close();
      await owner.end();
      // A pooler keeps connections of its own to it, and what is in use is not copied.
      await withSuperuser(server, (client) =>
        client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]),
      );
      return name;
    },
  };
}

export function testServer(): TestServer {
  const told = process.env['SOLEMATE_TEST_SERVER'];
  if (!told) throw new Error('the test server is started by global-setup.ts');
  return JSON.parse(told) as TestServer;
}

/** What stands between the app and the server, when the suite is run so: see global-setup.ts. */
function testPooler(): TestServer | undefined {
  const told = process.env['SOLEMATE_TEST_POOLER'];
  if (!told) return undefined;
  const { host, port } = JSON.parse(told) as TestServer;
  return { host, port };
}

/** The logins that the embedded store has as well; the migrations make the others. */
async function ensureRoles(client: pg.Client): Promise<void> {
  await client.query(`do $$
  begin
    perform pg_advisory_xact_lock(${making});
    if not exists (select from pg_roles where rolname = 'solemate_owner') then
      create role solemate_owner login createrole;
    end if;
    if not exists (select from pg_roles where rolname = 'solemate_app' and rolcanlogin) then
      if exists (select from pg_roles where rolname = 'solemate_app') then
        alter role solemate_app login;
      end if;
    end if;
  end
  $$`);
}

/** Made once, under another name first: whoever is killed while making it leaves no template behind. */
async function ensureTemplate(server: TestServer, client: pg.Client, template: string): Promise<void> {
  const exists = async () =>
    (await client.query('select from pg_database where datname = $1', [template])).rowCount === 1;
  if (await exists()) return;
  await client.query('select pg_advisory_lock($1)', [making]);
  try {
    if (await exists()) return;
    const name = `making_${process.pid}_${template}`;
    await client.query(`drop database if exists ${name} with (force)`);
    const sample = template === 'template_sample';
    await client.query(`create database ${name} owner solemate_owner template template0`);
    const ownerUrl = buildUrl({ host: server.host, port: server.port, user: 'solemate_owner', database: name });
    await migrate(ownerUrl);
    await ensureAppLogin(client);
    if (sample) await seedSample(ownerUrl);
    await client.query(`alter database ${name} rename to ${template}`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [making]);
  }
}

async function ensureAppLogin(client: pg.Client): Promise<void> {
  await client.query(`do $$
  begin
    if exists (select from pg_roles where rolname = 'solemate_app' and not rolcanlogin) then
      alter role solemate_app login;
    end if;
  end
  $$`);
}

async function seedSample(ownerUrl: string): Promise<void> {
  const { seed } = await import('../../src/platform/seed/index.ts');
  await seed(ownerUrl, {
    orders: 300,
    seed: 1,
    password: 'sample password',
    piiKey: testPiiKey,
    now: sampleMoment,
  });
}

async function findStaff(owner: pg.Pool): Promise<Map<Role, Actor>> {
  const { rows: there } = await owner.query<{ there: boolean }>(
    "select to_regclass('public.users') is not null as there",
  );
  if (!there[0]?.there) return new Map();
  await owner.query(
    `insert into users (email, password_hash, first_name, last_name, role, is_active, email_verified)
    select role || '@staff.test', 'no password', initcap(role), 'Tester', role, true, true
    from unnest(array['admin', 'manager', 'warehouse', 'oncall', 'customer']) as role
    where not exists (select from users where users.role = role.role and is_active)`,
  );
  const { rows } = await owner.query<Actor>(
    `select distinct on (role) id, email, concat_ws(' ', first_name, last_name) as name, role
    from users
    where is_active
    order by role, (email like '%@solemate.example') desc, created_at, id`,
  );
  return new Map(rows.map((row) => [row.role, row]));
}
