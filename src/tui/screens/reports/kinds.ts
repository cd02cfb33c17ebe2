import { returns } from '../../../operations/reports/returns.ts';
import { sales } from '../../../operations/reports/sales.ts';
import { salesGroups } from '../../../operations/reports/parts/sales-parts.ts';
import { articleGroupNames } from '../../../operations/reports/parts/groups.ts';
import { sellThrough } from '../../../operations/reports/sell-through.ts';
import { stock } from '../../../operations/reports/stock.ts';
import type { Operation } from '../../../operations/operation.ts';
import type { Params } from '../../app/screen.ts';
import type { Stretch } from './period.ts';

export type Figure = string | number | null;
export type ReportRow = Readonly<Record<string, Figure>> & { readonly key: string | null; readonly name: string };

/** What every report has: rows of figures, and the same figures over everything. */
export interface ReportData {
  readonly rows: readonly ReportRow[];
  readonly totals: Readonly<Record<string, Figure>>;
}

export interface FigureColumn {
  readonly key: string;
  readonly label: string;
  readonly type: 'money' | 'count' | 'percent';
}

export interface ReportKind {
  readonly name: string;
  readonly title: string;
  /** Its output is a ReportData, which its own type says in more words. */
  readonly operation: Operation;
  /** What the rows may be. */
  readonly groups: readonly string[];
  /** The figures, the one that is drawn first. */
  readonly columns: readonly FigureColumn[];
  /** It is about a stretch of time; the others are of now. */
  readonly timed: boolean;
  /** What a row means, as a screen. */
  readonly target: (
    group: string,
    key: string,
    stretch: Stretch,
  ) => { readonly screen: string; readonly params: Params } | undefined;
}

const money = (key: string, label: string): FigureColumn => ({ key, label, type: 'money' });
const count = (key: string, label: string): FigureColumn => ({ key, label, type: 'count' });
const percent = (key: string, label: string): FigureColumn => ({ key, label, type: 'percent' });

const nextDay = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
const monthAfter = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
};

const ordersIn = (filter: string, { from, to }: Stretch) => ({
  screen: 'orders',
  params: { filter: `${filter}${filter === '' ? '' : ' '}since:${from} until:${to}` },
});

const ofGoods = (group: string, key: string) => {
  if (group === 'product' || group === 'variant') return { screen: 'product', params: { product: key } };
  return { screen: 'products', params: { filter: `${group}:${key}` } };
};

function ofSales(group: string, key: string, stretch: Stretch) {
  if (group === 'day') return ordersIn('', { from: key, to: nextDay(key) });
  if (group === 'month') return ordersIn('', { from: `${key}-01`, to: monthAfter(key) });
  if (group === 'week') return undefined;
  if (group === 'promo') return ordersIn(`promo:${key}`, stretch);
  if (group === 'variant') return ordersIn(`sku:${key}`, stretch);
  return ofGoods(group, key);
}

const goods = [...articleGroupNames];

const salesKind: ReportKind = {
  name: 'sales',
  title: 'Sales',
  operation: sales,
  groups: salesGroups,
  columns: [
    money('net', 'Net'),
    count('orders', 'Orders'),
    count('pieces', 'Pieces'),
    count('returned', 'Returned'),
    money('discount', 'Discount'),
    money('total', 'Total'),
    money('refunded', 'Refunded'),
    money('after_refunds', 'After refunds'),
  ],
  timed: true,
  target: ofSales,
};

export const kinds: readonly ReportKind[] = [
  salesKind,
  {
    name: 'stock',
    title: 'Stock value',
    operation: stock,
    groups: ['warehouse', ...goods],
    columns: [
      money('value_at_price', 'At price'),
      money('value_at_cost', 'At cost'),
      count('pieces', 'Pieces'),
      count('reserved', 'Reserved'),
      count('available', 'Free'),
      count('no_cost_pieces', 'No cost'),
    ],
    timed: false,
    target: (group, key) =>
      group === 'warehouse' ? { screen: 'inventory', params: { filter: `warehouse:${key}` } } : ofGoods(group, key),
  },
  {
    name: 'sell-through',
    title: 'Sell-through',
    operation: sellThrough,
    groups: goods,
    columns: [
      percent('sell_through', 'Sold %'),
      count('sold', 'Sold'),
      count('opening', 'Opening'),
      count('received', 'Received'),
      count('returned', 'Returned'),
      count('adjusted', 'Adjusted'),
      count('closing', 'Closing'),
    ],
    timed: true,
    target: ofGoods,
  },
  {
    name: 'returns',
    title: 'Returns',
    operation: returns,
    groups: goods,
    columns: [
      count('returned', 'Returned'),
      percent('rate', 'Rate %'),
      count('sold', 'Sold'),
      count('resaleable', 'Resaleable'),
      count('damaged', 'Damaged'),
      count('lost', 'Lost'),
      count('not_recorded', 'Not told'),
    ],
    timed: true,
    target: ofGoods,
  },
];

export const kindOf = (name: string | undefined): ReportKind => kinds.find((one) => one.name === name) ?? salesKind;

/** What its rows are when nobody has said. */
export const groupOf = (kind: ReportKind, group: string | undefined): string =>
  group !== undefined && kind.groups.includes(group) ? group : (kind.groups[0] ?? '');
