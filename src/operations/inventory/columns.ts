import { likeAnywhere } from '../like.ts';
import type { Bind, ListColumn, ListFilter, Sort } from '../listing.ts';

/** What the lists of stock have in common. */
export const stockFrom = `inventory i
  join products p on p.id = i.product_id
  join warehouses w on w.id = i.warehouse_id
  left join product_variants v on v.id = i.variant_id
  left join brands b on b.id = p.brand_id`;

export const stockColumns = {
  id: { sql: 'i.id', label: 'Id', type: 'id' },
  sku: { sql: 'coalesce(v.sku, p.sku)', label: 'SKU', type: 'text' },
  name: { sql: 'p.name', label: 'Product', type: 'text' },
  size: { sql: 'v.size', label: 'Size', type: 'text' },
  color: { sql: 'v.color', label: 'Colour', type: 'text' },
  brand: { sql: 'b.name', label: 'Brand', type: 'text' },
  warehouse: { sql: 'w.code', label: 'Warehouse', type: 'text' },
  quantity: { sql: 'i.quantity', label: 'Quantity', type: 'integer' },
  reserved: { sql: 'i.reserved', label: 'Reserved', type: 'integer' },
  available: { sql: 'i.available', label: 'Available', type: 'integer' },
  reorder_point: { sql: 'i.reorder_point', label: 'Reorder at', type: 'integer' },
  reorder_quantity: { sql: 'i.reorder_quantity', label: 'Reorder lot', type: 'integer' },
} as const satisfies Record<string, ListColumn>;

export const stockFilters = {
  warehouse: {
    help: 'warehouse code, e.g. BER',
    type: 'text',
    sql: (bind, value) => `i.warehouse_id = (select x.id from warehouses x where x.code = upper(${bind(value)}))`,
  },
  sku: {
    help: 'one SKU, in any case',
    type: 'text',
    sql: (bind, value) => {
      const sku = bind(value);
      return `i.variant_id = any (array(select x.id from product_variants x where lower(x.sku) = lower(${sku})))
    or i.product_id = any (array(select x.id from products x where lower(x.sku) = lower(${sku})))`;
    },
  },
  product: {
    help: 'part of the name of the product',
    type: 'text',
    sql: (bind, value) =>
      `i.product_id in (select x.id from products x where lower(x.name) like lower(${bind(likeAnywhere(String(value)))}))`,
  },
  brand: {
    help: 'name of the brand',
    type: 'text',
    sql: (bind, value) =>
      `p.brand_id = any (array(select x.id from brands x where lower(x.name) = lower(${bind(value)})))`,
  },
} as const satisfies Record<string, ListFilter>;

/** SKU or product name, from the trigram indexes. */
export function stockSearch(bind: Bind, text: string): string {
  const pattern = `lower(${bind(likeAnywhere(text))})`;
  return `i.variant_id in (select x.id from product_variants x where lower(x.sku) like ${pattern})
    or i.product_id in (
      select x.id from products x where lower(x.name) like ${pattern} or lower(x.sku) like ${pattern}
    )`;
}

export const fewestFirst: Sort = {
  label: 'fewest available first',
  direction: 'asc',
  by: [
    { sql: 'i.available', type: 'integer' },
    { sql: 'i.id', type: 'uuid' },
  ],
};
