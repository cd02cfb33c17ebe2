import * as z from 'zod';
import { shopCurrency } from '../../domain/money.ts';
import { naming, text } from '../fields.ts';
import { operation } from '../operation.ts';
import { articleGroupNames, articleGroups, groupedStatement, loadReport, Top } from './parts/groups.ts';
import type { ArticleGroup, Report } from './parts/groups.ts';
import { demandWarehouse } from './parts/warehouse.ts';

/** Money as decimal strings. */
export interface StockFigures {
  readonly pieces: number;
  readonly value_at_cost: string;
  readonly value_at_price: string;
  readonly available: number;
  readonly reserved: number;
  readonly no_cost_pieces: number;
  readonly no_cost_articles: number;
}

const meanings = [
  'pieces: what stands on the shelves, reserved of it for orders, available = pieces - reserved',
  'value_at_cost: pieces times the cost of the product; no_cost_pieces of no_cost_articles have no cost and count as nothing',
  'value_at_price: pieces times the price today, of the variant or else of the product',
].join('; ');

const by = ['warehouse', ...articleGroupNames] as ['warehouse', ...ArticleGroup[]];
type StockGroup = (typeof by)[number];

const groups = {
  ...articleGroups,
  warehouse: {
    key: 'w.code',
    name: "coalesce(w.name, 'no warehouse')",
    joins: 'join products p on p.id = x.product_id left join warehouses w on w.id = x.warehouse_id',
  },
};

const sum = (what: string, none: string) => `coalesce(sum(${what}), ${none})`;
const figures: Record<keyof StockFigures, string> = {
  pieces: `${sum('pieces', '0')}::integer`,
  value_at_cost: sum('pieces * cost', '0.00'),
  value_at_price: sum('pieces * price', '0.00'),
  available: `${sum('pieces - reserved', '0')}::integer`,
  reserved: `${sum('reserved', '0')}::integer`,
  no_cost_pieces: 'coalesce(sum(pieces) filter (where cost is null), 0)::integer',
  no_cost_articles: 'count(distinct article) filter (where cost is null and pieces > 0)::integer',
};

/** Values: the warehouse's code or null for all, the most rows. */
export function stockStatement(group: StockGroup): string {
  const { key, name, joins } = groups[group];
  const parts = `parts as (
    select coalesce(${key}, '') as key, ${name} as name, x.quantity as pieces, x.reserved, p.cost,
      coalesce(a.price, p.price) as price, coalesce(x.variant_id, x.product_id) as article
    from inventory x
    ${joins}
    left join product_variants a on a.id = x.variant_id
    where x.quantity > 0
      and ($1::text is null or x.warehouse_id = (select id from warehouses where code = upper($1::text)))
  )`;
  return groupedStatement({ parts, figures, order: 'sum(pieces * price) desc', top: '$2' });
}

export interface StockReport extends Report<StockFigures> {
  readonly by: StockGroup;
  /** ISO time. */
  readonly at: string;
  readonly currency: string;
}

export const stock = operation({
  name: 'reports.stock',
  summary: 'Value of the stock now, at cost and at price, archived products included.',
  permission: 'reports:read',
  input: z.object({
    by: z.enum(by).default('warehouse').describe(`what the rows are; ${meanings}`),
    warehouse: naming('warehouse', text(20).min(1, 'it is empty')).optional().describe('only this warehouse, e.g. BER'),
    top: Top,
  }),
  examples: ['reports stock', 'reports stock --by brand --warehouse BER', 'reports stock --by product --top 20 --csv'],
  reads: true,
  csv: true,
  done: ({ at, totals }: StockReport) =>
    `Stock at ${at.slice(0, 16).replace('T', ' ')} UTC: ${totals.pieces} pieces, ${totals.value_at_cost} at cost ` +
    `(${totals.no_cost_pieces} pieces without a cost), ${totals.value_at_price} at price, ${shopCurrency}.`,
  async run({ tx }, { by: group, warehouse, top }): Promise<StockReport> {
    if (warehouse !== undefined) await demandWarehouse(tx, warehouse);
    return {
      by: group,
      at: new Date().toISOString(),
      currency: shopCurrency,
      ...(await loadReport<StockFigures>(tx, stockStatement(group), [warehouse ?? null, top ?? null])),
    };
  },
});
