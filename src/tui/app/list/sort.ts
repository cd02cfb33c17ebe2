import type { Listing } from '../../../operations/listing.ts';
import type { SortedBy } from '../../widgets/table.ts';

/** The column that shows by what a list is sorted, where one does. */
export function sortedBy(listing: Listing, sort: string | undefined): SortedBy | undefined {
  const known = listing.sorts[sort ?? listing.defaultSort];
  const first = known?.by[0]?.sql;
  const key = Object.entries(listing.columns).find(([, { sql }]) => sql === first)?.[0];
  return known && key !== undefined ? { key, direction: known.direction } : undefined;
}
