import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Unavailable } from '../../../src/domain/errors.ts';
import { buildUrl, parseDatabaseUrl, type Endpoint } from '../../../src/platform/database/url.ts';
import { nobody, packagedEngine, reachableEngine } from '../../../src/platform/embedded/binaries.ts';
import {
  ensureRunning,
  initialise,
  serverState,
  stopServer,
  type Cluster,
} from '../../../src/platform/embedded/cluster.ts';
import { suiteEngine } from '../../helpers/server.ts';

const account = process.getuid?.() === 0 ? nobody : undefined;
const shelf = `/tmp/solemate-chaos-${process.getuid?.() ?? 'windows'}`;

/** A PostgreSQL of its own that is to be killed: as durable as a shop's. */
export interface ChaosServer {
  readonly folder: string;
  /** Where the program finds it. */
  readonly way: Way;
  start(): Promise<void>;
  /** kill -9 of its main process; what is left of its sessions is for the next start to deal with. */
  kill(): Promise<void>;
  /** kill -9 of one session: PostgreSQL throws everybody out and recovers. */
  killSession(): Promise<boolean>;
  url(user: string, database: string): Promise<string>;
  /** One statement as the superuser, tried again for as long as the server is away. */
  sql<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  log(): Promise<string>;
  close(): Promise<void>;
}

/** A data directory, whose server is where it says; or a fixed address, whatever server stands behind it. */
export type Way = { readonly data: string } | { readonly url: string };

/** Recovery of a busy server on a busy machine. */
const patience = 120_000;

export const databaseName = 'chaos';

/** A cluster that is not made yet, in a folder of its own. */
export async function chaosCluster(): Promise<Cluster & { readonly folder: string }> {
  await mkdir(shelf, { recursive: true, mode: 0o711 });
  const engine = await reachableEngine(packagedEngine(suiteEngine()), account, shelf);
  const folder = await mkdtemp(join(shelf, 'run-'));
  // As root the server's own account must get through to its data.
  await mkdir(join(folder, 'server'), { mode: 0o711 });
  if (account) await chmod(folder, 0o711);
  return {
    folder,
    engine,
    data: join(folder, 'server', 'data'),
    log: join(folder, 'server.log'),
    account,
    trusting: true,
    settings: {
      max_connections: '200',
      shared_buffers: '128MB',
      timezone: 'UTC',
      log_timezone: 'UTC',
      // Recovery is to begin at a point of the chaos, not before it.
      checkpoint_timeout: '30s',
    },
  };
}

export async function chaosServer(): Promise<ChaosServer> {
  const cluster = await chaosCluster();
  const { folder, data, log } = cluster;
  await initialise(cluster);
  await ensureRunning(cluster);
  const url = (user: string, database: string) => urlOf(data, user, database);
  return {
    folder,
    way: { data },
    url,
    async start() {
      await ensureRunning(cluster);
    },
    async kill() {
      const running = await serverState(data);
      if (running) process.kill(running.pid, 'SIGKILL');
    },
    async killSession() {
      const [session] = await once<{ pid: number }>(
        await url('postgres', databaseName),
        `select pid from pg_stat_activity where usename = 'solemate_app' and state <> 'idle' limit 1`,
      );
      if (!session) return false;
      process.kill(session.pid, 'SIGKILL');
      return true;
    },
    sql: (text, values) => insist(url, text, values),
    log: () => readFile(log, 'utf8'),
    async close() {
      await stopServer(cluster);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @throws Unavailable while it is down */
export async function urlOf(data: string, user: string, database: string): Promise<string> {
  const running = await serverState(data);
  if (!running?.ready) throw new Unavailable('The server of the chaos is down.', { details: { lost: true } });
  return buildUrl({ host: running.host, port: running.port, user, database });
}

/** As superuser, again and again while the server is away. */
export async function insist<R extends object>(
  url: ChaosServer['url'],
  text: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  for (const until = Date.now() + patience; ;) {
    try {
      return await once<R>(await url('postgres', databaseName), text, values);
    } catch (error) {
      const broken = error instanceof pg.DatabaseError && !/^57P0/u.test(error.code ?? '');
      if (broken || Date.now() > until) throw error;
      await sleep(100);
    }
  }
}

export async function once<R extends object>(url: string, text: string, values: readonly unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is killed says it once here and once to whoever waits for an answer.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<R>(text, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Where clients find it: where it was last while it is down, as with a server whose address is fixed. */
export function endpointOf(way: Way): () => Promise<Endpoint> {
  if ('url' in way) return () => Promise.resolve(parseDatabaseUrl(way.url));
  let last: Endpoint | undefined;
  return async () => {
    const running = await serverState(way.data);
    if (running) {
      const { host, port } = running;
      last = parseDatabaseUrl(buildUrl({ host, port, user: 'solemate_app', database: databaseName }));
    }
    if (last) return last;
    throw new Unavailable('The server of the chaos is down.', { details: { lost: true } });
  };
}
