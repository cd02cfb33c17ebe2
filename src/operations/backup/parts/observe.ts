import { seen, unseen, type DrillRecord, type Facts, type Seen, type Server } from '../../../domain/backup/facts.ts';
import type { Limits } from '../../../domain/backup/policy.ts';
import { Unavailable, type DomainError } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { look, type Looked } from '../../../platform/pgbackrest/look.ts';
import { askServer } from '../../../platform/pgbackrest/server.ts';
import { judgedBy } from '../../../platform/pgbackrest/settings.ts';
import type { BackupSource } from '../../../platform/pgbackrest/source.ts';
import type { Preparation } from '../../operation.ts';

/** What was seen before any transaction: it may take as long as a host that does not answer. */
export interface Observed {
  readonly source: BackupSource | undefined;
  readonly looked: Looked | undefined;
  readonly limits: Limits;
  readonly at: number;
}

/** Nothing is asked in the store for trying out: it has no backups. */
export async function observe({ secrets, signal }: Preparation): Promise<Observed> {
  const source = secrets.backups?.();
  const settings = source?.settings ?? {};
  const looked = source?.embedded ? undefined : await look(settings, signal);
  return { source, looked, limits: judgedBy(settings), at: Date.now() };
}

interface RunRow {
  readonly kind: 'DRILL' | 'COPY';
  readonly status: string;
  readonly directory: string | null;
  readonly at: Date;
}

export interface Runs {
  readonly drills: readonly DrillRecord[];
  readonly copy: { readonly at: number; readonly directory: string } | undefined;
}

/** Whoever may not see these may not see backups at all: the database itself says so. */
export async function loadRuns(tx: Tx): Promise<Runs> {
  const rows = await tx.query<RunRow>(
    `select distinct on (kind) kind, status, directory, finished_at as at
    from backup_runs
    where status in ('COMPLETED', 'FAILED')
      and (kind = 'DRILL' or status = 'COMPLETED')
    order by kind, started_at desc`,
  );
  const drills = rows
    .filter(({ kind }) => kind === 'DRILL')
    .map(({ at, status }) => ({ at: at.getTime(), ok: status === 'COMPLETED' }));
  const copy = rows.find(({ kind }) => kind === 'COPY');
  return { drills, copy: copy && { at: copy.at.getTime(), directory: copy.directory ?? '' } };
}

export async function factsOf(tx: Tx, observed: Observed, asOf?: number): Promise<Facts | undefined> {
  const { drills } = await loadRuns(tx);
  if (!observed.looked) return undefined;
  return assemble(observed, observed.looked, seen(await askServer(tx)), drills, asOf);
}

/** Without the database: what the repository says is worth the more then. */
export function factsWithout(error: DomainError, observed: Observed, asOf?: number): Facts {
  if (!observed.looked || !(error instanceof Unavailable)) throw error;
  return assemble(observed, observed.looked, unseen(error.message), [], asOf);
}

function assemble(
  { at }: Observed,
  looked: Looked,
  server: Seen<Server>,
  drills: readonly DrillRecord[],
  asOf: number | undefined,
): Facts {
  return { ...looked, now: asOf ?? at, asOf: asOf !== undefined, server, drills };
}
