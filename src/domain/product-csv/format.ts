import type { CsvRecord } from '../csv.ts';
import type { Notes, Place } from '../shopify/report.ts';
import type { IncomingProduct } from './incoming.ts';

export interface FileNotes {
  readonly problems: Notes;
  readonly warnings: Notes;
}

/** One way of writing products as CSV: rows taken apart one by one, then put together by handle. */
export interface ProductFormat {
  readonly name: 'solemate' | 'shopify';
  /** JSON-safe. Undefined when nothing can be made of it; the problems were told then. */
  row(record: CsvRecord): (Place & { readonly handle: string }) | undefined;
  /**
   * The product of all rows with one handle, in the order of the file, as `row` made them and JSON kept them. Undefined
   * when there is none; told as well.
   */
  assemble(rows: readonly unknown[]): IncomingProduct | undefined;
}

/** Keeps text aside, so that a large file is never in memory whole. */
export interface Shelf {
  put(text: string): Slot;
  get(slot: Slot): string;
}

export type Slot = readonly [at: number, length: number];
