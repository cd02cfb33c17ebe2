import { foundation } from './0001-foundation.ts';
import { users } from './0002-users.ts';
import { catalog } from './0003-catalog.ts';
import { promos } from './0004-promos.ts';
import { orders } from './0005-orders.ts';
import { payments } from './0006-payments.ts';
import { inventory } from './0007-inventory.ts';
import { shipments } from './0008-shipments.ts';
import { orderRules } from './0009-order-rules.ts';
import { reviews } from './0010-reviews.ts';
import { carts } from './0011-carts.ts';
import { audit } from './0012-audit.ts';
import { views } from './0013-views.ts';
import { changes } from './0014-changes.ts';
import { signIn } from './0015-sign-in.ts';
import { access } from './0016-access.ts';
import { changesSince } from './0017-changes-since.ts';
import { stock } from './0018-stock.ts';
import { returns } from './0019-returns.ts';
import { refundsOutside } from './0020-refunds-outside.ts';
import { products } from './0021-products.ts';
import { catalogArchive } from './0022-catalog-archive.ts';
import { moderation } from './0023-moderation.ts';
import { people } from './0024-people.ts';
import { upkeep } from './0025-upkeep.ts';
import { plans } from './0026-plans.ts';
import { confirmAfterRefund } from './0027-confirm-after-refund.ts';
import { refundedWhenDelivered } from './0028-refunded-when-delivered.ts';
import { verifiedByHistory } from './0029-verified-by-history.ts';
import { oneMeaning } from './0030-one-meaning.ts';
import { presence } from './0032-presence.ts';
import { backupRuns } from './0033-backup-runs.ts';
import { oneSpelling } from './0034-one-spelling.ts';
import { answersAsGiven } from './0035-answers-as-given.ts';
import { ordersByCountry } from './0036-orders-by-country.ts';
import type { Migration } from './migration.ts';

export type { Migration } from './migration.ts';

/**
 * In the order they run; a released one is never edited, a new one is one file, one line here and its name in
 * newest.ts. Comments name the row of the table of holes in the schema's design page that a deviation from the design
 * document resolves. Rows without a statement: 4 (the document's SQL is the truth for tables without an entity box;
 * USER_PROFILE is optional and left out), 43 and 44 (backups are no part of the schema).
 */
export const migrations: readonly Migration[] = [
  foundation,
  users,
  catalog,
  promos,
  orders,
  payments,
  inventory,
  shipments,
  orderRules,
  reviews,
  carts,
  audit,
  views,
  changes,
  signIn,
  access,
  changesSince,
  stock,
  returns,
  refundsOutside,
  products,
  catalogArchive,
  moderation,
  people,
  upkeep,
  plans,
  confirmAfterRefund,
  refundedWhenDelivered,
  verifiedByHistory,
  oneMeaning,
  presence,
  backupRuns,
  oneSpelling,
  answersAsGiven,
  ordersByCountry,
];
