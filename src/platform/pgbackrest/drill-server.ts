import { spawn } from 'node:child_process';
import { chownSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Refused } from '../../domain/errors.ts';
import type { DrillPlace } from './drill.ts';
import { sqlState } from '../database/errors.ts';
import { isError } from '../errno.ts';
import { interrupted, type Scratch } from './scratch.ts';

interface Start {
  readonly scratch: Scratch;
  readonly place: DrillPlace;
  readonly database: string;
  readonly superuser: string;
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
}

/** Not those of the shop: its memory and its libraries may not be had here, and Debian keeps them elsewhere. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: '5432',
  archive_mode: 'off',
  archive_command: '',
  hot_standby: 'off',
  primary_conninfo: '',
  shared_buffers: '32MB',
  max_connections: '20',
  max_prepared_transactions: '100',
  max_wal_senders: '0',
  shared_preload_libraries: '',
  huge_pages: 'off',
  ssl: 'off',
  fsync: 'off',
  autovacuum: 'off',
  logging_collector: 'off',
  log_destination: 'stderr',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts the restored cluster and waits until it has left recovery; only that proves anything, for a server that cannot
 * reach its target starts all the same and dies after. @returns a connection that can only read
 */
export async function startCopy({ scratch, place, database, superuser, deadline, signal }: Start): Promise<pg.Client> {
  const own = (name: string, text: string): string => {
    const path = join(scratch.directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    if (place.account) chownSync(path, place.account.uid, place.account.gid);
    return path;
  };
  const files = {
    config_file: own('own.conf', ''),
    hba_file: own('hba.conf', 'local all all trust\n'),
    ident_file: own('ident.conf', ''),
    unix_socket_directories: scratch.run,
  };
  const words = Object.entries({ ...settings, ...files }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const logFile = own('log', '');
  const log = openSync(logFile, 'a');
  // Its restore_command asks pgBackRest one segment at a time: the shop's own spool is not to be touched.
  const env = {
    ...process.env,
    LC_ALL: 'C',
    TZ: 'UTC',
    PGBACKREST_ARCHIVE_ASYNC: 'n',
    PGBACKREST_LOG_LEVEL_FILE: 'off',
  };
  const child = spawn(join(place.bin, 'postgres'), ['-D', scratch.data, ...words], {
    ...place.account,
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    env,
  });
  closeSync(log);
  const state = { over: false };
  child.once('exit', () => (state.over = true));
  child.once('error', () => (state.over = true));
  if (child.pid !== undefined) scratch.holds(child.pid);
  child.unref();
  for (;;) {
    interrupted(signal);
    const client = await connected(scratch.run, database, superuser);
    if (client) return client;
    if (state.over) throw new Refused(`The restored copy does not come up: ${reasonIn(readFileSync(logFile, 'utf8'))}`);
    if (Date.now() > deadline) {
      throw new Refused('The restored copy did not leave recovery in time.', {
        hint: 'Give it more: solemate config set backup.drillMinutes 600',
      });
    }
    await sleep(50);
  }
}

/** A connection to a copy that has left recovery; undefined while there is none. */
async function connected(host: string, database: string, user: string): Promise<pg.Client | undefined> {
  const options = '-c default_transaction_read_only=on';
  const client = new pg.Client({
    host,
    port: 5432,
    database,
    user,
    ssl: false,
    options,
    application_name: 'solemate drill',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
    if (rows[0]?.recovering === false) return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    // It came up, and it is not the shop.
    if (['3D000', '28000'].includes(sqlState(error) ?? '')) {
      throw new Refused(`The copy comes up, but not the shop in it: ${isError(error) ? error.message : ''}.`, {
        hint: 'The backup and its WAL are older than the shop: look at solemate backup window.',
      });
    }
    // Not yet, or never: then the server is over.
    return undefined;
  }
  await client.end().catch(() => undefined);
  return undefined;
}

function reasonIn(log: string): string {
  const found = [...log.matchAll(/(?:FATAL|PANIC|ERROR): +(.+)/gu)].at(-1)?.[1];
  return found ?? log.trim().split('\n').at(-1) ?? 'it gave no reason';
}
