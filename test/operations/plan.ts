import type { Role } from '../../src/domain/permissions.ts';
import { nobodyAsked, type Few } from '../../src/operations/few.ts';
import { pageStatement, type Listing, type PageRequest } from '../../src/operations/listing.ts';
import type { TestDatabase } from '../helpers/database.ts';

/**
 * How PostgreSQL would fetch a page, with sequential scans and sorting switched off: a small table is rightly read and sorted
 * as a whole, this asks whether there is another way at all.
 */
export async function plan(
  db: TestDatabase,
  listing: Listing,
  request: PageRequest,
  role: Role = 'manager',
  few: Few = nobodyAsked,
): Promise<string> {
  const { text, values } = pageStatement(listing, request, role, few);
  return db.database.read({ actor: db.actor(role), operation: listing.name }, async (tx) => {
    await tx.query('set local enable_seqscan = off');
    await tx.query('set local enable_sort = off');
    const rows = await tx.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
}
