import type { ListFilter, Sort } from './listing.ts';

const by = (time: string, id: string): Sort['by'] => [
  { sql: time, type: 'timestamptz' },
  { sql: id, type: 'uuid' },
];

/** An index on the time and the id has this order. */
export const newestFirst = (time: string, id: string): Sort => ({
  label: 'newest first',
  direction: 'desc',
  by: by(time, id),
});

export const oldestFirst = (time: string, id: string): Sort => ({
  label: 'oldest first',
  direction: 'asc',
  by: by(time, id),
});

/** The same index, read from its other end. */
export const reversed = (sort: Sort, label: string): Sort => ({
  ...sort,
  label,
  direction: sort.direction === 'asc' ? 'desc' : 'asc',
});

/** @param what happened then: 'placed', 'made' */
export const since = (what: string, time: string): ListFilter => ({
  help: `${what} since: 7d, 36h, 2026-01-31`,
  type: 'age',
  sql: (bind, value) => `${time} >= ${bind(value)}::timestamptz`,
});

/** Up to that moment, and not that moment itself. */
export const until = (what: string, time: string): ListFilter => ({
  help: `${what} before: 7d, 36h, 2026-01-31`,
  type: 'age',
  sql: (bind, value) => `${time} < ${bind(value)}::timestamptz`,
});
