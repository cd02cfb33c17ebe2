import * as z from 'zod';
import { may } from '../../domain/permissions.ts';
import type { Tx } from '../../platform/database/types.ts';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';
import { findProduct } from './parts/find.ts';

/** Pieces of one size or one colour. */
export interface SoldPart {
  readonly name: string;
  readonly sold: number;
  readonly available: number;
}

export interface ProductStats {
  readonly sku: string;
  /** Pieces of orders that were not cancelled. */
  readonly sold: { readonly days_30: number; readonly days_90: number; readonly ever: number };
  readonly last_sold_at: string | null;
  /** Pieces that came back, and what they are of everything sold, in per cent with one decimal. */
  readonly returned: number;
  readonly return_rate: string | null;
  /** What customers paid for its lines; null for who may not see reports. */
  readonly revenue: string | null;
  readonly available: number;
  /** Days until it is gone at the pace of the last 30 days; null when none was sold in them. */
  readonly days_left: number | null;
  /** Pieces sold in each of the last twelve weeks, the running one last. */
  readonly weeks: readonly number[];
  readonly sizes: readonly SoldPart[];
  readonly colors: readonly SoldPart[];
  /** Approved reviews with one star, two stars, …, five stars. */
  readonly ratings: readonly number[];
}

export const stats = operation({
  name: 'products.stats',
  summary: 'Tell how a product sells: by week, size and colour, what came back, how long the stock lasts, its ratings.',
  permission: 'catalog:read',
  input: z.object({ product: required(255).describe('SKU, slug or id') }),
  positional: ['product'],
  examples: ['products stats RUN', 'products stats RUN --json'],
  reads: true,
  async run({ tx, actor }, { product }): Promise<ProductStats> {
    const { id, sku } = await findProduct(tx, product);
    const { revenue, ...figures } = await figuresOf(tx, id);
    return {
      sku,
      ...figures,
      revenue: may(actor.role, 'reports:read') ? revenue : null,
      days_left: figures.sold.days_30 > 0 ? Math.floor((figures.available * 30) / figures.sold.days_30) : null,
    };
  },
});

const partBy = (column: 'size' | 'color') => `(
    select coalesce(json_agg(json_build_object('name', x.name, 'sold', x.sold, 'available', x.available)
      order by x.sold desc, x.name), '[]')
    from (
      select v.${column} as name, coalesce(sum(s.sold), 0)::integer as sold, sum(v.stock)::integer as available
      from product_variants v
      left join (select l.variant_id, sum(l.quantity) as sold from lines l group by l.variant_id) s
        on s.variant_id = v.id
      where v.product_id = $1::uuid and v.${column} is not null
      group by v.${column}
    ) x
  )`;

const soldSince = (days: number) => `sum(l.quantity) filter (where l.created_at >= now() - interval '${days} days')`;

async function figuresOf(tx: Tx, id: string): Promise<Omit<ProductStats, 'sku' | 'days_left'> & { revenue: string }> {
  const row = await tx.one<Omit<ProductStats, 'sku' | 'days_left'> & { revenue: string }>(
    `with lines as materialized (
  select i.id, i.variant_id, i.quantity, i.total, o.created_at
  from order_items i
  join orders o on o.id = i.order_id and o.created_at = i.order_created_at
  where i.product_id = $1::uuid and o.status <> 'CANCELLED'
), returns as (
  select coalesce(sum(r.quantity), 0)::integer as pieces
  from return_items r
  where r.order_item_id in (select l.id from lines l)
)
select json_build_object(
    'days_30', coalesce(${soldSince(30)}, 0),
    'days_90', coalesce(${soldSince(90)}, 0),
    'ever', coalesce(sum(l.quantity), 0)
  ) as sold,
  max(l.created_at) as last_sold_at,
  (select r.pieces from returns r) as returned,
  round(100.0 * (select r.pieces from returns r) / nullif(sum(l.quantity), 0), 1)::text as return_rate,
  coalesce(sum(l.total), 0.00) as revenue,
  (select coalesce(sum(i.available), 0)::integer from inventory i where i.product_id = $1::uuid) as available,
  (select json_agg(coalesce(w.sold, 0) order by n.week desc)
    from generate_series(0, 11) as n (week)
    left join (
      select floor(extract(epoch from now() - x.created_at) / 604800)::integer as week, sum(x.quantity) as sold
      from lines x
      group by 1
    ) w on w.week = n.week) as weeks,
  ${partBy('size')} as sizes,
  ${partBy('color')} as colors,
  (select json_agg(coalesce(r.reviews, 0) order by n.stars)
    from generate_series(1, 5) as n (stars)
    left join (
      select t.rating, count(*) as reviews
      from reviews t
      where t.product_id = $1::uuid and t.status = 'APPROVED'
      group by t.rating
    ) r on r.rating = n.stars) as ratings
from lines l`,
    [id],
  );
  if (!row) throw new Error('an aggregate gave no row');
  return row;
}
