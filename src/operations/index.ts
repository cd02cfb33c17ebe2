import type { Listing } from './listing.ts';
import type { Operation } from './operation.ts';
import { importProducts } from './products/import.ts';
import { list as productsList } from './products/list.ts';
import { show as productsShow } from './products/show.ts';
import { list as variantsList } from './variants/list.ts';

/** Every operation of the shop, one line each: the CLI, the palette, the docs and the tests are made from this list. */
export const operations: readonly (Operation | Listing)[] = [productsList, productsShow, importProducts, variantsList];
