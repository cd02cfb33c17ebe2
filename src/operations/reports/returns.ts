import * as z from 'zod';
import { operation } from '../operation.ts';
import { articleGroupNames, articleGroups, groupedStatement, loadReport, Top } from './parts/groups.ts';
import type { ArticleGroup, Report } from './parts/groups.ts';
import { periodFields, periodOf, periodWords, type Period } from './parts/period.ts';

export interface ReturnsFigures {
  readonly returned: number;
  /** Percent with one decimal, null when nothing was sold. */
  readonly rate: string | null;
  readonly sold: number;
  readonly resaleable: number;
  readonly damaged: number;
  readonly lost: number;
  readonly not_recorded: number;
}

const meanings = [
  'sold: pieces that left in the period; returned: pieces that came back in it, whenever they were sold',
  'resaleable, damaged, lost: in which condition; not_recorded: the ledger has it without a condition',
  'rate: returned in percent of sold',
].join('; ');

const pieces = (what: string) => `coalesce(sum(${what}), 0)::integer`;
const of = (condition: 'RESALEABLE' | 'DAMAGED' | 'LOST') => `case when condition = '${condition}' then returned end`;
const figures: Record<keyof ReturnsFigures, string> = {
  returned: pieces('returned'),
  rate: 'round(100.0 * coalesce(sum(returned), 0) / nullif(sum(sold), 0), 1)',
  sold: pieces('sold'),
  resaleable: pieces(of('RESALEABLE')),
  damaged: pieces(of('DAMAGED')),
  lost: pieces(of('LOST')),
  not_recorded: pieces('case when condition is null then returned end'),
};

const inPeriod = (column: string) => `${column} >= $1::timestamptz and ${column} < $2::timestamptz`;

/** Values: from, to, the most rows. Returns are booked with a condition; older ledger rows may stand alone. */
export function returnsStatement(by: ArticleGroup): string {
  const { key, name, joins } = articleGroups[by];
  const parts = `moved as (
    select n.product_id, n.variant_id, sum(t.quantity) as sold, null::integer as returned, null as condition
    from inventory_transactions t
    join inventory n on n.id = t.inventory_id
    where t.type = 'SALE' and ${inPeriod('t.created_at')}
    group by n.product_id, n.variant_id
    union all
    select l.product_id, l.variant_id, null, i.quantity, i.condition
    from order_returns r
    join return_items i on i.return_id = r.id
    join order_items l on l.id = i.order_item_id
    where ${inPeriod('r.created_at')}
    union all
    select n.product_id, n.variant_id, null, t.quantity, null
    from inventory_transactions t
    join inventory n on n.id = t.inventory_id
    where t.type = 'RETURN' and ${inPeriod('t.created_at')}
      and not exists (select from order_returns r where r.id = t.reference_id)
  ),
  parts as (
    select coalesce(${key}, '') as key, ${name} as name, x.sold, x.returned, x.condition
    from moved x
    ${joins}
  )`;
  return groupedStatement({ parts, figures, order: 'coalesce(sum(returned), 0) desc', top: '$3' });
}

export interface ReturnsReport extends Report<ReturnsFigures>, Period {
  readonly by: ArticleGroup;
}

export const returns = operation({
  name: 'reports.returns',
  summary: 'What came back in a period: pieces, condition and rate.',
  permission: 'reports:read',
  input: z.object({
    by: z.enum(articleGroupNames).default('product').describe(`what the rows are; ${meanings}`),
    ...periodFields,
    top: Top,
  }),
  examples: ['reports returns', 'reports returns --by brand --from 2026-09-01 --to 2026-12-01 --top 10 --json'],
  reads: true,
  csv: true,
  done: ({ by, from, to, totals }: ReturnsReport) =>
    `Returns by ${by} ${periodWords({ from, to })}: ${totals.returned} of ${totals.sold} sold pieces` +
    (totals.rate === null ? '.' : `, ${totals.rate} %.`),
  async run({ tx }, { by, top, ...given }): Promise<ReturnsReport> {
    const period = periodOf(given);
    const values = [period.from, period.to, top ?? null];
    return { by, ...period, ...(await loadReport<ReturnsFigures>(tx, returnsStatement(by), values)) };
  },
});
