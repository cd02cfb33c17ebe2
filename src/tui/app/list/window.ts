import type { ListRow, Page, PageRequest } from '../../../operations/listing.ts';

/**
 * The rows of a list that are in memory: neighbouring pages, each with the request that fetched it, so that a page can
 * be fetched again in place. Pure; the engine (list.ts) does the loading.
 */
export interface Chunk {
  readonly rows: readonly ListRow[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly request: PageRequest;
}

export interface Window {
  readonly chunks: readonly Chunk[];
  readonly rows: readonly ListRow[];
  /** How many rows lie before the first one; undefined when the list was entered from its end. */
  readonly before: number | undefined;
}

export const emptyWindow: Window = { chunks: [], rows: [], before: 0 };

export function atStart(window: Window): boolean {
  return (window.chunks[0]?.previous ?? null) === null;
}

export function atEnd(window: Window): boolean {
  return (window.chunks.at(-1)?.next ?? null) === null;
}

function make(chunks: readonly Chunk[], before: number | undefined): Window {
  const seen = new Set<string>();
  const rows = chunks
    .flatMap((chunk) => chunk.rows)
    .filter(({ id }) => {
      const fresh = !seen.has(id);
      seen.add(id);
      return fresh;
    });
  const filled = chunks.filter((chunk) => chunk.rows.length > 0 || chunks.length === 1);
  return { chunks: filled, rows, before: (filled[0]?.previous ?? null) === null ? 0 : before };
}

export function fresh(page: Page, request: PageRequest): Window {
  return make([{ ...page, request }], request.fromEnd ? undefined : 0);
}

export function append(window: Window, page: Page, request: PageRequest): Window {
  return make([...window.chunks, { ...page, request }], window.before);
}

export function prepend(window: Window, page: Page, request: PageRequest): Window {
  const before = window.before === undefined ? undefined : Math.max(0, window.before - page.rows.length);
  return make([{ ...page, request }, ...window.chunks], before);
}

/** Lets go of whole pages at the far side when there are more rows than `most`; never of one that holds a `needed` row. */
export function trimmed(window: Window, most: number, keep: 'start' | 'end', needed: ReadonlySet<string>): Window {
  let { chunks, before } = window;
  let count = window.rows.length;
  while (count > most && chunks.length > 2) {
    const dropped = keep === 'start' ? chunks.at(-1) : chunks[0];
    if (dropped?.rows.some(({ id }) => needed.has(id))) break;
    const size = dropped?.rows.length ?? 0;
    chunks = keep === 'start' ? chunks.slice(0, -1) : chunks.slice(1);
    if (keep === 'end' && before !== undefined) before += size;
    count -= size;
  }
  return chunks === window.chunks ? window : make(chunks, before);
}

export const rowsIn = (chunks: readonly Chunk[]): number => chunks.reduce((sum, one) => sum + one.rows.length, 0);

/** The page that holds the row at this index. */
export function chunkAt(window: Window, index: number): number {
  let rest = index;
  for (const [at, chunk] of window.chunks.entries()) {
    if (rest < chunk.rows.length) return at;
    rest -= chunk.rows.length;
  }
  return Math.max(0, window.chunks.length - 1);
}

/**
 * The page fetched again. Neighbours stay as long as they still meet it; where there may be rows between they are let go,
 * to be loaded when the cursor comes near.
 */
export function replaced(window: Window, at: number, page: Page, request: PageRequest): Window {
  const { chunks } = window;
  const old = chunks[at];
  const [up, down] = [chunks[at - 1], chunks[at + 1]];
  const overlap = up?.rows.findIndex(({ id }) => id === page.rows[0]?.id) ?? -1;
  const goesOn = down?.rows.findIndex(({ id }) => id === page.rows.at(-1)?.id) ?? -1;
  const meetsUp = sameEdge(old?.rows[0], page.rows[0]) || overlap >= 0 || met(up?.next, request.after);
  const meetsDown = sameEdge(old?.rows.at(-1), page.rows.at(-1)) || goesOn >= 0 || met(down?.previous, request.before);
  const above = up && meetsUp ? [...chunks.slice(0, at - 1), overlap < 0 ? up : until(up, overlap)] : [];
  const below = down && meetsDown ? [goesOn < 0 ? down : from(down, goesOn + 1), ...chunks.slice(at + 2)] : [];
  const dropped = above.length > 0 ? [] : chunks.slice(0, at);
  const before = window.before === undefined ? undefined : window.before + rowsIn(dropped);
  return make([...above, { ...page, request }, ...below], before);
}

/** A page that was asked for from its neighbour's edge on begins there, whatever came or went since. */
const met = (edge: string | null | undefined, asked: string | undefined) => asked !== undefined && edge === asked;

const until = (chunk: Chunk, index: number): Chunk => ({ ...chunk, rows: chunk.rows.slice(0, index) });
const from = (chunk: Chunk, index: number): Chunk => ({ ...chunk, rows: chunk.rows.slice(index) });

function sameEdge(a: ListRow | undefined, b: ListRow | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id;
}

export type Delta = 'up' | 'down' | 'changed';

/** What changed in rows that are in both, by id and column. Amounts are compared as numbers only to tell the way. */
export function deltas(
  before: readonly ListRow[],
  after: readonly ListRow[],
): ReadonlyMap<string, Readonly<Record<string, Delta>>> {
  const old = new Map(before.map((row) => [row.id, row]));
  const found = new Map<string, Record<string, Delta>>();
  for (const row of after) {
    const was = old.get(row.id);
    if (!was || was === row) continue;
    const changed = Object.keys(row).filter((key) => row[key] !== was[key]);
    if (changed.length === 0) continue;
    found.set(row.id, Object.fromEntries(changed.map((key) => [key, direction(was[key], row[key])])));
  }
  return found;
}

const amount = /^-?\d+(\.\d+)?$/u;

function direction(was: unknown, is: unknown): Delta {
  const both = [was, is].every((one) => typeof one === 'number' || (typeof one === 'string' && amount.test(one)));
  if (!both) return 'changed';
  return Number(is) > Number(was) ? 'up' : 'down';
}
