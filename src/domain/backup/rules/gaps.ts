import type { Facts } from '../facts.ts';
import { ruleOf, type Verdict } from '../verdict.ts';
import {
  findHoles,
  parseSegment,
  presentArchive,
  presentBackups,
  segmentName,
  timelinesOf,
  usualSegmentSize,
  type Hole,
} from '../wal.ts';

export const segmentSizeOf = ({ server }: Pick<Facts, 'server'>): number =>
  server.seen ? server.value.segmentSize : usualSegmentSize;

export function walGaps(facts: Facts): Verdict {
  const { repository, wal, tool } = facts;
  const rule = ruleOf('WAL gaps', 'no segment is missing from the oldest backup on');
  if (!repository.seen) return rule.unknown('not known: pgBackRest did not answer', `Ask it: ${tool} info`);
  if (!wal.seen) return rule.unknown(wal.why, `See it by hand: ${tool} repo-ls archive/${repository.value.stanza}`);
  const size = segmentSizeOf(facts);
  const backups = presentBackups(repository.value);
  const timelines = timelinesOf(wal.value, presentArchive(repository.value)?.id, size);
  const holes = findHoles(timelines, backups, size);
  if (holes.length === 0) {
    const count = timelines.reduce((sum, { numbers }) => sum + numbers.length, 0);
    return rule.ok(
      `none in ${count} segments on ${timelines.length === 1 ? '1 timeline' : `${timelines.length} timelines`}`,
    );
  }
  const newestFull = parseSegment(backups.findLast(({ type }) => type === 'full')?.walStart ?? '', size);
  const grave = holes.filter(
    (hole) => hole.inside !== undefined || (newestFull !== undefined && hole.to > newestFull.number),
  );
  const [hole = holes[0]] = grave;
  if (!hole) return rule.ok('none');
  const figure = `${nameOf(hole, size)} missing${hole.inside === undefined ? '' : `, without which ${hole.inside} cannot be restored`}${others(holes, hole)}`;
  if (grave.length === 0) {
    return rule.warning(
      figure,
      'It lies before the newest full backup: moments in it cannot be recovered, later ones can (solemate backup window shows which). It goes when the backups before it expire.',
    );
  }
  return rule.critical(
    figure,
    `If it still lies in pg_wal on the database's host, there, in the data directory: ${tool} archive-push pg_wal/${segmentName({ timeline: hole.timeline, number: hole.from }, size)}. If not, it is lost; make sure of what comes after: ${tool} --type=full backup${hole.inside === undefined ? '' : `, then take the broken one away: ${tool} --set=${hole.inside} expire`}`,
  );
}

function nameOf({ timeline, from, to }: Hole, size: number): string {
  const first = segmentName({ timeline, number: from }, size);
  return from === to
    ? `${first} is`
    : `${first} to ${segmentName({ timeline, number: to }, size)} (${to - from + 1}) are`;
}

/** The same hole is found within a backup and along its timeline. */
function others(holes: readonly Hole[], shown: Hole): string {
  const key = ({ timeline, from }: Hole) => `${timeline} ${from}`;
  const distinct = new Set(holes.map(key));
  distinct.delete(key(shown));
  return distinct.size === 0 ? '' : ` (and ${distinct.size} more ${distinct.size === 1 ? 'hole' : 'holes'})`;
}
