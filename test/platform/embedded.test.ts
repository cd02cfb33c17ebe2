import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { nobody, packagedEngine, reachableEngine } from '../../src/platform/embedded/binaries.ts';
import { serverState } from '../../src/platform/embedded/cluster.ts';
import { currentActor } from '../../src/platform/session.ts';
import { openStore, type OpenStore } from '../../src/platform/store.ts';
import { testHome, type TestHome } from '../helpers/home.ts';
import { runPiece, type TestProcess } from '../helpers/process.ts';

const root = process.getuid?.() === 0;
let home: TestHome;
const running: TestProcess[] = [];

beforeAll(async () => {
  home = testHome({ name: 'solemate home with spaces – 靴 ' });
  await (await openStore({ home: home.path })).close();
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.splice(0).map(({ ended }) => ended));
});
afterAll(() => home.remove());

/** Another process that opens the store, says "open", and closes it when its standard input ends. */
function client(path = home.path): TestProcess {
  const piece = runPiece(
    `import { openStore } from '#root/src/platform/store.ts';
    import { currentActor } from '#root/src/platform/session.ts';
    const onProgress = ({ text }) => console.log('step ' + text);
    const store = await openStore({ home: process.env.TEST_HOME, onProgress });
    const actor = await currentActor(store);
    console.log('open ' + actor.role);
    for await (const _ of process.stdin);
    await store.close();
    console.log('closed');`,
    { TEST_HOME: path },
  );
  running.push(piece);
  return piece;
}

const leave = (piece: TestProcess) => {
  piece.child.stdin?.end();
  return piece.ended;
};

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come true');
    await sleep(10);
  }
}

const server = () => serverState(home.data());

async function brandCount(store: OpenStore): Promise<number> {
  const actor = await currentActor(store);
  const row = await store.database.read({ actor, operation: 'test' }, (tx) =>
    tx.one<{ n: number }>('select count(*)::int as n from brands'),
  );
  return row?.n ?? 0;
}

async function addBrand(store: OpenStore, name: string): Promise<void> {
  const actor = await currentActor(store);
  await store.database.write({ actor, operation: 'test' }, (tx) =>
    tx.query('insert into brands (name, slug) values ($1, $1)', [name]),
  );
}

test('several processes share one server and the last one out stops it', async () => {
  const clients = [client(), client(), client()];
  for (const one of clients) expect(await one.line('open')).toBe('open admin');
  const pid = (await server())?.pid;
  expect(pid).toBeGreaterThan(1);
  const [first, second, third] = clients;
  if (!first || !second || !third) throw new Error('three were started');
  await leave(first);
  await leave(second);
  expect((await server())?.pid).toBe(pid);
  await leave(third);
  expect(await server()).toBeUndefined();
});

test('it listens on a private socket only', async () => {
  const store = await openStore({ home: home.path });
  const state = await server();
  if (!state) throw new Error('no server');
  const mode = statSync(state.host).mode & 0o777;
  expect(mode).toBe(0o700);
  expect(join(state.host, '.s.PGSQL.5432').length).toBeLessThan(60);
  const [row] = await store.database.asLogin<{ addresses: string }>(
    "select current_setting('listen_addresses') as addresses",
  );
  expect(row?.addresses).toBe('');
  await store.close();
  expect(existsSync(state.host)).toBe(false);
});

test('a server whose socket a cleaner of /tmp took away is started afresh, and who was in comes back', async () => {
  const store = await openStore({ home: home.path });
  const before = await server();
  if (!before) throw new Error('no server');
  const brands = await brandCount(store);
  rmSync(before.host, { recursive: true });
  const next = await openStore({ home: home.path });
  expect(await brandCount(next)).toBe(brands);
  expect((await server())?.pid).not.toBe(before.pid);
  expect(await brandCount(store)).toBe(brands);
  await next.close();
  await store.close();
  expect(await server()).toBeUndefined();
});

test('a pid file that a starting server has made and not written yet is left to it', async () => {
  const file = join(home.data(), 'postmaster.pid');
  writeFileSync(file, '');
  expect(await server()).toBeUndefined();
  expect(existsSync(file)).toBe(true);
});

test('an empty pid file that a crash left is no obstacle for long', async () => {
  const file = join(home.data(), 'postmaster.pid');
  writeFileSync(file, '');
  utimesSync(file, new Date(0), new Date(0));
  const store = await openStore({ home: home.path });
  expect(await brandCount(store)).toBeGreaterThan(0);
  await store.close();
});

test('many that come and go at once find a server each time', async () => {
  for (let round = 0; round < 3; round += 1) {
    const clients = Array.from({ length: 4 }, () => client());
    expect(await Promise.all(clients.map((one) => one.line('open')))).toEqual(Array(4).fill('open admin'));
    const started = (await server())?.pid;
    expect(started).toBeGreaterThan(1);
    await Promise.all(clients.map(leave));
    expect(await server()).toBeUndefined();
  }
});

test('a client that is killed does not count any more', async () => {
  const killed = client();
  const other = client();
  await killed.line('open');
  await other.line('open');
  killed.child.kill('SIGKILL');
  await killed.ended;
  await leave(other);
  await until(async () => (await server()) === undefined);
});

test('a server whose only client was killed is shared by the next one, which stops it', async () => {
  const killed = client();
  await killed.line('open');
  const pid = (await server())?.pid;
  killed.child.kill('SIGKILL');
  await killed.ended;
  const next = client();
  await next.line('open');
  expect((await server())?.pid).toBe(pid);
  await leave(next);
  await until(async () => (await server()) === undefined);
});

test('a server that is killed is started again by the next statement, and nothing committed is lost', async () => {
  const store = await openStore({ home: home.path });
  await addBrand(store, 'Before the crash');
  const before = await brandCount(store);
  const first = await server();
  process.kill(first?.pid ?? 0, 'SIGKILL');
  let count: number | undefined;
  await until(async () => {
    count = await brandCount(store).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'unavailable' });
      return undefined;
    });
    // A session that outlives its server for a moment still answers: the next statement is the one that counts.
    return count !== undefined && (await server())?.pid !== first?.pid;
  });
  expect(count).toBe(before);
  await store.close();
  expect(await server()).toBeUndefined();
  expect(existsSync(first?.host ?? '')).toBe(false);
});

test('a store that is taken away under a running program is missed, and no new one is made in its place', async () => {
  const told: string[] = [];
  const store = await openStore({ home: home.path, onProgress: ({ text }) => void told.push(text) });
  await brandCount(store);
  const { pid = 0, host = '' } = (await server()) ?? {};
  process.kill(pid, 'SIGKILL');
  const data = join(home.path, 'postgres', 'data');
  renameSync(data, `${data}.away`);
  await until(() => !existsSync(host) || spawnSync('kill', ['-0', String(pid)]).status !== 0);
  await until(async () => {
    const error: unknown = await brandCount(store).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    return error instanceof Error && /is not there any more/u.test(error.message);
  });
  expect(existsSync(data)).toBe(false);
  expect(told).toEqual([]);
  renameSync(`${data}.away`, data);
  await until(async () => (await brandCount(store).catch(() => undefined)) !== undefined);
  await store.close();
});

test('a server killed under a busy session is no obstacle to the next start', async () => {
  const store = await openStore({ home: home.path });
  const actor = await currentActor(store);
  const busy = store.database
    .read({ actor, operation: 'test' }, (tx) =>
      tx.query('select count(md5(n::text)) from generate_series(1, 300000000) n'),
    )
    .catch((error: unknown) => error);
  await until(async () => {
    const rows = await store.database.asLogin(
      "select from pg_stat_activity where query like '%md5(n%' and pid <> pg_backend_pid()",
    );
    return rows.length > 0;
  });
  process.kill((await server())?.pid ?? 0, 'SIGKILL');
  const next = client();
  expect(await next.line('open')).toBe('open admin');
  await leave(next);
  expect(await busy).toMatchObject({ code: 'unavailable' });
  await store.close();
});

test('after a crash of the machine the store recovers, whoever has the pid of the old server now', async () => {
  const store = await openStore({ home: home.path });
  await addBrand(store, 'Before the power cut');
  const count = await brandCount(store);
  const crashed = testHome();
  const [uid, gid] = root ? [nobody.uid, nobody.gid] : [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  spawnSync('cp', ['-a', `${home.path}/.`, crashed.path]);
  await store.close();
  const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
  const pidFile = join(crashed.data(), 'postmaster.pid');
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/u, String(stranger.pid)));
  const again = await openStore({ home: crashed.path });
  expect(await brandCount(again)).toBe(count);
  await again.close();
  stranger.kill();
  await once(stranger, 'exit');
  await crashed.remove();
});

test('a first start that is killed at any step is finished by the next one', async () => {
  const fresh = testHome();
  for (const step of ['step Making the database', 'step Creating the tables', 'step Filling the sample shop: Orders']) {
    const killed = client(fresh.path);
    await killed.line(step);
    killed.child.kill('SIGKILL');
    await killed.ended;
  }
  const last = client(fresh.path);
  expect(await last.line('open')).toBe('open admin');
  await leave(last);
  const left = readdirSync(join(fresh.data(), '..'));
  expect(left.filter((name) => name.includes('.new-'))).toEqual([]);
  await fresh.remove();
});

test('two first starts at once, in a long path that other accounts cannot enter, make one store', async () => {
  const closed = testHome({ closed: true });
  const deep = join(closed.path, 'a long way down '.repeat(12), 'home');
  const clients = [client(deep), client(deep)];
  for (const one of clients) expect(await one.line('open')).toBe('open admin');
  expect(statSync(join(deep, 'pii.key')).mode & 0o777).toBe(0o600);
  const pointer = join(deep, 'postgres-place');
  expect(existsSync(pointer)).toBe(root);
  await Promise.all(clients.map(leave));
  const place = root ? readFileSync(pointer, 'utf8').trim() : join(deep, 'postgres');
  expect(await serverState(join(place, 'data'))).toBeUndefined();
  rmSync(place, { recursive: true });
  await closed.remove();
});

test('an engine that the other account cannot reach is copied once to where it can', async () => {
  const closed = mkdtempSync('/tmp/solemate-checkout-');
  const shelf = mkdtempSync('/tmp/solemate-shelf-');
  if (root) spawnSync('chmod', ['755', shelf]);
  const account = root ? nobody : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  cpSync(join(packagedEngine(), '..'), join(closed, 'package'), { recursive: true, verbatimSymlinks: true });
  let copies = 0;
  const find = () => reachableEngine(join(closed, 'package', 'native'), account, shelf, () => (copies += 1));
  const engine = await find();
  expect(await find()).toBe(engine);
  expect([engine.startsWith(shelf), copies]).toEqual([true, 1]);
  const version = spawnSync(join(engine, 'bin', 'postgres'), ['--version'], {
    ...(root ? account : {}),
    cwd: '/',
    encoding: 'utf8',
  });
  expect(version.stdout).toContain('PostgreSQL');
  rmSync(closed, { recursive: true });
  rmSync(shelf, { recursive: true });
});
