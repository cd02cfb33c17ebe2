import * as z from 'zod';
import { operation } from '../operation.ts';
import { VariantKey } from './parts/columns.ts';
import { noVariant } from './parts/find.ts';

export interface ShownVariant {
  readonly id: string;
  readonly sku: string;
  readonly barcode: string | null;
  readonly product: { readonly id: string; readonly sku: string; readonly name: string };
  readonly size: string | null;
  readonly color: string | null;
  /** What it is sold for: its own price or the product's. */
  readonly price: string;
  readonly own_price: string | null;
  readonly weight: string | null;
  readonly images: readonly string[] | null;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'ARCHIVED';
  readonly is_active: boolean;
  /** Available in all warehouses. */
  readonly stock: number;
  readonly version: number;
  readonly created_at: string;
  readonly deleted_at: string | null;
  /** Pieces of orders that were not cancelled, and when the newest of them was placed. */
  readonly sold: { readonly quantity: number; readonly last_at: string | null };
  readonly inventory: readonly {
    readonly warehouse: string;
    readonly quantity: number;
    readonly reserved: number;
    readonly available: number;
    readonly reorder_point: number;
  }[];
}

// Each way of naming it is an index; the first that finds something is meant.
const meant = `select m.id
  from (
    select v.id, 1 as rank from product_variants v where lower(v.sku) = lower($1)
    union all
    select v.id, 2 from product_variants v where v.barcode = $1
    union all
    select v.id, 3 from product_variants v where v.id = $2::uuid
  ) m
  order by m.rank, m.id
  limit 1`;

export const show = operation({
  name: 'variants.show',
  summary: 'Show a variant: price, state, stock by warehouse, what was sold.',
  permission: 'catalog:read',
  input: z.object({ variant: VariantKey }),
  positional: ['variant'],
  examples: ['variants show RUN-42-BLK', 'variants show RUN-42-BLK --json'],
  reads: true,
  async run({ tx }, { variant }): Promise<ShownVariant> {
    const found = await tx.one<ShownVariant>(
      `select v.id, v.sku, v.barcode, json_build_object('id', p.id, 'sku', p.sku, 'name', p.name) as product,
  v.size, v.color, coalesce(v.price, p.price) as price, v.price as own_price, v.weight, v.images,
  case
    when p.deleted_at is not null or v.deleted_at is not null then 'ARCHIVED'
    when p.is_active and v.is_active then 'ACTIVE'
    else 'INACTIVE'
  end as status,
  v.is_active, v.stock, v.version, v.created_at, v.deleted_at,
  (select json_build_object('quantity', coalesce(sum(i.quantity), 0)::integer, 'last_at', max(o.created_at))
    from order_items i
    join orders o on o.id = i.order_id and o.created_at = i.order_created_at
    where i.variant_id = v.id and o.status <> 'CANCELLED') as sold,
  (select coalesce(json_agg(json_build_object('warehouse', w.code, 'quantity', i.quantity, 'reserved', i.reserved,
      'available', i.available, 'reorder_point', i.reorder_point) order by w.code), '[]')
    from inventory i
    join warehouses w on w.id = i.warehouse_id
    where i.variant_id = v.id) as inventory
from product_variants v
join products p on p.id = v.product_id
where v.id = (${meant})`,
      [variant, z.guid().safeParse(variant).success ? variant : null],
    );
    if (!found) throw noVariant(variant);
    return found;
  },
});
