import { presentBackups } from '../wal.ts';
import type { Backup, Facts } from '../facts.ts';
import type { Limits } from '../policy.ts';
import { duration } from '../text.ts';
import { ruleOf, type Verdict } from '../verdict.ts';
import { noStanza } from './asking.ts';

export const noRepository = 'not known: pgBackRest did not answer';

export function newestFull(facts: Facts, { fullWarning, fullCritical, clockAhead }: Limits): Verdict {
  const command = `${facts.tool} --type=full backup`;
  const pick = (backups: readonly Backup[]) => backups.findLast(({ type }) => type === 'full');
  return aged('newest full', pick, facts, [fullWarning, fullCritical, clockAhead], command);
}

export function newestOfAny(facts: Facts, { anyWarning, anyCritical, clockAhead }: Limits): Verdict {
  const command = `${facts.tool} --type=diff backup`;
  return aged('newest of any type', (all) => all.at(-1), facts, [anyWarning, anyCritical, clockAhead], command);
}

function aged(
  name: string,
  pick: (backups: readonly Backup[]) => Backup | undefined,
  { repository, now }: Facts,
  [warning, critical, ahead]: readonly [number, number, number],
  command: string,
): Verdict {
  const rule = ruleOf(name, `${duration(warning)}, critical ${duration(critical)}`);
  if (!repository.seen) return rule.unknown(noRepository, `Find out why first; then: ${command}`);
  const backup = pick(presentBackups(repository.value));
  if (!backup) {
    const when = noStanza.includes(repository.value.code) ? 'When the stanza is right again' : 'Make one now';
    return rule.critical('there is none', `${when}: ${command}`);
  }
  const seconds = (now - backup.stop) / 1000;
  if (seconds < -ahead) return rule.unknown(`${backup.label} is ahead of the clock`, 'See the rule "clock".');
  const figure = `${duration(seconds)} old (${backup.label})`;
  const advice = `See why the timer did not run (systemctl list-timers, /etc/cron.d), and make one now: ${command}`;
  if (seconds > critical) return rule.critical(figure, advice);
  return seconds > warning ? rule.warning(figure, advice) : rule.ok(figure);
}

export function stuck({ repository, server, now, tool }: Facts, limits: Limits): Verdict | undefined {
  if (server.seen && server.value.standby) return undefined;
  const usual = repository.seen ? usualDuration(presentBackups(repository.value)) : 0;
  const limit = Math.max(limits.stuckAfter, limits.stuckFactor * usual);
  const rule = ruleOf('stuck', `a backup runs no longer than ${duration(limit)}`);
  if (!server.seen) return rule.unknown(server.why, 'See whether the database can be reached: solemate doctor');
  const { sessions } = server.value;
  if (sessions.length === 0) return rule.ok('no backup runs now');
  const since = sessions.filter((one) => one !== null);
  if (since.length === 0) {
    return rule.unknown(
      'a backup runs; since when may not be seen',
      'As a superuser: grant pg_monitor to readonly_role;',
    );
  }
  const seconds = (now - Math.min(...since)) / 1000;
  const figure = `a backup runs for ${duration(seconds)}`;
  if (seconds <= limit) return rule.ok(figure);
  return rule.warning(
    figure,
    `Look at it on the database's host: ps -fC pgbackrest, and the end of its log in /var/log/pgbackrest. To end it: ${tool} --force stop, then ${tool} start, and begin anew: ${tool} --type=full backup`,
  );
}

/** Seconds; the longest kind counts, for which kind runs cannot be seen. */
function usualDuration(backups: readonly Backup[]): number {
  const of = (type: Backup['type']) =>
    median(backups.filter((one) => one.type === type).map(({ start, stop }) => (stop - start) / 1000));
  return Math.max(of('full'), of('diff'), of('incr'));
}

/** 0 of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
