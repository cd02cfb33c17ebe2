import type { Listing } from './listing.ts';
import type { Operation } from './operation.ts';
import { cancel as ordersCancel } from './orders/cancel.ts';
import { confirm as ordersConfirm } from './orders/confirm.ts';
import { deliver as ordersDeliver } from './orders/deliver.ts';
import { list as ordersList } from './orders/list.ts';
import { place as ordersPlace } from './orders/place.ts';
import { process as ordersProcess } from './orders/process.ts';
import { ship as ordersShip } from './orders/ship.ts';
import { show as ordersShow } from './orders/show.ts';
import { record as paymentsRecord } from './payments/record.ts';
import { importProducts } from './products/import.ts';
import { list as productsList } from './products/list.ts';
import { show as productsShow } from './products/show.ts';
import { list as variantsList } from './variants/list.ts';

/** Every operation of the shop, one line each: the CLI, the palette, the docs and the tests are made from this list. */
export const operations: readonly (Operation | Listing)[] = [
  ordersList,
  ordersShow,
  ordersPlace,
  ordersConfirm,
  ordersProcess,
  ordersShip,
  ordersDeliver,
  ordersCancel,
  paymentsRecord,
  productsList,
  productsShow,
  importProducts,
  variantsList,
];
