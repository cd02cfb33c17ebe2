import { presentArchive, presentBackups, timelinesOf } from './wal.ts';
import type { Facts } from './facts.ts';
import type { Judgement } from './judge.ts';
import type { Limits } from './policy.ts';
import { walLag } from './rules/archiving.ts';
import { segmentSizeOf } from './rules/gaps.ts';
import { duration, moment } from './text.ts';
import { chainsOf, spansOf } from './window.ts';
import { plural } from '../plural.ts';
import { byGravity } from './verdict.ts';

/** The one sentence that stands first: what is wrong and worst, else how far back the shop can be brought. */
export function sentenceOf({ status, rules }: Judgement, facts: Facts): string {
  const [first] = byGravity(rules);
  const others = rules.filter((one) => one.status !== 'OK' && one !== first).length;
  if (status !== 'OK' && first) {
    const more = others === 0 ? '' : ` (and ${others} more)`;
    return `${first.rule}: ${first.figure}${more}`;
  }
  const backups = facts.repository.seen ? presentBackups(facts.repository.value) : [];
  const newest = backups.at(-1);
  const age = newest ? `, the newest is ${duration((facts.now - newest.stop) / 1000)} old` : '';
  return `${plural(backups.length, 'backup')}${age}, WAL is archived`;
}

/** To which moments the shop can be brought back; the end is when the newest WAL came, `backup window` reads it exactly. */
export function recoverableOf(facts: Facts): string {
  const { repository, wal } = facts;
  if (!repository.seen) return `What can be recovered is not known: ${repository.why}.`;
  if (!wal.seen) return `What can be recovered is not known: ${wal.why}.`;
  const size = segmentSizeOf(facts);
  const timelines = timelinesOf(wal.value, presentArchive(repository.value)?.id, size);
  const spans = spansOf(chainsOf(timelines, presentBackups(repository.value), size));
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return 'Nothing can be recovered: there is no backup with all its WAL.';
  const holes = spans.length === 1 ? '' : `, but for ${spans.length - 1} ${spans.length === 2 ? 'hole' : 'holes'}`;
  return `Every moment can be recovered from ${moment(first.from)} to ${moment(last.to)}${holes}.`;
}

/** `label=value;warning;critical;minimum` of the monitoring plugins' guidelines; what was not seen is left out. */
export function performanceData(facts: Facts, limits: Limits): string {
  const data: string[] = [];
  const add = (label: string, value: number | undefined, unit: string, warning = '', critical = '') => {
    if (value === undefined || !Number.isFinite(value)) return;
    data.push(`${label}=${Math.max(0, Math.round(value))}${unit};${warning};${critical};0`);
  };
  if (facts.repository.seen) {
    const backups = presentBackups(facts.repository.value);
    const ageOf = (stop: number | undefined) => (stop === undefined ? undefined : (facts.now - stop) / 1000);
    const full = backups.findLast(({ type }) => type === 'full');
    add('full_age', ageOf(full?.stop), 's', String(limits.fullWarning), String(limits.fullCritical));
    add('any_age', ageOf(backups.at(-1)?.stop), 's', String(limits.anyWarning), String(limits.anyCritical));
    add('backups', backups.length, '');
  }
  add('wal_lag', walLag(facts), 'B');
  if (facts.disk?.seen) {
    const { size, free } = facts.disk.value;
    // A range with a colon warns below it.
    add(
      'disk_free',
      free,
      'B',
      `${Math.round(size * limits.diskWarning)}:`,
      `${Math.round(size * limits.diskCritical)}:`,
    );
  }
  return data.join(' ');
}

/** The line a monitor reads; a bar in it would begin the performance data. */
export function pluginLine(status: string, sentence: string, data: string): string {
  return `${status} - ${sentence.replaceAll('|', '/')}${data === '' ? '' : ` | ${data}`}`;
}
