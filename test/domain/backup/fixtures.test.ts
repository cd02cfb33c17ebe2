import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { readInfo } from '../../../src/domain/backup/info.ts';
import { readBackupList, readDisk, readHistoryList, readWalList } from '../../../src/domain/backup/listing.ts';
import { judge } from '../../../src/domain/backup/judge.ts';
import { fixture, limits, stateOf, verdict } from './facts.ts';

/** Real outputs of pgBackRest 2.45: what it says is "ok", and what is. */
describe('each real state', () => {
  const healthy = { wal: '01-healthy.repo-ls-archive.json', backups: '01-healthy.repo-ls-backup.json' };
  test('01 healthy is OK', () => {
    const wrong = judge(stateOf('01-healthy', healthy), limits).rules.filter(({ status }) => status !== 'OK');
    expect(wrong).toEqual([]);
  });
  test.each([
    ['02-no-backups-yet', 'stanza status', 'CRITICAL', '--type=full backup'],
    ['03-stanza-missing', 'stanza status', 'CRITICAL', 'stanza-create'],
    ['03b-empty-repo-no-stanza-option', 'can we ask', 'UNKNOWN', 'pgbackrest'],
    ['04-only-full', 'newest full', 'OK', ''],
    ['07-wal-archiving-broken', 'newest full', 'OK', ''],
    ['09-page-checksum-error', 'page errors', 'CRITICAL', '20261122-111545F_20261122-111845I'],
    ['13-repo-host-unreachable', 'can we ask', 'UNKNOWN', 'pgbackrest'],
    ['16-annotation-restore-test', 'restore drill', 'OK', ''],
    ['17-full-shrunk', 'size, duration', 'WARNING', 'psql'],
  ])('%s: %s is %s', (name, rule, status, advice) => {
    const told = verdict(rule, stateOf(name));
    expect(told).toMatchObject({ status, advice: expect.stringContaining(advice) });
  });
  test('05 an aborted backup, which pgBackRest calls ok', () => {
    const state = stateOf('05-aborted-backup-killed', { backups: '05-aborted-backup-killed.repo-ls-backup.json' });
    expect(verdict('aborted backup', state)).toMatchObject({
      status: 'WARNING',
      figure: expect.stringContaining('20261122-113642F'),
    });
  });
  test('06 a running backup is none', () => {
    const state = stateOf('06-backup-running', { backups: '06-backup-running.repo-ls-backup.json' });
    expect(verdict('aborted backup', state)?.status).toBe('OK');
  });
  test('11 a month of the policy keeps neither too few nor too many', () => {
    const state = stateOf('11-month-diff28-as-policy');
    expect(verdict('too many kept', state)?.status).toBe('OK');
    expect(verdict('too few kept', state)?.status).toBe('OK');
  });
});

test('a system-id beyond 2^53 keeps every digit', () => {
  const info = readInfo(fixture('01-healthy.json'), 'main');
  expect(info).toMatchObject({ seen: true, value: { databases: [{ systemId: '7710958258781564633' }] } });
});

test('fields of the future are passed over', () => {
  const [stanza] = JSON.parse(fixture('01-healthy.json')) as Record<string, unknown>[];
  const future = JSON.stringify([{ ...stanza, quantum: { entangled: [true] } }]);
  expect(readInfo(future, undefined).seen).toBe(true);
});

describe('what is no answer is a reason', () => {
  const whole = fixture('01-healthy.json');
  const replaced = (from: string, to: string) => whole.replace(from, to);
  test.each([
    ['nothing', ''],
    ['a text', 'ERROR: [042]: something'],
    ['null', 'null'],
    ['a number', '42'],
    ['an empty list', '[]'],
    ['a list of nothing', '[null]'],
    ['an object', '{}'],
    ['no status', '[{"name":"main"}]'],
    ['a status that is a text', '[{"name":"main","status":"ok"}]'],
    ['a code that is a text', '[{"name":"main","status":{"code":"0"}}]'],
    ['a backup that is null', '[{"name":"main","status":{"code":0},"backup":[null]}]'],
    ['a label that climbs', replaced('20261122-113626F"', '../../../etc"')],
    ['a type nobody knows', replaced('"type":"full"', '"type":"partial"')],
    ['a time beyond all calendars', replaced('"stop":1795347389', '"stop":1e300')],
    ['a time before all', replaced('"stop":1795347389', '"stop":-5')],
    ['a time that is a text', replaced('"stop":1795347389', '"stop":"now"')],
    ['no WAL', replaced('"start":"000000010000000000000023"', '"start":null')],
    ['a prototype', '[{"__proto__":{"name":"main","status":{"code":0}}}]'],
  ])('%s', (_what, printed) => {
    const state = { ...stateOf('01-healthy'), repository: readInfo(printed, undefined) };
    expect(state.repository).toMatchObject({ seen: false, why: expect.stringMatching(/./u) });
    expect(judge(state, limits).status).toBe('UNKNOWN');
  });
  test('an answer that breaks off, wherever', () => {
    for (let length = 0; length < whole.trimEnd().length; length += 37) {
      expect(readInfo(whole.slice(0, length), undefined).seen).toBe(false);
    }
  });
  test('ten thousand brackets', () => {
    expect(readInfo('['.repeat(100_000), undefined).seen).toBe(false);
  });
  test('a flag that is neither true nor false is an error', () => {
    const info = readInfo(replaced('"error":false', '"error":"no"'), undefined);
    expect(info).toMatchObject({ value: { backups: [{ error: true }, {}, {}] } });
  });
  test('which of two stanzas must be said', () => {
    const two = `[${whole.trim().slice(1, -1)},${whole.trim().slice(1, -1).replace('"name":"main"', '"name":"other"')}]`;
    expect(readInfo(two, undefined)).toMatchObject({ seen: false, why: expect.stringContaining('backup.stanza') });
    expect(readInfo(two, 'other')).toMatchObject({ seen: true, value: { stanza: 'other' } });
    expect(readInfo(two, 'third').seen).toBe(false);
  });
});

test('lists and disks that make no sense are reasons too', () => {
  for (const read of [readWalList, readBackupList, readHistoryList]) {
    expect(read('not json').seen).toBe(false);
    expect(read('[]').seen).toBe(false);
  }
  expect(
    readWalList('{"15-1/x/00000001000000000000000A-da39a3ee5e6b4b0d3255bfef95601890afd80709":{"time":1e300}}'),
  ).toEqual({
    seen: true,
    value: [{ archiveId: '15-1', name: '00000001000000000000000A', time: 0 }],
  });
  expect(readDisk('df: /nowhere: No such file').seen).toBe(false);
  expect(readDisk('Filesystem 1024-blocks Used Available Capacity Mounted on\na b 100 60 40 60% /x\n')).toEqual({
    seen: true,
    value: { size: 102_400, free: 40_960 },
  });
});

test('no fixture is left unread', () => {
  for (const name of readdirSync('test/fixtures/backup').filter((one) => /^\d+b?-[^.]+\.json$/u.test(one))) {
    expect({ name, seen: readInfo(fixture(name), undefined).seen }).toEqual({ name, seen: !name.startsWith('03b') });
  }
});
