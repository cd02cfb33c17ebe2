import * as z from 'zod';
import { naming, text } from '../fields.ts';
import { operation } from '../operation.ts';
import { articleGroupNames, articleGroups, groupedStatement, loadReport, Top } from './parts/groups.ts';
import type { ArticleGroup, Report } from './parts/groups.ts';
import { periodFields, periodOf, periodWords, type Period } from './parts/period.ts';
import { demandWarehouse } from './parts/warehouse.ts';

export interface SellThroughFigures {
  readonly sold: number;
  /** Percent with one decimal, null when there was nothing to sell. */
  readonly sell_through: string | null;
  readonly closing: number;
  readonly opening: number;
  readonly received: number;
  readonly returned: number;
  readonly adjusted: number;
}

const meanings = [
  'opening and closing: pieces on the shelves when the period began and ended',
  'received (RESTOCK), sold (SALE, when it left), returned (RETURN) and adjusted (ADJUSTMENT, transfers cancel out unless one warehouse is asked for): the ledger of the period',
  'closing = opening + received - sold + returned + adjusted',
  'sell_through: sold in percent of opening + received',
].join('; ');

const pieces = (what: string) => `coalesce(sum(${what}), 0)::integer`;
const figures: Record<keyof SellThroughFigures, string> = {
  sold: pieces('sold'),
  sell_through: 'round(100.0 * sum(sold) / nullif(sum(closing - moved + received), 0), 1)',
  closing: pieces('closing'),
  opening: pieces('closing - moved'),
  received: pieces('received'),
  returned: pieces('returned'),
  adjusted: pieces('adjusted'),
};

const effect =
  "case t.type when 'SALE' then -t.quantity when 'RESERVATION' then 0 when 'RELEASE' then 0 else t.quantity end";
const before = 't.created_at < $2::timestamptz';

/**
 * Values: from, to, the warehouse's code or null for all, the most rows. The shelves of then are those of now without
 * what the ledger moved since: only its newest part is read.
 */
export function sellThroughStatement(by: ArticleGroup): string {
  const { key, name, joins } = articleGroups[by];
  const of = (type: string) => `sum(t.quantity) filter (where t.type = '${type}' and ${before})`;
  const parts = `moves as (
    select t.inventory_id, ${of('RESTOCK')} as received, ${of('SALE')} as sold, ${of('RETURN')} as returned,
      ${of('ADJUSTMENT')} as adjusted,
      coalesce(sum(${effect}) filter (where ${before}), 0) as moved,
      coalesce(sum(${effect}) filter (where not ${before}), 0) as later
    from inventory_transactions t
    where t.created_at >= $1::timestamptz
    group by t.inventory_id
  ),
  parts as (
    select coalesce(${key}, '') as key, ${name} as name, coalesce(m.received, 0) as received,
      coalesce(m.sold, 0) as sold, coalesce(m.returned, 0) as returned, coalesce(m.adjusted, 0) as adjusted,
      coalesce(m.moved, 0) as moved, x.quantity - coalesce(m.later, 0) as closing
    from inventory x
    ${joins}
    left join moves m on m.inventory_id = x.id
    where (x.quantity > 0 or m.inventory_id is not null)
      and ($3::text is null or x.warehouse_id = (select id from warehouses where code = upper($3::text)))
  )`;
  return groupedStatement({ parts, figures, order: 'sum(sold) desc', top: '$4' });
}

export interface SellThroughReport extends Report<SellThroughFigures>, Period {
  readonly by: ArticleGroup;
}

export const sellThrough = operation({
  name: 'reports.sell_through',
  summary: 'What was received against what was sold in a period, from the stock ledger.',
  permission: 'reports:read',
  input: z.object({
    by: z.enum(articleGroupNames).default('product').describe(`what the rows are; ${meanings}`),
    ...periodFields,
    warehouse: naming('warehouse', text(20).min(1, 'it is empty')).optional().describe('only this warehouse, e.g. BER'),
    top: Top,
  }),
  examples: [
    'reports sell-through',
    'reports sell-through --by brand --from 2026-09-01 --to 2026-12-01',
    'reports sell-through --by variant --warehouse BER --top 50 --csv',
  ],
  reads: true,
  csv: true,
  done: ({ by, from, to, totals }: SellThroughReport) =>
    `Sell-through by ${by} ${periodWords({ from, to })}: ${totals.sold} sold of ${totals.opening + totals.received} pieces` +
    (totals.sell_through === null ? '.' : `, ${totals.sell_through} %.`),
  async run({ tx }, { by, warehouse, top, ...given }): Promise<SellThroughReport> {
    const period = periodOf(given);
    if (warehouse !== undefined) await demandWarehouse(tx, warehouse);
    const values = [period.from, period.to, warehouse ?? null, top ?? null];
    return { by, ...period, ...(await loadReport<SellThroughFigures>(tx, sellThroughStatement(by), values)) };
  },
});
