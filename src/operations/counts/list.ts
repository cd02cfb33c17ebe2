import { countStatuses } from '../../domain/stock-count.ts';
import { newestFirst, since } from '../by-time.ts';
import { listing } from '../listing.ts';
import { warehouseNames } from '../reference.ts';
import { personName } from '../orders/steps.ts';

export const list = listing({
  name: 'counts.list',
  summary: 'List the counts of stock, newest first.',
  permission: 'stock:read',
  examples: ['counts list --status OPEN', 'counts list --warehouse BER --json'],
  from: `stock_counts c
  join warehouses w on w.id = c.warehouse_id
  left join users o on o.id = c.opened_by
  left join users x on x.id = c.closed_by`,
  columns: {
    id: { sql: 'c.id', label: 'Id', type: 'id' },
    count_number: { sql: 'c.count_number', label: 'Count', type: 'integer' },
    warehouse: { sql: 'w.code', label: 'Warehouse', type: 'text' },
    status: { sql: 'c.status', label: 'Status', type: 'status' },
    lines: {
      sql: '(select count(*)::integer from stock_count_lines l where l.count_id = c.id)',
      label: 'Lines',
      type: 'integer',
    },
    counted_lines: {
      sql: '(select count(l.counted)::integer from stock_count_lines l where l.count_id = c.id)',
      label: 'Counted',
      type: 'integer',
    },
    blind: { sql: 'c.blind', label: 'Blind', type: 'boolean' },
    note: { sql: 'c.note', label: 'Note', type: 'text' },
    opened_by: { sql: personName('o'), label: 'Opened by', type: 'text' },
    opened_at: { sql: 'c.opened_at', label: 'Opened', type: 'time' },
    closed_by: { sql: personName('x'), label: 'Closed by', type: 'text' },
    closed_at: { sql: 'c.closed_at', label: 'Closed', type: 'time' },
  },
  filters: {
    status: {
      help: 'state of the count',
      type: 'enum',
      values: countStatuses,
      sql: (bind, value) => `c.status = ${bind(value)}`,
    },
    warehouse: {
      help: 'warehouse code, e.g. BER',
      type: 'text',
      suggest: { list: 'warehouses.list', column: 'code' },
      names: warehouseNames,
      sql: (bind, value) => `c.warehouse_id = (select y.id from warehouses y where y.code = upper(${bind(value)}))`,
    },
    since: since('opened', 'c.opened_at'),
  },
  sorts: {
    newest: newestFirst('c.opened_at', 'c.id'),
  },
  defaultSort: 'newest',
  tables: ['stock_counts', 'stock_count_lines'],
});
