import * as z from 'zod';
import type { Tx } from '../../../platform/database/types.ts';

export interface Group {
  /** SQL, text: what a person would type to find the group; null where there is none. */
  readonly key: string;
  /** SQL, text. */
  readonly name: string;
  readonly joins: string;
}

const product = 'join products p on p.id = x.product_id';

/** By what goods are told apart. Joined to `x`, which has product_id and variant_id; as the catalogue is today. */
export const articleGroups = {
  brand: {
    key: 'b.slug',
    name: "coalesce(b.name, 'no brand')",
    joins: `${product} left join brands b on b.id = p.brand_id`,
  },
  category: {
    key: 'c.slug',
    name: "coalesce(c.name, 'no category')",
    joins: `${product} left join categories c on c.id = p.category_id`,
  },
  product: { key: 'p.sku', name: 'p.name', joins: product },
  variant: {
    key: 'coalesce(v.sku, p.sku)',
    name: "concat_ws(' ', p.name, v.size, v.color)",
    joins: `${product} left join product_variants v on v.id = x.variant_id`,
  },
} as const satisfies Record<string, Group>;

export type ArticleGroup = keyof typeof articleGroups;
export const articleGroupNames = Object.keys(articleGroups) as [ArticleGroup, ...ArticleGroup[]];

export const Top = z
  .union([z.number(), z.string().trim()])
  .transform((given, context) => {
    const number = Number(given);
    if (Number.isInteger(number) && number >= 1 && number <= 100_000) return number;
    context.addIssue({
      code: 'custom',
      message: `"${String(given).slice(0, 40)}" is no whole number from 1 to 100000`,
    });
    return z.NEVER;
  })
  .optional()
  .describe('only the N largest; the others become one row');

/** The row that stands for what --top left out. */
export const othersName = 'all others';

export interface GroupQuery {
  /** Statements of a WITH, the last of them `parts`: rows with key (text, '' for none), name, and what is summed. */
  readonly parts: string;
  /** Output column → SQL aggregate over `parts`. */
  readonly figures: Readonly<Record<string, string>>;
  /** SQL over groups of `parts`: which group comes first. */
  readonly order: string;
  /** Placeholder of the most rows wanted, null for all. */
  readonly top: string;
}

/**
 * A statement that gives a row a group, largest first, the rest as one row without a place, and at last a row `total`
 * over everything: summed by PostgreSQL from the same parts, so that rows and total cannot disagree.
 */
export function groupedStatement({ parts, figures, order, top }: GroupQuery): string {
  const sums = Object.entries(figures).map(([name, sql]) => `${sql} as ${name}`);
  return `with ${parts},
    places as (
      select q.key, q.name, case when q.place <= coalesce(${top}::integer, 2147483647) then q.place end as place
      from (
        select key, min(name) as name, row_number() over (order by ${order}, key) as place
        from parts
        group by key
      ) q
    )
    select grouping(r.place) = 1 as is_total, r.place,
      case when grouping(r.place) = 0 and r.place is not null then nullif(min(r.key), '') end as key,
      case when grouping(r.place) = 0 and r.place is not null then min(r.name) end as name,
      ${sums.join(',\n      ')}
    from parts
    join places r using (key)
    group by grouping sets ((r.place), ())
    order by 1, r.place nulls last`;
}

type Row<F> = F & { readonly key: string | null; readonly name: string };

/** What a report gives: its rows, and the same figures over everything. */
export interface Report<F> {
  readonly rows: readonly Row<F>[];
  readonly totals: F;
}

type Found<F> = Row<F> & { readonly is_total: boolean; readonly place: string | null };

/** Splits what the statement gave into rows and the total. */
function splitTotals<F extends object>(found: readonly Found<F>[]): Report<F> {
  const rows: Row<F>[] = [];
  let totals: F | undefined;
  for (const { is_total: isTotal, place, key, name, ...figures } of found) {
    const rest = figures as unknown as F;
    if (isTotal) totals = rest;
    else rows.push({ key, name: place === null ? othersName : name, ...rest });
  }
  if (!totals) throw new Error('a report has no total');
  return { rows, totals };
}

/** A year of a large shop is read as a whole: nobody types while it runs, and Ctrl-C ends it. Milliseconds. */
const patience = 300_000;

export async function loadReport<F extends object>(
  tx: Tx,
  statement: string,
  values: readonly unknown[],
): Promise<Report<F>> {
  // Sorting a month's lines in memory instead of on the disk.
  // months lie together, which the planner does not see in an index of block ranges: it would read all the years
  await tx.query(
    `select set_config('statement_timeout', $1, true), set_config('work_mem', '64MB', true),
    set_config('random_page_cost', '1.1', true)`,
    [String(patience)],
  );
  return splitTotals(await tx.query<Found<F>>(statement, values));
}
