import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, afterAll, expect, test } from '@jest/globals';
import { actionIds } from '../../src/tui/keys/keymap.ts';
import { findHome } from '../../src/platform/home.ts';
import { makeDirectory } from '../../src/platform/home.ts';
import { testHome } from '../helpers/home.ts';
import { solemate } from './streams.ts';

const home = testHome();
const keys = (...flags: string[]) => solemate(['keys', ...flags, '--home', home.path]);
const config = (bound: object) => {
  const { config: folder } = findHome(home.path);
  makeDirectory(folder);
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ keys: bound }));
};

beforeAll(() => config({ 'orders.fulfil': ['F', 'ctrl+g'], preview: [] }));
afterAll(() => home.remove());

test('every key is printed with what it does, nobody signed in', async () => {
  const { code, stdout } = await keys();
  expect(code).toBe(0);
  expect(stdout).toContain('Filter the list');
  expect(stdout).toContain('Ctrl-r');
});

test('one’s own are in it, and can be had alone', async () => {
  const { stdout } = await keys('--own', '--json');
  const { rows, problems } = JSON.parse(stdout) as { rows: { action: string; keys: string[] }[]; problems: string[] };
  expect(rows.map(({ action, keys: bound }) => [action, bound])).toEqual([
    ['preview', []],
    ['orders.fulfil', ['F', 'Ctrl-g']],
  ]);
  expect(problems).toEqual([]);
  const all = JSON.parse((await keys('--json')).stdout) as { rows: unknown[] };
  expect(all.rows).toHaveLength(actionIds.length);
});

test('a key that means two things is told, and the exit code says so', async () => {
  config({ 'orders.fulfil': ['j'], 'no.such': ['x'] });
  const { code, stderr } = await keys();
  expect(code).toBe(2);
  expect(stderr).toContain('"j" cannot be bound to orders.fulfil: move.down has it already.');
  expect(stderr).toContain('There is no action "no.such"');
});
