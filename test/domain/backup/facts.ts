import { readFileSync } from 'node:fs';
import {
  seen,
  unseen,
  type ArchivedFile,
  type Backup,
  type Facts,
  type Server,
} from '../../../src/domain/backup/facts.ts';
import { readInfo } from '../../../src/domain/backup/info.ts';
import { judge } from '../../../src/domain/backup/judge.ts';
import { readBackupList, readWalList } from '../../../src/domain/backup/listing.ts';
import { day, documentPolicy, hour, limitsOf, minute, type Limits } from '../../../src/domain/backup/policy.ts';
import type { Verdict } from '../../../src/domain/backup/verdict.ts';
import { segmentName } from '../../../src/domain/backup/wal.ts';

export const limits = limitsOf(documentPolicy);
export const size = 16 * 1024 * 1024;
export const now = Date.parse('2026-11-22T12:00:00Z');
export const ago = (seconds: number): number => now - seconds * 1000;
export const systemId = '7710958258781564633';

export const fixture = (name: string): string => readFileSync(`test/fixtures/backup/${name}`, 'utf8');

export const wal = (number: number, timeline = 1): string => segmentName({ timeline, number }, size);

/** Segments `from` to `to`, one a minute, the last one just now. */
export function archived(from: number, to: number, timeline = 1): ArchivedFile[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    archiveId: '15-1',
    name: wal(from + index, timeline),
    time: ago((to - from - index) * minute),
  }));
}

export function backup(more: Partial<Backup> = {}): Backup {
  return {
    label: '20261122-020000F',
    type: 'full',
    start: ago(10 * hour),
    stop: ago(10 * hour - minute),
    walStart: wal(10),
    walStop: wal(11),
    size: 1_000_000_000,
    repositoryDelta: 300_000_000,
    error: false,
    databaseId: 1,
    ...more,
  };
}

/** Ten full backups, one a night, the newest ten hours old, and a differential one of four hours ago. */
export const nightly: readonly Backup[] = [
  ...Array.from({ length: 10 }, (_, index) => {
    const nights = 9 - index;
    const start = ago(nights * day + 10 * hour);
    const stop = start + minute * 1000;
    return backup({
      label: `202611${22 - nights}-020000F`,
      start,
      stop,
      walStart: wal(10 + index * 2),
      walStop: wal(10 + index * 2),
    });
  }),
  backup({
    label: '20261122-020000F_20261122-080000D',
    type: 'diff',
    start: ago(4 * hour),
    stop: ago(4 * hour - minute),
    walStart: wal(30),
    walStop: wal(31),
  }),
];

export function server(more: Partial<Server> = {}): Server {
  return {
    now,
    standby: false,
    systemId,
    segmentSize: size,
    archiveMode: 'on',
    archivesSomehow: true,
    archiveTimeout: 900,
    lastArchived: wal(40),
    lastArchivedAt: ago(minute),
    changedSince: undefined,
    lastFailed: undefined,
    lastFailedAt: undefined,
    failedCount: 0,
    lsn: BigInt(41 * size + 400),
    ready: { count: 0, oldest: undefined },
    checksumFailures: 0,
    sessions: [],
    unseen: [],
    ...more,
  };
}

export type Repository = Extract<Facts['repository'], { seen: true }>['value'];

export function repository(more: Partial<Repository> = {}): Repository {
  return {
    stanza: 'main',
    code: 0,
    message: 'ok',
    lockHeld: false,
    backups: nightly,
    databases: [{ id: 1, systemId, version: '15' }],
    archives: [{ id: '15-1', databaseId: 1, max: wal(40) }],
    ...more,
  };
}

/** A shop in which everything is well; `more` says what is not. */
export function facts(more: Partial<Facts> = {}): Facts {
  return {
    now,
    asOf: false,
    tool: 'pgbackrest --stanza=main',
    repository: seen(repository()),
    wal: seen(archived(10, 40)),
    directories: seen(nightly.map(({ label }) => label)),
    firstBackup: seen(ago(9 * day + 10 * hour)),
    disk: seen({ size: 100_000_000_000, free: 60_000_000_000 }),
    server: seen(server()),
    drills: [{ at: ago(3 * day), ok: true }],
    stopped: false,
    ...more,
  };
}

/** One rule's verdict; undefined when it says nothing. */
export function verdict(rule: string, given: Facts, own: Limits = limits): Verdict | undefined {
  return judge(given, own).rules.find((one) => one.rule === rule);
}

/** What the files of one state say, judged a minute after its newest backup; nothing else is wrong. */
export function stateOf(name: string, lists: { backups?: string; wal?: string } = {}): Facts {
  const info = readInfo(fixture(`${name}.json`), undefined);
  const newest = info.seen ? info.value.backups.at(-1) : undefined;
  const own = info.seen ? info.value.databases.at(-1)?.systemId : undefined;
  const max = info.seen ? info.value.archives.at(-1)?.max : undefined;
  const at = newest ? newest.stop + minute * 1000 : now;
  return facts({
    now: at,
    repository: info,
    directories:
      lists.backups === undefined
        ? seen(info.seen ? info.value.backups.map(({ label }) => label) : [])
        : readBackupList(fixture(lists.backups)),
    wal: lists.wal === undefined ? unseen('not listed in this state') : readWalList(fixture(lists.wal)),
    firstBackup: seen(undefined),
    server: seen(server({ now: at, systemId: own, lastArchived: max, lastArchivedAt: at, lsn: undefined })),
    drills: [{ at: at - day * 1000, ok: true }],
  });
}
