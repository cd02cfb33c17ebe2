import { createHash } from 'node:crypto';
import type pg from 'pg';
import { Umzug, type UmzugStorage } from 'umzug';
import { migrations } from '../../../migrations/index.ts';
import type { Migration } from '../../../migrations/migration.ts';
import { Unavailable } from '../../domain/errors.ts';
import { isError } from '../errno.ts';
import { connectionLost } from './errors.ts';
import { withOwner } from './owner.ts';

export interface MigrationState {
  readonly name: string;
  readonly applied_at: string | null;
  /** Applied from a text that is not the one we have: somebody edited a released migration. */
  readonly changed: boolean;
}

export interface MigrateOptions {
  /** Up to and including this one; with `down`, back to and including this one, or 0 for all of them. */
  readonly to?: string | 0;
  readonly down?: boolean;
  readonly onProgress?: (step: { readonly name: string; readonly index: number; readonly total: number }) => void;
  /** For tests. */
  readonly list?: readonly Migration[];
}

/** Advisory locks are numbers: this one is held for as long as somebody migrates the database. */
const migrating = 7_235_467_311;

/**
 * Runs what is missing, as the owner of the database. Each migration commits together with its row in
 * schema_migrations, so a kill leaves whole migrations only; a session lock makes a second migrate wait and then find
 * nothing to do.
 * @returns names in the order they ran
 */
export async function migrate(ownerUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const work = async (client: pg.Client) => {
    // When we are killed in a long statement the server shall notice, and not hold the lock until the statement ends.
    await client.query("set client_connection_check_interval = '500ms'").catch(() => undefined);
    await client.query('select pg_advisory_lock($1)', [migrating]);
    await client.query(`create table if not exists schema_migrations (
      name text primary key,
      applied_at timestamptz(3) not null default now(),
      checksum text not null
    )`);
    const list = options.list ?? migrations;
    const umzug = umzugFor(client, list, options);
    const to = options.to;
    const done = options.down
      ? umzug.down(to === undefined ? {} : { to })
      : umzug.up(to === undefined || to === 0 ? {} : { to });
    const names = (await done.catch(rethrowCause)).map(({ name }) => name);
    await letAppSee(client);
    return names;
  };
  return withOwner(ownerUrl, work, 'migrate');
}

/** Umzug wraps what a migration throws in a sentence of its own. */
function rethrowCause(error: unknown): never {
  throw isError(error) && error.name === 'MigrationError' ? (error.cause ?? error) : error;
}

/** The app looks whether the schema is as new as itself. The role is made by the first migration. */
async function letAppSee(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select from pg_roles where rolname = 'solemate_app'");
  if (rows.length > 0) await client.query('grant select on schema_migrations to solemate_app');
}

function umzugFor(client: pg.Client, list: readonly Migration[], options: MigrateOptions): Umzug<pg.Client> {
  let index = 0;
  const run = async (migration: Migration, direction: 'up' | 'down') => {
    options.onProgress?.({ name: migration.name, index: (index += 1), total: list.length });
    await client.query('begin');
    try {
      for (const text of [migration[direction]].flat()) await client.query(text);
      if (direction === 'up') {
        await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
          migration.name,
          checksum(migration),
        ]);
      } else {
        await client.query('delete from schema_migrations where name = $1', [migration.name]);
      }
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      if (connectionLost(error)) throw error;
      const why = isError(error) ? error.message : String(error);
      throw new Unavailable(`The migration ${migration.name} (${direction}) failed and was rolled back: ${why}.`, {
        hint: 'Migrations run as the owner of the database, who may create roles and extensions.',
        cause: error,
      });
    }
  };
  return new Umzug<pg.Client>({
    migrations: list.map((migration) => ({
      name: migration.name,
      up: () => run(migration, 'up'),
      down: () => run(migration, 'down'),
    })),
    context: client,
    storage: storage(client),
    logger: undefined,
  });
}

/** Rows are written inside each migration's own transaction; Umzug only reads here. */
function storage(client: pg.Client): UmzugStorage {
  return {
    logMigration: () => Promise.resolve(),
    unlogMigration: () => Promise.resolve(),
    executed: async () => {
      const { rows } = await client.query<{ name: string }>('select name from schema_migrations order by name');
      return rows.map(({ name }) => name);
    },
  };
}

/** Every migration we have, oldest first, and whether it stands in the database. */
export async function migrationStatus(url: string): Promise<MigrationState[]> {
  const work = async (client: pg.Client) => {
    const { rows: tables } = await client.query<{ there: boolean }>(
      "select to_regclass('public.schema_migrations') is not null as there",
    );
    const { rows } = tables[0]?.there
      ? await client.query<{ name: string; applied_at: Date; checksum: string }>(
          'select name, applied_at, checksum from schema_migrations',
        )
      : { rows: [] };
    const applied = new Map(rows.map((row) => [row.name, row]));
    return migrations.map((migration) => {
      const row = applied.get(migration.name);
      return {
        name: migration.name,
        applied_at: row?.applied_at.toISOString() ?? null,
        changed: row !== undefined && row.checksum !== checksum(migration),
      };
    });
  };
  return withOwner(url, work, 'migrate');
}

function checksum(migration: Migration): string {
  return createHash('sha256').update([migration.up].flat().join(';\n')).digest('hex');
}
