import type { ListFilter, Sort } from './listing.ts';
import { ascending, descending } from './sorts.ts';

/** An index on the time and the id has this order. */
export const newestFirst = (time: string, id: string): Sort =>
  descending('newest first', [time, 'timestamptz'], [id, 'uuid']);

export const oldestFirst = (time: string, id: string): Sort =>
  ascending('oldest first', [time, 'timestamptz'], [id, 'uuid']);

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
