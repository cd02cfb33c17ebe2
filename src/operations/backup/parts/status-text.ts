import { clean } from '../../../domain/display.ts';
import { stripLetters } from '../../../domain/backup/strip.ts';
import { bytes } from '../../../domain/backup/text.ts';
import { byGravity, type Verdict } from '../../../domain/backup/verdict.ts';
import type { BackupStatus } from './types.ts';

/**
 * The first line is a monitoring plugin's; what follows is its long text, for people. A bar there would begin
 * performance data again, so there is none.
 */
export function statusText({ line, recoverable, rules, calendar, wal, unseen }: BackupStatus): string {
  const lines = [line, recoverable, '', ...byGravity(rules).flatMap(ruleLines)];
  if (calendar.length > 0) {
    const [first, last] = [calendar[0]?.day ?? '', calendar.at(-1)?.day ?? ''];
    lines.push('', `${first} [${stripLetters(calendar)}] ${last}   F full, i incremental only, ! wrong pages, . none`);
  }
  if (wal.newest !== null) {
    const behind = wal.lag_bytes === null ? '' : `, ${bytes(wal.lag_bytes)} written since`;
    lines.push(`WAL archived up to ${wal.newest}${wal.newest_at === null ? '' : ` at ${wal.newest_at}`}${behind}`);
  }
  if (unseen.length > 0) {
    lines.push(`Not seen: ${unseen.join('; ')}.`);
  }
  const [head = '', ...rest] = lines.map(clean);
  return [head, ...rest.map((text) => text.replaceAll('|', '/'))].join('\n') + '\n';
}

function ruleLines({ rule, status, figure, limit, advice }: Verdict): string[] {
  const shown = `${status.padEnd(8)} ${rule}: ${figure} (limit: ${limit})`;
  return advice === '' ? [shown] : [shown, `         -> ${advice}`];
}
