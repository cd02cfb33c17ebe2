import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { documentPolicy } from '../../src/domain/backup/policy.ts';
import type { Verdict } from '../../src/domain/backup/verdict.ts';
import type { Actor } from '../../src/domain/permissions.ts';
import { linesOf } from '../../src/operations/backup/parts/configure-lines.ts';
import type { BackupStatus } from '../../src/operations/backup/parts/types.ts';
import { status } from '../../src/operations/backup/status.ts';
import { run, type Call } from '../../src/operations/operation.ts';
import { connectDatabase } from '../../src/platform/database/connect.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import type { LoginDatabase } from '../../src/platform/database/types.ts';
import { buildUrl } from '../../src/platform/database/url.ts';
import { nobody, packagedEngine, reachableEngine } from '../../src/platform/embedded/binaries.ts';
import { ask } from '../../src/platform/pgbackrest/command.ts';
import { typed, type BackupSettings } from '../../src/platform/pgbackrest/settings.ts';

/**
 * A shop on a PostgreSQL of its own with a pgBackRest of its own, set up with exactly the lines that `backup configure`
 * prints. PostgreSQL is always 15 from npm, also when the suite runs on 18: pgBackRest 2.45, Debian's, knows no 18.
 */
const account = process.getuid?.() === 0 ? nobody : undefined;
const shelf = `/tmp/solemate-test-${process.getuid?.() ?? 'windows'}`;
const asAccount = { ...account, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };

/** The state suite is what the backup rules stand on: it is never passed over in silence. */
export function demandPgBackRest(): void {
  if (spawnSync('pgbackrest', ['version']).status === 0) return;
  throw new Error(
    'pgBackRest is not installed, so nothing about backups is tested: apt-get install --no-install-recommends pgbackrest postgresql-client',
  );
}

export class BackupCluster {
  readonly dir: string;
  #server: ChildProcess | undefined;
  #pool: pg.Pool | undefined;
  #database: LoginDatabase | undefined;
  #actor: Actor | undefined;

  private constructor(dir: string) {
    this.dir = dir;
  }

  /** A shop with a full and a differential backup; everything is well. */
  static async make(): Promise<BackupCluster> {
    demandPgBackRest();
    const cluster = new BackupCluster(newDirectory());
    try {
      await cluster.#fill();
      return cluster;
    } catch (error) {
      await cluster.remove();
      throw error;
    }
  }

  async #fill(): Promise<void> {
    for (const name of ['data', 'repo', 'log', 'lock', 'spool', 'run']) this.#directory(name);
    await this.initdb();
    this.configure();
    await this.start();
    await this.makeShop();
    this.tool(['stanza-create']);
    this.tool(['--type=full', 'backup']);
    await this.sql('create table notes (id int primary key, text text)');
    await this.sql('insert into notes select i, md5(i::text) from generate_series(1, 5000) i');
    this.tool(['--type=diff', 'backup']);
    await this.archived();
  }

  /** Another one like it, stopped meanwhile. */
  async copy(): Promise<BackupCluster> {
    const made = new BackupCluster(newDirectory());
    for (const name of ['data', 'repo', 'log', 'lock', 'spool', 'run']) {
      made.#directory(name);
      if (name === 'data' || name === 'repo')
        spawnSync('cp', ['-a', `${this.dir}/${name}/.`, made.path(name)], asAccount);
    }
    made.configure();
    await made.start();
    return made;
  }

  path(...parts: string[]): string {
    return join(this.dir, ...parts);
  }

  #directory(name: string): void {
    mkdirSync(this.path(name), { mode: name === 'data' ? 0o700 : 0o750 });
    if (account) chownSync(this.path(name), account.uid, account.gid);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
    if (account) chownSync(this.path(name), account.uid, account.gid);
  }

  async initdb(): Promise<void> {
    const { bin } = await engine();
    const words = [
      '-D',
      this.path('data'),
      '-U',
      'postgres',
      '--auth=trust',
      '-k',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ];
    const { status: code, stderr } = spawnSync(join(bin, 'initdb'), words, { ...asAccount, encoding: 'utf8' });
    if (code !== 0) throw new Error(`initdb: ${stderr}`);
  }

  get lines(): ReturnType<typeof linesOf> {
    return linesOf(documentPolicy, {
      stanza: 'main',
      data: this.path('data'),
      repository: this.path('repo'),
      port: 5432,
      socket: this.path('run'),
      config: this.path('pgbackrest.conf'),
    });
  }

  /** @param more lines for pgBackRest's [global] */
  configure(more: readonly string[] = []): void {
    const own = ['log', 'lock', 'spool'].map((name) => `${name}-path=${this.path(name)}`);
    const global = ['[global]', ...own, 'log-level-console=warn', ...more].join('\n');
    this.write('pgbackrest.conf', `${this.lines.pgbackrest_conf.replace('[global]', global)}pg1-user=postgres\n`);
    const test = [
      'port = 5432',
      "listen_addresses = ''",
      `unix_socket_directories = '${this.path('run')}'`,
      'fsync = off',
      "shared_buffers = '16MB'",
      'max_connections = 40',
      'autovacuum = off',
      "timezone = 'UTC'",
      "log_timezone = 'UTC'",
    ];
    this.write('data/postgresql.conf', `${this.lines.postgresql_conf}\n${test.join('\n')}\n`);
  }

  async start(): Promise<void> {
    const { bin } = await engine();
    const server = spawn(join(bin, 'postgres'), ['-D', this.path('data')], { ...asAccount, stdio: 'ignore' });
    this.#server = server;
    await this.ready();
  }

  /** Somebody else may have started it: the commands of a plan. */
  async ready(): Promise<void> {
    this.#pool ??= new pg.Pool({ host: this.path('run'), port: 5432, user: 'postgres', database: 'postgres', max: 2 });
    this.#pool.on('error', () => undefined);
    await until('the cluster to answer', () =>
      this.sql('select 1').then(
        () => true,
        () => false,
      ),
    );
    const [there] = await this.sql("select from pg_database where datname = 'shop'");
    if (!there) return;
    await this.#pool.end();
    this.#pool = new pg.Pool({ host: this.path('run'), port: 5432, user: 'postgres', database: 'shop', max: 2 });
    this.#pool.on('error', () => undefined);
  }

  async stop(): Promise<void> {
    await this.#database?.close();
    this.#database = undefined;
    await this.#pool?.end();
    this.#pool = undefined;
    const server = this.#server;
    this.#server = undefined;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await ended;
  }

  /** Stops what runs, whoever started it, and takes everything away. */
  async remove(): Promise<void> {
    await this.stop();
    const { bin } = await engine();
    if (existsSync(this.path('data', 'postmaster.pid'))) {
      spawnSync(join(bin, 'pg_ctl'), ['-D', this.path('data'), '-m', 'immediate', '-w', 'stop'], asAccount);
    }
    rmSync(this.dir, { recursive: true, force: true });
  }

  async sql<R extends object = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    if (!this.#pool) throw new Error('the cluster is stopped');
    return (await this.#pool.query<R>(text, [...values])).rows;
  }

  /** Schema, an admin, the grant that the printed lines ask for, and a drill of today. */
  async makeShop(): Promise<void> {
    await this.sql('create role solemate_owner login createrole');
    await this.sql('create database shop owner solemate_owner');
    await this.ready();
    await migrate(this.url('solemate_owner'));
    await this.sql('alter role solemate_app login');
    await this.sql(this.lines.database);
    await this.sql(
      "insert into users (email, password_hash, role, is_active, email_verified) values ('admin@shop.test', 'none', 'admin', true, true)",
    );
    await this.sql(
      "insert into backup_runs (id, kind, status, finished_at) values (gen_random_uuid(), 'DRILL', 'COMPLETED', now())",
    );
  }

  url(user: string): string {
    return buildUrl({ host: this.path('run'), port: 5432, user, database: 'shop' });
  }

  get settings(): BackupSettings {
    return {
      pgbackrest: ['pgbackrest', `--config=${this.path('pgbackrest.conf')}`],
      postgresBin: binDirectory,
      drillDirectory: '/tmp',
      // The disk of the machine that runs the tests is not what they are about.
      limits: { diskWarning: 0.0001, diskCritical: 0.00005, diskFulls: 0 },
    };
  }

  /** @throws what pgBackRest said */
  tool(words: readonly string[]): string {
    const args = [`--config=${this.path('pgbackrest.conf')}`, '--stanza=main', ...words];
    const { status: code, stdout, stderr } = spawnSync('pgbackrest', args, { ...asAccount, encoding: 'utf8' });
    if (code !== 0) throw new Error(`pgbackrest ${words.join(' ')} ended with ${code}: ${stdout}${stderr}`);
    return stdout;
  }

  /** The same in the background, in a group of its own. */
  toolBegun(words: readonly string[]): ChildProcess {
    const args = [`--config=${this.path('pgbackrest.conf')}`, '--stanza=main', ...words];
    return spawn('pgbackrest', args, { ...asAccount, detached: true, stdio: 'ignore' });
  }

  /** A line as a person types it at the cluster's owner's shell. */
  async type(line: string, timeoutMs = 60_000): Promise<string> {
    // Labels of backups are times of the machine that makes them.
    const options = { timeoutMs, largest: 1_000_000, account, env: { TZ: 'UTC' } };
    const answer = await ask(['/bin/sh', '-c', `cd ${typed([this.dir])}; ${line}`], options);
    if (!answer.ok) throw new Error(`${line}: ${answer.why}`);
    return answer.stdout;
  }

  /** Every command of pgBackRest that an advice tells, in order, but those for looking. */
  async heed({ advice }: Verdict): Promise<void> {
    const commands = advice.match(/pgbackrest --config=\S+ --stanza=main (?:--[a-z-]+(?:=\S+)? )*[a-z-]+/gu) ?? [];
    const acting = commands.filter((line) => !/ (?:check|info|repo-ls|archive-push)$/u.test(line));
    expectSome(acting, advice);
    for (const line of acting) await this.type(line);
  }

  /** A new segment, and the wait until everything is in the repository. */
  async archived(): Promise<void> {
    await this.sql('select pg_switch_wal()');
    await until('WAL to be archived', async () => {
      const [row] = await this.sql<{ ready: number }>(
        "select count(*)::int as ready from pg_ls_archive_statusdir() where name like '%.ready'",
      );
      return row?.ready === 0;
    });
  }

  async call(settings: Partial<BackupSettings> = {}): Promise<Call> {
    this.#database ??= connectDatabase({ url: this.url('solemate_app') });
    const [admin] = await this.sql<Actor>(
      "select id, email, email as name, role from users where email = 'admin@shop.test'",
    );
    this.#actor = admin;
    if (!this.#actor) throw new Error('no admin');
    const own = { ...this.settings, ...settings };
    const home = { data: this.dir, config: this.dir, logs: this.dir };
    return {
      database: this.#database,
      actor: this.#actor,
      secrets: { backups: () => ({ settings: own, home, embedded: undefined }) },
    };
  }

  async status(settings: Partial<BackupSettings> = {}): Promise<BackupStatus> {
    return (await run(status, {}, await this.call(settings))).output;
  }

  async verdict(rule: string, settings: Partial<BackupSettings> = {}): Promise<Verdict> {
    const { rules } = await this.status(settings);
    const found = rules.find((one) => one.rule === rule);
    if (!found) throw new Error(`no rule ${rule}`);
    return found;
  }

  /** The archived segments, as paths from the cluster's directory. */
  segments(): string[] {
    return readdirSync(this.path('repo', 'archive', 'main'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /[0-9A-F]{24}-[0-9a-f]{40}/u.test(name))
      .map((name) => join('repo', 'archive', 'main', name))
      .toSorted();
  }

  move(from: string, to: string): void {
    cpSync(this.path(from), this.path(to), { preserveTimestamps: true });
    if (account) chownSync(this.path(to), account.uid, account.gid);
    rmSync(this.path(from));
  }
}

function newDirectory(): string {
  const dir = mkdtempSync('/tmp/solemate-backup-');
  if (account) chownSync(dir, account.uid, account.gid);
  return dir;
}

let binDirectory = '';

async function engine(): Promise<{ bin: string }> {
  mkdirSync(shelf, { recursive: true, mode: 0o711 });
  binDirectory = join(await reachableEngine(packagedEngine(), account, shelf), 'bin');
  return { bin: binDirectory };
}

function expectSome(commands: readonly string[], advice: string): void {
  if (commands.length === 0) throw new Error(`this advice tells no command: ${advice}`);
}

/** Waits for what comes by itself, a minute at the most. */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited a minute for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
