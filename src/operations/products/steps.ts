/** What operations of other nouns may do with a product inside their own transaction. */
export { Price } from './parts/columns.ts';
export { findProduct, lockProduct, type LockedProduct } from './parts/find.ts';
export { countProducts, findTarget, moveProducts } from './parts/groups.ts';
