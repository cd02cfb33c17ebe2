import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '../../domain/errors.ts';
import { errorCode } from '../errno.ts';
import { executable, windows, type Account } from './binaries.ts';
import { alive, endOrphans, isServerOf } from './processes.ts';

/** One PostgreSQL of our own: which program, whose data, run by whom. */
export interface Cluster {
  /** Directory with bin/, lib/, share/. */
  readonly engine: string;
  readonly data: string;
  readonly log: string;
  /** Undefined: ourselves. */
  readonly account: Account | undefined;
  readonly settings: Readonly<Record<string, string>>;
  /** Windows only, where there is no private socket: the superuser's password on loopback. */
  readonly password?: string;
  /** Anybody who can reach the socket may be any role: for the tests' cluster. */
  readonly trusting?: boolean;
}

/** What a running server tells about itself in postmaster.pid. */
export interface Running {
  readonly pid: number;
  readonly port: number;
  /** Host for a client: the socket's directory, or a loopback address on Windows. */
  readonly host: string;
  readonly ready: boolean;
}

const startPatience = 120_000;
const emptyPidPatience = 5_000;
const rotateLogAt = 5_000_000;

export const isMade = ({ data }: Cluster): boolean => existsSync(join(data, 'PG_VERSION'));

/**
 * Makes the data directory unless it is there. It is made under another name and renamed when complete, so that a
 * kill in the middle, or two processes at once, never leave a half-made one.
 */
export async function initialise(cluster: Cluster, onMake: () => void = () => undefined): Promise<void> {
  if (isMade(cluster)) return;
  onMake();
  const parent = dirname(cluster.data);
  await mkdir(parent, { recursive: true });
  await sweep(parent, basename(cluster.data));
  const temporary = `${cluster.data}.new-${process.pid}`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { mode: 0o700 });
  if (cluster.account) chownSync(temporary, cluster.account.uid, cluster.account.gid);
  try {
    await runInitdb(cluster, temporary);
    await writeAuthentication(cluster, temporary);
    await rename(temporary, cluster.data);
    syncDirectory(parent);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!isMade(cluster)) throw error;
  }
}

async function sweep(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    const pid = entry.startsWith(`${name}.new-`) ? Number(entry.slice(name.length + 5)) : undefined;
    if (pid !== undefined && pid !== process.pid && !alive(pid)) {
      await rm(join(parent, entry), { recursive: true, force: true });
    }
  }
}

/**
 * Sorted by code point everywhere, so that a list looks alike on every machine; letters outside ASCII fold their case
 * wherever the system knows a UTF-8 character type.
 */
async function runInitdb(cluster: Cluster, directory: string): Promise<void> {
  const passwordFile = `${directory}.password`;
  const args = ['-D', directory, '-U', 'postgres', '--encoding=UTF8', '--lc-messages=C', '--no-instructions'];
  if (cluster.password === undefined) args.push('--auth=trust');
  else {
    await writeFile(passwordFile, cluster.password, { mode: 0o600 });
    args.push('--auth=scram-sha-256', `--pwfile=${passwordFile}`);
  }
  if (cluster.settings['fsync'] === 'off') args.push('--no-sync');
  try {
    let said = '';
    for (const type of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
      const outcome = await execute(cluster, 'initdb', [...args, '--locale=C', `--lc-ctype=${type}`]);
      if (outcome.code === 0) return;
      said = outcome.said;
      if (!/locale/iu.test(said)) break;
    }
    throw new Unavailable(`The embedded PostgreSQL could not be set up: ${lastLine(said)}`, {
      hint: 'Set SOLEMATE_DATABASE_URL to use a PostgreSQL server of your own.',
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Only the person whose store it is, and root, get in; each may be any of our three roles. */
async function writeAuthentication(cluster: Cluster, directory: string): Promise<void> {
  if (windows || cluster.trusting) return;
  const people = new Set([userInfo().username, 'root']);
  const roles = ['postgres', 'solemate_owner', 'solemate_app'];
  const map = [...people].flatMap((person) => roles.map((role) => `store "${person}" ${role}\n`));
  await writeFile(join(directory, 'pg_ident.conf'), map.join(''));
  await writeFile(join(directory, 'pg_hba.conf'), 'local all all peer map=store\n');
}

/** Starts the server unless it runs. Any number of processes may ask at once: PostgreSQL itself lets one win. */
export async function ensureRunning(cluster: Cluster): Promise<Running> {
  const deadline = Date.now() + startPatience;
  let started: { pid: number; exited: boolean; offset: number } | undefined;
  let failures = 0;
  for (;;) {
    const running = await serverState(cluster.data);
    if (running?.ready && reachable(running)) return running;
    if (running?.ready) await stopServer(cluster);
    if (!running && (!started || started.exited)) {
      if (started) {
        if (++failures > 20) throw startFailure(cluster, started.offset);
        if (/pre-existing shared memory/u.test(logSince(cluster, started.offset))) await endOrphans(cluster.data);
        await sleep(50 * failures);
      }
      started = await launch(cluster);
    }
    if (Date.now() > deadline) throw startFailure(cluster, started?.offset ?? 0);
    await sleep(5);
  }
}

/** False when a cleaner of /tmp took the socket away: nobody can come in any more, so the server must start afresh. */
function reachable({ host, port }: Running): boolean {
  return !host.startsWith('/') || existsSync(join(host, `.s.PGSQL.${port}`));
}

/** The live server of this data directory, if any; a pid file left by a crash counts as none. */
export async function serverState(data: string): Promise<Running | undefined> {
  const file = join(data, 'postmaster.pid');
  const text = readText(file);
  if (text === undefined) return undefined;
  if (text === '') {
    // A server that starts this very moment has made the file and not written it yet; a crash may leave it like that.
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > emptyPidPatience) unlinkIfStill(file, '');
    return undefined;
  }
  const [pid = '', , , port = '', socket = '', address = '', , status = ''] = text.split('\n');
  if (!(await isServerOf(Number(pid), data))) {
    // PostgreSQL would take the stranger that got this pid meanwhile for a server and refuse to start.
    if (alive(Number(pid))) unlinkIfStill(file, text);
    return undefined;
  }
  const host = socket === '' ? address || '127.0.0.1' : socket;
  return { pid: Number(pid), port: Number(port), host, ready: status.trim() === 'ready' };
}

/** In one breath: between looking and deleting nobody may have started a server. */
function unlinkIfStill(file: string, text: string): void {
  if (readText(file) === text) rmSync(file, { force: true });
}

async function launch(cluster: Cluster): Promise<{ pid: number; exited: boolean; offset: number }> {
  await removeLeftSocket(cluster.data);
  const offset = existsSync(cluster.log) ? (await stat(cluster.log)).size : 0;
  const settings = Object.entries(cluster.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  if (windows) {
    const options = settings.map((word) => `"${word}"`).join(' ');
    const args = ['start', '-w', '-D', cluster.data, '-l', cluster.log, '-o', options];
    const { code } = await execute(cluster, 'pg_ctl', args);
    return { pid: 0, exited: code !== 0, offset };
  }
  const socket = makeSocketDirectory(cluster.account);
  const log = openLogFile(cluster.log);
  // Its own session: Ctrl-C in the terminal that happened to start it must not stop it for everybody else.
  const child = spawn(
    join(cluster.engine, 'bin', 'postgres'),
    ['-D', cluster.data, '-k', socket, '-c', 'listen_addresses=', ...settings],
    { ...cluster.account, detached: true, stdio: ['ignore', log, log], cwd: '/', env: environment() },
  );
  closeSync(log);
  const started = { pid: child.pid ?? 0, exited: false, offset };
  const ended = () => {
    started.exited = true;
    // Nobody else ever uses it, and a server that was killed left its socket in it.
    rm(socket, { recursive: true, force: true }).catch(() => undefined);
  };
  child.once('exit', ended);
  child.once('error', ended);
  child.unref();
  return started;
}

function openLogFile(path: string): number {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats && stats.size > rotateLogAt) renameSync(path, `${path}.1`);
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw new Unavailable(`The log ${path} cannot be written (${errorCode(error) ?? 'no code'}).`, { cause: error });
  }
}

/**
 * A fresh private directory each time: nobody can have put a link or a socket of theirs there before, and its path is
 * short wherever the data lies (a socket's path holds 107 bytes). Clients learn it from postmaster.pid.
 */
function makeSocketDirectory(account: Account | undefined): string {
  const base = ['/tmp', '/var/tmp', tmpdir()].find((path) => existsSync(path)) ?? tmpdir();
  const directory = mkdtempSync(join(base, 'solemate-'));
  if (account) chownSync(directory, account.uid, account.gid);
  return directory;
}

/** After kill -9 the old server's socket directory is still there. Not that of a server somebody else just started. */
async function removeLeftSocket(data: string): Promise<void> {
  const [pid = '', , , , socket] = readText(join(data, 'postmaster.pid'))?.split('\n') ?? [];
  if (await isServerOf(Number(pid), data)) return;
  if (socket && /^solemate-\w{6}$/u.test(basename(socket))) await rm(socket, { recursive: true, force: true });
}

/** Ends sessions, writes a checkpoint, waits until it is down. */
export async function stopServer(cluster: Cluster): Promise<void> {
  const running = await serverState(cluster.data);
  if (!running) return;
  if (windows) {
    await execute(cluster, 'pg_ctl', ['stop', '-m', 'fast', '-w', '-D', cluster.data]);
    return;
  }
  try {
    process.kill(running.pid, 'SIGINT');
  } catch {
    return; // It ended by itself between the two lines.
  }
  const deadline = Date.now() + 30_000;
  while (alive(running.pid) && (await isServerOf(running.pid, cluster.data)) && Date.now() < deadline) await sleep(3);
  if (/^solemate-\w{6}$/u.test(basename(running.host))) await rm(running.host, { recursive: true, force: true });
}

async function execute(cluster: Cluster, program: string, args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const path = join(cluster.engine, 'bin', executable(program));
    const child = spawn(path, args, { ...cluster.account, cwd: '/', env: environment(), windowsHide: true });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', (error) => resolve({ code: 1, said: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, said }));
  });
}

/** Nothing of the caller's PG* variables or locale may reach the server. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { PATH, ...(windows ? { SystemRoot, TEMP } : {}), LC_ALL: 'C', TZ: 'UTC' };
}

function startFailure(cluster: Cluster, offset: number): Unavailable {
  const said = logSince(cluster, offset);
  const reason = /(?:FATAL|PANIC|ERROR): *(.+)/u.exec(said)?.[1] ?? lastLine(said);
  return new Unavailable(`The embedded PostgreSQL does not start: ${reason || 'it gave no reason'}.`, {
    hint: `Its log is ${cluster.log}; SOLEMATE_DATABASE_URL uses a server of your own instead.`,
  });
}

function logSince(cluster: Cluster, offset: number): string {
  return readText(cluster.log)?.slice(offset) ?? '';
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function syncDirectory(path: string): void {
  if (windows) return;
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
