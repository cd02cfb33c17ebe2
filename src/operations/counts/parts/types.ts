import type { CountStatus } from '../../../domain/stock-count.ts';
import type { RowProblem } from '../../inventory/steps.ts';

export interface CountHead {
  readonly id: string;
  readonly count_number: number;
  readonly warehouse_id: string;
  readonly warehouse: string;
  readonly warehouse_name: string;
  readonly status: CountStatus;
  /** Those who count do not see what is expected until it is closed. */
  readonly blind: boolean;
  readonly note: string | null;
  readonly opened_by: string | null;
  readonly opened_at: string;
  readonly closed_by: string | null;
  readonly closed_at: string | null;
}

/** `counts.open` */
export interface CountOpened {
  readonly id: string;
  readonly count_number: number;
  readonly warehouse: string;
  readonly blind: boolean;
  readonly lines: number;
}

/** `expected` and `difference` are null until it is counted, and on a blind sheet until it is closed. */
export interface CountLine {
  readonly sku: string;
  readonly name: string;
  readonly size: string | null;
  readonly color: string | null;
  readonly barcode: string | null;
  /** Now, by the ledger; null on a blind sheet. */
  readonly quantity: number | null;
  readonly expected: number | null;
  readonly counted: number | null;
  readonly difference: number | null;
  /** Stock moved since the line was counted. */
  readonly moved: boolean;
  readonly counted_by: string | null;
  readonly counted_at: string | null;
}

/** `counts.show` */
export interface CountShown extends CountHead {
  readonly lines: number;
  readonly counted_lines: number;
  readonly different_lines: number | null;
  /** Pieces found more and pieces missing; null on a blind sheet until it is closed. */
  readonly surplus: number | null;
  readonly shortage: number | null;
  readonly rows: readonly CountLine[];
  readonly more: boolean;
}

/** `counts.scan`; the first 200 places. */
export interface Scanned {
  readonly count_number: number;
  readonly warehouse: string;
  readonly lines: number;
  readonly units: number;
  readonly rows: readonly ScannedRow[];
  readonly rejected?: readonly RowProblem[];
}

export interface ScannedRow {
  readonly sku: string;
  readonly counted: number;
  readonly expected: number | null;
  readonly difference: number | null;
}

/** `counts.approve` and `inventory.count`: what was booked, or what is to be counted again. */
export interface Approved {
  readonly id: string;
  readonly count_number: number;
  readonly warehouse: string;
  readonly status: CountStatus;
  readonly lines: number;
  readonly different_lines: number;
  readonly surplus: number;
  readonly shortage: number;
  /** Only the lines with a difference; the first 200. */
  readonly rows: readonly ApprovedRow[];
  /** With `--moved recount`: these SKUs moved, are to be counted again, and nothing was booked. */
  readonly recount: readonly string[];
}

export interface ApprovedRow {
  readonly sku: string;
  readonly expected: number;
  readonly counted: number;
  readonly difference: number;
  readonly quantity_after: number;
}
