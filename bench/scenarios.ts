import type { Database, Tx } from '../src/platform/database/types.ts';
import { page, type Listing, type ListCall, type PageRequest } from '../src/operations/listing.ts';
import type { BenchStore } from './store.ts';

/** One thing a person looks at. */
export interface Scenario {
  readonly name: string;
  readonly listing: Listing;
  readonly request: PageRequest;
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** What it answered, where that is waited for. */
  readonly rows?: readonly object[];
}

/** All that a page asks, as it really ran, the rows last: what a bare client is given to run as well. */
export async function statementsOf({ listing, request }: Scenario, call: ListCall): Promise<readonly Statement[]> {
  const ran: Statement[] = [];
  await page(listing, request, { ...call, database: recordingReads(call.database, ran) });
  return ran;
}

/** The statement that brings a page's rows. */
export async function statementOf(scenario: Scenario, call: ListCall): Promise<Statement> {
  const last = (await statementsOf(scenario, call)).at(-1);
  if (!last) throw new Error(`${scenario.listing.name} asked nothing`);
  return last;
}

/** The same database, and what is read through it. */
export function recordingReads(database: Database, ran: Statement[]): Database {
  return {
    read: (as, work, options) => database.read(as, (tx) => work(recorded(tx, ran)), options),
    write: database.write.bind(database),
    changes: database.changes.bind(database),
    close: () => Promise.resolve(),
  };
}

/** The same database, and what is sent through it in a writing transaction. */
export function recordingWrites(database: Database, ran: Statement[]): Database {
  return {
    read: database.read.bind(database),
    write: (as, work, options) => database.write(as, (tx) => work(recorded(tx, ran)), options),
    changes: database.changes.bind(database),
    close: () => Promise.resolve(),
  };
}

function recorded(tx: Tx, ran: Statement[]): Tx {
  const query = async <R extends object>(text: string, values: readonly unknown[] = []) => {
    const at = ran.push({ text, values }) - 1;
    const rows = await tx.query<R>(text, values);
    ran[at] = { text, values, rows };
    return rows;
  };
  return {
    query,
    one: async <R extends object>(text: string, values: readonly unknown[] = []) => (await query<R>(text, values))[0],
    stream: tx.stream.bind(tx),
    orm: tx.orm.bind(tx),
  };
}

/** The cursor of the page that begins after so many rows, found once, the slow way. */
export async function cursorAfter(
  store: BenchStore,
  listing: Listing,
  sortName: string,
  rows: number,
): Promise<string> {
  const sort = listing.sorts[sortName];
  if (!sort) throw new Error(`${listing.name} has no sort ${sortName}`);
  const keys = sort.by.map(({ sql }, index) => `(${sql})::text as k${index}`);
  const order = sort.by.map(({ sql }) => `${sql} ${sort.direction}`).join(', ');
  const [row] = await store.sql<Record<string, string>>(
    `select ${keys.join(', ')} from ${listing.from} order by ${order} offset ${rows - 1} limit 1`,
  );
  if (!row) throw new Error(`${listing.name} has no ${rows} rows`);
  return Buffer.from(JSON.stringify([sortName, ...Object.values(row)])).toString('base64url');
}
