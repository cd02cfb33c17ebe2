/**
 * What `audit undo` puts back, table by table. A table that is not here is never put back: orders, payments, refunds,
 * shipments and people have steps of their own that go back.
 */
export interface UndoTable {
  readonly table: string;
  /** Follows from something else: neither compared nor written. */
  readonly derived: readonly string[];
  /** Written, but not compared: the database keeps it in order by itself. */
  readonly loose?: readonly string[];
  /** What becomes of a row that the operation made; `keep`: it may stay, nobody sees it. */
  readonly made: 'archived' | 'switched off' | 'deleted' | 'kept';
  /** Tables and their column that may refer to such a row; one that is referred to stays. */
  readonly usedBy?: readonly (readonly [table: string, column: string, what: string])[];
  /** A row that the operation deleted can be written again. */
  readonly deletable?: boolean;
  /** One of its rows, and several. */
  readonly words: readonly [one: string, many: string];
}

/** In the order in which rows are locked everywhere (schema.md, trap 3). */
export const undoTables: readonly UndoTable[] = [
  {
    table: 'promo_codes',
    derived: ['version', 'current_uses'],
    made: 'switched off',
    usedBy: [['orders', 'promo_code_id', 'orders use it']],
    words: ['promo code', 'promo codes'],
  },
  {
    table: 'reviews',
    derived: ['is_verified', 'moderated_by', 'moderated_at', 'updated_at', 'helpful_count'],
    made: 'kept',
    words: ['review', 'reviews'],
  },
  { table: 'categories', derived: ['version'], made: 'archived', words: ['category', 'categories'] },
  { table: 'brands', derived: ['version'], made: 'archived', words: ['brand', 'brands'] },
  {
    table: 'products',
    derived: ['version', 'updated_at', 'review_count', 'avg_rating', 'search_vector'],
    made: 'archived',
    usedBy: [['order_items', 'product_id', 'orders hold it']],
    words: ['product', 'products'],
  },
  {
    table: 'product_variants',
    derived: ['version', 'stock'],
    made: 'archived',
    usedBy: [['order_items', 'variant_id', 'orders hold it']],
    words: ['variant', 'variants'],
  },
  {
    table: 'product_images',
    derived: ['version'],
    loose: ['sort_order'],
    made: 'deleted',
    deletable: true,
    words: ['picture', 'pictures'],
  },
  {
    table: 'product_attributes',
    derived: ['version'],
    made: 'deleted',
    deletable: true,
    words: ['attribute', 'attributes'],
  },
  {
    table: 'inventory',
    derived: ['quantity', 'reserved', 'available', 'last_restocked', 'updated_at'],
    made: 'kept',
    words: ['stock record', 'stock records'],
  },
];

export const wordsOf = (table: string): readonly [one: string, many: string] =>
  undoTables.find((one) => one.table === table)?.words ?? [table, table];

/** Rows of the ledger that a correction can take back; reservations and sales belong to orders. */
export const undoableMovements = ['ADJUSTMENT', 'RESTOCK'] as const;

/** Why the others stay, and what to do instead; by name, or by noun with a dot behind. */
const oneWay: Readonly<Record<string, readonly [why: string, instead: string]>> = {
  'payments.refund': [
    'money that was sent back cannot be called back',
    'Ask the customer to pay again: place a new order.',
  ],
  'payments.record': ['a payment that came in is a fact', 'Send it back: solemate payments refund'],
  'payments.': ['what happened to money stays on record', 'See: solemate payments show'],
  'refunds.': ['what happened to money stays on record', 'See: solemate refunds list'],
  'orders.place': ['the customer was told of the order', 'Cancel it: solemate orders cancel'],
  'orders.cancel': ['its stock and its promo code were given back', 'Place the order again: solemate orders place'],
  'orders.ship': ['a parcel that left cannot be called back', 'When it comes back: solemate orders return'],
  'orders.return': ['the goods are on the shelf again', 'Correct the stock: solemate inventory adjust'],
  'orders.': [
    'orders go forward, never back',
    'Cancel it, or take it back: solemate orders cancel, solemate orders return',
  ],
  'counts.': ['what was counted was there', 'Count again, or correct it: solemate inventory adjust'],
  'inventory.': ['what stands in the ledger stays', 'Correct it: solemate inventory adjust'],
  'customers.reveal': ['what was seen cannot be made unseen', 'The audit log says who saw it.'],
  'customers.': ['it is about a person’s data', 'Edit it: solemate customers edit'],
  'staff.': ['somebody was told, or let in', 'Change it: solemate staff role, activate or deactivate'],
  'products.import': [
    'a whole file was taken in',
    'Import the earlier file, or revert single products: solemate products revert',
  ],
  'warehouses.': ['stock may lie there', 'Edit it: solemate warehouses edit'],
};

/** One sentence without a stop and what to do instead. */
export function whyNotUndone(operation: string): { readonly why: string; readonly instead: string } {
  const noun = `${operation.split('.')[0] ?? ''}.`;
  const [why, instead] = oneWay[operation] ??
    oneWay[noun] ?? ['it is none of those that can be put back', 'Change it by hand; the audit log says what was.'];
  return { why: `${operation} cannot be undone: ${why}`, instead };
}
