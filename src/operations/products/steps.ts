/** What operations of other nouns may do with a product inside their own transaction. */
export { askBelowCost, BelowCost, demandAboveCost } from './below-cost.ts';
export { Price } from './columns.ts';
export { findProduct, lockProduct, type LockedProduct } from './find.ts';
