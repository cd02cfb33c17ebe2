import * as z from 'zod';
import { exitCodeOf } from '../../domain/backup/verdict.ts';
import { operation } from '../operation.ts';
import { AsOf } from './parts/moment.ts';
import { factsOf, factsWithout, loadRuns, observe, type Observed } from './parts/observe.ts';
import { statusOf, statusOfSample, statusUnknown } from './parts/status-of.ts';
import { statusText } from './parts/status-text.ts';
import type { BackupStatus } from './parts/types.ts';

export const status = operation({
  name: 'backup.status',
  summary: 'Judge the backups: can the shop be recovered, and what to do. Exit code 0, 1, 2 or 3 for monitors.',
  permission: 'backups:read',
  input: z.object({ as_of: AsOf.optional() }),
  examples: ['backup status', 'backup status --json', 'backup status --as-of "2026-11-22 11:37:00+00"'],
  reads: true,
  monitored: true,
  exitCode: ({ status: light }: BackupStatus) => exitCodeOf(light),
  text: statusText,
  prepare: observe,
  async run({ tx }, { as_of: asOf }, observed: Observed): Promise<BackupStatus> {
    if (observed.source?.embedded) return statusOfSample((await loadRuns(tx)).copy, observed.at);
    const facts = await factsOf(tx, observed, asOf);
    return facts
      ? statusOf(facts, observed.limits)
      : statusUnknown('Nobody said how backups are looked at here.', observed.at);
  },
  otherwise: (error, { as_of: asOf }, observed): Promise<BackupStatus> =>
    Promise.resolve(statusOf(factsWithout(error, observed, asOf), observed.limits)),
});
