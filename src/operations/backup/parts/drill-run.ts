import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from '../../../domain/backup/facts.ts';
import { presentDatabase } from '../../../domain/backup/wal.ts';
import { DomainError, Interrupted, Refused, withHint } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import {
  noteOnBackup,
  prepareDrill,
  runDrill,
  type Drilled,
  type DrillPlan,
} from '../../../platform/pgbackrest/drill.ts';
import { makeScratch, scratchExists } from '../../../platform/pgbackrest/scratch.ts';
import type { Aftermath } from '../../operation.ts';
import { factsOf } from './observe.ts';
import { demandBackups, type ObservedReach } from './observe-reach.ts';
import { demandRoute } from './plan-of.ts';
import type { DrillFigures, DrillResult } from './types.ts';
import { reachOf } from './window-of.ts';

interface DrillWish {
  readonly at: number | undefined;
  readonly checks: readonly string[];
}

export async function drillPlan(
  tx: Tx,
  facts: Facts,
  reach: ObservedReach,
  { at, checks }: DrillWish,
): Promise<DrillPlan> {
  if (!facts.repository.seen) throw new Refused(`The backups cannot be seen: ${facts.repository.why}.`);
  const route = demandRoute(reachOf(facts, reach.until), at);
  const names = await tx.one<{ database: string; superuser: string }>(
    'select current_database() as database, (select rolname from pg_roles where oid = 10) as superuser',
  );
  return {
    settings: reach.source?.settings ?? {},
    stanza: facts.repository.value.stanza,
    version: presentDatabase(facts.repository.value)?.version ?? '',
    route,
    at,
    checks,
    database: names?.database ?? 'postgres',
    superuser: names?.superuser ?? 'postgres',
  };
}

/** Drills of this process: two calls with the same id share one. */
const running = new Map<string, Promise<DrillResult>>();

/**
 * The drill itself, once however often it is asked for: by the row of backup_runs, by this process, and by the scratch
 * directory, which only one process of a machine can make.
 */
export async function drillOnce(
  aftermath: Aftermath,
  id: string,
  reach: ObservedReach,
  wish: DrillWish,
): Promise<DrillResult> {
  const mine = running.get(id) ?? drill(aftermath, id, reach, wish).finally(() => running.delete(id));
  running.set(id, mine);
  return mine;
}

async function drill(aftermath: Aftermath, id: string, reach: ObservedReach, wish: DrillWish): Promise<DrillResult> {
  const earlier = await resultOf(aftermath, id);
  if (earlier.status !== 'RUNNING') return earlier;
  const plan = await aftermath.write(async (tx) => drillPlan(tx, demandBackups(await factsOf(tx, reach)), reach, wish));
  const place = await prepareDrill(plan);
  const scratch = makeScratch(place.parent, id, place.account);
  if (!scratch) return waitFor(aftermath, id, place.parent);
  const step = (done: number) => aftermath.progress({ done, total: 4, what: 'steps' });
  step(0);
  let done: Drilled | undefined;
  let problem: DomainError | undefined;
  try {
    done = await runDrill(plan, place, scratch, aftermath.signal, step);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    problem = error;
  } finally {
    await scratch.remove();
  }
  const stopped = problem instanceof Interrupted;
  const noted = stopped ? false : await noteOnBackup(plan, place.account, done !== undefined);
  step(4);
  await finish(aftermath, id, {
    status: done ? 'COMPLETED' : stopped ? 'INTERRUPTED' : 'FAILED',
    label: plan.route.backup.label,
    message: problem ? withHint(problem) : messageOf(done),
    figures: done ? figuresOf(done, plan, noted) : null,
  });
  if (stopped && problem) throw problem;
  return resultOf(aftermath, id);
}

const messageOf = (done: Drilled | undefined): string | null =>
  done && done.broken.length > 0 ? `Its data break rules of the shop: ${done.broken.join('; ')}` : null;

function figuresOf(done: Drilled, plan: DrillPlan, noted: boolean): DrillFigures {
  return {
    restore_ms: done.restoreMs,
    replay_ms: done.replayMs,
    checks_ms: done.checksMs,
    restored_bytes: plan.route.backup.size,
    tables: done.tables,
    rows: done.rows,
    recovered_to: done.recoveredTo?.toISOString() ?? null,
    answers: done.answers,
    noted_on_backup: noted,
  };
}

interface Ending {
  readonly status: DrillResult['status'];
  readonly label: string;
  readonly message: string | null;
  readonly figures: DrillFigures | null;
}

const finish = (aftermath: Aftermath, id: string, { status, label, message, figures }: Ending): Promise<unknown> =>
  aftermath.write((tx) =>
    tx.query(
      `update backup_runs
      set status = $2, backup_label = $3, message = $4, figures = $5::jsonb, finished_at = clock_timestamp()
      where id = $1 and status = 'RUNNING'`,
      [id, status, label, message, figures === null ? null : JSON.stringify(figures)],
    ),
  );

async function resultOf(aftermath: Aftermath, id: string): Promise<DrillResult> {
  const row = await aftermath.write((tx) =>
    tx.one<Omit<DrillResult, 'target'> & { readonly target: Date | null }>(
      'select id, status, target, backup_label as backup, message, figures from backup_runs where id = $1',
      [id],
    ),
  );
  if (!row) throw new Refused('There is no such drill.');
  return { ...row, target: row.target?.toISOString() ?? null };
}

/** Another process of this machine runs it. */
async function waitFor(aftermath: Aftermath, id: string, parent: string): Promise<DrillResult> {
  while (scratchExists(parent, id)) {
    if (aftermath.signal?.aborted) throw new Interrupted('Stopped waiting; the drill goes on elsewhere.');
    await sleep(200);
  }
  for (let tries = 0; tries < 50; tries += 1) {
    const result = await resultOf(aftermath, id);
    if (result.status !== 'RUNNING') return result;
    await sleep(100);
  }
  throw new Refused('The process that ran this drill died; nothing of it is left.', {
    hint: 'Start a new one: solemate backup drill',
  });
}
