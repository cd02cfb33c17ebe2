import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'solemate bin '));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  cpSync(join(process.cwd(), 'bin'), join(directory, 'bin'), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Stands for the built program: says which Node runs it and with what, and ends with code 7. */
function build(source = 'console.log(process.version, ...process.argv.slice(2)); process.exitCode = 7;'): void {
  mkdirSync(join(directory, 'dist'), { recursive: true });
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 16);
  writeFileSync(join(directory, 'dist/main.js'), `/* ${hash} */ (function (require, __filename) {\n${source}\n})`);
}

function bundleNode(): void {
  mkdirSync(join(directory, 'node_modules/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(directory, 'node_modules/node/bin/node'));
}

/** Only the first process believes it: what it starts is not told. */
const pretendOld = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.11.0"})';
const argumentsOf = (old: boolean) => [...(old ? ['--import', pretendOld] : []), join(directory, 'bin/solemate.js')];

function run(options: { old?: boolean; words?: readonly string[] } = {}) {
  return spawnSync(
    process.execPath,
    [...argumentsOf(options.old ?? false), ...(options.words ?? ['orders', '--json'])],
    {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: directory },
    },
  );
}

test('the built program runs, with its arguments and its exit code', () => {
  build();
  expect(run()).toMatchObject({ status: 7, stdout: `${process.version} orders --json\n`, stderr: '' });
});

test('without a build it says what to run', () => {
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^solemate is not built yet: run "npm run build" in .*\n$/u);
});

test('an old Node hands over to the bundled one', () => {
  build();
  bundleNode();
  expect(run({ old: true })).toMatchObject({ status: 7, stdout: `${process.version} orders --json\n`, stderr: '' });
});

test('an old Node without a bundled one says what to install, without a stack trace', () => {
  build();
  const { status, stderr } = run({ old: true });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^solemate needs Node\.js 22 or newer and this is 20\.11\.0: .*\n$/u);
});

test('a signal reaches the program that was handed over to, and its end is ours', async () => {
  build(`process.on('SIGTERM', () => { console.log('stopping'); process.exit(5); });
    setInterval(() => undefined, 1000); console.log('running');`);
  bundleNode();
  const child = spawn(process.execPath, argumentsOf(true), { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said === 'running\n') child.kill('SIGTERM');
  });
  expect(await once(child, 'close')).toEqual([5, null]);
  expect(said).toBe('running\nstopping\n');
});

const letters = (number: number) => String.fromCharCode(97 + Math.floor(number / 26), 97 + (number % 26));

describe('the code that V8 compiled', () => {
  const cached = (name = '') => join(directory, 'node_modules/.cache/solemate', name);
  const kept = () => {
    try {
      return readdirSync(cached());
    } catch {
      return [];
    }
  };
  const greets = (name: string) =>
    `const greet = () => 'hello ${name}'; console.log(greet(), require('node:path').sep);`;

  test('is kept for the next start of the same program, and of no other', () => {
    build(greets('anna'));
    expect(run()).toMatchObject({ status: 0, stdout: 'hello anna /\n' });
    const [first = ''] = kept();
    expect(first).toMatch(/^orders\.json-[0-9a-f]{16}-v\d+/u);
    const { ino } = statSync(cached(first));
    expect(run()).toMatchObject({ status: 0, stdout: 'hello anna /\n' });
    expect(statSync(cached(first)).ino).toBe(ino);
    // As long as the one before, which is all that V8 looks at.
    build(greets('hans'));
    expect(run()).toMatchObject({ status: 0, stdout: 'hello hans /\n' });
    expect(kept()).toHaveLength(1);
    expect(kept()).not.toContain(first);
  });

  test('is that of one command; of too many those go that were used longest ago', () => {
    build(greets('anna'));
    run({ words: ['orders', 'show', 'SM-1'] });
    run({ words: ['orders', 'show', 'SM-2'] });
    run({ words: ['orders', 'show', 'SM-2', '--json'] });
    run({ words: ['orders', 'list', '--limit', '2'] });
    const uses = () => kept().map((name) => name.replace(/-[0-9a-f]{16}-.*$/u, ''));
    expect(uses().sort()).toEqual(['orders.list', 'orders.show', 'orders.show.json']);
    const [one = ''] = kept();
    const longAgo = new Date('2026-01-01');
    for (let index = 0; index < 50; index += 1) {
      const file = cached(`noun${letters(index)}${one.slice(one.indexOf('-'))}`);
      writeFileSync(file, '');
      utimesSync(file, longAgo, longAgo);
    }
    for (const name of kept().filter((name) => name.startsWith('orders.show')))
      utimesSync(cached(name), longAgo, new Date('2025-01-01'));
    run({ words: ['orders', 'show', 'SM-3'] });
    run({ words: ['reviews', 'list'] });
    expect(uses()).toHaveLength(48);
    expect(uses()).toEqual(expect.arrayContaining(['orders.show', 'orders.list', 'reviews.list']));
    expect(uses()).not.toContain('orders.show.json');
  });

  test('that is damaged is compiled and kept anew', () => {
    build(greets('anna'));
    run();
    const [name = ''] = kept();
    const file = cached(name);
    const whole = statSync(file).size;
    writeFileSync(file, 'no code');
    expect(run()).toMatchObject({ status: 0, stdout: 'hello anna /\n', stderr: '' });
    expect(statSync(file).size).toBeGreaterThan(whole / 2);
  });

  test('is not kept of a run that failed, which has not seen the program', () => {
    build();
    expect(run().status).toBe(7);
    expect(kept()).toEqual([]);
  });

  test('that can be kept nowhere is compiled each time', () => {
    build(greets('anna'));
    writeFileSync(join(directory, 'node_modules'), 'a file');
    writeFileSync(join(directory, '.cache'), 'a file');
    for (let time = 0; time < 2; time += 1)
      expect(run()).toMatchObject({ status: 0, stdout: 'hello anna /\n', stderr: '' });
  });

  test('goes among the files of the person where the program may not write', () => {
    build(greets('anna'));
    writeFileSync(join(directory, 'node_modules'), 'a file');
    expect(run().status).toBe(0);
    const own = join(directory, '.cache/solemate');
    expect(readdirSync(own)).toHaveLength(1);
    expect(statSync(own).mode & 0o777).toBe(0o700);
  });
});
