import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openStore } from '../../src/platform/store.ts';
import { cliStore, type CliStore } from './store.ts';

const bin = resolve('bin/solemate.js');

let shop: CliStore;
let home: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  shop = await cliStore();
  home = mkdtempSync(join(tmpdir(), 'solemate early '));
  env = { PATH: process.env['PATH'], SOLEMATE_HOME: home };
});
afterAll(async () => {
  await shop.close();
  rmSync(home, { recursive: true });
});

function run(line: readonly string[], more: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, [bin, ...line], { env: { ...env, ...more }, encoding: 'utf8' });
}

describe('while its line is still being read a command asks the server who works', () => {
  /** Takes connections and says nothing. */
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  let url: string;
  beforeEach(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `postgresql://app@127.0.0.1:${(server.address() as AddressInfo).port}/shop?sslmode=disable`;
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await once(server.close(), 'close');
  });

  /** A run beside the server, which is in this process. It is killed when it does not end by itself. */
  async function ended(line: readonly string[]): Promise<number | null> {
    const child = spawn(process.execPath, [bin, ...line], {
      env: { ...env, SOLEMATE_DATABASE_URL: url, SOLEMATE_TOKEN: 'any' },
      stdio: 'ignore',
      timeout: 8000,
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }

  test('and one that does not answer holds no line that asks it nothing', async () => {
    expect(await ended(['orders', 'show'])).toBe(2);
    expect(sockets).toHaveLength(1);
  });

  test.each([
    ['names another one', ['orders', 'list', '--url', 'postgresql://nobody@127.0.0.1:9/none'], 6],
    ['is about none', ['keys', '--json'], 0],
    ['asks for help', ['orders', 'list', '--help'], 0],
  ])('but not when the line %s', async (_what, line, code) => {
    expect(await ended(line)).toBe(code);
    expect(sockets).toHaveLength(0);
  });

  test('but nobody is asked for a password by a line that is wrong', async () => {
    const mark = join(home, 'asked');
    const passwordCommand = `touch '${mark}'; echo secret`;
    const config = JSON.stringify({ profile: 'shop', profiles: { shop: { url, passwordCommand } } });
    const { home: places } = await openStore({ url, home });
    mkdirSync(places.config, { recursive: true });
    writeFileSync(join(places.config, 'config.json'), config);
    expect(run(['orders', 'show'], { SOLEMATE_TOKEN: 'any' }).status).toBe(2);
    expect(existsSync(mark)).toBe(false);
    expect(sockets).toHaveLength(0);
    rmSync(join(places.config, 'config.json'));
  });
});

test('what the server refuses is told by the command that needs it', () => {
  const surroundings = { SOLEMATE_DATABASE_URL: shop.db.appUrl, SOLEMATE_TOKEN: 'wrong' };
  expect(run(['orders', 'show'], surroundings)).toMatchObject({ status: 2 });
  const refused = run(['orders', 'list'], surroundings);
  expect(refused.status).toBe(5);
  expect(refused.stderr).toContain('The token is not valid');
});

test('a session that is over is told and forgotten by a command that needs it, not by a line that is wrong', async () => {
  const store = await openStore({ url: shop.db.appUrl, home });
  const sessions = join(store.home.data, 'sessions');
  const file = join(sessions, createHash('sha256').update(store.where).digest('hex').slice(0, 16));
  await store.close();
  mkdirSync(sessions, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  const surroundings = { SOLEMATE_DATABASE_URL: shop.db.appUrl };
  expect(run(['orders', 'show'], surroundings).status).toBe(2);
  expect(existsSync(file)).toBe(true);
  const refused = run(['orders', 'list'], surroundings);
  expect(refused.status).toBe(5);
  expect(refused.stderr).toContain('The session is over');
  expect(existsSync(file)).toBe(false);
});
