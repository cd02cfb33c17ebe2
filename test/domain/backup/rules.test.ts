import { describe, expect, test } from '@jest/globals';
import { seen, unseen } from '../../../src/domain/backup/facts.ts';
import { judge } from '../../../src/domain/backup/judge.ts';
import { day, hour, minute } from '../../../src/domain/backup/policy.ts';
import { ago, archived, backup, facts, limits, nightly, now, repository, server, verdict, wal } from './facts.ts';

const withBackups = (backups: typeof nightly) =>
  facts({ repository: seen(repository({ backups })), directories: seen(backups.map(({ label }) => label)) });

test('a shop in which everything is well is OK, by every rule', () => {
  const { status, rules } = judge(facts(), limits);
  expect(rules.filter((one) => one.status !== 'OK')).toEqual([]);
  expect(status).toBe('OK');
  expect(rules).toHaveLength(20);
});

test('every rule that is not OK says what to do', () => {
  const broken = facts({
    repository: unseen('it did not answer'),
    wal: unseen('no list'),
    directories: unseen('no list'),
    disk: unseen('no disk'),
    server: unseen('no database'),
    drills: [],
  });
  const { status, rules } = judge(broken, limits);
  expect(status).toBe('UNKNOWN');
  expect(rules.filter((one) => one.status !== 'OK' && one.advice === '')).toEqual([]);
});

describe('can we ask', () => {
  test.each([99, 6])('code %d is UNKNOWN, for pgBackRest did not look', (code) => {
    const asked = facts({ repository: seen(repository({ code, message: 'no route to host', backups: [] })) });
    expect(verdict('can we ask', asked)).toMatchObject({
      status: 'UNKNOWN',
      figure: expect.stringContaining('no route to host'),
    });
    expect(verdict('stanza status', asked)).toMatchObject({ status: 'UNKNOWN' });
  });
});

test.each([1, 2, 3, 4, 5])('stanza status %d is CRITICAL with its message and a command', (code) => {
  const told = verdict('stanza status', facts({ repository: seen(repository({ code, message: 'told so' })) }));
  expect(told).toMatchObject({
    status: 'CRITICAL',
    figure: 'told so',
    advice: expect.stringContaining('pgbackrest --stanza=main '),
  });
});

test('a repository that is gone where WAL was archived is looked for before a new one is made', () => {
  const asked = (lastArchived: string | undefined) => ({
    repository: seen(repository({ code: 1, message: 'missing stanza path', backups: [] })),
    server: seen(server({ lastArchived })),
  });
  const gone = facts(asked('00000001000000000000000A'));
  expect(verdict('stanza status', gone)).toMatchObject({
    advice: expect.stringMatching(/^PostgreSQL has archived WAL up to 0{7}10{15}A, .*mounted/u),
  });
  expect(verdict('newest full', gone)).toMatchObject({
    advice: 'When the stanza is right again: pgbackrest --stanza=main --type=full backup',
  });
  expect(verdict('stanza status', facts(asked(undefined)))).toMatchObject({
    advice: expect.stringMatching(/^Nothing was ever kept here/u),
  });
});

test('a stopped stanza is CRITICAL and says how to start it', () => {
  expect(verdict('stanza status', facts({ stopped: true }))).toMatchObject({
    status: 'CRITICAL',
    advice: expect.stringContaining('pgbackrest --stanza=main start'),
  });
});

test('a replaced cluster is CRITICAL though both ids are the same number in JavaScript', () => {
  const other = facts({ server: seen(server({ systemId: '7710958258781564634' })) });
  expect(verdict('right cluster', other)).toMatchObject({ status: 'CRITICAL' });
  expect(verdict('newest full', other)).toMatchObject({ status: 'OK' });
});

test('backups of the cluster before a stanza-upgrade are no backups of this one', () => {
  const upgraded = repository({
    databases: [
      { id: 1, systemId: '1', version: '15' },
      { id: 2, systemId: '2', version: '15' },
    ],
  });
  expect(verdict('newest full', facts({ repository: seen(upgraded) }))).toMatchObject({
    status: 'CRITICAL',
    figure: 'there is none',
  });
});

test.each([
  ['newest full', 25 * hour, 'OK'],
  ['newest full', 25 * hour + 1, 'WARNING'],
  ['newest full', 49 * hour, 'WARNING'],
  ['newest full', 49 * hour + 1, 'CRITICAL'],
  ['newest of any type', 6.5 * hour, 'OK'],
  ['newest of any type', 6.5 * hour + 1, 'WARNING'],
  ['newest of any type', 12.5 * hour, 'WARNING'],
  ['newest of any type', 12.5 * hour + 1, 'CRITICAL'],
])('%s of %d s is %s', (rule, age, status) => {
  const only = withBackups([backup({ start: ago(age + minute), stop: ago(age) })]);
  expect(verdict(rule, only)?.status).toBe(status);
});

test('the six-hour age counts the full backup of the night as well', () => {
  const morning = withBackups([backup({ start: ago(6 * hour), stop: ago(6 * hour - 59 * minute) })]);
  expect(verdict('newest of any type', morning)?.status).toBe('OK');
});

describe('WAL gaps', () => {
  const without = (...numbers: number[]) =>
    facts({ wal: seen(archived(10, 40).filter(({ name }) => !numbers.map((one) => wal(one)).includes(name))) });
  test.each([
    ['the start segment of the newest backup', [30], 'CRITICAL'],
    ['the stop segment of a backup', [31], 'CRITICAL'],
    ['the start segment of an old full backup', [14], 'CRITICAL'],
    ['one after the newest full backup', [35], 'CRITICAL'],
    ['one between two old full backups', [13], 'WARNING'],
  ])('%s is gone: %s', (_what, numbers, status) => {
    expect(verdict('WAL gaps', without(...numbers))?.status).toBe(status);
  });
  test('what is older than the oldest backup need not be there', () => {
    const listed = [...archived(2, 3), ...archived(10, 40)];
    expect(verdict('WAL gaps', facts({ wal: seen(listed) }))?.status).toBe('OK');
  });
});

describe('too few, too many', () => {
  const month = (nights: readonly number[]) =>
    withBackups(
      nights.map((night) => {
        const start = ago(night * day + 10 * hour);
        return backup({
          label: `2026${String(1000 + night)}-020000F`,
          start,
          stop: start + 60_000,
          walStart: wal(40),
          walStop: wal(40),
        });
      }),
    );
  const nights = (from: number) => Array.from({ length: from + 1 }, (_, index) => from - index);
  test('31 full backups are right for 30 days', () => {
    const kept = month(nights(30));
    expect(verdict('too few kept', { ...kept, firstBackup: seen(ago(37 * day)) })?.status).toBe('OK');
    expect(verdict('too many kept', kept)?.status).toBe('OK');
  });
  test('a night that is missing is a WARNING and is named', () => {
    const kept = month(nights(31).filter((night) => night !== 5));
    expect(verdict('too few kept', kept)).toMatchObject({ status: 'WARNING', figure: 'no full backup of 2026-11-17' });
  });
  test('a repository that keeps only a week is seen by the manifests of what expired', () => {
    const week = { ...month(nights(7)), firstBackup: seen(ago(60 * day)) };
    expect(verdict('too few kept', week)?.status).toBe('WARNING');
    expect(verdict('too few kept', { ...week, firstBackup: unseen('no list') })?.status).toBe('OK');
  });
  test('the second-oldest full over 31 days and an hour is a WARNING', () => {
    expect(verdict('too many kept', month(nights(32)))?.status).toBe('WARNING');
  });
  test('an incremental of ten days is a WARNING', () => {
    const old = backup({
      type: 'incr',
      label: '20261112-020000F_20261112-080000I',
      start: ago(10 * day),
      stop: ago(10 * day),
    });
    expect(verdict('too many kept', withBackups([old, ...nightly]))?.status).toBe('WARNING');
  });
});

describe('directories', () => {
  const labels = nightly.map(({ label }) => label);
  test('one that is listed and gone is CRITICAL', () => {
    expect(verdict('backup directory missing', facts({ directories: seen(labels.slice(1)) }))?.status).toBe('CRITICAL');
  });
  test('one that is there and not listed is an aborted backup, unless it is being made or was made up for', () => {
    const half = facts({ directories: seen([...labels, '20261122-110000F']) });
    expect(verdict('aborted backup', half)?.status).toBe('WARNING');
    expect(verdict('aborted backup', { ...half, repository: seen(repository({ lockHeld: true })) })?.status).toBe('OK');
    // From another host the lock is never held: then the server's sessions tell.
    expect(verdict('aborted backup', { ...half, server: seen(server({ sessions: [null] })) })?.status).toBe('OK');
    const older = facts({ directories: seen([...labels, '20261122-050000F']) });
    expect(verdict('aborted backup', older)?.status).toBe('OK');
  });
});

test.each([
  [[ago(2 * hour)], 'OK'],
  [[ago(2 * hour + 1)], 'WARNING'],
  [[null], 'UNKNOWN'],
])('a backup that runs since %p is %s', (sessions, status) => {
  expect(verdict('stuck', facts({ server: seen(server({ sessions })) }))?.status).toBe(status);
});

test('wrong pages are CRITICAL whoever met them', () => {
  const told = withBackups([...nightly.slice(0, -1), backup({ ...nightly.at(-1), error: true })]);
  expect(verdict('page errors', told)).toMatchObject({ status: 'CRITICAL', advice: expect.stringContaining('--set=') });
  expect(verdict('page errors', facts({ server: seen(server({ checksumFailures: 2 })) }))?.status).toBe('CRITICAL');
});

test.each([
  [0.5, 60, 'OK'],
  [0.49, 60, 'WARNING'],
  [0.09, 60, 'CRITICAL'],
  [1, 599, 'OK'],
  [1, 601, 'WARNING'],
])('a full backup of %d the usual size in %d s is %s', (share, seconds, status) => {
  const fulls = nightly.filter(({ type }) => type === 'full');
  const newest = backup({
    size: 1_000_000_000 * share,
    start: ago(seconds + 60),
    stop: ago(60),
    label: '20261122-115900F',
  });
  expect(verdict('size, duration', withBackups([...fulls, newest]))?.status).toBe(status);
});

test.each([
  [0.2, 'OK'],
  [0.19, 'WARNING'],
  [0.09, 'CRITICAL'],
])('%d of the repository disk free is %s', (share, status) => {
  const size = 100_000_000_000;
  expect(verdict('repository disk', facts({ disk: seen({ size, free: size * share }) }))?.status).toBe(status);
});

test('a disk that holds no further full backup is CRITICAL, however much of it is free', () => {
  expect(verdict('repository disk', facts({ disk: seen({ size: 500_000_000, free: 400_000_000 }) }))?.status).toBe(
    'CRITICAL',
  );
  expect(verdict('repository disk', facts({ disk: unseen('no df') }))?.status).toBe('UNKNOWN');
  expect(verdict('repository disk', facts({ disk: undefined }))).toBeUndefined();
});

test.each([
  [[{ at: ago(35 * day), ok: true }], 'OK'],
  [[{ at: ago(36 * day), ok: true }], 'WARNING'],
  [[{ at: ago(96 * day), ok: true }], 'CRITICAL'],
  [
    [
      { at: ago(9 * day), ok: true },
      { at: ago(day), ok: false },
    ],
    'CRITICAL',
  ],
  [[], 'WARNING'],
])('drills %j: %s', (drills, status) => {
  expect(verdict('restore drill', facts({ drills }))?.status).toBe(status);
});

test.each([
  [{ archiveMode: 'off' }, 'CRITICAL'],
  [{ archivesSomehow: false }, 'CRITICAL'],
  [{ archiveTimeout: 0 }, 'CRITICAL'],
  [{ archiveTimeout: 901 }, 'CRITICAL'],
  [{ archiveMode: 'always', archiveTimeout: 60 }, 'OK'],
])('settings %j: %s', (more, status) => {
  expect(verdict('settings', facts({ server: seen(server(more)) }))?.status).toBe(status);
});

describe('clock', () => {
  test('a backup of the future is UNKNOWN, never fresh', () => {
    const ahead = withBackups([backup({ stop: now + 61_000 })]);
    expect(verdict('clock', ahead)?.status).toBe('UNKNOWN');
    expect(verdict('newest full', ahead)?.status).toBe('UNKNOWN');
    expect(judge(ahead, limits).status).not.toBe('OK');
  });
  test('a database whose clock differs is UNKNOWN', () => {
    expect(verdict('clock', facts({ server: seen(server({ now: now + 90_000 })) }))?.status).toBe('UNKNOWN');
  });
});

test('on a standby only what it can know is judged', () => {
  const { status, rules } = judge(
    facts({ server: seen(server({ standby: true, lsn: undefined, archiveMode: 'off' })) }),
    limits,
  );
  expect(status).toBe('OK');
  for (const rule of [
    'newest archived WAL',
    'archiver failing',
    'repository agrees with server',
    'settings',
    'stuck',
  ]) {
    expect(rules.map((one) => one.rule)).not.toContain(rule);
  }
});

test('with SQL alone archiving is judged and backups are UNKNOWN, never OK', () => {
  const none = unseen('backup.infoCommand is null: only PostgreSQL is asked');
  const { status, rules } = judge(
    facts({
      repository: none,
      wal: none,
      directories: none,
      firstBackup: none,
      disk: undefined,
      server: seen(server()),
    }),
    limits,
  );
  const by = Object.fromEntries(rules.map((one) => [one.rule, one.status]));
  expect(by).toMatchObject({
    'newest archived WAL': 'OK',
    'archiver failing': 'OK',
    settings: 'OK',
    'newest full': 'UNKNOWN',
  });
  expect(status).toBe('UNKNOWN');
});
