import type { Server } from '../../domain/backup/facts.ts';
import { parseLsn } from '../../domain/backup/wal.ts';
import type { Tx } from '../database/types.ts';

interface Rights {
  readonly control: boolean;
  readonly ready: boolean;
  readonly standby: boolean;
  readonly monitor: boolean;
}

/** Refused statements end a transaction, so what may be asked is asked first. */
const rightsSql = `select has_function_privilege('pg_control_system()', 'execute') as control,
  has_function_privilege('pg_ls_archive_statusdir()', 'execute') as ready,
  pg_has_role('pg_read_all_stats', 'usage') as monitor,
  pg_is_in_recovery() as standby`;

const factsSql = `select clock_timestamp() as now,
  (select setting::bigint from pg_settings where name = 'wal_segment_size') as segment_size,
  current_setting('archive_mode') as archive_mode,
  coalesce(nullif(current_setting('archive_command'), '(disabled)'), '') <> ''
    or coalesce(current_setting('archive_library', true), '') <> '' as archives_somehow,
  (select setting::integer from pg_settings where name = 'archive_timeout') as archive_timeout,
  a.last_archived_wal, a.last_archived_time, a.last_failed_wal, a.last_failed_time, a.failed_count,
  (select sum(checksum_failures)::bigint from pg_stat_database) as checksum_failures,
  array(
    select backend_start
    from pg_stat_activity
    where application_name like 'pgBackRest [backup]%'
  ) as sessions
from pg_stat_archiver a`;

interface Row {
  readonly now: Date;
  readonly segment_size: string;
  readonly archive_mode: string;
  readonly archives_somehow: boolean;
  readonly archive_timeout: number;
  readonly last_archived_wal: string | null;
  readonly last_archived_time: Date | null;
  readonly last_failed_wal: string | null;
  readonly last_failed_time: Date | null;
  readonly failed_count: string;
  readonly checksum_failures: string | null;
  readonly sessions: readonly (Date | null)[];
}

/**
 * What PostgreSQL says of its archiving, with the rights of readonly_role, so that everybody who may look sees the same
 * and one grant (`grant pg_monitor to readonly_role`) opens the rest.
 */
export async function askServer(tx: Tx): Promise<Server> {
  const as = await tx.one<{ role: string }>("select current_setting('role') as role");
  const become = "select set_config('role', $1, true) where pg_has_role(session_user, $1, 'member')";
  await tx.query(become, ['readonly_role']);
  const server = await serverFacts(tx);
  await tx.query(become, [as?.role ?? 'none']);
  return server;
}

async function serverFacts(tx: Tx): Promise<Server> {
  const rights = await tx.one<Rights>(rightsSql);
  const row = await tx.one<Row>(factsSql);
  if (!rights || !row) throw new Error('PostgreSQL answered with no row');
  const control = rights.control
    ? await tx.one<{ id: string }>('select system_identifier::text as id from pg_control_system()')
    : undefined;
  const written = rights.standby
    ? undefined
    : await tx.one<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn');
  const ready = rights.ready
    ? await tx.one<{ count: number; oldest: Date | null }>(
        "select count(*)::integer as count, min(modification) as oldest from pg_ls_archive_statusdir() where name like '%.ready'",
      )
    : undefined;
  const changed = await tx.one<{ since: Date | null }>(
    'select min(changed_at) as since from audit_logs where changed_at > $1',
    [row.last_archived_time],
  );
  const archived = segmentOf(row.last_archived_wal);
  return {
    now: row.now.getTime(),
    standby: rights.standby,
    systemId: control?.id,
    segmentSize: Number(row.segment_size),
    archiveMode: row.archive_mode,
    archivesSomehow: row.archives_somehow,
    archiveTimeout: row.archive_timeout,
    lastArchived: archived,
    lastArchivedAt: row.last_archived_time?.getTime(),
    changedSince: changed?.since?.getTime(),
    lastFailed: row.last_failed_wal ?? undefined,
    lastFailedAt: row.last_failed_time?.getTime(),
    failedCount: Number(row.failed_count),
    lsn: written ? parseLsn(written.lsn) : undefined,
    ready: ready && { count: ready.count, oldest: ready.oldest?.getTime() },
    checksumFailures: row.checksum_failures === null ? undefined : Number(row.checksum_failures),
    sessions: row.sessions.map((since) => since?.getTime() ?? null),
    unseen: unseenBy(rights),
  };
}

/** `….backup` is cut; a timeline's history is no segment. */
const segmentOf = (name: string | null): string | undefined => /^[0-9A-F]{24}/u.exec(name ?? '')?.[0];

function unseenBy({ control, ready, monitor }: Rights): string[] {
  const missing = [
    ...(control ? [] : ['which cluster this is']),
    ...(ready ? [] : ['which WAL waits to be archived']),
    ...(monitor ? [] : ['since when a backup runs']),
  ];
  if (missing.length === 0) return [];
  return [...missing, 'a superuser shows it: grant pg_monitor to readonly_role'];
}
