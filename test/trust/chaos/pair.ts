import { execFile } from 'node:child_process';
import { chown, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  ensureRunning,
  initialise,
  serverState,
  stopServer,
  type Cluster,
} from '../../../src/platform/embedded/cluster.ts';
import { chaosCluster, databaseName, insist, once, urlOf, type ChaosServer } from './server.ts';

/**
 * A primary and its standby by streaming replication, with one address for both, as a virtual IP gives. What the primary
 * acknowledged is on the standby's disk. `kill` is kill -9 of the primary, which never comes back; `start` promotes the
 * standby and turns the address to it.
 */
export async function failoverPair(): Promise<ChaosServer> {
  const { folder, ...like } = await chaosCluster();
  const primary: Cluster = { ...like, settings: { ...like.settings, synchronous_standby_names: 'standby' } };
  await initialise(primary);
  const data = join(folder, 'server', 'standby');
  await promisify(execFile)('cp', ['-a', primary.data, data]);
  const signal = join(data, 'standby.signal');
  await writeFile(signal, '');
  if (primary.account) await chown(signal, primary.account.uid, primary.account.gid);
  const { host, port } = await ensureRunning(primary);
  const conninfo = `host=${host} port=${port} user=postgres application_name=standby`;
  const log = join(folder, 'standby.log');
  const standby: Cluster = { ...like, data, log, settings: { ...like.settings, primary_conninfo: conninfo } };
  await ensureRunning(standby);
  let current = primary;
  let dead = false;
  const line = await openLine();
  await line.to(primary);
  const url: ChaosServer['url'] = (user, database) => urlOf(current.data, user, database);
  return {
    folder,
    way: { url: line.url },
    url,
    async kill() {
      const running = await serverState(primary.data);
      line.cut();
      dead = true;
      if (running) process.kill(running.pid, 'SIGKILL');
    },
    async start() {
      if (!dead || current === standby) return;
      const [promoted] = await once<{ done: boolean }>(
        await urlOf(standby.data, 'postgres', 'postgres'),
        'select pg_promote(true, 60) as done',
      );
      if (!promoted?.done) throw new Error('the standby was not promoted');
      current = standby;
      await line.to(standby);
    },
    killSession: () => Promise.reject(new Error('a session of a pair is not killed')),
    sql: (text, values) => insist(url, text, values),
    log: async () => `${await readFile(primary.log, 'utf8')}${await readFile(standby.log, 'utf8')}`,
    async close() {
      await line.close();
      await stopServer(standby);
      await stopServer(primary);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An address of this machine behind which one server stands, and then another. */
async function openLine() {
  const sockets = new Set<Socket>();
  let behind: string | undefined;
  const server = createServer((client) => {
    if (behind === undefined) {
      client.destroy();
      return;
    }
    const upstream = connect(behind);
    const end = () => {
      for (const one of [client, upstream]) {
        sockets.delete(one);
        one.destroy();
      }
    };
    for (const one of [client, upstream]) sockets.add(one.on('error', end).on('close', end));
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    behind = undefined;
    for (const one of sockets) one.destroy();
  };
  return {
    url: `postgresql://solemate_app@127.0.0.1:${port}/${databaseName}?sslmode=disable`,
    async to({ data }: Cluster) {
      const running = await serverState(data);
      if (!running) throw new Error('there is no server behind the line');
      behind = join(running.host, `.s.PGSQL.${running.port}`);
    },
    cut,
    close() {
      cut();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
