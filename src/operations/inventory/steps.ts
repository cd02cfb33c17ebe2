/** What operations of other nouns may do with stock inside their own transaction. */
export { findWarehouse } from './parts/articles.ts';
export { book, type Movement } from './parts/book.ts';
export { Change } from './parts/numbers.ts';
export { openPlaces, placeKey } from './parts/places.ts';
export { demandNone, demandOneWay, Partial, partialExitCode, shownRows, toldRejected } from './parts/refuse.ts';
export { placeRows } from './parts/resolve.ts';
export { isRejected, readRow, readSheet, rejected, sorted, type Read, type Rejected } from './parts/sheet.ts';
export type { RowProblem } from './parts/types.ts';
