import type { Backup } from './facts.ts';
import { parseSegment, type Segment, type Timeline } from './wal.ts';

/** An unbroken run of segments on one timeline. */
interface Piece {
  readonly timeline: number;
  readonly from: number;
  readonly to: number;
}

/** A backup and all the WAL that can be played on it. */
export interface Chain {
  readonly backup: Backup;
  readonly pieces: readonly Piece[];
  readonly last: Segment;
  /** When its last segment came into the repository. */
  readonly until: number;
}

/** A time in which every moment can be recovered. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly chains: readonly Chain[];
  readonly last: Segment;
}

/** The backups that can be restored, with how far each one goes; those without their own WAL are left out. */
export function chainsOf(timelines: readonly Timeline[], backups: readonly Backup[], size: number): Chain[] {
  return backups.flatMap((backup) => {
    const [start, stop] = [parseSegment(backup.walStart, size), parseSegment(backup.walStop, size)];
    const own = timelines.find(({ id }) => id === start?.timeline);
    if (!start || !stop || !own) return [];
    const end = runFrom(own, start.number);
    if (end === undefined || end < stop.number) return [];
    const pieces: Piece[] = [{ timeline: own.id, from: start.number, to: end }];
    for (const next of timelines.filter(({ id }) => id > own.id)) {
      const [first = Infinity] = next.numbers;
      const before = pieces.at(-1);
      if (!before || first > before.to + 1 || first < start.number) continue;
      pieces.push({ timeline: next.id, from: first, to: runFrom(next, first) ?? first });
    }
    const piece = pieces.at(-1);
    if (!piece) return [];
    const until = timelines.find(({ id }) => id === piece.timeline)?.times.get(piece.to) ?? backup.stop;
    return [
      { backup, pieces, last: { timeline: piece.timeline, number: piece.to }, until: Math.max(until, backup.stop) },
    ];
  });
}

/** The last number of the unbroken run that begins with `first`. */
function runFrom({ numbers, times }: Timeline, first: number): number | undefined {
  if (!times.has(first)) return undefined;
  let index = numbers.indexOf(first);
  while (numbers[index + 1] === (numbers[index] ?? 0) + 1) index += 1;
  return numbers[index];
}

/** Times that overlap or touch are one. */
export function spansOf(chains: readonly Chain[]): Span[] {
  const spans: Span[] = [];
  for (const chain of chains.toSorted((a, b) => a.backup.stop - b.backup.stop)) {
    const before = spans.at(-1);
    const [from, to] = [chain.backup.stop, chain.until];
    if (!before || from > before.to) {
      spans.push({ from, to, chains: [chain], last: chain.last });
      continue;
    }
    const further = to > before.to ? { to, last: chain.last } : {};
    spans[spans.length - 1] = { ...before, ...further, chains: [...before.chains, chain] };
  }
  return spans;
}

/** How a moment would be recovered. */
export interface Route {
  readonly backup: Backup;
  /** Said to pgBackRest only when it is not the newest one, which PostgreSQL takes by itself. */
  readonly timeline: number | undefined;
  readonly first: Segment;
  readonly last: Segment;
}

/**
 * The newest backup that ended before the moment and whose WAL reaches it; one with wrong pages only when there is no
 * other. `at` undefined: the end of what is archived.
 */
export function routeTo(
  chains: readonly Chain[],
  timelines: readonly Timeline[],
  at: number | undefined,
): Route | undefined {
  const end = chains.reduce((last, { until }) => Math.max(last, until), 0);
  const reaching = chains
    .filter(({ backup, until }) => (at === undefined ? until === end : backup.stop <= at && until >= at))
    .toSorted((a, b) => Number(a.backup.error) - Number(b.backup.error) || b.backup.stop - a.backup.stop);
  const [chain] = reaching;
  if (!chain) return undefined;
  const last = at === undefined ? chain.last : segmentAt(chain, timelines, at);
  const [piece] = chain.pieces;
  const newest = timelines.at(-1)?.id;
  return {
    backup: chain.backup,
    timeline: last.timeline === newest ? undefined : last.timeline,
    first: { timeline: piece?.timeline ?? last.timeline, number: piece?.from ?? last.number },
    last,
  };
}

/** The first segment that came into the repository after the moment holds what was committed until then. */
function segmentAt({ pieces, last }: Chain, timelines: readonly Timeline[], at: number): Segment {
  for (const { timeline, from, to } of pieces) {
    const times = timelines.find(({ id }) => id === timeline)?.times;
    for (let number = from; number <= to; number += 1) {
      if ((times?.get(number) ?? 0) >= at) return { timeline, number };
    }
  }
  return last;
}
