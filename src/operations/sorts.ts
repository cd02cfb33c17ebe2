import type { Sort } from './listing.ts';

type Key = readonly [sql: string, type: Sort['by'][number]['type']];

const sorted =
  (direction: Sort['direction']) =>
  (label: string, ...keys: readonly Key[]): Sort => ({
    label,
    direction,
    by: keys.map(([sql, type]) => ({ sql, type })),
  });

/** Keys exactly as an index has them, the unique one last: `ascending('by name', ['p.name', 'text'], ['p.id', 'uuid'])`. */
export const ascending = sorted('asc');
export const descending = sorted('desc');

/** The same index, read from its other end. */
export const reversed = (sort: Sort, label: string): Sort => ({
  ...sort,
  label,
  direction: sort.direction === 'asc' ? 'desc' : 'asc',
});
