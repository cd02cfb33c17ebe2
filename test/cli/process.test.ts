import { setTimeout as sleep } from 'node:timers/promises';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import * as pty from '@lydell/node-pty';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { shells } from '../../src/cli/completion.ts';
import { version } from '../../src/domain/version.ts';
import { cliStore, type CliStore } from './store.ts';

const bin = resolve('bin/solemate.js');

let shop: CliStore;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  shop = await cliStore();
  env = {
    PATH: process.env['PATH'],
    SOLEMATE_DATABASE_URL: shop.db.appUrl,
    SOLEMATE_HOME: shop.home,
    SOLEMATE_TOKEN: await shop.token('admin'),
  };
});
afterAll(() => shop.close());

/** The built program as a process of its own. */
function built(argv: readonly string[], input = ''): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], { env, input, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

async function text(stream: NodeJS.ReadableStream | null): Promise<string> {
  let whole = '';
  for await (const chunk of stream ?? []) whole += String(chunk);
  return whole;
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

describe('the built program', () => {
  test('tells its version', () =>
    expect(built(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' }));

  test('prints one JSON document and nothing else', () => {
    const { code, stdout, stderr } = built(['orders', 'list', '--limit', '3', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((JSON.parse(stdout) as { rows: unknown[] }).rows).toHaveLength(3);
  });

  test('draws a table through ink-table in the bundle', () => {
    const { code, stdout } = built(['orders', 'list', '--limit', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^┌[─┬]+┐\n│ /u);
    expect(stdout).not.toContain('\u001b');
  });

  test('ends with the exit codes of the contract', () => {
    expect(built(['orders', 'show']).code).toBe(2);
    expect(built(['orders', 'show', 'SM-1999-000001']).code).toBe(4);
    expect(built(['whoami', '--url', 'postgresql://nobody@127.0.0.1:9/none']).code).toBe(6);
  });

  test('stops quietly when nobody reads any more', async () => {
    const child = spawn(process.execPath, [bin, 'variants', 'list', '--all', '--csv'], { env });
    const ended = exitOf(child);
    const said = text(child.stderr);
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await said).toBe('');
    expect(await ended).toBe(0);
  });

  test('Ctrl-C while it reads standard input ends with 130 and writes nothing', async () => {
    const child = spawn(process.execPath, [bin, 'products', 'import', '-', '--json'], { env });
    const [ended, printed, said] = [exitOf(child), text(child.stdout), text(child.stderr)];
    child.stdin.write('Handle,Title,Vendor,Variant SKU,Variant Price\ncut-off,Cut,Kestrow,CUT-1,59.90\n');
    // More than a pipe holds is taken only by somebody who reads.
    await new Promise((taken) => child.stdin.write(`cut-off,${'x'.repeat(300_000)},`, taken));
    // Signed in, and nothing begun yet: no transaction waits for a pipe. Only a superuser sees another's state on 16+.
    const watcher = new pg.Client({ connectionString: shop.db.superuserUrl });
    await watcher.connect();
    const waiting = `select from pg_stat_activity
      where datname = current_database() and application_name = 'solemate cli' and state = 'idle'`;
    while ((await watcher.query(waiting)).rowCount === 0) await sleep(20);
    await watcher.end();
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await printed).toBe('');
    expect(JSON.parse(await said)).toMatchObject({ error: { code: 'interrupted' } });
    expect(await shop.db.sql(`select from products where slug = 'cut-off'`)).toEqual([]);
  });
});

describe('on a terminal', () => {
  /** Types each answer when its question shows; resolves with all that was on the screen. */
  function converse(
    argv: readonly string[],
    answers: readonly (readonly [string, string])[],
  ): Promise<{ code: number; screen: string }> {
    return new Promise((done) => {
      const session = pty.spawn(process.execPath, [bin, ...argv], {
        cols: 80,
        rows: 24,
        env: env,
      });
      const left = [...answers];
      let screen = '';
      session.onData((data) => {
        screen += data;
        const [question, answer] = left[0] ?? [];
        if (question === undefined || answer === undefined || !screen.includes(question)) return;
        left.shift();
        session.write(answer);
      });
      session.onExit(({ exitCode }) => done({ code: exitCode, screen }));
    });
  }

  test('a password is asked for and never shown', async () => {
    const { code, screen } = await converse(
      ['login'],
      [
        ['E-mail: ', 'nobody@shop.example\r'],
        ['Password: ', 'my secret words\r'],
      ],
    );
    expect(code).toBe(5);
    expect(screen).toContain('The e-mail or the password is wrong.');
    expect(screen).not.toContain('secret');
  });

  test('Ctrl-C at a question ends with 130', async () => {
    expect((await converse(['login'], [['E-mail: ', '\u0003']])).code).toBe(130);
  });

  test('a table fits the terminal', async () => {
    const { screen } = await converse(['orders', 'list', '--limit', '3', '--no-color'], []);
    const lines = screen.split('\r\n').filter((line) => /^[┌│├└]/u.test(line));
    expect(lines).toHaveLength(7);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('completion', () => {
  const folder = mkdtempSync(join(tmpdir(), 'solemate-bin-'));
  symlinkSync(bin, join(folder, 'solemate'));
  const shellEnv = () => ({
    ...env,
    PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
    SOLEMATE_DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none',
  });

  test.each([
    ['solemate ord', ['orders']],
    ['solemate orders sh', ['show', 'ship']],
    ['solemate orders list --status PEN', ['PENDING']],
    ['solemate orders list --dir', []],
  ])('bash completes "%s", without a database', (line, expected) => {
    const words = line.split(' ');
    const script = `
      source <(solemate completion bash)
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
      COMP_CWORD=${words.length - 1}
      _solemate
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, status } = spawnSync('bash', ['-c', script], { env: shellEnv(), encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout.split('\n').filter(Boolean)).toEqual(expected);
  });

  test.each(shells)('there is a script for %s', (shell) => {
    expect(built(['completion', shell]).stdout).toContain('solemate __complete');
  });
});
