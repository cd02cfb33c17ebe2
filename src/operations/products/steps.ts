/** What operations of other nouns may do with a product inside their own transaction. */
export { Price } from './columns.ts';
export { findProduct, lockProduct, type LockedProduct } from './find.ts';
export { countProducts, findTarget, moveProducts } from './groups.ts';
