import * as z from 'zod';
import { plural } from '../../domain/plural.ts';
import { clean } from '../../domain/display.ts';
import { moment } from '../../domain/backup/text.ts';
import { operation } from '../operation.ts';
import { factsOf, factsWithout } from './parts/observe.ts';
import { demandBackups, observeReach } from './parts/observe-reach.ts';
import type { BackupWindow } from './parts/types.ts';
import { reachOf, windowOf } from './parts/window-of.ts';

export const window = operation({
  name: 'backup.window',
  summary: 'Show which moments of the shop can be recovered, and the holes between them.',
  permission: 'backups:read',
  input: z.object({}),
  examples: ['backup window', 'backup window --json'],
  reads: true,
  text: windowText,
  prepare: observeReach,
  run: async ({ tx }, _input, reach): Promise<BackupWindow> =>
    windowOf(reachOf(demandBackups(await factsOf(tx, reach)), reach.until)),
  otherwise: (error, _input, reach): Promise<BackupWindow> =>
    Promise.resolve(windowOf(reachOf(factsWithout(error, reach), reach.until))),
});

const at = (iso: string): string => moment(Date.parse(iso));

function windowText({ spans, holes, note }: BackupWindow): string {
  if (spans.length === 0) return 'Nothing can be recovered: there is no backup with all its WAL.\n';
  const lines = spans.map(
    (span) =>
      `${at(span.from)} to ${at(span.to)}: every moment (${plural(span.backups, 'backup')}, WAL to ${span.last_wal})`,
  );
  for (const hole of holes) lines.push(`${at(hole.from)} to ${at(hole.to)}: nothing, ${hole.missing} is missing`);
  return [...lines.toSorted(), ...(note === '' ? [] : ['', note])].map(clean).join('\n') + '\n';
}
