import type { Migration } from './migration.ts';

const watched = [
  ['insert', 'new table as new_rows'],
  ['update', 'old table as old_rows new table as new_rows'],
  ['delete', 'old table as old_rows'],
] as const;

/**
 * Restore drills and copies. What pgBackRest notes on a backup goes when that backup expires, after 30 days: a drill is
 * to be known for longer, and who held a copy of everything in hand belongs into the audit log.
 */
export const backupRuns: Migration = {
  name: '0033-backup-runs',
  up: [
    `create table backup_runs (
      -- the operation's own id: sent twice, it is one run
      id uuid primary key,
      kind varchar(20) not null,
      status varchar(20) not null default 'RUNNING',
      -- the moment that was to be recovered; null: all that is archived
      target timestamptz,
      -- where the copy is
      directory text,
      backup_label text,
      figures jsonb,
      message text,
      started_by uuid default current_user_id() references users (id),
      started_at timestamptz not null default current_timestamp,
      finished_at timestamptz,
      constraint check_backup_run_kind check (kind in ('DRILL', 'COPY')),
      constraint check_backup_run_status check (status in ('RUNNING', 'COMPLETED', 'FAILED', 'INTERRUPTED')),
      constraint check_backup_run_finished check ((status = 'RUNNING') = (finished_at is null))
    );
    create index idx_backup_runs_kind on backup_runs (kind, started_at desc);
    create index idx_backup_runs_started_by on backup_runs (started_by);`,
    watched
      .map(
        ([event, rows]) => `create trigger backup_runs_audit_${event} after ${event} on backup_runs
          referencing ${rows}
          for each statement execute function audit_change('');
        create trigger backup_runs_notify_${event} after ${event} on backup_runs
          referencing ${rows}
          for each statement execute function notify_changes();`,
      )
      .join('\n'),
    `revoke all on backup_runs from admin_role, manager_role, warehouse_role, readonly_role, customer_role;
    grant select on backup_runs to admin_role, manager_role, readonly_role;
    grant insert (id, kind, target, directory) on backup_runs to admin_role;
    grant update (status, backup_label, figures, message, finished_at) on backup_runs to admin_role;`,
  ],
  down: 'drop table backup_runs;',
};
