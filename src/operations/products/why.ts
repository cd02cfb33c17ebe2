import * as z from 'zod';
import { whyNot, type Finding, type ProductFacts } from '../../domain/availability.ts';
import { NotFound } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';

export interface ProductWhy {
  readonly sku: string;
  readonly name: string;
  /** SKU of the variant that was asked about; null: the product as a whole. */
  readonly variant: string | null;
  readonly visible: boolean;
  readonly buyable: boolean;
  /** The gravest first. */
  readonly rows: readonly Finding[];
}

export const why = operation({
  name: 'products.why',
  summary: 'Say why customers can or cannot see and buy a product or a variant, and what to do about it.',
  permission: 'catalog:read',
  input: z.object({
    product: naming('product', required(255)).describe('SKU of a product or of a variant, slug or id'),
  }),
  positional: ['product'],
  examples: ['products why RUN-42-BLK', 'products why socks --json'],
  reads: true,
  csv: true,
  async run({ tx }, { product: given }): Promise<ProductWhy> {
    const { variant, name, ...facts } = await readFacts(tx, given);
    const rows = whyNot(facts, variant ?? undefined);
    const visible = !rows.some(({ effect }) => effect === 'hidden');
    const buyable = visible && !rows.some(({ effect }) => effect === 'unbuyable');
    return { sku: facts.sku, name, variant, visible, buyable, rows };
  },
});

type Facts = ProductFacts & { readonly name: string; readonly variant: string | null };

const stockOf = (of: string) => `(
    select json_build_object(
      'available', coalesce(sum(i.available) filter (where w.is_active), 0),
      'reserved', coalesce(sum(i.reserved) filter (where w.is_active), 0),
      'closed', coalesce(sum(i.available) filter (where not w.is_active), 0)
    )
    from inventory i
    join warehouses w on w.id = i.warehouse_id
    where i.product_id = p.id and ${of}
  )`;

async function readFacts(tx: Tx, given: string): Promise<Facts> {
  const found = await tx.one<Facts>(
    `with asked as (
  select m.id, m.variant
  from (
    select s.id, null as variant, 1 as rank from products s where s.sku = $1
    union all
    select v.product_id, v.sku, 2 from product_variants v where v.sku = $1
    union all
    select s.id, null, 3 from products s where s.slug = lower($1)
    union all
    select s.id, null, 4 from products s where lower(s.sku) = lower($1)
    union all
    select v.product_id, v.sku, 5 from product_variants v where lower(v.sku) = lower($1)
    union all
    select s.id, null, 6 from products s where s.id = $2::uuid
  ) m
  order by m.rank
  limit 1
)
select p.sku, p.name, a.variant, p.deleted_at is not null as archived, p.is_active, p.price, p.compare_price, p.cost,
  b.name as brand, coalesce(b.is_active, true) as brand_active, c.name as category,
  not exists (
    with recursive above as (
      select k.id, k.parent_id, k.is_active from categories k where k.id = p.category_id
      union
      select k.id, k.parent_id, k.is_active from categories k join above x on k.id = x.parent_id
    )
    select from above where not above.is_active
  ) as category_active,
  (select count(*)::integer from product_images i where i.product_id = p.id) as images,
  coalesce(p.description, '') <> '' as description,
  ${stockOf('i.variant_id is null')} as stock,
  coalesce((
    select json_agg(json_build_object(
        'sku', v.sku, 'price', v.price::text, 'is_active', v.is_active, 'archived', v.deleted_at is not null,
        'with_product', v.archived_at is not null, 'stock', ${stockOf('i.variant_id = v.id')}
      ) order by v.sku)
    from product_variants v
    where v.product_id = p.id
  ), '[]') as variants
from asked a
join products p on p.id = a.id
left join brands b on b.id = p.brand_id
left join categories c on c.id = p.category_id`,
    [given, z.guid().safeParse(given).success ? given : null],
  );
  if (found) return found;
  throw new NotFound(`There is no product "${given.slice(0, 100)}".`, {
    hint: 'Give its SKU, its slug or the SKU of a variant; see: solemate products list',
  });
}
