import { listing } from '../listing.ts';
import { fewestFirst, stockColumns, stockFilters, stockFrom, stockSearch } from './parts/columns.ts';

/** From an index that holds nothing but sales, so that a page costs its rows and not their ledgers. */
const sold = `(select coalesce(sum(t.quantity), 0) from inventory_transactions t
    where t.inventory_id = i.id and t.type = 'SALE' and t.created_at >= now() - interval '30 days')`;

/** A scalar, so that the planner never reads all variants for it. */
const withoutVariants = `coalesce((select false from product_variants x where x.product_id = i.product_id limit 1), true)`;

const { id, sku, warehouse, name, size, color, brand, quantity, ...levels } = stockColumns;

/** `quantity` is what to order, so that the CSV of this list is one for `inventory restock`. */
export const low = listing({
  name: 'inventory.low',
  summary: 'List what runs out, fewest first, with how much to order; its CSV goes into inventory restock.',
  permission: 'stock:read',
  examples: ['inventory low --warehouse BER', 'inventory low --warehouse BER --all --csv'],
  from: stockFrom,
  where: 'i.available <= i.reorder_point',
  defaults: { orderable: 'yes' },
  columns: {
    id,
    sku,
    warehouse,
    // suggestedReorder() of domain/stock.ts, for many rows at once.
    quantity: {
      sql: `(ceil((i.reorder_point + 1 - i.available)::numeric / greatest(i.reorder_quantity, 1))
    * greatest(i.reorder_quantity, 1))::integer`,
      label: 'Order',
      type: 'integer',
    },
    name,
    size,
    color,
    brand,
    on_hand: { ...quantity, label: 'On hand' },
    ...levels,
    sold_30d: { sql: `${sold}::integer`, label: 'Sold in 30 days', type: 'integer' },
    days_of_cover: {
      sql: `floor(i.available * 30 / nullif(${sold}, 0))::integer`,
      label: 'Days left',
      type: 'integer',
    },
    last_restocked: { sql: 'i.last_restocked', label: 'Restocked', type: 'time' },
  },
  filters: {
    ...stockFilters,
    orderable: {
      help: 'yes (when not said): on sale, in a warehouse that is open',
      type: 'boolean',
      sql: (_bind, value) => `${value === true ? '' : 'not '}(
    w.is_active and p.is_active and p.deleted_at is null and coalesce(v.is_active, true)
    and (i.variant_id is not null or ${withoutVariants})
  )`,
    },
  },
  search: stockSearch,
  sorts: { available: fewestFirst },
  defaultSort: 'available',
  tables: ['inventory', 'product_variants', 'products'],
});
