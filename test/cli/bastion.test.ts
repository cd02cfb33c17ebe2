import { mkdtempSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

const bastion = join(import.meta.dirname, '../../bin/solemate-bastion.js');
const homes = mkdtempSync(join(tmpdir(), 'solemate-bastion-'));
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(() => db.close());

/** As sshd starts it: what the person typed behind the host is in the environment. */
function ask(typed: string, more: Record<string, string> = {}, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bastion, 'ana'], {
    env: {
      PATH: process.env['PATH'],
      SOLEMATE_BASTION_HOMES: homes,
      SOLEMATE_DATABASE_URL: db.appUrl,
      SSH_ORIGINAL_COMMAND: typed,
      ...more,
    },
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a person signs in over it, gets the answer of a command, and keeps a home of their own', () => {
  const refused = ask('orders list --limit 1');
  expect(refused).toMatchObject({ status: 5 });
  expect(refused.stderr).toContain('solemate login');
  expect(ask('login --email nobody@shop.example --password-stdin', {}, 'not the password\n').status).toBe(5);
  expect(statSync(join(homes, 'ana')).mode & 0o077).toBe(0);
  expect(readdirSync(homes)).toEqual(['ana']);
});

test('words in quotes are one word, and nothing of them is run', () => {
  const { status, stderr } = ask(`inventory lookup "$(touch ${homes}/run) 'x'" ; touch ${homes}/run`);
  expect(status).not.toBe(0);
  expect(stderr).not.toBe('');
  expect(readdirSync(homes)).toEqual(['ana']);
  expect(ask('orders show "SM').stderr).toBe('solemate: a quotation mark is open.\n');
});

test.each([
  'config set profiles.x.passwordCommand id',
  'db migrate',
  'store status',
  'orders list --url postgres://elsewhere/x',
  'orders list --home=/tmp',
])('%s is refused: it reaches beyond the shop', (typed) => {
  const { status, stdout, stderr } = ask(typed);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/is not to be had here/u);
});

test('a file of the bastion is refused, by its path and through a link; one of the person is read', () => {
  const files = join(homes, 'ana', 'files');
  symlinkSync('/etc/passwd', join(files, 'link.csv'));
  writeFileSync(join(files, 'counts.csv'), 'sku,warehouse,quantity\nNONE,BER,1\n');
  for (const file of ['/etc/passwd', '../../ana/config.json', 'link.csv', '/proc/self/environ']) {
    const { status, stderr } = ask(`inventory restock --dry-run --file ${file}`);
    expect({ file, status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is not in the folder for files'),
    });
  }
  expect(ask('inventory restock --dry-run --file counts.csv').status).toBe(5);
});

test('a token or an editor that the other side sends along is not taken', () => {
  const { status } = ask('orders list --limit 1', { SOLEMATE_TOKEN: 'x'.repeat(43), EDITOR: 'sh' });
  expect(status).toBe(5);
});
