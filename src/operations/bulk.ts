import { createHash } from 'node:crypto';
import { commandName } from '../domain/command-name.ts';
import { DomainError, Interrupted, InvalidInput, Unavailable } from '../domain/errors.ts';
import { parseFilter } from '../domain/filter.ts';
import { demand } from '../domain/permissions.ts';
import { page, type ListCall, type Listing } from './listing.ts';
import { run, type Call, type Operation } from './operation.ts';

/** More are too many to be looked through afterwards. */
export const mostRecords = 100_000;

/** What became of one record of a bulk run. */
export interface BulkRow {
  readonly key: string;
  /** `not_tried`: the run ended before its turn; nothing was done with it. */
  readonly state: 'done' | 'failed' | 'not_tried';
  /** Done by an earlier run with the same operation id. */
  readonly replayed: boolean;
  readonly result: unknown;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly details: Readonly<Record<string, unknown>>;
  } | null;
}

export interface BulkOutcome {
  readonly operationId: string;
  readonly dryRun: boolean;
  readonly rows: readonly BulkRow[];
  readonly done: number;
  readonly failed: number;
  readonly notTried: number;
  /** What ended the run early: the database went away, the person pressed Ctrl-C, or a bug. */
  readonly ended: Error | undefined;
}

/**
 * Runs an operation over many records, each in a transaction of its own, so that one that is refused does not take the
 * others with it. Each record's operation id is made from the run's id and its key: the same run again does only what
 * is not done yet, and what is done answers as before.
 * @param keys each once; twice the same is refused, for the second would be a replay of the first
 * @param own what differs from record to record, by its key
 * @param call `tried` is told of each record as it is done with
 * @throws InvalidInput, Forbidden before anything is tried; what happens to a record is in its row
 */
export async function runEach(
  operation: Operation,
  keys: readonly string[],
  input: Readonly<Record<string, unknown>>,
  call: Call & { readonly operationId: string; readonly tried?: (row: BulkRow) => void },
  own: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(),
): Promise<BulkOutcome> {
  const { bulk, name } = operation;
  if (!bulk) throw new InvalidInput(`${name} runs on one record at a time.`);
  demand(call.actor, operation.permission, name);
  demandDistinct(keys);
  const rows: BulkRow[] = [];
  let ended: Error | undefined;
  const what = name.split('.')[0] ?? 'records';
  const put = (row: BulkRow) => {
    rows.push(row);
    call.tried?.(row);
  };
  for (const key of keys) {
    if (ended !== undefined) {
      put({ key, state: 'not_tried', replayed: false, result: null, error: null });
      continue;
    }
    try {
      if (call.signal?.aborted) throw new Interrupted('Stopped.');
      const row = await run(
        operation,
        { ...input, ...own.get(key), [bulk.key]: key },
        { ...call, operationId: idOfRow(call.operationId, key), progress: () => undefined },
      );
      put({ key, state: 'done', replayed: row.replayed, result: row.output, error: null });
    } catch (error) {
      if (endsTheRun(error)) ended = error instanceof Error ? error : new Error(String(error));
      put(
        error instanceof Interrupted
          ? { key, state: 'not_tried', replayed: false, result: null, error: null }
          : { key, state: 'failed', replayed: false, result: null, error: told(error) },
      );
    }
    call.progress?.({ done: rows.length, total: keys.length, what });
  }
  const count = (state: BulkRow['state']) => rows.filter((row) => row.state === state).length;
  return {
    operationId: call.operationId,
    dryRun: call.dryRun ?? false,
    rows,
    done: count('done'),
    failed: count('failed'),
    notTried: count('not_tried'),
    ended,
  };
}

/**
 * The keys of every row that a filter means, in the list's order, as they are now.
 * @throws InvalidInput for a search in a list that sorts by what fits best: near misses are no set to act on
 */
export async function matchingKeys(
  listing: Listing,
  column: string,
  filter: string,
  call: ListCall,
): Promise<string[]> {
  const { text } = parseFilter(filter);
  if (listing.relevance && text !== '') {
    throw new InvalidInput(`"${text.slice(0, 60)}" is a search, which finds what fits best and not all of it.`, {
      hint: `Use filters of "${commandName(listing.name)}", or name the records.`,
    });
  }
  const keys: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const one = await page(listing, { filter, limit: 1000, ...(after !== '' && { after }) }, call);
    keys.push(...one.rows.map((row) => String(row[column])));
    after = one.next;
  }
  return [...new Set(keys)];
}

function demandDistinct(keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    const same = key.trim().toLowerCase();
    if (seen.has(same)) throw new InvalidInput(`${key.slice(0, 60)} was given twice.`, { hint: 'Give each once.' });
    seen.add(same);
  }
}

/** A UUID of version 8: ours, and always the same for the same run and record. */
export function idOfRow(operationId: string, key: string): string {
  const hash = createHash('sha256').update(`${operationId}\n${key.trim().toLowerCase()}`).digest('hex');
  const variant = ((parseInt(hash[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** The next record would meet the same. A bug ends the run as well: who knows what it would do to the others. */
const endsTheRun = (error: unknown): boolean =>
  !(error instanceof DomainError) || error instanceof Unavailable || error instanceof Interrupted;

function told(error: unknown): BulkRow['error'] {
  if (error instanceof DomainError) {
    const { code, message, hint, details } = error;
    return { code, message, hint: hint ?? null, details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, hint: null, details: {} };
}
