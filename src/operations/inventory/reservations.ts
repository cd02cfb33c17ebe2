import { rareOr } from '../few.ts';
import { likeAnywhere } from '../like.ts';
import { newestFirst, oldestFirst } from '../by-time.ts';
import { listing, type Bind } from '../listing.ts';
import { warehouseNames } from '../reference.ts';

const placesOf = (condition: string) => `r.inventory_id = any (array(
    select x.id from inventory x where x.variant_id = any (array(select y.id from product_variants y where ${condition}))
    union all
    select x.id from inventory x where x.variant_id is null and x.product_id = any (array(select y.id from products y where ${condition}))
  ))`;
const warehouse = (code: string) => `select x.id from warehouses x where x.code = upper(${code})`;
const linesOf = (condition: string) => `r.order_item_id = any (array(
    select x.id from order_registry g join order_items x on x.order_id = g.order_id where ${condition}
  ))`;

export const reservations = listing({
  name: 'inventory.reservations',
  summary: 'List what is reserved for open orders: which order holds how many of what where, oldest first.',
  permission: 'stock:read',
  examples: ['inventory reservations --sku RUN-42-BLK', 'inventory reservations --older 7d --warehouse BER --json'],
  from: `stock_reservations r
  left join order_items l on l.id = r.order_item_id
  left join orders o on o.id = l.order_id and o.created_at = l.order_created_at
  join inventory i on i.id = r.inventory_id
  join warehouses w on w.id = i.warehouse_id
  join products p on p.id = i.product_id
  left join product_variants v on v.id = i.variant_id`,
  columns: {
    id: { sql: 'r.id', label: 'Id', type: 'id' },
    order_number: { sql: 'o.order_number', label: 'Order', type: 'text' },
    status: { sql: 'o.status', label: 'Status', type: 'status' },
    sku: { sql: 'coalesce(v.sku, p.sku)', label: 'SKU', type: 'text' },
    name: { sql: 'p.name', label: 'Product', type: 'text' },
    warehouse: { sql: 'w.code', label: 'Warehouse', type: 'text' },
    quantity: { sql: 'r.quantity', label: 'Reserved', type: 'integer' },
    reserved_at: { sql: 'r.reserved_at', label: 'Since', type: 'time' },
    age_hours: {
      sql: 'floor(extract(epoch from now() - r.reserved_at) / 3600)::integer',
      label: 'Hours',
      type: 'integer',
    },
  },
  filters: {
    order: {
      help: 'order number, e.g. SM-2026-000123',
      type: 'text',
      sql: (bind, value) => linesOf(`g.order_number = upper(${bind(value)})`),
    },
    sku: {
      help: 'one SKU, in any case',
      type: 'text',
      sql: (bind, value) => placesOf(`lower(y.sku) = lower(${bind(value)})`),
    },
    warehouse: {
      help: 'warehouse code, e.g. BER',
      type: 'text',
      suggest: { list: 'warehouses.list', column: 'code' },
      names: warehouseNames,
      sql: (bind, value, _operator, few) =>
        rareOr(bind, few, 'i.warehouse_id', warehouse, value, (code) => `i.warehouse_id = (${warehouse(code)})`),
    },
    status: {
      help: 'state of the order',
      type: 'enum',
      // what is sent, cancelled or over holds nothing
      values: ['PENDING', 'CONFIRMED', 'PROCESSING'],
      operators: ['!='],
      // coalesce keeps the outer join, see above
      sql: (bind, value, operator) => `coalesce(o.status, '') ${operator === '!=' ? '<>' : '='} ${bind(value)}`,
    },
    older: {
      help: 'reserved before: 7d, 36h, 2026-01-31',
      type: 'age',
      sql: (bind, value) => `r.reserved_at < ${bind(value)}::timestamptz`,
    },
  },
  search: (bind: Bind, text) => {
    const like = bind(likeAnywhere(text));
    return `(${placesOf(`lower(y.sku) like lower(${like})`)} or ${linesOf(`g.order_number = upper(${bind(text)})`)})`;
  },
  sorts: {
    oldest: oldestFirst('r.reserved_at', 'r.id'),
    newest: newestFirst('r.reserved_at', 'r.id'),
  },
  defaultSort: 'oldest',
  tables: ['inventory', 'orders'],
});
