import * as z from 'zod';
import { commandName } from '../domain/command-name.ts';
import { isCountry } from '../domain/country.ts';
import { Forbidden, InvalidInput } from '../domain/errors.ts';
import { parseFilter, type FilterOperator, type FilterTerm } from '../domain/filter.ts';
import { demand, may, permissions, type Actor, type Permission, type Role } from '../domain/permissions.ts';
import type { Database, Tx } from '../platform/database/types.ts';
import { Asked, nobodyAsked, type Few } from './few.ts';
import { demandKnown, type Reference } from './reference.ts';

/** How a value is aligned and formatted; the data itself is untouched (money a decimal string, times ISO UTC). */
export type ColumnType = 'text' | 'money' | 'integer' | 'time' | 'boolean' | 'status' | 'id';

export interface ListColumn {
  readonly sql: string;
  readonly label: string;
  readonly type: ColumnType;
  /** Of an id: what the commands take for a row, its first 8 characters as well. People's tables begin with those. */
  readonly handle?: boolean;
  /** Who may see it, where that is fewer people than may see the list: the others get null, and the SQL never runs. */
  readonly permission?: Permission;
}

/** Binds a value and returns its placeholder (`$3`). */
export type Bind = (value: unknown) => string;

export interface ListFilter {
  readonly help: string;
  /** What the value must look like. `age`: 7d, 36h, 2026-01-31 or an ISO time; becomes a Date. `country`: its code, in capitals. */
  readonly type: 'enum' | 'text' | 'money' | 'integer' | 'age' | 'boolean' | 'country';
  readonly values?: readonly string[];
  /** A short list whose column holds what may be typed, offered while it is. By name: nouns do not know each other. */
  readonly suggest?: { readonly list: string; readonly column: string };
  /** The short table whose rows a value names: one that names none is refused, where it would only find nothing. */
  readonly names?: Reference;
  /** A condition on the list's `from`. `operator` is '=' unless the person wrote another. */
  readonly sql: (bind: Bind, value: unknown, operator: FilterOperator, few: Few) => string;
  /** Operators besides '=' that make sense. */
  readonly operators?: readonly FilterOperator[];
  /** As of a column: others may not filter by what they may not see. */
  readonly permission?: Permission;
}

export interface Sort {
  readonly label: string;
  readonly direction: 'asc' | 'desc';
  /**
   * SQL expressions in exactly the order of an index, all NOT NULL, the last one unique (the id). `type` is the cast
   * under which a cursor's text goes back into SQL.
   */
  readonly by: readonly {
    readonly sql: string;
    readonly type: 'timestamptz' | 'uuid' | 'text' | 'numeric' | 'integer';
  }[];
}

export interface ListingSpec {
  readonly name: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly examples: readonly string[];
  /** FROM clause with its joins. */
  readonly from: string;
  /** A condition that always holds, e.g. `p.deleted_at is null`. */
  readonly where?: string;
  /** Filters that hold until a person names their key: `{ archived: 'no' }` hides what `archived:yes` brings back. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Keys are the row's keys and the names in `--json` and `--csv`. Must have `id`. */
  readonly columns: Readonly<Record<string, ListColumn>>;
  readonly filters: Readonly<Record<string, ListFilter>>;
  /** Condition for free text; `sees` tells what this role may look into. */
  readonly search?: (bind: Bind, text: string, sees: (permission: Permission) => boolean, few: Few) => string;
  /**
   * How well a row fits a free text: SQL of a numeric, not null, more is better. A search is then sorted by it (`best`)
   * unless another sort is asked for. It is computed for every row that the search finds, so `search` must be bounded.
   */
  readonly relevance?: (bind: Bind, text: string) => string;
  readonly sorts: Readonly<Record<string, Sort>>;
  readonly defaultSort: string;
  /** Its rows wait for a person: `--check` on the command line exits with 3 when there are any, for cron. */
  readonly waiting?: boolean;
  /** Tables whose changes make the list stale. */
  readonly tables: readonly string[];
}

export interface Listing extends ListingSpec {
  readonly kind: 'listing';
}

export type ListRow = Readonly<Record<string, string | number | boolean | null>> & { readonly id: string };

export interface PageRequest {
  /** The filter language (domain/filter.ts). */
  readonly filter?: string;
  readonly sort?: string;
  readonly limit?: number;
  /** From `next`/`previous` of another page. */
  readonly after?: string;
  readonly before?: string;
  /** The last page instead of the first. */
  readonly fromEnd?: boolean;
}

export interface Page {
  readonly rows: readonly ListRow[];
  readonly next: string | null;
  readonly previous: string | null;
}

export function listing(spec: ListingSpec): Listing {
  if (!spec.columns['id']) throw new Error(`${spec.name} has no id column`);
  if (!spec.sorts[spec.defaultSort]) throw new Error(`${spec.name} has no sort ${spec.defaultSort}`);
  return { kind: 'listing', ...spec };
}

export interface ListCall {
  readonly database: Database;
  readonly actor: Actor;
  readonly signal?: AbortSignal | undefined;
}

/** One page, by keyset. @throws Forbidden, InvalidInput (names the word of the filter), Unavailable, Interrupted. */
export async function page(listing: Listing, request: PageRequest, call: ListCall): Promise<Page> {
  demand(call.actor, listing.permission, listing.name);
  const { role } = call.actor;
  const asked = new Asked();
  const statement = pageStatement(listing, request, role, asked.ask);
  const work = async (tx: Tx) => {
    const few = asked.any ? await asked.answer(tx) : undefined;
    const found = await fetchPage(tx, few ? pageStatement(listing, request, role, few) : statement);
    if (found.rows.length === 0) await demandKnown(tx, listing.filters, request.filter ?? '');
    return found;
  };
  return call.database.read({ actor: call.actor, operation: listing.name }, work, { signal: call.signal });
}

interface PageStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly limit: number;
  readonly backwards: boolean;
  readonly middle: boolean;
  readonly sortName: string;
}

/** The SQL of one page; exported for EXPLAIN-based tests and the bench. */
export function pageStatement(
  listing: Listing,
  request: PageRequest,
  role: Role,
  few: Few = nobodyAsked,
): PageStatement {
  // Written into the statement: of a bound one the planner does not know that it is small, makes a new plan each time, and
  // planning thirty months takes twice as long as reading fifty rows.
  const limit = Math.min(Math.max(Math.trunc(request.limit ?? 50), 1), 1000);
  const backwards = request.before !== undefined || (request.fromEnd ?? false);
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const { sortName, sort } = chosenSort(listing, request, bind);
  const conditions = whereClauses(listing, request.filter ?? '', bind, role, few);
  const cursor = request.after ?? request.before;
  if (cursor !== undefined)
    conditions.push(...keysetConditions(sort, readCursor(cursor, sortName, sort), backwards, bind));
  const direction = (sort.direction === 'desc') !== backwards ? 'desc' : 'asc';
  const columns = Object.entries(listing.columns).map(
    ([key, { sql, permission }]) => `${permission && !may(role, permission) ? 'null' : sql} as "${key}"`,
  );
  const keys = sort.by.map(({ sql }, index) => `(${sql})::text as "_k${index}"`);
  const text = `select ${[...columns, ...keys].join(', ')}
from ${listing.from}
${conditions.length ? `where ${conditions.join('\n  and ')}` : ''}
order by ${sort.by.map(({ sql }) => `${sql} ${direction}`).join(', ')}
limit ${limit + 1}`;
  return { text, values, limit, backwards, middle: cursor !== undefined, sortName };
}

/** The name of the sort by relevance, which only a list that has one knows, and which means nothing without a text. */
export const bestFirst = 'best';

export const sortNames = ({ sorts, relevance }: Listing): string[] => [
  ...Object.keys(sorts),
  ...(relevance ? [bestFirst] : []),
];

function chosenSort(listing: Listing, { sort: asked, filter }: PageRequest, bind: Bind) {
  const { relevance, sorts, defaultSort } = listing;
  const text = relevance && (asked ?? bestFirst) === bestFirst ? parseFilter(filter ?? '').text : '';
  if (relevance && text !== '') {
    const id = { sql: listing.columns['id']?.sql ?? 'id', type: 'uuid' } as const;
    const by = [{ sql: relevance(bind, text), type: 'numeric' } as const, id];
    return { sortName: bestFirst, sort: { label: 'best match first', direction: 'desc', by } satisfies Sort };
  }
  const sortName = asked === undefined || (relevance && asked === bestFirst) ? defaultSort : asked;
  const sort = sorts[sortName];
  if (sort) return { sortName, sort };
  const known = sortNames(listing).join(', ');
  throw new InvalidInput(
    `${commandName(listing.name)} cannot be sorted by "${sortName.slice(0, 60)}": it knows ${known}.`,
  );
}

async function fetchPage(tx: Tx, statement: PageStatement): Promise<Page> {
  const { limit, backwards, middle, sortName } = statement;
  const found = await tx.query<Record<string, unknown>>(statement.text, statement.values);
  const more = found.length > limit;
  const kept = found.slice(0, limit);
  if (backwards) kept.reverse();
  const cursorOf = (row: Record<string, unknown> | undefined) => (row ? writeCursor(sortName, row) : null);
  const atStart = backwards ? !more : !middle;
  const atEnd = backwards ? !middle : !more;
  return {
    rows: kept.map(toRow),
    next: atEnd ? null : cursorOf(kept.at(-1)),
    previous: atStart ? null : cursorOf(kept[0]),
  };
}

function toRow(row: Record<string, unknown>): ListRow {
  const entries = Object.entries(row)
    .filter(([key]) => !key.startsWith('_k'))
    .map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]);
  return Object.fromEntries(entries) as ListRow;
}

/** Conditions of the filter, for pages, counts and "all matching" alike. */
export function whereClauses(
  listing: Listing,
  filter: string,
  bind: Bind,
  role: Role,
  few: Few = nobodyAsked,
): string[] {
  const parsed = parseFilter(filter);
  const clauses = listing.where ? [listing.where] : [];
  const named = new Set(parsed.terms.map(({ key }) => key));
  const silent = Object.entries(listing.defaults ?? {}).filter(([key]) => !named.has(key));
  const implied = silent.map(([key, value]): FilterTerm => ({ key, operator: '=', value, start: 0, end: 0 }));
  for (const term of [...parsed.terms, ...implied]) {
    clauses.push(`(${termClause(listing, term, bind, role, few)})`);
  }
  // "status:" with nothing behind it is a filter that was not finished, and no word that anything is called by.
  for (const [unfinished] of parsed.text.matchAll(/(?<!\S)[a-z_]+:(?!\S)/giu)) {
    const key = unfinished.slice(0, -1).toLowerCase();
    const start = filter.indexOf(unfinished);
    const term: FilterTerm = { key, operator: '=', value: '', start, end: start + unfinished.length };
    if (listing.filters[key]) termClause(listing, term, bind, role, few);
  }
  if (parsed.text) {
    if (!listing.search)
      throw new InvalidInput(`${commandName(listing.name)} has no free text search: "${parsed.text.slice(0, 60)}".`);
    clauses.push(`(${listing.search(bind, parsed.text, (permission) => may(role, permission), few)})`);
  }
  return clauses;
}

function termClause(listing: Listing, term: FilterTerm, bind: Bind, role: Role, few: Few): string {
  const filter = listing.filters[term.key];
  const at = { details: { start: term.start, end: term.end, key: term.key } };
  if (!filter) {
    const known = Object.keys(listing.filters).map((key) => `${key}:`);
    throw new InvalidInput(`There is no filter "${term.key}:" here; known are ${known.join(' ')}.`, at);
  }
  if (filter.permission && !may(role, filter.permission)) {
    throw new Forbidden(`${role} may not filter by "${term.key}:".`, {
      hint: `It needs one of these roles: ${permissions[filter.permission].join(', ')}.`,
      details: at.details,
    });
  }
  const operators = filter.operators ?? [];
  if (term.operator !== '=' && !operators.includes(term.operator)) {
    throw new InvalidInput(`"${term.key}:" cannot be compared with ${term.operator}.`, at);
  }
  return filter.sql(bind, readValue(term, filter, at), term.operator, few);
}

const units: Record<string, number> = { m: 60e3, h: 3600e3, d: 86400e3, w: 7 * 86400e3 };

function readValue(term: FilterTerm, filter: ListFilter, at: { details: Record<string, unknown> }): unknown {
  const { key, value } = term;
  const shown = value.slice(0, 60);
  const bad = (wanted: string) => new InvalidInput(`"${key}:${shown}" is not understood: ${wanted}.`, at);
  switch (filter.type) {
    case 'enum': {
      const known = filter.values ?? [];
      const found = known.find((one) => one.toLowerCase() === value.toLowerCase());
      if (found === undefined) throw bad(`it is one of ${known.join(', ')}`);
      return found;
    }
    case 'money':
      if (!/^\d{1,8}(\.\d{1,2})?$/u.test(value)) throw bad('an amount such as 100 or 99.95 is needed');
      return value;
    case 'integer':
      if (!/^-?\d{1,9}$/u.test(value)) throw bad('a whole number is needed');
      return Number(value);
    case 'boolean':
      if (!/^(yes|no|true|false)$/iu.test(value)) throw bad('yes or no is needed');
      return /^(yes|true)$/iu.test(value);
    case 'age': {
      const age = /^(\d{1,5})([mhdw])$/u.exec(value);
      if (age) return new Date(Date.now() - Number(age[1]) * (units[age[2] ?? ''] ?? 0));
      const date = readInstant(value);
      if (!date) throw bad('an age such as 7d or 36h, or a date such as 2026-01-31, is needed');
      return date;
    }
    case 'country':
      if (!isCountry(value.toUpperCase())) throw bad('that is no country; two letters are needed, e.g. DE');
      return value.toUpperCase();
    case 'text':
      if (value === '' || value.includes('\0')) throw bad('some text is needed');
      return value;
  }
}

/** A day or an ISO time, UTC whether it says so or not. JavaScript takes February 31 for March 3: here it is no day. */
function readInstant(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z?)?$/u.test(text)) return undefined;
  const date = new Date(text.length > 10 && !text.endsWith('Z') ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text.slice(0, 10)) ? undefined : date;
}

/** Keyset comparison, with the redundant bound on the first key that lets PostgreSQL prune partitions (schema.md). */
function keysetConditions(sort: Sort, keys: readonly string[], backwards: boolean, bind: Bind): string[] {
  const sign = (sort.direction === 'desc') !== backwards ? '<' : '>';
  const bound = sort.by.map(({ type }, index) => `${bind(keys[index])}::${type}`);
  const tuple = `(${sort.by.map(({ sql }) => sql).join(', ')}) ${sign} (${bound.join(', ')})`;
  const first = sort.by[0];
  return first && sort.by.length > 1 ? [tuple, `${first.sql} ${sign}= ${bound[0]}`] : [tuple];
}

function writeCursor(sortName: string, row: Record<string, unknown>): string {
  const keys = Object.entries(row)
    .filter(([key]) => key.startsWith('_k'))
    .map(([, value]) => value as string);
  return Buffer.from(JSON.stringify([sortName, ...keys])).toString('base64url');
}

/** What PostgreSQL writes for a key of each type: a cursor that somebody made up must not reach a cast. */
const cursorKey: Record<Sort['by'][number]['type'], RegExp> = {
  timestamptz: /^(\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d){0,2}( BC)?|-?infinity)$/u,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u,
  text: /^[^\0]*$/u,
  numeric: /^-?\d+(\.\d+)?$/u,
  integer: /^-?\d{1,10}$/u,
};

function readCursor(cursor: string, sortName: string, sort: Sort): readonly string[] {
  try {
    const written = z.array(z.string()).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    const [name, ...keys] = written;
    const fits = sort.by.every(({ type }, index) => cursorKey[type].test(keys[index] ?? '\0'));
    if (name === sortName && keys.length === sort.by.length && fits) return keys;
  } catch {
    // falls through to the one sentence below
  }
  throw new InvalidInput(`That is no cursor of this list sorted by ${sortName}.`, {
    hint: 'Use the value of "next" from the page before.',
  });
}
