import type { Facts, Server } from '../facts.ts';
import type { Limits } from '../policy.ts';
import { bytes, duration, moment } from '../text.ts';
import { ruleOf, type Verdict } from '../verdict.ts';
import { parseSegment, presentArchive, segmentEnd, timelinesOf } from '../wal.ts';

/** So little behind the archived end is what a server writes when nothing happens. */
const idleBytes = 1024n;

const unreachable = 'See whether the database can be reached: solemate doctor';

/** Where the archive ends: the repository's own list is the truth, the server's word stands in where it is not seen. */
interface ArchiveEnd {
  readonly name: string;
  readonly at: number | undefined;
  readonly timeline: number;
  readonly number: number;
}

export function archiveEnd({ wal, repository, server }: Facts): ArchiveEnd | undefined {
  const size = server.seen ? server.value.segmentSize : undefined;
  if (size === undefined) return undefined;
  if (wal.seen) {
    const archiveId = repository.seen ? presentArchive(repository.value)?.id : undefined;
    const timeline = timelinesOf(wal.value, archiveId, size).at(-1);
    const number = timeline?.numbers.at(-1);
    if (!timeline || number === undefined) return undefined;
    const name = wal.value.find((one) => sameSegment(one.name, { timeline: timeline.id, number }, size))?.name ?? '';
    return { name, at: timeline.times.get(number), timeline: timeline.id, number };
  }
  const name = server.seen ? server.value.lastArchived : undefined;
  const segment = name === undefined ? undefined : parseSegment(name, size);
  if (name === undefined || !segment || !server.seen) return undefined;
  return { name: name.slice(0, 24), at: server.value.lastArchivedAt, ...segment };
}

function sameSegment(name: string, wanted: { timeline: number; number: number }, size: number): boolean {
  const segment = parseSegment(name, size);
  return segment?.timeline === wanted.timeline && segment.number === wanted.number;
}

/** Bytes that were written and are not archived; undefined where that cannot be seen. */
export function walLag(facts: Facts): number | undefined {
  if (!facts.server.seen || facts.server.value.lsn === undefined) return undefined;
  const end = archiveEnd(facts);
  if (!end) return undefined;
  const behind = facts.server.value.lsn - segmentEnd(end.number, facts.server.value.segmentSize);
  return behind > 0n ? Number(behind) : 0;
}

export function newestWal(facts: Facts, { walWarning, walCritical }: Limits): Verdict | undefined {
  if (facts.asOf || (facts.server.seen && facts.server.value.standby)) return undefined;
  const rule = ruleOf('newest archived WAL', `${duration(walWarning)}, critical ${duration(walCritical)}; idle is OK`);
  if (!facts.server.seen) return rule.unknown(facts.server.why, unreachable);
  const end = archiveEnd(facts);
  const check = `See what keeps it: ${facts.tool} --archive-timeout=10 check, and the end of PostgreSQL's log.`;
  // Right after a recovery the newest thing archived is a timeline's history, which is no segment.
  if (!end && facts.server.value.lastArchivedAt === undefined) return rule.critical('no WAL was archived yet', check);
  const lag = walLag(facts);
  const waiting = lag === undefined ? '' : `, ${bytes(lag)} written since`;
  const name = end?.name ?? 'a history file';
  if (lag !== undefined && BigInt(lag) <= idleBytes) return rule.ok(`${name}: nothing was written since`);
  const at = end?.at ?? facts.server.value.lastArchivedAt;
  if (at === undefined) return rule.unknown(`${name}${waiting}: when it came is not known`, check);
  const seconds = waitingSeconds(facts.server.value, { now: facts.now, end: at, lag });
  const figure = `${name}${waiting}, waiting for ${duration(seconds)}`;
  if (seconds > walCritical) return rule.critical(figure, check);
  return seconds > walWarning ? rule.warning(figure, check) : rule.ok(figure);
}

/**
 * Since the archive's end, or since the shop's first change after it where server and repository mean the same end. When
 * none of it is a change of the shop and all of it lies in the segment that is being written, then at most as long as
 * PostgreSQL keeps one open after the first write: whoever looks after a quiet night writes a little (a session), and
 * must not be told that it waits since the evening.
 */
function waitingSeconds(
  { lastArchivedAt, changedSince, archiveTimeout, segmentSize }: Server,
  { now, end, lag }: { readonly now: number; readonly end: number; readonly lag: number | undefined },
): number {
  const since = (now - end) / 1000;
  if (lastArchivedAt === undefined || Math.abs(lastArchivedAt - end) >= 60_000) return since;
  if (changedSince !== undefined) return (now - Math.max(end, changedSince)) / 1000;
  const open = lag !== undefined && lag < segmentSize && archiveTimeout > 0;
  return open ? Math.min(since, archiveTimeout) : since;
}

export function archiverFailing({ server, now, asOf, tool }: Facts, { readyCritical }: Limits): Verdict | undefined {
  if (asOf || (server.seen && server.value.standby)) return undefined;
  const rule = ruleOf('archiver failing', `none fails; critical when one waits over ${duration(readyCritical)}`);
  if (!server.seen) return rule.unknown(server.why, unreachable);
  const { lastFailed, lastFailedAt, lastArchivedAt, failedCount, ready } = server.value;
  const blind = ready === undefined ? '; what waits may not be seen (grant pg_monitor to readonly_role)' : '';
  if (lastFailedAt === undefined || (lastArchivedAt !== undefined && lastArchivedAt >= lastFailedAt)) {
    return rule.ok(
      `${lastFailedAt === undefined ? 'none failed' : `it works again since ${moment(lastFailedAt)}`}${blind}`,
    );
  }
  const oldest = ready?.oldest === undefined ? undefined : (now - ready.oldest) / 1000;
  const waits =
    ready === undefined
      ? blind
      : `, ${ready.count} segments wait${oldest === undefined ? '' : `, the oldest for ${duration(oldest)}`}`;
  const figure = `${lastFailed ?? 'a segment'} failed (${failedCount} times), last at ${moment(lastFailedAt)}${waits}`;
  const advice = `WAL piles up and fills the database's disk. The reason stands at the end of PostgreSQL's log. See what is run: psql -c "show archive_command"; it must be ${tool} archive-push %p. Try it by hand: ${tool} --archive-timeout=10 check. If "pgbackrest stop" was run: ${tool} start. PostgreSQL tries again by itself.`;
  // Without a look at what waits, its age is at least the time since anything went through.
  const blocked = oldest ?? (ready === undefined ? failingFor(server.value, now) : 0);
  return blocked > readyCritical ? rule.critical(figure, advice) : rule.warning(figure, advice);
}

const failingFor = ({ lastArchivedAt }: Server, now: number): number =>
  lastArchivedAt === undefined ? 0 : (now - lastArchivedAt) / 1000;

export function repositoryAgrees(
  { repository, server, now, asOf, tool }: Facts,
  { agreeWithin }: Limits,
): Verdict | undefined {
  if (asOf || (server.seen && server.value.standby)) return undefined;
  const rule = ruleOf(
    'repository agrees with server',
    `what the server calls archived is there within ${duration(agreeWithin)}`,
  );
  if (!repository.seen) return rule.unknown('not known: pgBackRest did not answer', `Ask it: ${tool} info`);
  if (!server.seen) return rule.unknown(server.why, unreachable);
  const said = server.value.lastArchived?.slice(0, 24);
  const max = presentArchive(repository.value)?.max;
  if (said === undefined) return rule.ok('the server has archived nothing since its statistics began');
  if (max !== undefined && said <= max) return rule.ok(`both say ${max}`);
  const seconds = server.value.lastArchivedAt === undefined ? 0 : (now - server.value.lastArchivedAt) / 1000;
  if (seconds <= agreeWithin) return rule.ok(`${said} is on its way`);
  return rule.critical(
    `the server says ${said} is archived, the repository ends at ${max ?? 'nothing'}: WAL is lost`,
    `archive_command succeeds without keeping anything. See it: psql -c "show archive_command"; it must be ${tool} archive-push %p, and archive-push-queue-max must not be in pgbackrest.conf. Then close the gap: ${tool} --type=full backup`,
  );
}

export function settings({ server }: Facts, { archiveTimeout }: Limits): Verdict | undefined {
  if (server.seen && server.value.standby) return undefined;
  const rule = ruleOf('settings', `archive_mode on, archive_command set, archive_timeout 1 to ${archiveTimeout} s`);
  if (!server.seen) return rule.unknown(server.why, unreachable);
  const { archiveMode, archivesSomehow, archiveTimeout: timeout } = server.value;
  const wrong = [
    ...(archiveMode === 'off' ? ['archive_mode is off'] : []),
    ...(archivesSomehow ? [] : ['archive_command is not set']),
    ...(timeout > 0 && timeout <= archiveTimeout
      ? []
      : [`archive_timeout is ${timeout === 0 ? 'off' : `${timeout} s`}`]),
  ];
  if (wrong.length === 0) return rule.ok(`archive_mode ${archiveMode}, archive_timeout ${timeout} s`);
  const restart = archiveMode === 'off' ? ' archive_mode needs a restart of PostgreSQL.' : '';
  return rule.critical(
    wrong.join(', '),
    `Take the lines from: solemate backup configure --print, put them into postgresql.conf, then: psql -c "select pg_reload_conf()".${restart}`,
  );
}
