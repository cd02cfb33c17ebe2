import { withHint } from '../../../domain/errors.ts';
import type { BulkRow } from '../../../operations/bulk.ts';
import { plural } from '../../../domain/plural.ts';
import type { AnyOperation } from '../overlay.ts';

/** One record of a run, and how people call it. */
export interface BulkTarget {
  readonly key: string;
  readonly name: string;
}

/** What an operation is told of one record alone, by its key. */
export type BulkOwn = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export interface Counts {
  readonly done: number;
  readonly failed: number;
  readonly notTried: number;
}

/** `left`: nothing more to show. */
export type BulkPhase = 'looking' | 'trying' | 'running' | 'finished' | 'left';

/** A run over many records, from the try-out to what became of each. */
export interface BulkState {
  readonly phase: BulkPhase;
  readonly operation: AnyOperation;
  /** What is done, as a verb: 'Approve'. */
  readonly label: string;
  readonly targets: readonly BulkTarget[];
  readonly operationId: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly own: BulkOwn;
  /** Of the phase that goes on. */
  readonly counts: Counts;
  readonly total: number;
  /** What became of each, once the phase is over. */
  readonly rows: readonly BulkRow[];
  /** The rows are of a try-out: nothing was changed. */
  readonly dryRun: boolean;
  /** What ended it early. */
  readonly ended: Error | undefined;
}

export const noCounts: Counts = { done: 0, failed: 0, notTried: 0 };

export function counted(counts: Counts, { state }: Pick<BulkRow, 'state'>): Counts {
  if (state === 'done') return { ...counts, done: counts.done + 1 };
  return state === 'failed' ? { ...counts, failed: counts.failed + 1 } : { ...counts, notTried: counts.notTried + 1 };
}

export const countsOf = (rows: readonly BulkRow[]): Counts => rows.reduce(counted, noCounts);

/** Newer results over older ones, each record in its place. */
export function merged(older: readonly BulkRow[], newer: readonly BulkRow[]): readonly BulkRow[] {
  const now = new Map(newer.map((row) => [row.key, row]));
  const known = new Set(older.map(({ key }) => key));
  return [...older.map((row) => now.get(row.key) ?? row), ...newer.filter(({ key }) => !known.has(key))];
}

/** What is worth another try: what was refused may be in order by now, and what was not tried never was. */
export const openKeys = (rows: readonly BulkRow[]): readonly string[] =>
  rows.filter(({ state }) => state !== 'done').map(({ key }) => key);

/** What the operation is run with on a record; undefined where that is not what it takes. */
export function inputOf({ operation, input, own }: BulkState, key: string) {
  const { bulk } = operation;
  return operation.input.safeParse({ ...input, ...own.get(key), ...(bulk && { [bulk.key]: key }) }).data;
}

/** What became of a record, in a sentence. */
export function sentenceOf({ state, replayed, result, error, key }: BulkRow, run: BulkState): string {
  if (state === 'not_tried') return 'not tried';
  if (error) return withHint(error);
  const input = inputOf(run, key);
  const told = (input && run.operation.done?.(result, input)) ?? 'done';
  return replayed ? `${told} (by an earlier run)` : told;
}

export interface ResultRow {
  readonly name: string;
  readonly state: BulkRow['state'];
  readonly text: string;
}

const order: readonly BulkRow['state'][] = ['failed', 'not_tried', 'done'];

/** Every record with its outcome, those that need somebody first. */
export function results(run: BulkState): readonly ResultRow[] {
  const names = new Map(run.targets.map(({ key, name }) => [key, name]));
  const rows = run.rows.map((row) => ({
    name: names.get(row.key) ?? row.key,
    state: row.state,
    text: sentenceOf(row, run),
  }));
  return order.flatMap((state) => rows.filter((row) => row.state === state));
}

/** A dialogue must keep its buttons on the smallest screen; what to do about each is told in the results. */
const reasonsShown = 2;

/** What a person agrees to, from the try-out: how many would be done, and why the others not. */
export function consequences(run: BulkState, noun: string): readonly string[] {
  const refused = run.rows.flatMap(({ error }) => (error ? [error.message] : []));
  const untried = run.targets.length - run.rows.length;
  const more = refused.length - reasonsShown;
  return [
    ...(untried > 0 ? [`Only the first ${run.rows.length} were tried; ${untried} more will be.`] : []),
    ...(refused.length > 0 ? [`${plural(refused.length, noun)} would be refused and left as they are:`] : []),
    ...refused.slice(0, reasonsShown),
    ...(more > 0 ? [`and ${more} more.`] : []),
    run.operation.undoable ? 'Each can be undone afterwards.' : 'There is no undo for this.',
  ];
}
