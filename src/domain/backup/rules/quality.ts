import { presentBackups } from '../wal.ts';
import type { Backup, Disk, Facts } from '../facts.ts';
import type { Limits } from '../policy.ts';
import { bytes, duration, percent } from '../text.ts';
import { ruleOf, worst, type Status, type Verdict } from '../verdict.ts';
import { median, noRepository } from './ages.ts';

export function pageErrors({ repository, server, tool }: Facts): Verdict {
  const rule = ruleOf('page errors', 'no page with a wrong checksum');
  const failures = server.seen ? (server.value.checksumFailures ?? 0) : 0;
  const newest = repository.seen ? newestOfEach(presentBackups(repository.value)) : [];
  const bad = newest.filter(({ error }) => error).map(({ label }) => label);
  const advice = `The database's own files are damaged: look at its disk (dmesg) before anything else. Which files: ${tool} --set=${bad[0] ?? 'LABEL'} info. Keep the backups that were made before, and recover to a moment before the damage: solemate backup restore-plan --at TIME`;
  const found = [
    ...(bad.length > 0 ? [`found while ${bad.join(' and ')} ${bad.length === 1 ? 'was' : 'were'} made`] : []),
    ...(failures > 0 ? [`PostgreSQL itself met ${failures}`] : []),
  ];
  if (found.length > 0) return rule.critical(found.join(', '), advice);
  if (!repository.seen) return rule.unknown(noRepository, `Ask it: ${tool} info`);
  return rule.ok('none in the newest backup of each type');
}

function newestOfEach(backups: readonly Backup[]): readonly Backup[] {
  const of = (type: Backup['type']) => backups.filter((one) => one.type === type).slice(-1);
  return [...of('full'), ...of('diff'), ...of('incr')];
}

const compared = 7;

export function sizeAndDuration({ repository, tool }: Facts, limits: Limits): Verdict {
  const { sizeWarning, sizeCritical, durationFactor, durationLeast } = limits;
  const limit = `full at least ${percent(sizeWarning)} of usual, at most ${durationFactor} times as long`;
  const rule = ruleOf('size, duration', limit);
  if (!repository.seen) return rule.unknown(noRepository, `Ask it: ${tool} info`);
  const fulls = presentBackups(repository.value).filter(({ type }) => type === 'full');
  const newest = fulls.at(-1);
  const before = fulls.slice(0, -1).slice(-compared);
  if (!newest) return rule.ok('no full backup to compare');
  if (before.length === 0) return rule.ok(`${bytes(newest.size)}, the first full backup`);
  const usual = median(before.map(({ size }) => size));
  const share = usual === 0 ? 1 : newest.size / usual;
  const took = (newest.stop - newest.start) / 1000;
  const usually = median(before.map(({ start, stop }) => (stop - start) / 1000));
  const slow = took > durationFactor * usually && took > durationLeast;
  const small: Status = share < sizeCritical ? 'CRITICAL' : share < sizeWarning ? 'WARNING' : 'OK';
  const status = worst([small, slow ? 'WARNING' : 'OK']);
  const figure = `${bytes(newest.size)} (${percent(share)} of the usual ${bytes(usual)}) in ${duration(took)} (usually ${duration(usually)})`;
  if (status === 'OK') return rule.ok(figure);
  const advice = [
    ...(small === 'OK'
      ? []
      : [
          'Data is gone from the database, or another one is being backed up: compare its size with psql -c "\\l+" before older backups expire.',
        ]),
    ...(slow ? ['See what slows it: the load of the host, the network, the disk of the repository.'] : []),
  ];
  return rule.judged(status)(figure, advice.join(' '));
}

export function repositoryDisk({ disk, repository, tool }: Facts, limits: Limits): Verdict | undefined {
  if (disk === undefined) return undefined;
  const rule = ruleOf(
    'repository disk',
    `free ${percent(limits.diskWarning)}, critical ${percent(limits.diskCritical)} or ${limits.diskFulls} full backups`,
  );
  if (!disk.seen) {
    return rule.unknown(
      disk.why,
      `Say how to measure it, as a command that prints what df -P -k prints: solemate config set backup.repoDiskCommand '["ssh","backup-host","df","-P","-k","/var/lib/pgbackrest"]'; null where no disk can be full.`,
    );
  }
  const { size, free }: Disk = disk.value;
  const share = free / size;
  const full = repository.seen ? presentBackups(repository.value).findLast(({ type }) => type === 'full') : undefined;
  const needed = (full?.repositoryDelta ?? 0) * limits.diskFulls;
  const figure = `${bytes(free)} of ${bytes(size)} free (${percent(share)})`;
  const advice = `When it is full, backups and WAL stop, and then the database's own disk fills. Take the oldest backups away (${tool} info, then ${tool} --set=LABEL expire) or make the disk larger.`;
  if (share < limits.diskCritical) return rule.critical(figure, advice);
  if (free < needed)
    return rule.critical(`${figure}, less than ${limits.diskFulls} full backups need (${bytes(needed)})`, advice);
  return share < limits.diskWarning ? rule.warning(figure, advice) : rule.ok(figure);
}

export function restoreDrill(
  { drills, repository, server, now }: Facts,
  { drillWarning, drillCritical }: Limits,
): Verdict {
  const rule = ruleOf('restore drill', `${duration(drillWarning)}, critical ${duration(drillCritical)} or failed`);
  const noted = repository.seen ? repository.value.backups.flatMap(({ drill }) => drill ?? []) : [];
  const newest = [...drills, ...noted]
    .filter(({ at }) => at <= now)
    .reduce<(typeof drills)[number] | undefined>(
      (last, one) => (last === undefined || one.at >= last.at ? one : last),
      undefined,
    );
  const command = 'solemate backup drill';
  if (!newest && !server.seen)
    return rule.unknown('not known without the database', 'See whether it can be reached: solemate doctor');
  if (!newest)
    return rule.warning(
      'no restore was ever tried',
      `Whether a backup can be restored is known when it was: ${command}`,
    );
  const seconds = (now - newest.at) / 1000;
  const figure = `${newest.ok ? 'restored' : 'FAILED'} ${duration(seconds)} ago`;
  if (!newest.ok) return rule.critical(figure, `See why in solemate audit list, mend it and try again: ${command}`);
  if (seconds > drillCritical) return rule.critical(figure, `Try it again: ${command}`);
  return seconds > drillWarning ? rule.warning(figure, `Try it again: ${command}`) : rule.ok(figure);
}
