import { listing } from '../listing.ts';
import { descending, reversed } from '../sorts.ts';
import { fewestFirst, stockColumns, stockFilters, stockFrom, stockSearch } from './parts/columns.ts';

const byChange = descending('last changed first', ['i.updated_at', 'timestamptz'], ['i.id', 'uuid']);

export const list = listing({
  name: 'inventory.list',
  summary: 'List stock by warehouse: quantity, reserved, available, reorder point.',
  permission: 'stock:read',
  examples: ['inventory list --warehouse BER --limit 20', 'inventory list --filter "brand:stride low:yes" --json'],
  from: stockFrom,
  columns: {
    ...stockColumns,
    low: { sql: 'i.available <= i.reorder_point', label: 'Low', type: 'boolean' },
    last_restocked: { sql: 'i.last_restocked', label: 'Restocked', type: 'time' },
    updated_at: { sql: 'i.updated_at', label: 'Changed', type: 'time' },
  },
  filters: {
    ...stockFilters,
    low: {
      help: 'yes: at or below its reorder point',
      type: 'boolean',
      sql: (_bind, value) => (value === true ? 'i.available <= i.reorder_point' : 'i.available > i.reorder_point'),
    },
  },
  search: stockSearch,
  sorts: {
    available: fewestFirst,
    most: reversed(fewestFirst, 'most available first'),
    changed: byChange,
    unchanged: reversed(byChange, 'the longest unchanged first'),
  },
  defaultSort: 'available',
  tables: ['inventory', 'product_variants', 'products'],
});
