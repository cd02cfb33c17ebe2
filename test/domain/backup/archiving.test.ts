import { describe, expect, test } from '@jest/globals';
import { seen } from '../../../src/domain/backup/facts.ts';
import { day, hour, minute } from '../../../src/domain/backup/policy.ts';
import { ago, archived, facts, now, server, verdict, wal } from './facts.ts';

describe('newest archived WAL', () => {
  const behind = (seconds: number, bytes: number) =>
    facts({
      wal: seen(archived(10, 40).map((file) => ({ ...file, time: file.time - seconds * 1000 }))),
      server: seen(server({ lsn: BigInt(41 * 16 * 1024 * 1024 + bytes) })),
    });
  test.each([
    [17 * minute, 5000, 'OK'],
    [17 * minute + 1, 5000, 'WARNING'],
    [30 * minute, 5000, 'WARNING'],
    [30 * minute + 1, 5000, 'CRITICAL'],
    [9 * day, 1024, 'OK'],
    [9 * day, 1025, 'CRITICAL'],
  ])('%d s old with %d bytes written since is %s', (seconds, bytes, status) => {
    expect(verdict('newest archived WAL', behind(seconds, bytes))?.status).toBe(status);
  });

  test('what is written after an idle night waits since then, not since the evening', () => {
    const evening = behind(9 * hour, 5000);
    const at = ago(9 * hour);
    const morning = (changed: number) =>
      facts({
        ...evening,
        server: seen(
          server({ lsn: BigInt(41 * 16 * 1024 * 1024 + 5000), lastArchivedAt: at, changedSince: ago(changed) }),
        ),
      });
    expect(verdict('newest archived WAL', morning(minute))?.status).toBe('OK');
    expect(verdict('newest archived WAL', morning(31 * minute))?.status).toBe('CRITICAL');
  });

  test('whoever looks after an idle night, and writes a session by that, is not told that WAL waits since the evening', () => {
    const at = ago(9 * hour);
    const looked = (bytes: number, archiveTimeout: number) =>
      facts({
        ...behind(9 * hour, bytes),
        server: seen(server({ lsn: BigInt(41 * 16 * 1024 * 1024 + bytes), lastArchivedAt: at, archiveTimeout })),
      });
    const segment = 16 * 1024 * 1024;
    expect(verdict('newest archived WAL', looked(5000, 900))?.status).toBe('OK');
    expect(verdict('newest archived WAL', looked(segment, 900))?.status).toBe('CRITICAL');
    expect(verdict('newest archived WAL', looked(5000, 0))?.status).toBe('CRITICAL');
  });

  test('a crash empties pg_stat_archiver, and the repository still knows', () => {
    const crashed = facts({ server: seen(server({ lastArchived: undefined, lastArchivedAt: undefined })) });
    expect(verdict('newest archived WAL', crashed)?.status).toBe('OK');
    expect(verdict('repository agrees with server', crashed)?.status).toBe('OK');
  });
});

describe('archiver failing', () => {
  const failing = (oldest: number) =>
    facts({
      server: seen(
        server({ lastFailed: wal(41), lastFailedAt: now, failedCount: 3, ready: { count: 2, oldest: ago(oldest) } }),
      ),
    });
  test.each([
    [15 * minute, 'WARNING'],
    [15 * minute + 1, 'CRITICAL'],
  ])('the oldest waits %d s: %s', (oldest, status) => {
    expect(verdict('archiver failing', failing(oldest))?.status).toBe(status);
  });
  test('a failure of the past is none', () => {
    const mended = facts({ server: seen(server({ lastFailedAt: ago(hour), lastFailed: wal(39), failedCount: 27 })) });
    expect(verdict('archiver failing', mended)?.status).toBe('OK');
  });
  test('without pg_monitor it says what it could not see, and judges by the time since anything went through', () => {
    const blind = server({
      lastFailed: wal(41),
      lastFailedAt: now,
      lastArchivedAt: ago(20 * minute),
      ready: undefined,
    });
    const told = verdict('archiver failing', facts({ server: seen(blind) }));
    expect(told).toMatchObject({ status: 'CRITICAL', figure: expect.stringContaining('may not be seen') });
  });
});

test('archive_command=/bin/true: the server is content, the repository is not', () => {
  const dropped = (seconds: number) =>
    facts({ server: seen(server({ lastArchived: wal(45), lastArchivedAt: ago(seconds) })) });
  expect(verdict('repository agrees with server', dropped(60))?.status).toBe('OK');
  expect(verdict('repository agrees with server', dropped(61))?.status).toBe('CRITICAL');
});

test('a name with .backup behind it is the segment before it', () => {
  const told = facts({
    server: seen(server({ lastArchived: `${wal(40)}.00000028.backup`, lastArchivedAt: ago(day) })),
  });
  expect(verdict('repository agrees with server', told)?.status).toBe('OK');
});
