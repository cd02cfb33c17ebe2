import { presentBackups } from '../wal.ts';
import type { Backup, Facts } from '../facts.ts';
import { day, type Limits } from '../policy.ts';
import { duration } from '../text.ts';
import { ruleOf, type Verdict } from '../verdict.ts';
import { plural } from '../../plural.ts';
import { noRepository } from './ages.ts';

const dayMs = day * 1000;
const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Whole days before today, newest first. */
function lastDays(now: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => dateOf(now - (index + 1) * dayMs));
}

/** When the repository began: a backup that has expired since still counts. */
function repositoryAge({ firstBackup, now }: Facts, backups: readonly Backup[]): number {
  const first = firstBackup.seen ? firstBackup.value : undefined;
  return now - Math.min(first ?? now, backups[0]?.start ?? now);
}

export function tooFewKept(facts: Facts, { keepFullDays }: Limits): Verdict {
  const { repository, now, tool } = facts;
  const rule = ruleOf('too few kept', `a full backup of each of the last ${keepFullDays} days`);
  if (!repository.seen) return rule.unknown(noRepository, `Ask it: ${tool} info`);
  const backups = presentBackups(repository.value);
  const age = repositoryAge(facts, backups);
  const fulls = new Set(backups.filter(({ type }) => type === 'full').map(({ start }) => dateOf(start)));
  if (age < (keepFullDays + 1) * dayMs) {
    return rule.ok(`the repository is ${duration(age / 1000)} old: full backups of ${plural(fulls.size, 'day')}`);
  }
  const missing = lastDays(now, keepFullDays).filter((date) => !fulls.has(date));
  if (missing.length === 0) return rule.ok(`full backups of ${plural(fulls.size, 'day')}`);
  const shown = missing.slice(0, 3).join(', ');
  const more = missing.length > 3 ? ` and ${missing.length - 3} more days` : '';
  return rule.warning(
    `no full backup of ${shown}${more}`,
    `Past days cannot be made good. See that the timer makes one each night, and that pgbackrest.conf keeps them: repo1-retention-full-type=time and repo1-retention-full=${keepFullDays} (solemate backup configure --print).`,
  );
}

export function tooManyKept(
  { repository, now, tool }: Facts,
  { fullTooOld, incrementalTooOld, keepFullDays }: Limits,
): Verdict {
  const rule = ruleOf(
    'too many kept',
    `second-oldest full ${duration(fullTooOld)}, others ${duration(incrementalTooOld)}`,
  );
  if (!repository.seen) return rule.unknown(noRepository, `Ask it: ${tool} info`);
  const backups = presentBackups(repository.value);
  const ageOf = (backup: Backup | undefined) => (backup ? (now - backup.stop) / 1000 : 0);
  // The oldest one stays until the next is 30 days old: without it there was no way back so far.
  const full = ageOf(backups.filter(({ type }) => type === 'full')[1]);
  const other = ageOf(backups.find(({ type }) => type !== 'full'));
  const wrong = [
    ...(full > fullTooOld ? [`the second-oldest full backup is ${duration(full)} old`] : []),
    ...(other > incrementalTooOld ? [`the oldest incremental or differential one is ${duration(other)} old`] : []),
  ];
  if (wrong.length === 0) return rule.ok(`${plural(backups.length, 'backup')}, none beyond its time`);
  return rule.warning(
    wrong.join(', '),
    `They fill the repository. See pgbackrest.conf: repo1-retention-full-type=time, repo1-retention-full=${keepFullDays}, repo1-retention-diff (solemate backup configure --print); then: ${tool} expire`,
  );
}

export function directoryMissing({ repository, directories, tool }: Facts): Verdict {
  const rule = ruleOf('backup directory missing', 'every backup that is listed is there');
  if (!repository.seen) return rule.unknown(noRepository, `Ask it: ${tool} info`);
  const { stanza, backups } = repository.value;
  if (!directories.seen) return rule.unknown(directories.why, `See it by hand: ${tool} repo-ls backup/${stanza}`);
  const there = new Set(directories.value);
  const missing = backups.filter(({ label }) => !there.has(label));
  const [first] = missing;
  if (!first) return rule.ok(`all ${backups.length} are there`);
  return rule.critical(
    `${first.label} is listed, but its directory is gone${missing.length > 1 ? ` (and ${missing.length - 1} more)` : ''}`,
    `Somebody or something deletes in the repository: find out who. Make a new one now: ${tool} --type=full backup, then take the dead one off the list: ${tool} --set=${first.label} expire`,
  );
}

export function aborted({ repository, directories, server, tool }: Facts): Verdict {
  const rule = ruleOf('aborted backup', 'no backup was left half-made');
  if (!repository.seen) return rule.unknown(noRepository, `Ask it: ${tool} info`);
  const { stanza, backups, lockHeld } = repository.value;
  if (!directories.seen) return rule.unknown(directories.why, `See it by hand: ${tool} repo-ls backup/${stanza}`);
  const listed = new Set(backups.map(({ label }) => label));
  const half = directories.value.filter((label) => !listed.has(label)).toSorted(byStart);
  const newest = half.at(-1);
  if (newest === undefined) return rule.ok('none');
  const running = lockHeld || (server.seen && server.value.sessions.length > 0);
  if (running) return rule.ok(`${newest} is being made now`);
  // The next good backup has made up for it; pgBackRest clears it away by itself.
  const good = backups.at(-1);
  if (good && startOf(newest) < startOf(good.label)) return rule.ok(`${newest}, but a good one was made since`);
  return rule.warning(
    `${newest} was begun and never finished, and nobody is making it now`,
    `It was killed or its machine went down: see the end of the log in /var/log/pgbackrest. Make it again, which also clears it away: ${tool} --type=full backup`,
  );
}

/** `20261122-113626F_20261122-113630I` began at 20261122-113630. */
const startOf = (label: string): string => /(\d{8}-\d{6})[FDI]$/u.exec(label)?.[1] ?? label;
const byStart = (a: string, b: string): number => (startOf(a) < startOf(b) ? -1 : 1);
