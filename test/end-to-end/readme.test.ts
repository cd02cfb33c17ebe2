import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { testHome } from '../helpers/home.ts';
import { openTerminal } from '../helpers/terminal.ts';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const minutes = /## The first five minutes\n([^]*?)\n## /u.exec(readme)?.[1] ?? '';
const home = testHome();
const folder = mkdtempSync(join(tmpdir(), 'solemate-readme-'));
afterAll(async () => {
  await home.remove();
  rmSync(folder, { recursive: true, force: true });
});

const program = process.env['SOLEMATE_TEST_PROGRAM'] ?? join(root, 'bin/solemate.js');

test('every line of the README’s script does what it says on a fresh sample shop, one after the other', () => {
  const script = [...minutes.matchAll(/```sh\n([^]*?)```/gu)].map(([, block]) => block ?? '').join('\n');
  expect(script.match(/npx solemate/gu)?.length).toBeGreaterThanOrEqual(20);
  // What npx does in this folder, without asking npm.
  const npx = `npx() { shift; "$NODE" --disable-warning=ExperimentalWarning "$PROGRAM" "$@"; }`;
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', `${npx}\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      LANG: 'C.UTF-8',
      NODE: process.execPath,
      PROGRAM: program,
      SOLEMATE_HOME: home.path,
    },
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/SM-\d{4}-\d{6} is PROCESSING/u);
  expect(stdout).toContain('00340434161094042557');
  expect(stdout).toMatch(/KEST-PLZ1HW-WHT-40 in BER: \d+ \+ 24 = \d+/u);
});

test('the README’s keys restock an item and ship an order', async () => {
  for (const key of ['restock', 'i', 'z', 'c', 'd', 'Ctrl-s', 'y', 'orders', '/', 'status:CONFIRMED', 'f', 'x', 'n']) {
    expect(minutes).toContain(`\`${key}\``);
  }
  const sku = /e\.g\.\s+`([^`]+)`/u.exec(minutes)?.[1] ?? '';
  const app = await openTerminal({ home: home.path });
  try {
    await app.press(':');
    await app.type('restock');
    await app.press('Enter');
    await app.sees('Restock which warehouse? Its number:');
    await app.press('2', 'i');
    await app.type(sku);
    await app.press('Enter');
    await app.sees(`✓ ${sku}`);
    await app.press('3', 'Enter', 'Ctrl-s');
    await app.sees(/Book 1 line, 3 pieces into BER\?/u);
    await app.press('y');
    await app.sees('Booked 1 line, 3 pieces into BER.');

    await app.press(':');
    await app.type('orders');
    await app.press('Enter', '/');
    await app.type('status:CONFIRMED');
    await app.press('Enter');
    await app.sees('◔ CONFIRMED');
    await app.press('Enter');
    await app.sees('f process, to PROCESSING');
    await app.press('f');
    await app.sees('CONFIRMED becomes PROCESSING?');
    await app.press('y');
    await app.sees('f ship, to SHIPPED');
    await app.press('f');
    await app.sees(/where does this parcel leave\?|Who carries it\?/u);
    if (app.screen().includes('where does')) await app.press('Enter');
    await app.sees('Who carries it?');
    await app.press('Enter');
    await app.type('00340434161094042558');
    await app.press('Enter');
    await app.sees('This cannot be undone.');
    await app.press('y');
    await app.sees('Shipments (1)');
    await app.sees('00340434161094042558');
    await app.press('n');
    await app.sees('f process, to PROCESSING');
  } finally {
    await app.close();
  }
});
