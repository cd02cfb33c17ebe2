import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from '../../domain/errors.ts';
import { createFileSafely, makeDirectory, readFileIfAny, type Home } from '../home.ts';
import { nobody, packagedEngine, reachableByOthers, reachableEngine, type Account } from './binaries.ts';
import type { Cluster } from './cluster.ts';

/** Durable, and open to every account: where root's embedded store goes when the home itself is closed to others. */
const shelf = '/var/lib/solemate';

const settings = {
  shared_buffers: '32MB',
  max_connections: '60',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // Nobody replicates from it, but a copy that is made while it runs needs the whole log (backup copy).
  wal_level: 'replica',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  unix_socket_permissions: '0700',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  // Statements hold what customers typed; their place is not the log.
  log_min_error_statement: 'panic',
};

/** Where the embedded store of this home lies and who runs it. Copies the engine when its account cannot reach it. */
export async function placeOf(home: Home, onCopy: () => void): Promise<Cluster> {
  makeDirectory(home.data);
  makeDirectory(home.logs);
  const native = packagedEngine();
  const data = process.getuid?.() === 0 ? dataForRoot(home) : join(home.data, 'postgres', 'data');
  const account = accountFor(data);
  return {
    engine: await reachableEngine(native, account, shelf, onCopy),
    data,
    log: join(home.logs, 'postgres.log'),
    account,
    settings,
    ...(process.platform === 'win32' ? { password: windowsPassword(home) } : {}),
  };
}

/**
 * PostgreSQL never runs as root. Its data lie in the home when the other account can get there; /root and a fresh
 * `mktemp -d` are closed to it, so then they lie below /var/lib/solemate, and a file in the home says where: whoever
 * deletes the home starts afresh, and a home whose permissions change later keeps its data.
 */
function dataForRoot(home: Home): string {
  const inside = join(home.data, 'postgres');
  if (statSync(join(inside, 'data'), { throwIfNoEntry: false })) return join(inside, 'data');
  const pointer = join(home.data, 'postgres-place');
  const known = readFileIfAny(pointer)?.trim();
  if (known) return join(known, 'data');
  if (reachableByOthers(home.data)) {
    makeDirectory(inside);
    return join(inside, 'data');
  }
  createFileSafely(pointer, `${join(shelf, randomBytes(6).toString('hex'))}\n`);
  const chosen = readFileIfAny(pointer)?.trim() ?? '';
  mkdirSync(chosen, { recursive: true, mode: 0o755 });
  chmodSync(shelf, 0o755);
  return join(chosen, 'data');
}

/** As root: whoever owns the data already (a person whose store root looks at), else nobody. */
function accountFor(data: string): Account | undefined {
  const owner = lstatSync(data, { throwIfNoEntry: false });
  const self = process.getuid?.();
  if (self === 0) return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody;
  if (owner && self !== undefined && owner.uid !== self) {
    throw new Unavailable(`The embedded store in ${data} belongs to another user.`, {
      hint: 'Set SOLEMATE_HOME to a directory of your own, or work as that user.',
    });
  }
  return undefined;
}

function windowsPassword(home: Home): string {
  const file = join(home.data, 'postgres-password');
  createFileSafely(file, randomBytes(24).toString('base64url'));
  return readFileIfAny(file) ?? '';
}
