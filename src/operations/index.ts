import type { Exporting } from './export.ts';
import type { Listing } from './listing.ts';
import type { Operation } from './operation.ts';

export type AnyOperation = Operation | Listing | Exporting;

/**
 * Every operation of the shop, one line each, by the name that is its file's path and its words on the command line: the
 * CLI, the palette, the docs and the tests are made from this table. Each is loaded when somebody asks for it, for one
 * command line must not wait for the schemas of 140 others.
 */
const table = {
  'dashboard.show': () => import('./dashboard/show.ts').then(({ show }) => show),
  'dashboard.revenue': () => import('./dashboard/revenue.ts').then(({ revenue }) => revenue),
  'orders.list': () => import('./orders/list.ts').then(({ list }) => list),
  'orders.find': () => import('./orders/find.ts').then(({ find }) => find),
  'orders.show': () => import('./orders/show.ts').then(({ show }) => show),
  'orders.place': () => import('./orders/place.ts').then(({ place }) => place),
  'orders.confirm': () => import('./orders/confirm.ts').then(({ confirm }) => confirm),
  'orders.process': () => import('./orders/process.ts').then(({ process }) => process),
  'orders.assign': () => import('./orders/assign.ts').then(({ assign }) => assign),
  'orders.to_pick': () => import('./orders/to-pick.ts').then(({ toPick }) => toPick),
  'orders.take': () => import('./orders/take.ts').then(({ take }) => take),
  'orders.pick_list': () => import('./orders/pick-list.ts').then(({ pickList }) => pickList),
  'orders.packing_slip': () => import('./orders/packing-slip.ts').then(({ packingSlip }) => packingSlip),
  'orders.unpack': () => import('./orders/unpack.ts').then(({ unpack }) => unpack),
  'orders.ship': () => import('./orders/ship.ts').then(({ ship }) => ship),
  'orders.deliver': () => import('./orders/deliver.ts').then(({ deliver }) => deliver),
  'orders.cancel': () => import('./orders/cancel.ts').then(({ cancel }) => cancel),
  'orders.return': () => import('./orders/return.ts').then(({ returnOrder }) => returnOrder),
  'orders.note': () => import('./orders/note.ts').then(({ note }) => note),
  'payments.list': () => import('./payments/list.ts').then(({ list }) => list),
  'payments.show': () => import('./payments/show.ts').then(({ show }) => show),
  'payments.record': () => import('./payments/record.ts').then(({ record }) => record),
  'payments.fail': () => import('./payments/fail.ts').then(({ fail }) => fail),
  'payments.retry': () => import('./payments/retry.ts').then(({ retry }) => retry),
  'payments.refund': () => import('./payments/refund.ts').then(({ refund }) => refund),
  'payments.owed': () => import('./payments/owed.ts').then(({ owed }) => owed),
  'payments.reconcile': () => import('./payments/reconcile.ts').then(({ reconcile }) => reconcile),
  'refunds.list': () => import('./refunds/list.ts').then(({ list }) => list),
  'refunds.complete': () => import('./refunds/complete.ts').then(({ complete }) => complete),
  'refunds.fail': () => import('./refunds/fail.ts').then(({ fail }) => fail),
  'settings.list': () => import('./settings/list.ts').then(({ list }) => list),
  'settings.set': () => import('./settings/set.ts').then(({ set }) => set),
  'inventory.list': () => import('./inventory/list.ts').then(({ list }) => list),
  'inventory.low': () => import('./inventory/low.ts').then(({ low }) => low),
  'inventory.lookup': () => import('./inventory/lookup.ts').then(({ lookup }) => lookup),
  'inventory.ledger': () => import('./inventory/ledger.ts').then(({ ledger }) => ledger),
  'inventory.reservations': () => import('./inventory/reservations.ts').then(({ reservations }) => reservations),
  'inventory.restock': () => import('./inventory/restock.ts').then(({ restock }) => restock),
  'inventory.adjust': () => import('./inventory/adjust.ts').then(({ adjust }) => adjust),
  'inventory.transfer': () => import('./inventory/transfer.ts').then(({ transfer }) => transfer),
  'inventory.set_reorder': () => import('./inventory/set-reorder.ts').then(({ setReorder }) => setReorder),
  'inventory.count': () => import('./inventory/count.ts').then(({ count }) => count),
  'counts.list': () => import('./counts/list.ts').then(({ list }) => list),
  'counts.show': () => import('./counts/show.ts').then(({ show }) => show),
  'counts.open': () => import('./counts/open.ts').then(({ open }) => open),
  'counts.scan': () => import('./counts/scan.ts').then(({ scan }) => scan),
  'counts.approve': () => import('./counts/approve.ts').then(({ approve }) => approve),
  'counts.cancel': () => import('./counts/cancel.ts').then(({ cancel }) => cancel),
  'warehouses.list': () => import('./warehouses/list.ts').then(({ list }) => list),
  'warehouses.show': () => import('./warehouses/show.ts').then(({ show }) => show),
  'warehouses.create': () => import('./warehouses/create.ts').then(({ create }) => create),
  'warehouses.edit': () => import('./warehouses/edit.ts').then(({ edit }) => edit),
  'products.list': () => import('./products/list.ts').then(({ list }) => list),
  'products.show': () => import('./products/show.ts').then(({ show }) => show),
  'products.stats': () => import('./products/stats.ts').then(({ stats }) => stats),
  'products.why': () => import('./products/why.ts').then(({ why }) => why),
  'products.create': () => import('./products/create.ts').then(({ create }) => create),
  'products.edit': () => import('./products/edit.ts').then(({ edit }) => edit),
  'products.archive': () => import('./products/archive.ts').then(({ archive }) => archive),
  'products.price': () => import('./products/price.ts').then(({ price }) => price),
  'products.restore': () => import('./products/restore.ts').then(({ restore }) => restore),
  'products.history': () => import('./products/history.ts').then(({ history }) => history),
  'products.diff': () => import('./products/diff.ts').then(({ diff }) => diff),
  'products.revert': () => import('./products/revert.ts').then(({ revert }) => revert),
  'products.import': () => import('./products/import.ts').then(({ importProducts }) => importProducts),
  'products.export': () => import('./products/export.ts').then(({ exportProducts }) => exportProducts),
  'variants.list': () => import('./variants/list.ts').then(({ list }) => list),
  'variants.show': () => import('./variants/show.ts').then(({ show }) => show),
  'variants.create': () => import('./variants/create.ts').then(({ create }) => create),
  'variants.generate': () => import('./variants/generate.ts').then(({ generate }) => generate),
  'variants.edit': () => import('./variants/edit.ts').then(({ edit }) => edit),
  'variants.archive': () => import('./variants/archive.ts').then(({ archive }) => archive),
  'variants.restore': () => import('./variants/restore.ts').then(({ restore }) => restore),
  'images.list': () => import('./images/list.ts').then(({ list }) => list),
  'images.add': () => import('./images/add.ts').then(({ add }) => add),
  'images.edit': () => import('./images/edit.ts').then(({ edit }) => edit),
  'images.move': () => import('./images/move.ts').then(({ move }) => move),
  'images.remove': () => import('./images/remove.ts').then(({ remove }) => remove),
  'attributes.list': () => import('./attributes/list.ts').then(({ list }) => list),
  'attributes.names': () => import('./attributes/names.ts').then(({ names }) => names),
  'attributes.set': () => import('./attributes/set.ts').then(({ set }) => set),
  'attributes.unset': () => import('./attributes/unset.ts').then(({ unset }) => unset),
  'categories.list': () => import('./categories/list.ts').then(({ list }) => list),
  'categories.tree': () => import('./categories/tree.ts').then(({ tree }) => tree),
  'categories.show': () => import('./categories/show.ts').then(({ show }) => show),
  'categories.create': () => import('./categories/create.ts').then(({ create }) => create),
  'categories.edit': () => import('./categories/edit.ts').then(({ edit }) => edit),
  'categories.move': () => import('./categories/move.ts').then(({ move }) => move),
  'categories.archive': () => import('./categories/archive.ts').then(({ archive }) => archive),
  'categories.restore': () => import('./categories/restore.ts').then(({ restore }) => restore),
  'brands.list': () => import('./brands/list.ts').then(({ list }) => list),
  'brands.show': () => import('./brands/show.ts').then(({ show }) => show),
  'brands.create': () => import('./brands/create.ts').then(({ create }) => create),
  'brands.edit': () => import('./brands/edit.ts').then(({ edit }) => edit),
  'brands.archive': () => import('./brands/archive.ts').then(({ archive }) => archive),
  'brands.restore': () => import('./brands/restore.ts').then(({ restore }) => restore),
  'reports.sales': () => import('./reports/sales.ts').then(({ sales }) => sales),
  'reports.stock': () => import('./reports/stock.ts').then(({ stock }) => stock),
  'reports.sell_through': () => import('./reports/sell-through.ts').then(({ sellThrough }) => sellThrough),
  'reports.returns': () => import('./reports/returns.ts').then(({ returns }) => returns),
  'promos.list': () => import('./promos/list.ts').then(({ list }) => list),
  'promos.show': () => import('./promos/show.ts').then(({ show }) => show),
  'promos.try': () => import('./promos/try.ts').then(({ tryPromo }) => tryPromo),
  'promos.usage': () => import('./promos/usage.ts').then(({ usage }) => usage),
  'promos.create': () => import('./promos/create.ts').then(({ create }) => create),
  'promos.generate': () => import('./promos/generate.ts').then(({ generate }) => generate),
  'promos.edit': () => import('./promos/edit.ts').then(({ edit }) => edit),
  'promos.activate': () => import('./promos/activate.ts').then(({ activate }) => activate),
  'promos.deactivate': () => import('./promos/deactivate.ts').then(({ deactivate }) => deactivate),
  'reviews.list': () => import('./reviews/list.ts').then(({ list }) => list),
  'reviews.show': () => import('./reviews/show.ts').then(({ show }) => show),
  'reviews.approve': () => import('./reviews/approve.ts').then(({ approve }) => approve),
  'reviews.reject': () => import('./reviews/reject.ts').then(({ reject }) => reject),
  'reviews.reopen': () => import('./reviews/reopen.ts').then(({ reopen }) => reopen),
  'customers.list': () => import('./customers/list.ts').then(({ list }) => list),
  'customers.show': () => import('./customers/show.ts').then(({ show }) => show),
  'customers.lookup': () => import('./customers/lookup.ts').then(({ lookup }) => lookup),
  'customers.reveal': () => import('./customers/reveal.ts').then(({ reveal }) => reveal),
  'customers.addresses': () => import('./customers/addresses.ts').then(({ addresses }) => addresses),
  'customers.edit': () => import('./customers/edit.ts').then(({ edit }) => edit),
  'customers.deactivate': () => import('./customers/deactivate.ts').then(({ deactivate }) => deactivate),
  'customers.activate': () => import('./customers/activate.ts').then(({ activate }) => activate),
  'carts.list': () => import('./carts/list.ts').then(({ list }) => list),
  'carts.show': () => import('./carts/show.ts').then(({ show }) => show),
  'wishlists.list': () => import('./wishlists/list.ts').then(({ list }) => list),
  'staff.list': () => import('./staff/list.ts').then(({ list }) => list),
  'staff.show': () => import('./staff/show.ts').then(({ show }) => show),
  'staff.invite': () => import('./staff/invite.ts').then(({ invite }) => invite),
  'staff.role': () => import('./staff/role.ts').then(({ role }) => role),
  'staff.deactivate': () => import('./staff/deactivate.ts').then(({ deactivate }) => deactivate),
  'staff.activate': () => import('./staff/activate.ts').then(({ activate }) => activate),
  'staff.sessions': () => import('./staff/sessions.ts').then(({ sessions }) => sessions),
  'staff.revoke': () => import('./staff/revoke.ts').then(({ revoke }) => revoke),
  'staff.reset_password': () => import('./staff/reset-password.ts').then(({ resetPassword }) => resetPassword),
  'audit.list': () => import('./audit/list.ts').then(({ list }) => list),
  'audit.show': () => import('./audit/show.ts').then(({ show }) => show),
  'audit.undo': () => import('./audit/undo.ts').then(({ undo }) => undo),
  'backup.configure': () => import('./backup/configure.ts').then(({ configure }) => configure),
  'backup.copy': () => import('./backup/copy.ts').then(({ copy }) => copy),
  'backup.drill': () => import('./backup/drill.ts').then(({ drill }) => drill),
  'backup.restore_plan': () => import('./backup/restore-plan.ts').then(({ restorePlan }) => restorePlan),
  'backup.status': () => import('./backup/status.ts').then(({ status }) => status),
  'backup.window': () => import('./backup/window.ts').then(({ window }) => window),
} satisfies Record<string, () => Promise<AnyOperation>>;

export type OperationName = keyof typeof table;

export const operationNames = Object.keys(table) as readonly OperationName[];

export const loadOperation = (name: OperationName): Promise<AnyOperation> => table[name]();

/** The one of this name, which may come from another version of the program. */
export async function findOperation(name: string): Promise<AnyOperation | undefined> {
  const known = operationNames.find((one) => one === name);
  return known && loadOperation(known);
}

/**
 * All of them, for what looks through them: the palette, the docs, the tests.
 * @param rest awaited between two of them, so that others have a turn of the event loop
 */
export async function loadOperations(rest?: () => Promise<void>): Promise<readonly AnyOperation[]> {
  const loaded: AnyOperation[] = [];
  for (const name of operationNames) {
    loaded.push(await loadOperation(name));
    await rest?.();
  }
  return loaded;
}
