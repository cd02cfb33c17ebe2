import type { ListRow } from '../../../operations/listing.ts';

/**
 * The moderator's queue. Pure: what waits comes from the list, what was decided a moment ago is hidden from it until the
 * list has caught up, and what came back (undone, or not saved) stands before everything else.
 */
export interface Queue {
  readonly waiting: readonly ListRow[];
  readonly back: readonly ListRow[];
  readonly decided: ReadonlySet<string>;
  /** The review in front of the person; it stays, even when somebody else has decided it meanwhile. */
  readonly current: ListRow | undefined;
  readonly marks: ReadonlySet<string>;
  /** Where a range of marks began. */
  readonly anchor: string | undefined;
}

export const emptyQueue: Queue = {
  waiting: [],
  back: [],
  decided: new Set(),
  current: undefined,
  marks: new Set(),
  anchor: undefined,
};

/** All that is still to be decided, in the order in which it comes. */
export function toDecide({ waiting, back, decided }: Queue): readonly ListRow[] {
  const first = back.filter(({ id }) => !decided.has(id));
  return [...first, ...waiting.filter(({ id }) => !decided.has(id) && !first.some((one) => one.id === id))];
}

export const placeOf = (queue: Queue): number => toDecide(queue).findIndex(({ id }) => id === queue.current?.id);

/** True when the review in front of the person is no longer in the queue, and it was not this person's doing. */
export const decidedElsewhere = (queue: Queue): boolean => queue.current !== undefined && placeOf(queue) < 0;

/**
 * The list loaded again. What it does not have any more need not be hidden from it, and what it has need not stand before
 * it, but for what is just being saved: of that the list may tell what was before.
 */
export function withWaiting(queue: Queue, waiting: readonly ListRow[], saving: ReadonlySet<string>): Queue {
  const known = new Set(waiting.map(({ id }) => id));
  const decided = new Set([...queue.decided].filter((id) => known.has(id) || saving.has(id)));
  const back = queue.back.filter(({ id }) => !known.has(id) || saving.has(id));
  const next = { ...queue, waiting, decided, back };
  const same = waiting.find(({ id }) => id === queue.current?.id);
  const current = same && !decided.has(same.id) ? same : (queue.current ?? toDecide(next)[0]);
  return { ...next, current };
}

/** Another filter: whatever was in front is looked for no longer. */
export function withFilter(queue: Queue): Queue {
  return { ...emptyQueue, decided: queue.decided };
}

export function moved(queue: Queue, by: number): Queue {
  const rows = toDecide(queue);
  const at = placeOf(queue);
  const from = at < 0 ? (by > 0 ? -1 : 0) : at;
  const current = rows[Math.min(Math.max(from + by, 0), rows.length - 1)];
  if (!current) return queue;
  return ranged({ ...queue, current });
}

function ranged(queue: Queue): Queue {
  const ids = toDecide(queue).map(({ id }) => id);
  const from = queue.anchor === undefined ? -1 : ids.indexOf(queue.anchor);
  const to = placeOf(queue);
  if (from < 0 || to < 0) return queue;
  const span = ids.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ...queue, marks: new Set([...queue.marks, ...span]) };
}

/** Takes these out of the queue; the next one slides into the place, and after the last come those that were skipped. */
export function withDecided(queue: Queue, rows: readonly ListRow[]): Queue {
  const at = Math.max(placeOf(queue), 0);
  const gone = new Set(rows.map(({ id }) => id));
  const before = toDecide(queue)
    .slice(0, at)
    .filter(({ id }) => !gone.has(id)).length;
  const next: Queue = {
    ...queue,
    decided: new Set([...queue.decided, ...gone]),
    back: queue.back.filter(({ id }) => !gone.has(id)),
    marks: new Set([...queue.marks].filter((id) => !gone.has(id))),
    anchor: undefined,
  };
  const left = toDecide(next);
  const stays = queue.current !== undefined && !gone.has(queue.current.id);
  return { ...next, current: stays ? queue.current : (left[before] ?? left[0]) };
}

/** Puts these before everything else, the first of them in front of the person. */
export function withBack(queue: Queue, rows: readonly ListRow[]): Queue {
  const ids = new Set(rows.map(({ id }) => id));
  return {
    ...queue,
    back: [...rows, ...queue.back.filter(({ id }) => !ids.has(id))],
    decided: new Set([...queue.decided].filter((id) => !ids.has(id))),
    current: rows[0] ?? queue.current,
  };
}

export function toggledMark(queue: Queue): Queue {
  const { current } = queue;
  if (!current) return queue;
  const marks = new Set(queue.marks);
  if (!marks.delete(current.id)) marks.add(current.id);
  return moved({ ...queue, marks }, 1);
}

export const toggledRange = (queue: Queue): Queue =>
  queue.anchor === undefined ? ranged({ ...queue, anchor: queue.current?.id }) : { ...queue, anchor: undefined };

export function markedAll(queue: Queue): Queue {
  const ids = toDecide(queue).map(({ id }) => id);
  return { ...queue, marks: ids.every((id) => queue.marks.has(id)) ? new Set() : new Set(ids) };
}

/** What a decision is about: the marked reviews, or the one in front. */
export function chosen(queue: Queue): readonly ListRow[] {
  if (queue.marks.size > 0) return toDecide(queue).filter(({ id }) => queue.marks.has(id));
  return queue.current && !decidedElsewhere(queue) ? [queue.current] : [];
}
