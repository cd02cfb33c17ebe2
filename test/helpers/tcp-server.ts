import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { nobody, packagedEngine } from '../../src/platform/embedded/binaries.ts';
import { ensureRunning, initialise, stopServer, type Cluster } from '../../src/platform/embedded/cluster.ts';

export interface TcpServer {
  readonly port: number;
  /** As superuser, through the socket. */
  sql(text: string): Promise<void>;
  /** Waits until this finds a row. */
  until(text: string): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL with passwords and TLS on loopback, as a shop's own would be; set up by `hba` lines and statements. */
export async function tcpServer(hba: string[], statements: string[]): Promise<TcpServer> {
  const directory = mkdtempSync('/tmp/solemate-tcp-');
  chmodSync(directory, 0o711);
  const account = process.getuid?.() === 0 ? nobody : undefined;
  const port = await freePort();
  const cluster: Cluster = {
    engine: packagedEngine(),
    data: join(directory, 'data'),
    log: join(directory, 'log'),
    account,
    trusting: true,
    settings: { fsync: 'off', listen_addresses: '127.0.0.1', port: String(port), ssl: 'on', max_connections: '20' },
  };
  await initialise(cluster);
  for (const name of ['server.crt', 'server.key']) {
    const file = join(cluster.data, name);
    copyFileSync(join(process.cwd(), 'test/fixtures/tls', name), file);
    chmodSync(file, 0o600);
    if (account) chownSync(file, account.uid, account.gid);
  }
  writeFileSync(join(cluster.data, 'pg_hba.conf'), ['local all all trust', ...hba, ''].join('\n'));
  const running = await ensureRunning(cluster);
  const sql = async (text: string) => {
    const client = new pg.Client({ host: running.host, port, user: 'postgres', database: 'postgres' });
    await client.connect();
    const { rowCount } = await client.query(text).finally(() => client.end());
    return rowCount ?? 0;
  };
  for (const statement of statements) await sql(statement);
  return {
    port,
    async sql(text) {
      await sql(text);
    },
    async until(text) {
      const deadline = Date.now() + 10_000;
      while ((await sql(text)) === 0) {
        if (Date.now() > deadline) throw new Error('it did not come true');
        await sleep(10);
      }
    },
    async stop() {
      await stopServer(cluster);
      rmSync(directory, { recursive: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
