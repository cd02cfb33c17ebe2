import { maskEmailSql } from '../../domain/contact.ts';
import { orderStatuses, paymentStatuses } from '../../domain/order-status.ts';
import { byStaff } from '../by-staff.ts';
import { newestFirst, oldestFirst, since, until } from '../by-time.ts';
import { listing } from '../listing.ts';
import { descending, reversed } from '../sorts.ts';
import { personName } from './parts/order-row.ts';
import { customersLike, numbered, stuckOrders, withPayment, withSku, withTotal } from './parts/conditions.ts';
import { searchOrders } from './parts/search.ts';

const byTotal = descending('largest total first', ['o.total', 'numeric'], ['o.id', 'uuid']);

export const list = listing({
  name: 'orders.list',
  summary: 'List orders: newest first, by status, customer, SKU, total, date, city, country, promo code or person.',
  permission: 'orders:read',
  examples: [
    'orders list --status PENDING --limit 20',
    'orders list --filter "status:PROCESSING since:7d total:>100"',
    'orders list --customer smith --json',
  ],
  from: `orders o
  join users u on u.id = o.user_id
  left join users a on a.id = o.assigned_to
  left join payments p on p.order_id = o.id`,
  columns: {
    id: { sql: 'o.id', label: 'Id', type: 'id' },
    order_number: { sql: 'o.order_number', label: 'Order', type: 'text' },
    status: { sql: 'o.status', label: 'Status', type: 'status' },
    total: { sql: 'o.total', label: 'Total', type: 'money' },
    created_at: { sql: 'o.created_at', label: 'Placed', type: 'time' },
    customer: { sql: personName('u'), label: 'Customer', type: 'text' },
    email: { sql: maskEmailSql('u.email'), label: 'E-mail', type: 'text', permission: 'customers:read' },
    items: {
      sql: '(select coalesce(sum(i.quantity), 0)::integer from order_items i where i.order_id = o.id)',
      label: 'Items',
      type: 'integer',
    },
    city: { sql: "o.shipping_address ->> 'city'", label: 'City', type: 'text' },
    country: { sql: "o.shipping_address ->> 'country'", label: 'Country', type: 'text' },
    tracking_number: { sql: 'o.tracking_number', label: 'Tracking', type: 'text' },
    assigned_to: { sql: personName('a'), label: 'Picked by', type: 'text' },
    payment_status: { sql: 'p.status', label: 'Payment', type: 'status' },
    updated_at: { sql: 'o.updated_at', label: 'Changed', type: 'time' },
  },
  filters: {
    status: {
      help: 'state of the order',
      type: 'enum',
      values: orderStatuses,
      operators: ['!='],
      sql: (bind, value, operator) => `o.status ${operator === '!=' ? '<>' : '='} ${bind(value)}`,
    },
    since: since('placed', 'o.created_at'),
    until: until('placed', 'o.created_at'),
    customer: {
      help: 'part of the name, or of the e-mail when it holds an @; or the id',
      type: 'text',
      permission: 'customers:read',
      sql: (bind, value, _operator, few) => customersLike(bind, String(value), few),
    },
    sku: {
      help: 'a SKU in the order',
      type: 'text',
      sql: (bind, value, _operator, few) => withSku(bind, value, few),
    },
    total: {
      help: 'total: >100, <=49.90',
      type: 'money',
      operators: ['>', '>=', '<', '<='],
      sql: (bind, value, operator, few) => withTotal(bind, value, operator, few),
    },
    payment: {
      help: 'state of its payment',
      type: 'enum',
      values: paymentStatuses,
      sql: (bind, value, _operator, few) => withPayment(bind, value, few),
    },
    city: {
      help: 'city it goes to',
      type: 'text',
      sql: (bind, value) => `lower(o.shipping_address ->> 'city') = lower(${bind(value)})`,
    },
    country: {
      help: 'country it goes to, two letters, e.g. DE',
      type: 'country',
      sql: (bind, value) => `upper(o.shipping_address ->> 'country') = ${bind(value)}`,
    },
    promo: {
      help: 'promo code it used',
      type: 'text',
      suggest: { list: 'promos.list', column: 'code' },
      sql: (bind, value) =>
        `o.promo_code_id = (select c.id from promo_codes c where c.code = upper(btrim(${bind(value)}::text)))`,
    },
    assigned: {
      help: 'name of the person who picks it, or me',
      type: 'text',
      sql: (bind, value, _operator, few) => byStaff(bind, 'o.assigned_to', String(value), few),
    },
    stuck: {
      help: 'yes: rests longer than it should, or money of it is owed',
      type: 'boolean',
      sql: (bind, value, _operator, few) => stuckOrders(bind, value === true, few),
    },
    number: {
      help: 'beginning of the order number, e.g. SM-2026-0001',
      type: 'text',
      sql: (bind, value, _operator, few) => numbered(bind, String(value), few),
    },
  },
  search: (bind, text, sees, few) => searchOrders(bind, text, sees('customers:read'), few),
  sorts: {
    newest: newestFirst('o.created_at', 'o.id'),
    oldest: oldestFirst('o.created_at', 'o.id'),
    total: byTotal,
    smallest: reversed(byTotal, 'smallest total first'),
  },
  defaultSort: 'newest',
  tables: ['orders', 'payments', 'shipments'],
});
