import type { Exporting } from './export.ts';
import type { Listing } from './listing.ts';
import type { Operation } from './operation.ts';
import { list as cartsList } from './carts/list.ts';
import { show as cartsShow } from './carts/show.ts';
import { activate as customersActivate } from './customers/activate.ts';
import { addresses as customersAddresses } from './customers/addresses.ts';
import { deactivate as customersDeactivate } from './customers/deactivate.ts';
import { edit as customersEdit } from './customers/edit.ts';
import { list as customersList } from './customers/list.ts';
import { lookup as customersLookup } from './customers/lookup.ts';
import { reveal as customersReveal } from './customers/reveal.ts';
import { show as customersShow } from './customers/show.ts';
import { approve as countsApprove } from './counts/approve.ts';
import { cancel as countsCancel } from './counts/cancel.ts';
import { list as countsList } from './counts/list.ts';
import { open as countsOpen } from './counts/open.ts';
import { scan as countsScan } from './counts/scan.ts';
import { show as countsShow } from './counts/show.ts';
import { show as dashboardShow } from './dashboard/show.ts';
import { adjust as inventoryAdjust } from './inventory/adjust.ts';
import { count as inventoryCount } from './inventory/count.ts';
import { ledger as inventoryLedger } from './inventory/ledger.ts';
import { list as inventoryList } from './inventory/list.ts';
import { lookup as inventoryLookup } from './inventory/lookup.ts';
import { low as inventoryLow } from './inventory/low.ts';
import { reservations as inventoryReservations } from './inventory/reservations.ts';
import { restock as inventoryRestock } from './inventory/restock.ts';
import { setReorder as inventorySetReorder } from './inventory/set-reorder.ts';
import { transfer as inventoryTransfer } from './inventory/transfer.ts';
import { assign as ordersAssign } from './orders/assign.ts';
import { cancel as ordersCancel } from './orders/cancel.ts';
import { confirm as ordersConfirm } from './orders/confirm.ts';
import { deliver as ordersDeliver } from './orders/deliver.ts';
import { find as ordersFind } from './orders/find.ts';
import { list as ordersList } from './orders/list.ts';
import { note as ordersNote } from './orders/note.ts';
import { packingSlip as ordersPackingSlip } from './orders/packing-slip.ts';
import { pickList as ordersPickList } from './orders/pick-list.ts';
import { place as ordersPlace } from './orders/place.ts';
import { process as ordersProcess } from './orders/process.ts';
import { returnOrder as ordersReturn } from './orders/return.ts';
import { ship as ordersShip } from './orders/ship.ts';
import { show as ordersShow } from './orders/show.ts';
import { take as ordersTake } from './orders/take.ts';
import { toPick as ordersToPick } from './orders/to-pick.ts';
import { unpack as ordersUnpack } from './orders/unpack.ts';
import { fail as paymentsFail } from './payments/fail.ts';
import { list as paymentsList } from './payments/list.ts';
import { owed as paymentsOwed } from './payments/owed.ts';
import { reconcile as paymentsReconcile } from './payments/reconcile.ts';
import { record as paymentsRecord } from './payments/record.ts';
import { refund as paymentsRefund } from './payments/refund.ts';
import { retry as paymentsRetry } from './payments/retry.ts';
import { show as paymentsShow } from './payments/show.ts';
import { archive as productsArchive } from './products/archive.ts';
import { create as productsCreate } from './products/create.ts';
import { diff as productsDiff } from './products/diff.ts';
import { edit as productsEdit } from './products/edit.ts';
import { exportProducts } from './products/export.ts';
import { history as productsHistory } from './products/history.ts';
import { importProducts } from './products/import.ts';
import { list as productsList } from './products/list.ts';
import { price as productsPrice } from './products/price.ts';
import { restore as productsRestore } from './products/restore.ts';
import { revert as productsRevert } from './products/revert.ts';
import { show as productsShow } from './products/show.ts';
import { stats as productsStats } from './products/stats.ts';
import { why as productsWhy } from './products/why.ts';
import { activate as promosActivate } from './promos/activate.ts';
import { create as promosCreate } from './promos/create.ts';
import { deactivate as promosDeactivate } from './promos/deactivate.ts';
import { edit as promosEdit } from './promos/edit.ts';
import { generate as promosGenerate } from './promos/generate.ts';
import { list as promosList } from './promos/list.ts';
import { show as promosShow } from './promos/show.ts';
import { tryPromo as promosTry } from './promos/try.ts';
import { usage as promosUsage } from './promos/usage.ts';
import { complete as refundsComplete } from './refunds/complete.ts';
import { fail as refundsFail } from './refunds/fail.ts';
import { list as refundsList } from './refunds/list.ts';
import { returns as reportsReturns } from './reports/returns.ts';
import { sales as reportsSales } from './reports/sales.ts';
import { sellThrough as reportsSellThrough } from './reports/sell-through.ts';
import { stock as reportsStock } from './reports/stock.ts';
import { approve as reviewsApprove } from './reviews/approve.ts';
import { list as reviewsList } from './reviews/list.ts';
import { reject as reviewsReject } from './reviews/reject.ts';
import { reopen as reviewsReopen } from './reviews/reopen.ts';
import { show as reviewsShow } from './reviews/show.ts';
import { list as settingsList } from './settings/list.ts';
import { set as settingsSet } from './settings/set.ts';
import { activate as staffActivate } from './staff/activate.ts';
import { deactivate as staffDeactivate } from './staff/deactivate.ts';
import { invite as staffInvite } from './staff/invite.ts';
import { list as staffList } from './staff/list.ts';
import { resetPassword as staffResetPassword } from './staff/reset-password.ts';
import { revoke as staffRevoke } from './staff/revoke.ts';
import { role as staffRole } from './staff/role.ts';
import { sessions as staffSessions } from './staff/sessions.ts';
import { show as staffShow } from './staff/show.ts';
import { list as variantsList } from './variants/list.ts';
import { list as attributesList } from './attributes/list.ts';
import { names as attributesNames } from './attributes/names.ts';
import { set as attributesSet } from './attributes/set.ts';
import { unset as attributesUnset } from './attributes/unset.ts';
import { list as auditList } from './audit/list.ts';
import { show as auditShow } from './audit/show.ts';
import { undo as auditUndo } from './audit/undo.ts';
import { configure as backupConfigure } from './backup/configure.ts';
import { copy as backupCopy } from './backup/copy.ts';
import { drill as backupDrill } from './backup/drill.ts';
import { restorePlan as backupRestorePlan } from './backup/restore-plan.ts';
import { status as backupStatus } from './backup/status.ts';
import { window as backupWindow } from './backup/window.ts';
import { archive as brandsArchive } from './brands/archive.ts';
import { create as brandsCreate } from './brands/create.ts';
import { edit as brandsEdit } from './brands/edit.ts';
import { list as brandsList } from './brands/list.ts';
import { restore as brandsRestore } from './brands/restore.ts';
import { show as brandsShow } from './brands/show.ts';
import { archive as categoriesArchive } from './categories/archive.ts';
import { create as categoriesCreate } from './categories/create.ts';
import { edit as categoriesEdit } from './categories/edit.ts';
import { list as categoriesList } from './categories/list.ts';
import { move as categoriesMove } from './categories/move.ts';
import { restore as categoriesRestore } from './categories/restore.ts';
import { show as categoriesShow } from './categories/show.ts';
import { tree as categoriesTree } from './categories/tree.ts';
import { add as imagesAdd } from './images/add.ts';
import { edit as imagesEdit } from './images/edit.ts';
import { list as imagesList } from './images/list.ts';
import { move as imagesMove } from './images/move.ts';
import { remove as imagesRemove } from './images/remove.ts';
import { archive as variantsArchive } from './variants/archive.ts';
import { create as variantsCreate } from './variants/create.ts';
import { edit as variantsEdit } from './variants/edit.ts';
import { generate as variantsGenerate } from './variants/generate.ts';
import { restore as variantsRestore } from './variants/restore.ts';
import { show as variantsShow } from './variants/show.ts';
import { create as warehousesCreate } from './warehouses/create.ts';
import { edit as warehousesEdit } from './warehouses/edit.ts';
import { list as warehousesList } from './warehouses/list.ts';
import { show as warehousesShow } from './warehouses/show.ts';
import { list as wishlistsList } from './wishlists/list.ts';

/** Every operation of the shop, one line each: the CLI, the palette, the docs and the tests are made from this list. */
export const operations: readonly (Operation | Listing | Exporting)[] = [
  dashboardShow,
  ordersList,
  ordersFind,
  ordersShow,
  ordersPlace,
  ordersConfirm,
  ordersProcess,
  ordersAssign,
  ordersToPick,
  ordersTake,
  ordersPickList,
  ordersPackingSlip,
  ordersUnpack,
  ordersShip,
  ordersDeliver,
  ordersCancel,
  ordersReturn,
  ordersNote,
  paymentsList,
  paymentsShow,
  paymentsRecord,
  paymentsFail,
  paymentsRetry,
  paymentsRefund,
  paymentsOwed,
  paymentsReconcile,
  refundsList,
  refundsComplete,
  refundsFail,
  settingsList,
  settingsSet,
  inventoryList,
  inventoryLow,
  inventoryLookup,
  inventoryLedger,
  inventoryReservations,
  inventoryRestock,
  inventoryAdjust,
  inventoryTransfer,
  inventorySetReorder,
  inventoryCount,
  countsList,
  countsShow,
  countsOpen,
  countsScan,
  countsApprove,
  countsCancel,
  warehousesList,
  warehousesShow,
  warehousesCreate,
  warehousesEdit,
  productsList,
  productsShow,
  productsStats,
  productsWhy,
  productsCreate,
  productsEdit,
  productsArchive,
  productsPrice,
  productsRestore,
  productsHistory,
  productsDiff,
  productsRevert,
  importProducts,
  exportProducts,
  variantsList,
  variantsShow,
  variantsCreate,
  variantsGenerate,
  variantsEdit,
  variantsArchive,
  variantsRestore,
  imagesList,
  imagesAdd,
  imagesEdit,
  imagesMove,
  imagesRemove,
  attributesList,
  attributesNames,
  attributesSet,
  attributesUnset,
  categoriesList,
  categoriesTree,
  categoriesShow,
  categoriesCreate,
  categoriesEdit,
  categoriesMove,
  categoriesArchive,
  categoriesRestore,
  brandsList,
  brandsShow,
  brandsCreate,
  brandsEdit,
  brandsArchive,
  brandsRestore,
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
  reviewsList,
  reviewsShow,
  reviewsApprove,
  reviewsReject,
  reviewsReopen,
  customersList,
  customersShow,
  customersLookup,
  customersReveal,
  customersAddresses,
  customersEdit,
  customersDeactivate,
  customersActivate,
  cartsList,
  cartsShow,
  wishlistsList,
  staffList,
  staffShow,
  staffInvite,
  staffRole,
  staffDeactivate,
  staffActivate,
  staffSessions,
  staffRevoke,
  staffResetPassword,
  auditList,
  auditShow,
  auditUndo,
  backupConfigure,
  backupCopy,
  backupDrill,
  backupRestorePlan,
  backupStatus,
  backupWindow,
];
