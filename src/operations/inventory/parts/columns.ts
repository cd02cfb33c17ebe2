import { likeAnywhere } from '../../like.ts';
import { rareOr, type Few } from '../../few.ts';
import type { Bind, ListColumn, ListFilter } from '../../listing.ts';
import { brandNames, warehouseNames } from '../../reference.ts';
import { ascending } from '../../sorts.ts';

/** What the lists of stock have in common. */
export const stockFrom = `inventory i
  join products p on p.id = i.product_id
  join warehouses w on w.id = i.warehouse_id
  left join product_variants v on v.id = i.variant_id
  left join brands b on b.id = p.brand_id`;

/** The pieces stand before the words: a narrow terminal shows the first columns. */
export const stockColumns = {
  id: { sql: 'i.id', label: 'Id', type: 'id' },
  sku: { sql: 'coalesce(v.sku, p.sku)', label: 'SKU', type: 'text' },
  warehouse: { sql: 'w.code', label: 'Warehouse', type: 'text' },
  quantity: { sql: 'i.quantity', label: 'Quantity', type: 'integer' },
  reserved: { sql: 'i.reserved', label: 'Reserved', type: 'integer' },
  available: { sql: 'i.available', label: 'Available', type: 'integer' },
  name: { sql: 'p.name', label: 'Product', type: 'text' },
  size: { sql: 'v.size', label: 'Size', type: 'text' },
  color: { sql: 'v.color', label: 'Colour', type: 'text' },
  brand: { sql: 'b.name', label: 'Brand', type: 'text' },
  reorder_point: { sql: 'i.reorder_point', label: 'Reorder at', type: 'integer' },
  reorder_quantity: { sql: 'i.reorder_quantity', label: 'Reorder lot', type: 'integer' },
} as const satisfies Record<string, ListColumn>;

export const stockFilters = {
  warehouse: {
    help: 'warehouse code, e.g. BER',
    type: 'text',
    suggest: { list: 'warehouses.list', column: 'code' },
    names: warehouseNames,
    sql: (bind, value) => `i.warehouse_id = (select x.id from warehouses x where x.code = upper(${bind(value)}))`,
  },
  sku: {
    help: 'one SKU, in any case',
    type: 'text',
    sql: (bind, value, _operator, few) =>
      rareOr(bind, few, 'i.id', placesOf, value, (sku) => `i.id in (${placesOf(sku)})`),
  },
  product: {
    help: 'part of the name of the product',
    type: 'text',
    sql: (bind, value, _operator, few) =>
      productsWhere(bind, (name) => `lower(x.name) like lower(${name})`, likeAnywhere(String(value)), few),
  },
  brand: {
    help: 'name or slug of the brand',
    type: 'text',
    suggest: { list: 'brands.list', column: 'slug' },
    names: brandNames,
    sql: (bind, value, _operator, few) =>
      productsWhere(
        bind,
        (name) =>
          `x.brand_id = any (array(select y.id from brands y where lower(y.name) = lower(${name}) or y.slug = lower(${name})))`,
        value,
        few,
      ),
  },
} as const satisfies Record<string, ListFilter>;

const placesOf = (sku: string) => `select n.id from inventory n
    where n.variant_id = any (array(select x.id from product_variants x where lower(x.sku) = lower(${sku})))
    union all
    select n.id from inventory n
    where n.product_id = any (array(select x.id from products x where lower(x.sku) = lower(${sku})))`;

/** SKU or product name, from the trigram indexes. */
export function stockSearch(bind: Bind, text: string, _sees: unknown, few: Few): string {
  const matching = (pattern: string) => `select n.id from inventory n
    where n.variant_id in (select x.id from product_variants x where lower(x.sku) like lower(${pattern}))
    union all
    select n.id from inventory n
    where n.product_id in (
      select x.id from products x where lower(x.name) like lower(${pattern}) or lower(x.sku) like lower(${pattern})
    )`;
  const ids = few(matching('$1'), [likeAnywhere(text)], 1000);
  if (ids) return `i.id = any (${bind(ids)}::uuid[])`;
  // OR keeps the planner from joining all of them to the stock before the first row is found
  const pattern = bind(likeAnywhere(text));
  return `i.product_id in (
      select x.id from products x where lower(x.name) like lower(${pattern}) or lower(x.sku) like lower(${pattern})
    ) or i.variant_id in (select x.id from product_variants x where lower(x.sku) like lower(${pattern}))`;
}

function productsWhere(bind: Bind, condition: (value: string) => string, value: unknown, few: Few): string {
  const ids = few(`select x.id from products x where ${condition('$1')}`, [value]);
  if (ids) return `i.product_id = any (${bind(ids)}::uuid[])`;
  return `i.product_id in (select x.id from products x where ${condition(bind(value))})`;
}

export const fewestFirst = ascending('fewest available first', ['i.available', 'integer'], ['i.id', 'uuid']);
