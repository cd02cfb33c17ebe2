/** Every movement of stock is one of these rows of inventory_transactions. */
export const transactionTypes = ['RESTOCK', 'SALE', 'RETURN', 'ADJUSTMENT', 'RESERVATION', 'RELEASE'] as const;
export type TransactionType = (typeof transactionTypes)[number];

export interface StockEffect {
  readonly quantity: number;
  readonly reserved: number;
}

const signs: Record<TransactionType, StockEffect> = {
  RESTOCK: { quantity: 1, reserved: 0 },
  RETURN: { quantity: 1, reserved: 0 },
  ADJUSTMENT: { quantity: 1, reserved: 0 },
  SALE: { quantity: -1, reserved: -1 },
  RESERVATION: { quantity: 0, reserved: 1 },
  RELEASE: { quantity: 0, reserved: -1 },
};

/** What a ledger row does to the counters: the same table as the database's trigger (operations.md, Stock). */
export function ledgerEffect(type: TransactionType, quantity: number): StockEffect {
  const sign = signs[type];
  return { quantity: sign.quantity * quantity || 0, reserved: sign.reserved * quantity || 0 };
}

export interface StockLevel {
  readonly available: number;
  readonly reorder_point: number;
  readonly reorder_quantity: number;
}

export function isLow({ available, reorder_point }: StockLevel): boolean {
  return available <= reorder_point;
}

/** Pieces to order: whole lots of the reorder quantity until the level is above its reorder point; 0 when it is not low. */
export function suggestedReorder(level: StockLevel): number {
  if (!isLow(level)) return 0;
  const missing = level.reorder_point + 1 - level.available;
  const lot = Math.max(level.reorder_quantity, 1);
  return Math.ceil(missing / lot) * lot;
}
