import * as z from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { automatic } from '../../platform/payments/index.ts';
import { operation } from '../operation.ts';
import { prepareGateways } from './parts/gateways.ts';
import { settleRefund } from './parts/settle.ts';
import type { Settled as Row } from './parts/types.ts';

interface Reconciled {
  readonly rows: readonly Row[];
  readonly completed: number;
  readonly failed: number;
  /** Still REQUESTED: at the provider, not answered, or to be paid out by hand. */
  readonly open: number;
}

export const reconcile = operation({
  name: 'payments.reconcile',
  summary: 'Finish refunds that were asked for: ask the provider, send what it does not have. For cron as well.',
  permission: 'payments:refund',
  input: z.object({
    minutes: z.number().int().min(0).max(525_600).default(5).describe('only refunds asked for longer ago than this'),
    most: z.number().int().min(1).max(10_000).default(500).describe('at most so many, the oldest first'),
  }),
  examples: ['payments reconcile', 'payments reconcile --minutes 60 --dry-run'],
  dryRun: true,
  csv: true,
  refreshes: ['refunds', 'payments', 'orders'],
  done: ({ rows, completed, failed, open }: Reconciled) =>
    rows.length === 0
      ? 'No refund is waiting.'
      : `${plural(rows.length, 'refund')} looked at: ${completed} completed, ${failed} failed, ${open} still open.`,
  // A refund that is on its way at its provider needs nobody; one that failed, was not answered or waits for a hand does.
  exitCode: ({ rows }, dryRun) =>
    !dryRun &&
    rows.some(
      (row) => row.status === 'FAILED' || (row.status === 'REQUESTED' && (byHand(row) || row.failure_reason !== null)),
    )
      ? 3
      : 0,
  prepare: ({ secrets }) => prepareGateways(secrets),
  async run({ tx }, { minutes, most }): Promise<Reconciled> {
    const rows = await tx.query<Row>(
      `select r.id, g.order_number, r.amount, p.currency, r.status, r.provider, r.provider_reference, r.failure_reason,
         r.attempts
       from refunds r
       join payments p on p.id = r.payment_id
       join order_registry g on g.order_id = p.order_id
       where r.status = 'REQUESTED'
         and r.created_at <= now() - make_interval(mins => $1)
       order by r.created_at, r.id
       limit $2`,
      [minutes, most],
    );
    return counted(rows);
  },
  async after(aftermath, { rows }, _input, gateways): Promise<Reconciled> {
    const settled: Row[] = [];
    for (const row of rows) {
      settled.push(await finish(row));
      aftermath.progress({ done: settled.length, total: rows.length, what: 'refunds' });
    }
    return counted(settled);

    /** Several at once share the work: what another one is sending is left to it. */
    async function finish(row: Row): Promise<Row> {
      try {
        return await settleRefund(aftermath, row.id, gateways, { wait: false });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return { ...row, failure_reason: error.message };
      }
    }
  },
});

const byHand = ({ provider }: Row): boolean => !automatic.includes(provider);

function counted(rows: readonly Row[]): Reconciled {
  const count = (status: Row['status']) => rows.filter((row) => row.status === status).length;
  return { rows, completed: count('COMPLETED'), failed: count('FAILED'), open: count('REQUESTED') };
}
