import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ask } from '../../../src/platform/pgbackrest/command.ts';
import { until } from '../../helpers/backup-cluster.ts';
import { commandFor, judgedBy, policyOf, typed } from '../../../src/platform/pgbackrest/settings.ts';

const options = { timeoutMs: 20_000, largest: 100_000 };
const shell = (script: string) => ['/bin/sh', '-c', script];

test('what a command prints is the answer', async () => {
  expect(await ask(shell('printf "[]"'), options)).toEqual({ ok: true, stdout: '[]' });
});

test.each([
  [
    'an exit code',
    shell('echo "ERROR: [103]: no repository" >&2; exit 103'),
    /ended with 103: ERROR: \[103\]: no repository/u,
  ],
  [
    'exit 0 with an error on standard error',
    shell('echo "[]"; echo "ERROR: [042]: told late" >&2'),
    /ended with 0, but says: ERROR/u,
  ],
  ['a signal', shell('kill -9 $$'), /ended with SIGKILL/u],
  ['a program that is not there', ['/nowhere/pgbackrest', 'info'], /is not installed on this machine/u],
  ['a program that may not be run', ['/etc/passwd'], /may not be run by this user/u],
  ['no words at all', [], /the command is empty/u],
  ['more than anybody reads', shell('yes'), /printed more than/u],
])('%s is a reason', async (_what, argv, why) => {
  const answer = await ask(argv, options);
  expect(answer).toMatchObject({ ok: false, why: expect.stringMatching(why) });
});

test('words are words: nothing in them is expanded', async () => {
  const hostile = '$(touch /tmp/solemate-owned); `id` > x';
  expect(await ask(['printf', '%s', hostile], options)).toEqual({ ok: true, stdout: hostile });
  expect(existsSync('/tmp/solemate-owned')).toBe(false);
  expect(typed(['a', "it's", '--x=1 2'])).toBe(String.raw`a 'it'\''s' '--x=1 2'`);
});

test('a command that is given up is gone with its children', async () => {
  const stop = new AbortController();
  let group = 0;
  const asked = ask(shell('sleep 300 & sleep 300'), {
    ...options,
    signal: stop.signal,
    onStart: (pid) => (group = pid),
  });
  stop.abort();
  expect(await asked).toMatchObject({ ok: false, why: '/bin/sh was interrupted' });
  await until('the group to be reaped', () => {
    try {
      return !process.kill(-group, 0);
    } catch {
      return true;
    }
  });
});

test('who says where the information comes from says so for the lists too', () => {
  expect(commandFor({}, 'infoCommand', undefined)).toEqual(['pgbackrest', '--io-timeout=3', '--output=json', 'info']);
  expect(commandFor({ stanza: 'shop' }, 'walListCommand', 'shop')).toContain('archive/shop');
  expect(commandFor({ infoCommand: ['cat', 'file'] }, 'walListCommand', 'shop')).toBeUndefined();
  expect(commandFor({ infoCommand: null }, 'walListCommand', 'shop')).toBeNull();
});

test('another policy moves its thresholds along, and each can be set by itself', () => {
  expect(judgedBy({})).toMatchObject({
    fullWarning: 90_000,
    anyWarning: 23_400,
    walWarning: 1020,
    walCritical: 1800,
    fullTooOld: 31 * 86_400 + 3600,
  });
  expect(judgedBy({ incrementalHours: 12, limits: { walWarning: 60 } })).toMatchObject({
    anyWarning: 45_000,
    walWarning: 60,
  });
  expect(policyOf({ keepFullDays: 60 }).keepFullDays).toBe(60);
});
