import pg from 'pg';
import { migrate } from '../database/migrate.ts';
import { clientConfig, parseDatabaseUrl } from '../database/url.ts';
import { seed } from '../seed/index.ts';
import type { Cluster } from './cluster.ts';
import { databaseName, preparedMark, urlFor } from './database.ts';
import { superuser, type Presence } from './presence.ts';

/** Advisory lock of the one process that prepares the store; others wait for it. */
const preparing = 7_235_467_313;

export interface PrepareOptions {
  readonly piiKey: string;
  readonly onStep: (text: string) => void;
}

/**
 * Roles, database, schema, sample shop: each step looks whether it has been done, so that whatever was killed in the
 * middle is finished by the next start.
 */
export async function prepare(cluster: Cluster, presence: Presence, options: PrepareOptions): Promise<void> {
  const { host, port } = presence;
  const client = new pg.Client({ ...superuser(cluster, host, port), application_name: 'solemate prepare' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [preparing]);
    if ((await markOf(client)) === preparedMark) return;
    await makeDatabase(cluster, client);
    const ownerUrl = urlFor(cluster, presence, 'solemate_owner');
    options.onStep('Creating the tables');
    await migrate(ownerUrl);
    await client.query(`alter role solemate_app login${passwordClause(cluster)}`);
    if (!(await isSample(ownerUrl))) {
      await seed(ownerUrl, {
        piiKey: options.piiKey,
        onProgress: ({ text }) => options.onStep(`Filling the sample shop: ${text}`),
      });
    }
    await client.query(`comment on database ${databaseName} is '${preparedMark}'`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function markOf(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ mark: string | null }>(
    "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1",
    [databaseName],
  );
  return rows[0]?.mark ?? undefined;
}

async function makeDatabase(cluster: Cluster, client: pg.Client): Promise<void> {
  const { rows: roles } = await client.query("select from pg_roles where rolname = 'solemate_owner'");
  if (roles.length === 0) await client.query(`create role solemate_owner login createrole${passwordClause(cluster)}`);
  const { rows: databases } = await client.query('select from pg_database where datname = $1', [databaseName]);
  if (databases.length === 0)
    await client.query(`create database ${databaseName} owner solemate_owner template template0`);
}

/** Windows has no private socket: there the same generated password stands before every role. */
function passwordClause(cluster: Cluster): string {
  return cluster.password === undefined ? '' : ` password ${pg.escapeLiteral(cluster.password)}`;
}

/** The mark is written in the seed's own transaction, so it stands for a whole sample shop or is not there. */
async function isSample(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client(clientConfig(parseDatabaseUrl(ownerUrl)));
  await client.connect();
  try {
    const { rows } = await client.query("select from store_settings where key = 'sample'");
    return rows.length > 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}
