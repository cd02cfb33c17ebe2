import type { Listing } from './listing.ts';
import type { Operation } from './operation.ts';

/** Every operation of the shop, one line each: the CLI, the palette, the docs and the tests are made from this list. */
export const operations: readonly (Operation | Listing)[] = [];
