import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BackupStatus } from '../../src/operations/backup/parts/types.ts';
import { cliStore, type CliStore } from './store.ts';
import { solemate } from './streams.ts';

let store: CliStore;
beforeAll(async () => {
  store = await cliStore();
});
afterAll(() => store.close());

const report = (name: string) => ['cat', resolve('test/fixtures/backup', name)];
const published = {
  infoCommand: report('01-healthy.json'),
  walListCommand: report('01-healthy.repo-ls-archive.json'),
  backupListCommand: report('01-healthy.repo-ls-backup.json'),
  historyListCommand: report('01-healthy.repo-ls-backup.json'),
  repoDiskCommand: null,
};
const configured = (backup: object) => writeFileSync(join(store.home, 'config.json'), JSON.stringify({ backup }));

describe('backup status', () => {
  test('is one line of a monitoring plugin, then text for people, and an exit code', async () => {
    configured(published);
    const { code, stdout, stderr } = await store.run(['backup', 'status']);
    const [line = '', ...text] = stdout.split('\n');
    // The test server archives nothing.
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(line).toMatch(/^CRITICAL - .+ \| full_age=\d+s;90000;176400;0 any_age=\d+s;23400;45000;0 backups=3;;;0/u);
    expect(text.join('\n')).not.toContain('|');
    expect(stdout).toContain('archive_mode is off');
    expect(stdout).toContain('Not seen: which WAL waits to be archived');
    expect(stdout).toContain('-> Take the lines from: solemate backup configure --print');
  });

  test('as JSON has the keys that are promised, and judges as of another moment', async () => {
    configured(published);
    const asked = ['backup', 'status', '--as-of', '2026-11-22 11:37:30+00', '--json'];
    const { stdout } = await store.run(asked);
    const { status, rules } = JSON.parse(stdout) as BackupStatus;
    expect(status).toBe('CRITICAL');
    for (const rule of rules) expect(Object.keys(rule)).toEqual(['rule', 'status', 'figure', 'limit', 'advice']);
    expect(rules.find(({ rule }) => rule === 'newest full')).toMatchObject({
      status: 'OK',
      figure: '1 min 1 s old (20261122-113626F)',
    });
  });

  test.each([
    ['no pgBackRest', { pgbackrest: ['/nowhere/pgbackrest'] }],
    ['text in place of JSON', { infoCommand: ['echo', 'all is well'] }],
    ['an empty list', { infoCommand: ['echo', '[]'] }],
    ['nothing to ask', { infoCommand: null }],
  ])('%s is UNKNOWN where it matters and never OK', async (_what, backup) => {
    configured({ ...backup, repoDiskCommand: null });
    const { code, stdout } = await store.run(['backup', 'status', '--json']);
    const { rules } = JSON.parse(stdout) as BackupStatus;
    expect(rules.find(({ rule }) => rule === 'can we ask')?.status).toBe('UNKNOWN');
    expect(rules.find(({ rule }) => rule === 'newest full')?.status).toBe('UNKNOWN');
    expect(code).not.toBe(0);
  });

  test('with the database down, what pgBackRest knows is judged, and the plan can be had', async () => {
    configured(published);
    const away = ['--url', 'postgresql://solemate_app@127.0.0.1:1/shop', '--home', store.home];
    const status = await solemate(['backup', 'status', ...away, '--as-of', '2026-11-22 11:37:30+00']);
    expect(status.code).toBe(3);
    expect(status.stdout).toMatch(/^UNKNOWN - right cluster/u);
    expect(status.stdout).toContain('newest full: 1 min 1 s old');
    const plan = await solemate(['backup', 'restore-plan', '--at', '2026-11-22 11:36:35+00', ...away]);
    expect(plan.code).toBe(0);
    expect(plan.stdout).toContain('--set=20261122-113626F_20261122-113630I');
  });

  test('whoever may not, or says it wrong, is UNKNOWN to a monitor and told why', async () => {
    configured(published);
    const wrong = await store.run(['backup', 'status', '--as-of', 'yesterday']);
    expect(wrong).toMatchObject({ code: 3, stdout: expect.stringMatching(/^UNKNOWN - /u) });
    const nobody = await store.run(['backup', 'status'], { as: null });
    expect(nobody).toMatchObject({ code: 3, stdout: expect.stringMatching(/^UNKNOWN - /u) });
    const packer = await store.run(['backup', 'status'], { as: 'warehouse' });
    expect(packer.code).toBe(3);
  });
});

test('settings of backups are words, never a line for a shell', async () => {
  configured({});
  const set = (key: string, value: string) => store.run(['config', 'set', `backup.${key}`, value]);
  expect((await set('infoCommand', '["ssh","db","pgbackrest-info"]')).code).toBe(0);
  expect((await set('infoCommand', 'pgbackrest info')).code).toBe(2);
  expect((await set('infoCommand', 'null')).code).toBe(0);
  expect((await set('timeoutMs', '5000')).code).toBe(0);
  expect((await set('keepFullDays', '-1')).code).toBe(2);
  expect((await set('limits', '{"walWarning":60}')).code).toBe(0);
  const { stdout } = await store.run(['config', 'get', 'backup.limits', '--json']);
  expect(JSON.parse(stdout)).toEqual({ walWarning: 60 });
});

test('configure prints the policy and says so when it is not asked to', async () => {
  configured({ keepFullDays: 60, incrementalHours: 12 });
  const { stdout } = await store.run(['backup', 'configure', '--print', '--stanza', 'shop']);
  expect(stdout).toContain('repo1-retention-full=60');
  expect(stdout).toContain('repo1-retention-diff=14');
  expect(stdout).toContain("archive_command = 'pgbackrest --stanza=shop archive-push %p'");
  expect(stdout).toContain('0 14 * * * postgres pgbackrest --stanza=shop --type=diff backup');
  expect((await store.run(['backup', 'configure'])).code).toBe(2);
});
