import type { Listing } from './listing.ts';
import type { Operation } from './operation.ts';
import { show as dashboardShow } from './dashboard/show.ts';
import { adjust as inventoryAdjust } from './inventory/adjust.ts';
import { ledger as inventoryLedger } from './inventory/ledger.ts';
import { list as inventoryList } from './inventory/list.ts';
import { lookup as inventoryLookup } from './inventory/lookup.ts';
import { low as inventoryLow } from './inventory/low.ts';
import { restock as inventoryRestock } from './inventory/restock.ts';
import { cancel as ordersCancel } from './orders/cancel.ts';
import { confirm as ordersConfirm } from './orders/confirm.ts';
import { deliver as ordersDeliver } from './orders/deliver.ts';
import { list as ordersList } from './orders/list.ts';
import { place as ordersPlace } from './orders/place.ts';
import { process as ordersProcess } from './orders/process.ts';
import { ship as ordersShip } from './orders/ship.ts';
import { show as ordersShow } from './orders/show.ts';
import { record as paymentsRecord } from './payments/record.ts';
import { create as productsCreate } from './products/create.ts';
import { edit as productsEdit } from './products/edit.ts';
import { importProducts } from './products/import.ts';
import { list as productsList } from './products/list.ts';
import { show as productsShow } from './products/show.ts';
import { activate as promosActivate } from './promos/activate.ts';
import { create as promosCreate } from './promos/create.ts';
import { deactivate as promosDeactivate } from './promos/deactivate.ts';
import { edit as promosEdit } from './promos/edit.ts';
import { generate as promosGenerate } from './promos/generate.ts';
import { list as promosList } from './promos/list.ts';
import { show as promosShow } from './promos/show.ts';
import { tryPromo as promosTry } from './promos/try.ts';
import { usage as promosUsage } from './promos/usage.ts';
import { returns as reportsReturns } from './reports/returns.ts';
import { sales as reportsSales } from './reports/sales.ts';
import { sellThrough as reportsSellThrough } from './reports/sell-through.ts';
import { stock as reportsStock } from './reports/stock.ts';
import { list as variantsList } from './variants/list.ts';
import { create as warehousesCreate } from './warehouses/create.ts';
import { edit as warehousesEdit } from './warehouses/edit.ts';
import { list as warehousesList } from './warehouses/list.ts';

/** Every operation of the shop, one line each: the CLI, the palette, the docs and the tests are made from this list. */
export const operations: readonly (Operation | Listing)[] = [
  dashboardShow,
  ordersList,
  ordersShow,
  ordersPlace,
  ordersConfirm,
  ordersProcess,
  ordersShip,
  ordersDeliver,
  ordersCancel,
  paymentsRecord,
  inventoryList,
  inventoryLow,
  inventoryLookup,
  inventoryLedger,
  inventoryRestock,
  inventoryAdjust,
  warehousesList,
  warehousesCreate,
  warehousesEdit,
  productsList,
  productsShow,
  productsCreate,
  productsEdit,
  importProducts,
  variantsList,
  reportsSales,
  reportsStock,
  reportsSellThrough,
  reportsReturns,
  promosList,
  promosShow,
  promosTry,
  promosUsage,
  promosCreate,
  promosGenerate,
  promosEdit,
  promosActivate,
  promosDeactivate,
];
