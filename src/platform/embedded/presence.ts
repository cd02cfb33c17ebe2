import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '../../domain/errors.ts';
import { isError } from '../errno.ts';
import { ensureRunning, stopServer, type Cluster } from './cluster.ts';
import { alive } from './processes.ts';
import type pg from 'pg';
import { VersionedClient } from '../database/client.ts';

/**
 * Who uses the server is counted by the server itself: every process holds a shared advisory lock through one
 * connection for as long as it lives. A process that dies, however, loses its connection and with it its place in the
 * count, so there is no lock file that could be stale. Who gets the lock for itself alone is the last one out and stops
 * the server; somebody coming in at that moment waits for the same lock, is thrown out by the shutdown before it is
 * in, and starts the server again.
 */
const key = 7_235_467_312;

export interface Presence {
  readonly host: string;
  readonly port: number;
  /** The comment of the database asked for: see `preparedMark`. */
  readonly mark: string | undefined;
  /** The server went away under us. */
  readonly lost: boolean;
  /** Stops the server when nobody else is there. */
  leave(): Promise<void>;
}

export async function enter(cluster: Cluster, database = 'postgres'): Promise<Presence> {
  for (let attempt = 1; ; attempt += 1) {
    const { host, port } = await ensureRunning(cluster);
    const client = new VersionedClient({
      ...superuser(cluster, host, port),
      application_name: `solemate presence ${process.pid}`,
      connectionTimeoutMillis: 30_000,
    });
    let lost = false;
    let mark: string | undefined;
    client.on('error', () => (lost = true));
    client.on('end', () => (lost = true));
    try {
      await client.connect();
      const { rows } = await client.query<{ mark: string | null }>(
        `select pg_advisory_lock_shared($1),
          (select shobj_description(oid, 'pg_database') from pg_database where datname = $2) as mark`,
        [key, database],
      );
      mark = rows[0]?.mark ?? undefined;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (attempt >= 40) {
        const why = isError(error) ? error.message : String(error);
        throw new Unavailable(`The embedded PostgreSQL does not answer: ${why}.`, {
          hint: `Its log is ${cluster.log}.`,
          cause: error,
        });
      }
      await sleep(25 * Math.min(attempt, 8));
      continue;
    }
    client.holdProcess(false);
    return {
      host,
      port,
      mark,
      get lost() {
        return lost;
      },
      leave: () => leave(cluster, client),
    };
  }
}

async function leave(cluster: Cluster, client: VersionedClient): Promise<void> {
  client.holdProcess(true);
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [key]);
    for (let attempt = 1; attempt <= 40; attempt += 1) {
      const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [key]);
      if (rows[0]?.alone) {
        await stopServer(cluster);
        break;
      }
      if (await somebodyElseLives(client)) break;
      await sleep(25);
    }
  } catch {
    // The server is gone already: nothing to stop.
  }
  await client.end().catch(() => undefined);
}

/** The server needs a moment to notice that a killed process has gone; whether it has, the system knows at once. */
async function somebodyElseLives(client: VersionedClient): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>(
    `select split_part(application_name, ' ', 3)::int as pid
    from pg_stat_activity
    where application_name ~ '^solemate presence \\d+$'
      and pid <> pg_backend_pid()`,
  );
  return rows.some(({ pid }) => alive(pid));
}

export function superuser(cluster: Cluster, host: string, port: number): pg.ClientConfig {
  const password = cluster.password === undefined ? {} : { password: cluster.password };
  // Said, because PGSSLMODE of the person's environment is meant for other servers.
  return { host, port, user: 'postgres', database: 'postgres', ssl: false, ...password };
}
