import type { TransactionType } from '../../../domain/stock.ts';

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
  /** `after` of the page of older rows. */
  readonly next: string | null;
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
