import { presentDatabase } from '../wal.ts';
import type { Facts } from '../facts.ts';
import type { Limits } from '../policy.ts';
import { duration, moment } from '../text.ts';
import { ruleOf, type Verdict } from '../verdict.ts';

/** There is no stanza, or nothing where it should be: what would be typed next fails until it is there. */
export const noStanza = [1, 3];
/** Code 99: pgBackRest itself could not look; 6: the backup asked for is not there. */
const couldNotLook = [99, 6];

export function canWeAsk({ repository, tool }: Facts): Verdict {
  const rule = ruleOf('can we ask', 'pgBackRest answers, and knows the stanza');
  if (!repository.seen) return rule.unknown(repository.why, `See what it says itself: ${tool} info`);
  const { code, message, backups } = repository.value;
  if (couldNotLook.includes(code)) {
    return rule.unknown(
      `pgBackRest could not look: ${message}`,
      `See whether the repository's host or disk is there, then: ${tool} info`,
    );
  }
  return rule.ok(`pgBackRest answers: ${backups.length} backups`);
}

export function stanzaStatus({ repository, server, tool, stopped }: Facts): Verdict {
  const rule = ruleOf('stanza status', 'ok');
  if (!repository.seen) return rule.unknown('not known: pgBackRest did not answer', `Ask it: ${tool} info`);
  const { code, message } = repository.value;
  if (stopped) {
    return rule.critical(
      'stopped: "pgbackrest stop" was run here, so no backup and no WAL gets through',
      `When the work that it was stopped for is done: ${tool} start`,
    );
  }
  if (code === 0) return rule.ok('ok');
  if (couldNotLook.includes(code)) return rule.unknown(message, `Ask it: ${tool} info`);
  return rule.critical(message, adviceFor(code, tool, server.seen ? server.value.lastArchived : undefined));
}

function adviceFor(code: number, tool: string, archived: string | undefined): string {
  if (code === 2) return `There is nothing to restore from. Make the first backup now: ${tool} --type=full backup`;
  if (!noStanza.includes(code)) {
    return `See which repository differs: ${tool} info; after an upgrade of PostgreSQL: ${tool} stanza-upgrade`;
  }
  // A new stanza on the empty mount point of a disk that is away would hide what is kept.
  return archived === undefined
    ? `Nothing was ever kept here, or the repository is another one. Make the stanza: ${tool} stanza-create`
    : `PostgreSQL has archived WAL up to ${archived}, so a repository was here. See whether its disk is mounted and repo1-path is right: ${tool} info. Only if nothing is to come back: ${tool} stanza-create`;
}

export function rightCluster({ repository, server, tool }: Facts): Verdict {
  const rule = ruleOf('right cluster', 'backups are of the cluster that runs');
  if (!repository.seen) return rule.unknown('not known: pgBackRest did not answer', `Ask it: ${tool} info`);
  if (!server.seen) return rule.unknown(server.why, 'See whether the database can be reached: solemate doctor');
  const kept = presentDatabase(repository.value)?.systemId;
  const { systemId } = server.value;
  if (systemId === undefined) {
    return rule.unknown(
      'the login may not call pg_control_system()',
      'As a superuser: grant pg_monitor to readonly_role;',
    );
  }
  if (kept === undefined) return rule.unknown('the stanza names no cluster', `Look at it: ${tool} info`);
  if (kept === systemId) return rule.ok(`system identifier ${systemId}`);
  return rule.critical(
    `the backups are of cluster ${kept}, the one that runs is ${systemId}: nothing of it is being kept`,
    `If the new cluster is meant: ${tool} stanza-upgrade, then ${tool} --type=full backup. If not, the database was started from a wrong directory.`,
  );
}

/** A backup "from the future" would look fresh for ever. */
export function clock({ repository, server, now, asOf }: Facts, { clockAhead }: Limits): Verdict {
  const rule = ruleOf('clock', `no backup ends more than ${duration(clockAhead)} ahead, all clocks agree`);
  const advice = 'Let all machines take their time from the network (timedatectl), then judge again.';
  const apart = server.seen && !asOf ? Math.abs(server.value.now - now) / 1000 : 0;
  if (apart > clockAhead) {
    return rule.unknown(`the database's clock and this machine's are ${duration(apart)} apart`, advice);
  }
  const newest = repository.seen ? repository.value.backups.at(-1) : undefined;
  if (newest && newest.stop > now + clockAhead * 1000) {
    return rule.unknown(`${newest.label} ends at ${moment(newest.stop)}, but it is ${moment(now)}`, advice);
  }
  return rule.ok('no backup is ahead of the clock');
}
