import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nobody } from '../../src/platform/embedded/binaries.ts';
import type { TestServer } from './server.ts';

export interface Pooler extends TestServer {
  leave(): Promise<void>;
}

const port = 6432;

/**
 * A PgBouncer in transaction mode before the suite's server: each transaction may meet another connection.
 * @param program from SOLEMATE_TEST_PGBOUNCER, e.g. /usr/sbin/pgbouncer
 * @throws when there is no such program, or it does not start
 */
export async function enterPgBouncer(program: string, server: TestServer): Promise<Pooler> {
  if (!existsSync(program)) {
    throw new Error(`SOLEMATE_TEST_PGBOUNCER names ${program}, which is not there (apt-get install pgbouncer)`);
  }
  const account = process.getuid?.() === 0 ? nobody : undefined;
  const folder = mkdtempSync('/tmp/solemate-bouncer-');
  const config = join(folder, 'pgbouncer.ini');
  writeFileSync(join(folder, 'users.txt'), '"solemate_app" ""\n');
  writeFileSync(
    config,
    `[databases]
* = host=${server.host} port=${server.port}
[pgbouncer]
pool_mode = transaction
listen_addr =
listen_port = ${port}
unix_socket_dir = ${folder}
auth_type = trust
auth_file = ${join(folder, 'users.txt')}
max_client_conn = 1000
default_pool_size = 20
server_idle_timeout = 30
logfile = ${join(folder, 'log')}
`,
  );
  if (account) {
    for (const path of [folder, config, join(folder, 'users.txt')]) chownSync(path, account.uid, account.gid);
  }
  const child = spawn(program, ['-q', config], { ...account, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let attempt = 1; !existsSync(join(folder, `.s.PGSQL.${port}`)); attempt += 1) {
    if (attempt > 500 || child.exitCode !== null) throw new Error(`${version(program)} did not start: see ${folder}`);
    await sleep(20);
  }
  return {
    host: folder,
    port,
    async leave() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const version = (program: string) =>
  execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? program;
