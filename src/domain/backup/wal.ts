import type { ArchivedFile, Backup, Repository } from './facts.ts';

/**
 * Arithmetic of PostgreSQL's write-ahead log. A segment's name is its timeline and its number in hexadecimal:
 * TTTTTTTT LLLLLLLL SSSSSSSS, where S counts up to 4 GB / segment size within each L.
 */
export interface Segment {
  readonly timeline: number;
  /** Counted through, over all L. */
  readonly number: number;
}

export const usualSegmentSize = 16 * 1024 * 1024;
const logSize = 2 ** 32;

/** @param name at least 24 hex digits: `.backup` and `.partial` behind them are passed over */
export function parseSegment(name: string, size: number): Segment | undefined {
  const [, timeline = '', log = '', segment = ''] = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})/u.exec(name) ?? [];
  if (timeline === '') return undefined;
  return { timeline: parseInt(timeline, 16), number: parseInt(log, 16) * (logSize / size) + parseInt(segment, 16) };
}

export function segmentName({ timeline, number }: Segment, size: number): string {
  const perLog = logSize / size;
  return [timeline, Math.floor(number / perLog), number % perLog]
    .map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
    .join('');
}

/** The position behind its last byte. */
export const segmentEnd = (number: number, size: number): bigint => BigInt(number + 1) * BigInt(size);

/** `16/B374D848` */
export function parseLsn(text: string): bigint | undefined {
  const [, high = '', low = ''] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/iu.exec(text) ?? [];
  return high === '' ? undefined : (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** The segments of one timeline that are in the repository. */
export interface Timeline {
  readonly id: number;
  /** Ascending, each once. */
  readonly numbers: readonly number[];
  readonly times: ReadonlyMap<number, number>;
}

/** What is in the repository of the present cluster, by timeline, ascending. */
export function timelinesOf(files: readonly ArchivedFile[], archiveId: string | undefined, size: number): Timeline[] {
  const found = new Map<number, Map<number, number>>();
  for (const file of files) {
    if (archiveId !== undefined && file.archiveId !== undefined && file.archiveId !== archiveId) continue;
    const segment = parseSegment(file.name, size);
    if (!segment) continue;
    const times = found.get(segment.timeline) ?? new Map<number, number>();
    times.set(segment.number, file.time);
    found.set(segment.timeline, times);
  }
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .map(([id, times]) => ({ id, times, numbers: [...times.keys()].toSorted((a, b) => a - b) }));
}

/** Segments that should be there and are not, ends included. */
export interface Hole {
  readonly timeline: number;
  readonly from: number;
  readonly to: number;
  /** The backup that cannot be restored without them. */
  readonly inside?: string;
}

/** The present cluster: pgBackRest adds one when a stanza is upgraded or its cluster was replaced. */
export const presentDatabase = (repository: Repository): Repository['databases'][number] | undefined =>
  repository.databases.at(-1);

/** Backups of the present cluster, oldest first: those of another one do not bring this shop back. */
export function presentBackups(repository: Repository): readonly Backup[] {
  const present = presentDatabase(repository);
  return present ? repository.backups.filter(({ databaseId }) => databaseId === present.id) : repository.backups;
}

export const presentArchive = (repository: Repository): Repository['archives'][number] | undefined =>
  repository.archives.findLast(({ databaseId }) => databaseId === presentDatabase(repository)?.id);

/**
 * Every hole in what the backups need: within each of them, and from the oldest one's start on along each timeline. A
 * timeline that a recovery began goes on from the segment in which it left the one before.
 */
export function findHoles(timelines: readonly Timeline[], backups: readonly Backup[], size: number): Hole[] {
  const inside = backups.flatMap((backup) => missingOf(timelines, backup, size));
  const starts = backups.map(({ walStart }) => parseSegment(walStart, size)).filter((one) => one !== undefined);
  if (starts.length === 0) return inside;
  const oldest = Math.min(...starts.map(({ number }) => number));
  return [
    ...inside,
    ...timelines.flatMap((timeline) => [...branchHole(timelines, timeline, oldest), ...holesWithin(timeline, oldest)]),
  ];
}

function missingOf(timelines: readonly Timeline[], backup: Backup, size: number): Hole[] {
  const [start, stop] = [parseSegment(backup.walStart, size), parseSegment(backup.walStop, size)];
  if (!start || !stop) return [];
  const times = timelines.find(({ id }) => id === start.timeline)?.times;
  const holes: Hole[] = [];
  // Not one by one over what the name alone says: a hostile answer may span 2^32 segments.
  const last = Math.min(stop.number, start.number + 1_000_000);
  for (let number = start.number; number <= last; number += 1) {
    if (times?.has(number)) continue;
    const before = holes.at(-1);
    if (before?.to === number - 1) holes[holes.length - 1] = { ...before, to: number };
    else holes.push({ timeline: start.timeline, from: number, to: number, inside: backup.label });
    if (!times) return [{ timeline: start.timeline, from: start.number, to: stop.number, inside: backup.label }];
  }
  return holes;
}

function holesWithin({ id, numbers }: Timeline, oldest: number): Hole[] {
  const holes: Hole[] = [];
  for (let index = 1; index < numbers.length; index += 1) {
    const [before = 0, after = 0] = [numbers[index - 1], numbers[index]];
    if (after - before > 1 && after > oldest) {
      holes.push({ timeline: id, from: Math.max(before + 1, oldest), to: after - 1 });
    }
  }
  return holes;
}

function branchHole(timelines: readonly Timeline[], { id, numbers }: Timeline, oldest: number): Hole[] {
  const [first] = numbers;
  const older = timelines.filter((one) => one.id < id);
  if (first === undefined || first <= oldest || older.length === 0) return [];
  if (older.some(({ times }) => times.has(first - 1) || times.has(first))) return [];
  const before = older.flatMap((one) => one.numbers.filter((number) => number < first));
  return [
    { timeline: id, from: Math.max(oldest, before.reduce((last, one) => Math.max(last, one), 0) + 1), to: first - 1 },
  ];
}
