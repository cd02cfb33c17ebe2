import * as z from 'zod';
import { clean } from '../../domain/display.ts';
import { moment } from '../../domain/backup/text.ts';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';
import { At } from './parts/moment.ts';
import { factsOf, factsWithout } from './parts/observe.ts';
import { demandBackups, observeReach } from './parts/observe-reach.ts';
import { planOf } from './parts/plan-of.ts';
import type { RestorePlan } from './parts/types.ts';
import { reachOf } from './parts/window-of.ts';

export const restorePlan = operation({
  name: 'backup.restore_plan',
  summary: 'Print the exact commands that bring the shop back to a moment; nothing is run.',
  permission: 'backups:read',
  input: z.object({
    at: At.optional(),
    into: required(200).default('/var/tmp/solemate-restore').describe('directory to restore into, beside the shop'),
    in_place: z.boolean().default(false).describe('in the place of the shop instead, which is down meanwhile'),
  }),
  examples: [
    'backup restore-plan --at "2026-11-22 11:36:35+00"',
    'backup restore-plan --at "2026-11-22 12:36:35+01" --into /srv/restore --json',
    'backup restore-plan',
  ],
  reads: true,
  text: planText,
  prepare: observeReach,
  async run({ tx }, { at, into, in_place: inPlace }, reach): Promise<RestorePlan> {
    const facts = demandBackups(await factsOf(tx, reach));
    return planOf(facts, reachOf(facts, reach.until), reach.source?.settings ?? {}, { at, into, inPlace });
  },
  otherwise(error, { at, into, in_place: inPlace }, reach): Promise<RestorePlan> {
    const facts = factsWithout(error, reach);
    return Promise.resolve(
      planOf(facts, reachOf(facts, reach.until), reach.source?.settings ?? {}, { at, into, inPlace }),
    );
  },
});

function planText({
  target,
  backup,
  backup_stopped_at: stopped,
  wal_from: from,
  wal_to: to,
  in_place: inPlace,
  run_as: who,
  steps,
}: RestorePlan): string {
  const what = target === null ? 'all that is archived' : moment(Date.parse(target));
  const where = inPlace ? 'in the place of the shop, which is down meanwhile' : 'beside the shop, which goes on';
  const lines = [
    `# To ${what}, ${where}.`,
    `# Backup ${backup} of ${moment(Date.parse(stopped))}, then WAL ${from} to ${to}.`,
    `# On the database's host, as ${who}, one after the other:`,
    ...steps.flatMap((step, index) => ['', `# ${index + 1}. ${step.what}`, step.command]),
  ];
  return lines.map(clean).join('\n') + '\n';
}
