import { listing } from '../listing.ts';
import { fewestFirst, stockColumns, stockFilters, stockFrom, stockSearch } from './columns.ts';

export const low = listing({
  name: 'inventory.low',
  summary: 'List what runs out, fewest first, with how much to order.',
  permission: 'stock:read',
  examples: ['inventory low --warehouse BER', 'inventory low --csv'],
  from: stockFrom,
  where: 'i.available <= i.reorder_point',
  columns: {
    ...stockColumns,
    // suggestedReorder() of domain/stock.ts, for many rows at once.
    suggested: {
      sql: `(ceil((i.reorder_point + 1 - i.available)::numeric / greatest(i.reorder_quantity, 1))
    * greatest(i.reorder_quantity, 1))::integer`,
      label: 'Order',
      type: 'integer',
    },
    last_restocked: { sql: 'i.last_restocked', label: 'Restocked', type: 'time' },
  },
  filters: stockFilters,
  search: stockSearch,
  sorts: { available: fewestFirst },
  defaultSort: 'available',
  tables: ['inventory', 'product_variants', 'products'],
});
