import type { Policy } from '../../../domain/backup/policy.ts';

export interface Places {
  readonly stanza: string;
  readonly data: string;
  readonly repository: string;
  readonly port: number;
  readonly socket: string;
  readonly config: string;
}

/** Each a whole piece of a file, comments and all. */
export interface Lines {
  readonly pgbackrest_conf: string;
  readonly postgresql_conf: string;
  readonly timers: string;
  readonly database: string;
}

const usualConfig = '/etc/pgbackrest/pgbackrest.conf';

export function linesOf(policy: Policy, places: Places): Lines {
  const { stanza, config } = places;
  const tool = `pgbackrest${config === usualConfig ? '' : ` --config=${config}`} --stanza=${stanza}`;
  return {
    pgbackrest_conf: pgbackrestLines(policy, places),
    postgresql_conf: postgresLines(policy, tool),
    timers: timerLines(policy, tool),
    database: databaseLines(),
  };
}

function pgbackrestLines(policy: Policy, { stanza, data, repository, port, socket, config }: Places): string {
  const perDay = Math.floor(24 / policy.incrementalHours);
  return `# ${config}
[global]
repo1-path=${repository}
# full backups of the last ${policy.keepFullDays} days, by age: "count" would keep as many after failed nights
repo1-retention-full-type=time
repo1-retention-full=${policy.keepFullDays}
# pgBackRest has no retention for incremental backups: ${perDay} differential ones a day, kept ${policy.keepIncrementalDays} days
repo1-retention-diff=${Math.max(1, perDay * policy.keepIncrementalDays)}
# not set, on purpose: repo1-retention-archive would silently shorten what can be recovered
repo1-bundle=y
start-fast=y
compress-type=lz4

[${stanza}]
pg1-path=${data}
pg1-port=${port}
pg1-socket-path=${socket}
`;
}

function postgresLines({ walMinutes }: Policy, tool: string): string {
  return `# postgresql.conf; archive_mode needs a restart
wal_level = replica
archive_mode = on
archive_command = '${tool} archive-push %p'
archive_timeout = ${walMinutes * 60}
`;
}

function timerLines({ fullAt, incrementalHours }: Policy, tool: string): string {
  const [hour = 0, minute = 0] = fullAt.split(':').map(Number);
  const count = Math.floor(24 / incrementalHours) - 1;
  const others = Array.from({ length: count }, (_, index) => (hour + (index + 1) * incrementalHours) % 24);
  const differential = `${minute} ${others.toSorted((a, b) => a - b).join(',')} * * * postgres ${tool} --type=diff backup`;
  return `# /etc/cron.d/pgbackrest, on the database's host
# once, before all: ${tool} stanza-create
${minute} ${hour} * * * postgres ${tool} --type=full backup
${count > 0 ? differential : '# the full backup alone keeps the distance'}
# /etc/cron.d/solemate: somebody must look, and try a restore each month
*/5 * * * * solemate solemate backup status >/dev/null || solemate backup status | mail -s "backups of the shop" oncall@example.com
${(minute + 30) % 60} 4 1 * * solemate solemate backup drill --yes
`;
}

function databaseLines(): string {
  return `-- once, as a superuser of the database: without it status cannot see what waits to be archived
grant pg_monitor to readonly_role;
`;
}
