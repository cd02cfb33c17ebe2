import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'solemate bin '));
  mkdirSync(join(directory, 'bin'));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  copyFileSync(join(process.cwd(), 'bin/solemate.js'), join(directory, 'bin/solemate.js'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Stands for the built program: says which Node runs it and with what, and ends with code 7. */
function build(source = 'console.log(process.version, ...process.argv.slice(2)); process.exitCode = 7;'): void {
  mkdirSync(join(directory, 'dist'));
  writeFileSync(join(directory, 'dist/main.js'), source);
}

function bundleNode(): void {
  mkdirSync(join(directory, 'node_modules/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(directory, 'node_modules/node/bin/node'));
}

/** Only the first process believes it: what it starts is not told. */
const pretendOld = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.11.0"})';
const argumentsOf = (old: boolean) => [...(old ? ['--import', pretendOld] : []), join(directory, 'bin/solemate.js')];

function run(options: { old?: boolean } = {}) {
  return spawnSync(process.execPath, [...argumentsOf(options.old ?? false), 'orders', '--json'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
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
