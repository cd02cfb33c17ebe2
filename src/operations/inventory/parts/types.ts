import type { OrderStatus } from '../../../domain/order-status.ts';

/** `inventory.restock`; of a large file the first 200 rows, `lines` and `units` count all. */
export interface Restocked {
  /** Ledger rows written. */
  readonly lines: number;
  readonly units: number;
  readonly rows: readonly RestockedRow[];
  /** With `partial`: at most 1000 of the rows that were left out. */
  readonly rejected?: readonly RowProblem[];
}

export interface RestockedRow {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly quantity_before: number;
  readonly quantity_after: number;
  readonly available: number;
}

/**
 * A row that cannot be booked: in `details.rows` of the error, or in `rejected` where the others were booked. `row`
 * counts the header of a file as row 1.
 */
export interface RowProblem {
  readonly row: number;
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: string;
  readonly reason: string;
}

/** `inventory.lookup` of one code. */
export interface StockFound extends StockLookup {
  /** The first 50 orders that hold pieces of it, those that wait longest first. */
  readonly orders: readonly HoldingOrder[];
}

export interface HoldingOrder {
  readonly order_number: string;
  readonly status: OrderStatus;
  readonly warehouse: string;
  readonly quantity: number;
  readonly reserved_at: string;
}

/** What `inventory.lookup` says of a code. */
export interface StockLookup {
  readonly code: string;
  readonly sku: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  readonly name: string;
  readonly size: string | null;
  readonly color: string | null;
  readonly price: string;
  readonly barcode: string | null;
  readonly is_active: boolean;
  /** Every active warehouse, also those that never held it. */
  readonly stock: readonly WarehouseStock[];
}

/** `inventory.lookup` of several codes: an answer each, in the order in which they were asked. */
export interface StockLookups {
  readonly rows: readonly (
    | (StockLookup & { readonly found: true })
    | {
        readonly code: string;
        readonly found: false;
        /** Nothing is called so; else it is something that does not lie in stock by itself. */
        readonly unknown: boolean;
        readonly problem: string;
      }
  )[];
}

export interface WarehouseStock {
  readonly warehouse: string;
  readonly warehouse_name: string;
  readonly quantity: number;
  readonly reserved: number;
  readonly available: number;
  readonly reorder_point: number | null;
}

/** `inventory.adjust` */
export interface Adjusted {
  readonly sku: string;
  readonly warehouse: string;
  readonly change: number;
  readonly quantity_before: number;
  readonly quantity_after: number;
  readonly reserved: number;
  readonly available: number;
}

/** `inventory.adjust` of a file or a list; the first 200 rows, `lines` and `units` (more less fewer) count all. */
export interface AdjustedMany {
  readonly lines: number;
  readonly units: number;
  readonly rows: readonly Adjusted[];
  readonly rejected?: readonly RowProblem[];
}

/** `inventory.transfer`; the first 200 rows. */
export interface Transferred {
  readonly lines: number;
  readonly units: number;
  readonly rows: readonly TransferredRow[];
  readonly rejected?: readonly RowProblem[];
}

export interface TransferredRow {
  readonly sku: string;
  readonly quantity: number;
  readonly from: string;
  readonly to: string;
  /** Available there after all of it. */
  readonly from_available: number;
  readonly to_available: number;
  /** reference_id of the two ledger rows. */
  readonly reference_id: string;
}

/** `inventory.set_reorder`; the first 200 places. */
export interface ReorderSet {
  readonly lines: number;
  readonly rows: readonly {
    readonly sku: string;
    readonly warehouse: string;
    readonly available: number;
    readonly reorder_point: number;
    readonly reorder_quantity: number;
  }[];
  readonly rejected?: readonly RowProblem[];
}
