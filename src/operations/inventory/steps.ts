/** What operations of other nouns may do with stock inside their own transaction. */
export { findWarehouse } from './articles.ts';
export { book, type Movement } from './book.ts';
export { Change } from './numbers.ts';
export { openPlaces, placeKey } from './places.ts';
export { demandNone, demandOneWay, Partial, shownRows, toldRejected } from './refuse.ts';
export { placeRows } from './resolve.ts';
export { isRejected, readRow, readSheet, rejected, sorted, type Read, type Rejected } from './sheet.ts';
export type { RowProblem } from './types.ts';
