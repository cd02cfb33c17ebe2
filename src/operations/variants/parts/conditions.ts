import type { FilterOperator } from '../../../domain/filter.ts';
import { rareOr, type Few } from '../../few.ts';
import { likeAnywhere } from '../../like.ts';
import type { Bind } from '../../listing.ts';

/** Variants that hold the text in one column, in any case. */
export const partOf = (bind: Bind, few: Few, column: string, value: unknown) =>
  rareOr(
    bind,
    few,
    'v.id',
    (given) => `select v.id from product_variants v where ${column} like lower(${given})`,
    likeAnywhere(String(value)),
    (given) => `${column} like lower(${given})`,
  );

export const ofBrand = (given: string) => `select v.id
    from brands b join products p on p.brand_id = b.id join product_variants v on v.product_id = p.id
    where lower(b.name) = lower(${given}) or b.slug = lower(${given})`;

/** Each in the order of its index: behind row-level security the planner takes every amount for a third of the table. */
export const pricedAt = (operator: FilterOperator, given: string) => `(
      select v.id from product_variants v where v.price ${operator} ${given}::numeric order by v.price limit 501
    ) union all (
      select v.id
      from (select x.id from products x where x.price ${operator} ${given}::numeric order by x.price) p
      join product_variants v on v.product_id = p.id and v.price is null
      limit 501
    )`;

export const inArchive = `(select v.id from product_variants v where v.deleted_at is not null)
    union all
    (select v.id from products p join product_variants v on v.product_id = p.id where p.deleted_at is not null)`;

export const runningLow = `select i.variant_id as id from inventory i
    where i.available <= i.reorder_point and i.variant_id is not null`;
