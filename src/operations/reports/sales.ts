import * as z from 'zod';
import { shopCurrency } from '../../domain/money.ts';
import { operation } from '../operation.ts';
import { groupedStatement, loadReport, Top, type Report } from './parts/groups.ts';
import { periodFields, periodOf, periodWords, type Period } from './parts/period.ts';
import { isPeriod, salesGroups, salesParts, type SalesGroup } from './parts/sales-parts.ts';

/** Money as decimal strings; first what a narrow table must not lose. What each figure is stands in `meanings`, which the help shows. */
export interface SalesFigures {
  readonly orders: number;
  readonly pieces: number;
  readonly net: string;
  readonly total: string;
  readonly after_refunds: string;
  readonly gross: string;
  readonly discount: string;
  readonly tax: string;
  readonly shipping: string;
  readonly refunded: string;
  readonly returned: number;
}

const meanings = [
  'orders: placed in the period and not cancelled (one order counts in each group that it has goods of)',
  'pieces and returned: what was ordered, and what of it came back until now',
  'gross: price times quantity; discount: of lines and of the whole order; net = gross - discount',
  'total = net + tax + shipping: what customers owe for these orders',
  'refunded: given back for these orders until now, whenever that was; after_refunds = total - refunded',
  'by goods, what belongs to a whole order is divided by the totals of its lines, to the cent',
].join('; ');

const sum = (what: string) => `coalesce(sum(${what}), 0.00)`;
const net = 'gross - discount';
const figures: Record<keyof SalesFigures, string> = {
  orders: 'count(distinct parts.order_id)::integer',
  pieces: 'coalesce(sum(pieces), 0)::integer',
  net: sum(net),
  total: sum(`${net} + tax + shipping`),
  after_refunds: sum(`${net} + tax + shipping - refunded`),
  gross: sum('gross'),
  discount: sum('discount'),
  tax: sum('tax'),
  shipping: sum('shipping'),
  refunded: sum('refunded'),
  returned: 'coalesce(sum(returned), 0)::integer',
};

/** Values: from, to, the most rows. */
export function salesStatement(by: SalesGroup, largestFirst: boolean): string {
  const whole = isPeriod(by) || by === 'promo';
  return groupedStatement({
    parts: salesParts(by),
    // One part is one order there.
    figures: whole ? { ...figures, orders: 'count(*)::integer' } : figures,
    order: isPeriod(by) && !largestFirst ? 'key' : `sum(${net}) desc`,
    top: '$3',
  });
}

export interface SalesReport extends Report<SalesFigures>, Period {
  readonly by: SalesGroup;
  readonly currency: string;
}

export const sales = operation({
  name: 'reports.sales',
  summary: 'Sales of a period by time, promo code or goods; cancelled orders are left out.',
  permission: 'reports:read',
  input: z.object({
    by: z.enum(salesGroups).default('day').describe(`what the rows are; ${meanings}`),
    ...periodFields,
    top: Top,
  }),
  examples: [
    'reports sales',
    'reports sales --by product --from 2026-11-01 --to 2026-12-01 --top 20',
    'reports sales --by month --from 2026-01-01 --json',
  ],
  reads: true,
  csv: true,
  done: ({ by, from, to, totals }: SalesReport) =>
    `Sales by ${by} ${periodWords({ from, to })}: ${totals.orders} orders, ${totals.net} ${shopCurrency} net.`,
  async run({ tx }, { by, top, ...given }): Promise<SalesReport> {
    const period = periodOf(given);
    const values = [period.from, period.to, top ?? null];
    return {
      by,
      ...period,
      currency: shopCurrency,
      ...(await loadReport<SalesFigures>(tx, salesStatement(by, top !== undefined), values)),
    };
  },
});
