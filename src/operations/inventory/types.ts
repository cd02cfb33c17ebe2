import type { TransactionType } from '../../domain/stock.ts';

/** `inventory.restock`; of a large file the first 200 rows, `lines` and `units` count all. */
export interface Restocked {
  /** Ledger rows written. */
  readonly lines: number;
  readonly units: number;
  readonly rows: readonly RestockedRow[];
}

export interface RestockedRow {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly quantity_before: number;
  readonly quantity_after: number;
  readonly available: number;
}

/** One row of a refused restock, in `details.rows` of the error. `row` counts the header of a file as row 1. */
export interface RestockProblem {
  readonly row: number;
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: string;
  readonly reason: string;
}

/** `inventory.lookup` */
export interface StockLookup {
  readonly code: string;
  readonly sku: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  readonly name: string;
  readonly size: string | null;
  readonly color: string | null;
  readonly price: string;
  readonly is_active: boolean;
  /** Every active warehouse, also those that never held it. */
  readonly stock: readonly WarehouseStock[];
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

/** `inventory.ledger`, newest first; the balances stand after the row. */
export interface StockCard {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly reserved: number;
  readonly available: number;
  readonly rows: readonly LedgerRow[];
  /** There are older rows. */
  readonly more: boolean;
}

export interface LedgerRow {
  readonly id: string;
  readonly created_at: string;
  readonly type: TransactionType;
  readonly quantity: number;
  readonly quantity_after: number;
  readonly reserved_after: number;
  readonly reference_type: string | null;
  readonly reference_id: string | null;
  /** Number of the order it belongs to, where it does. */
  readonly order_number: string | null;
  readonly notes: string | null;
  readonly actor: string | null;
}
