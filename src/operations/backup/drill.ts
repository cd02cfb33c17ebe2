import * as z from 'zod';
import { bytes, moment } from '../../domain/backup/text.ts';
import { text } from '../fields.ts';
import { operation } from '../operation.ts';
import { At } from './parts/moment.ts';
import { factsOf } from './parts/observe.ts';
import { demandBackups, observeReach } from './parts/observe-reach.ts';
import { drillOnce, drillPlan } from './parts/drill-run.ts';
import type { DrillResult } from './parts/types.ts';
import { prepareDrill } from '../../platform/pgbackrest/drill.ts';

export const drill = operation({
  name: 'backup.drill',
  summary: 'Really restore the shop beside itself, prove that it comes up, read all of it, take it away, record it.',
  permission: 'backups:run',
  input: z.object({
    at: At.optional(),
    check: z.array(text(2000)).default([]).describe('a query whose answer from the copy is told; may be given often'),
  }),
  examples: ['backup drill', 'backup drill --at "2026-11-22 11:36:35+00" --check "select count(*) from orders"'],
  refreshes: ['backup_runs'],
  confirm: ({ at }) => ({
    question: `Restore the shop as of ${at === undefined ? 'now' : moment(at)} beside itself, and take it away again?`,
  }),
  exitCode: ({ status }: DrillResult) => (status === 'COMPLETED' ? 0 : 3),
  done: drilled,
  prepare: observeReach,
  async run({ tx, operationId }, { at, check }, reach): Promise<DrillResult> {
    await tx.query("insert into backup_runs (id, kind, target) values ($1, 'DRILL', $2)", [
      operationId,
      at === undefined ? null : new Date(at),
    ]);
    const facts = demandBackups(await factsOf(tx, reach));
    await prepareDrill(await drillPlan(tx, facts, reach, { at, checks: check }));
    const target = at === undefined ? null : new Date(at).toISOString();
    return { id: operationId, status: 'RUNNING', target, backup: null, message: null, figures: null };
  },
  after: (aftermath, { id }, { at, check }, reach) => drillOnce(aftermath, id, reach, { at, checks: check }),
});

function drilled({ status, backup, message, figures }: DrillResult): string {
  if (status !== 'COMPLETED' || !figures)
    return `The drill ${status === 'INTERRUPTED' ? 'was interrupted' : 'FAILED'}: ${message ?? ''}`;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const to =
    figures.recovered_to === null ? '' : `, its last transaction is of ${moment(Date.parse(figures.recovered_to))}`;
  return `${backup ?? ''} came back: ${bytes(figures.restored_bytes)} in ${seconds(figures.restore_ms)}, WAL played in ${seconds(figures.replay_ms)}, ${figures.rows} rows of ${figures.tables} tables read in ${seconds(figures.checks_ms)}${to}.${figures.noted_on_backup ? '' : ' It could not be noted on the backup itself.'}`;
}
