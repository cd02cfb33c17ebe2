import * as z from 'zod';
import { NotFound } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import type { ShownProduct, ShownStock, ShownVariant } from './parts/shown.ts';

export const show = operation({
  name: 'products.show',
  summary: 'Show a product: its fields, variants, stock by warehouse, pictures, attributes and figures.',
  permission: 'catalog:read',
  input: z.object({ product: naming('product', required(255)).describe('SKU (also of a variant), slug or id') }),
  positional: ['product'],
  examples: ['products show RUN', 'products show RUN-42-BLK --json'],
  reads: true,
  run: ({ tx }, { product }) => showProduct(tx, product),
});

// Counted live, and not read from product_stats: a person who has just sold one wants to see it.
const figures = `json_build_object(
  'order_count', count(distinct i.order_id)::integer,
  'total_sold', coalesce(sum(i.quantity), 0)::integer
)`;

// 42.5 stands between 42 and 43, letters behind them from small to large.
const bySize = `substring(v.size from '^[0-9]{1,9}(?:[.][0-9]{1,9})?')::numeric nulls last,
  array_position(array['xxs', 'xs', 's', 'small', 'm', 'medium', 'l', 'large', 'xl', 'xxl'], lower(v.size)) nulls last,
  v.size, v.sku`;

async function showProduct(tx: Tx, given: string): Promise<ShownProduct> {
  const found = await tx.one<Omit<ShownProduct, 'variants' | 'inventory'>>(
    `select p.id, p.sku, p.name, p.slug, p.description, b.name as brand, c.name as category, p.price, p.compare_price,
  p.cost, p.weight, p.is_active, p.tags, p.meta_title, p.meta_description, p.review_count, p.avg_rating, p.version,
  p.created_at, p.updated_at, p.deleted_at,
  (select ${figures}
    from order_items i
    join orders o on o.id = i.order_id and o.created_at = i.order_created_at
    where i.product_id = p.id and o.status <> 'CANCELLED') as stats,
  (select coalesce(json_agg(json_build_object('position', i.sort_order + 1, 'url', i.url, 'alt_text', i.alt_text,
      'is_primary', i.is_primary, 'version', i.version) order by i.is_primary desc, i.sort_order, i.id), '[]')
    from product_images i where i.product_id = p.id) as images,
  (select coalesce(json_agg(json_build_object('name', a.name, 'value', a.value, 'version', a.version)
      order by a.name), '[]')
    from product_attributes a where a.product_id = p.id) as attributes
from products p
left join brands b on b.id = p.brand_id
left join categories c on c.id = p.category_id
where p.id = (
  select m.id
  from (
    select s.id, 1 as rank from products s where s.sku = $1
    union all
    select v.product_id, 2 from product_variants v where v.sku = $1
    union all
    select s.id, 3 from products s where s.slug = lower($1)
    union all
    select s.id, 4 from products s where lower(s.sku) = lower($1)
    union all
    select v.product_id, 5 from product_variants v where lower(v.sku) = lower($1)
    union all
    select s.id, 6 from products s where s.id = $2::uuid
  ) m
  order by m.rank
  limit 1
)`,
    [given, z.guid().safeParse(given).success ? given : null],
  );
  if (!found) {
    throw new NotFound(`There is no product "${given.slice(0, 100)}".`, {
      hint: 'Give its SKU, its slug or the SKU of a variant; see: solemate products list',
    });
  }
  const variants = await tx.query<ShownVariant>(
    `select v.id, v.sku, v.size, v.color, coalesce(v.price, p.price) as price, v.price as own_price, v.weight, v.images,
  v.barcode, v.is_active, v.deleted_at, v.stock, v.version
from product_variants v
join products p on p.id = v.product_id
where v.product_id = $1::uuid
order by v.color nulls first, ${bySize}`,
    [found.id],
  );
  const inventory = await tx.query<ShownStock>(
    `select coalesce(v.sku, p.sku) as sku, w.code as warehouse, i.quantity, i.reserved, i.available, i.reorder_point
from inventory i
join products p on p.id = i.product_id
join warehouses w on w.id = i.warehouse_id
left join product_variants v on v.id = i.variant_id
where i.product_id = $1::uuid
order by v.color nulls first, ${bySize}, w.code`,
    [found.id],
  );
  return { ...found, variants, inventory };
}
