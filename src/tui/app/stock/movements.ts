import { ledgerEffect } from '../../../domain/stock.ts';
import type { LedgerRow } from '../../../operations/inventory/parts/ledger-types.ts';

/** What a movement did to the shelf, or in brackets to what is promised: `+3`, `(-1)`. */
export function movementChange({ type, quantity }: Pick<LedgerRow, 'type' | 'quantity'>): string {
  const effect = ledgerEffect(type, quantity);
  const moved = effect.quantity !== 0 ? effect.quantity : effect.reserved;
  const text = moved > 0 ? `+${moved}` : String(moved);
  return effect.quantity === 0 ? `(${text})` : text;
}

/** Whose order, or which transfer or count, and the reason that was given. */
export const movementReason = (row: LedgerRow): string =>
  [row.order_number ?? row.reference_type?.toLowerCase(), row.notes].filter(Boolean).join(' ');
