import type { Screen } from '../app/screen.ts';
import { audit, change } from './audit/index.tsx';
import { customer, customers } from './customers/index.tsx';
import { backups, backupWindow, restorePlanScreen } from './backups/index.tsx';
import { connect } from './connect/index.tsx';
import { dashboard } from './dashboard/index.tsx';
import { fulfil } from './fulfil/index.tsx';
import { inventory } from './inventory/index.tsx';
import { owed } from './owed/index.tsx';
import { payment } from './payment/index.tsx';
import { payments } from './payments/index.tsx';
import { refunds } from './refunds/index.tsx';
import { order } from './order/index.tsx';
import { orders } from './orders/index.tsx';
import { brand } from './brand/index.tsx';
import { brands } from './brands/index.tsx';
import { categories } from './categories/index.tsx';
import { promo } from './promo/index.tsx';
import { promoCodes } from './promo-codes/index.tsx';
import { promoTry } from './promo-try/index.tsx';
import { promos } from './promos/index.tsx';
import { variants } from './variants/index.tsx';
import { product } from './product/index.tsx';
import { prices } from './prices/index.tsx';
import { productDiff } from './product-diff/index.tsx';
import { productWhy } from './product-why/index.tsx';
import { productImport } from './product-import/index.tsx';
import { products } from './products/index.tsx';
import { reports } from './reports/index.tsx';
import { restock } from './restock/index.tsx';
import { count } from './count/index.tsx';
import { countingScreen } from './counting/index.tsx';
import { counts } from './counts/index.tsx';
import { handheld } from './handheld/index.tsx';
import { ledger } from './ledger/index.tsx';
import { lookup } from './lookup/index.tsx';
import { lowStock } from './low/index.tsx';
import { reservations } from './reservations/index.tsx';
import { warehouse } from './warehouse/index.tsx';
import { transfer } from './transfer/index.tsx';
import { moderate, review, reviews } from './reviews/index.tsx';
import { settings } from './settings/index.tsx';
import { member, sessions, staff } from './staff/index.tsx';
import { warehouses } from './warehouses/index.tsx';
import { welcome } from './welcome/index.tsx';

/** Every screen, one line each; the first one a person may open is where the terminal starts. */
export const screens: readonly Screen[] = [
  dashboard,
  orders,
  order,
  fulfil,
  payments,
  payment,
  refunds,
  owed,
  restock,
  inventory,
  products,
  product,
  productDiff,
  productWhy,
  productImport,
  prices,
  count,
  countingScreen,
  counts,
  handheld,
  ledger,
  lookup,
  lowStock,
  reservations,
  warehouse,
  transfer,
  variants,
  categories,
  brands,
  brand,
  promos,
  promo,
  promoTry,
  promoCodes,
  moderate,
  reviews,
  review,
  customers,
  customer,
  audit,
  change,
  reports,
  staff,
  member,
  sessions,
  settings,
  warehouses,
  backups,
  backupWindow,
  restorePlanScreen,
  welcome,
  connect,
];
