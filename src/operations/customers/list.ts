import { maskEmailSql } from '../../domain/contact.ts';
import { likeStart } from '../like.ts';
import { newestFirst, oldestFirst } from '../by-time.ts';
import { listing } from '../listing.ts';
import { ascending, reversed } from '../sorts.ts';
import { customerName } from './parts/find.ts';
import { searchCustomers, withEmail } from './parts/search.ts';

/** What a customer has paid and not got back. */
export const spentSql = (user: string): string => `(
      select coalesce(sum(p.amount - p.refund_amount), 0)::numeric(12, 2)
      from payments p
      where p.user_id = ${user}
        and p.status in ('COMPLETED', 'PARTIAL_REFUND', 'REFUNDED')
    )`;

const byName = ascending(
  'by last name',
  ["lower(coalesce(u.last_name, ''))", 'text'],
  ["lower(coalesce(u.first_name, ''))", 'text'],
  ['u.id', 'uuid'],
);

export const list = listing({
  name: 'customers.list',
  summary: 'List customers, contact data masked: by name, e-mail or order number.',
  permission: 'customers:read',
  examples: ['customers list', 'customers list smith --sort name', 'customers list --email anna@ --json'],
  from: `users u
  left join lateral (
    select count(*)::integer as orders, max(o.created_at) as last_order_at
    from orders o
    where o.user_id = u.id
  ) t on true`,
  where: "u.role = 'customer'",
  defaults: { deleted: 'no' },
  columns: {
    id: { sql: 'u.id', label: 'Id', type: 'id', handle: true },
    name: { sql: customerName('u'), label: 'Name', type: 'text' },
    email: { sql: maskEmailSql('u.email'), label: 'E-mail', type: 'text' },
    has_phone: { sql: 'u.phone_number_hash is not null', label: 'Phone', type: 'boolean' },
    orders: { sql: 't.orders', label: 'Orders', type: 'integer' },
    spent: { sql: spentSql('u.id'), label: 'Spent', type: 'money' },
    last_order_at: { sql: 't.last_order_at', label: 'Last order', type: 'time' },
    created_at: { sql: 'u.created_at', label: 'Since', type: 'time' },
    is_active: { sql: 'u.is_active', label: 'Active', type: 'boolean' },
    deleted_at: { sql: 'u.deleted_at', label: 'Deleted', type: 'time' },
    version: { sql: 'u.version', label: 'Version', type: 'integer' },
  },
  filters: {
    email: {
      help: 'beginning of the e-mail, or all of it',
      type: 'text',
      sql: (bind, value, _operator, few) => withEmail(bind, likeStart(String(value)), few),
    },
    active: { help: 'may they order', type: 'boolean', sql: (bind, value) => `u.is_active = ${bind(value)}` },
    deleted: {
      help: 'accounts that were deleted: no, yes, all',
      type: 'enum',
      values: ['no', 'yes', 'all'],
      sql: (_bind, value) => (value === 'all' ? 'true' : `u.deleted_at is ${value === 'yes' ? 'not ' : ''}null`),
    },
    since: {
      help: 'customer since: 7d, 2026-01-31',
      type: 'age',
      sql: (bind, value) => `u.created_at >= ${bind(value)}::timestamptz`,
    },
    until: {
      help: 'customer before: 7d, 2026-01-31',
      type: 'age',
      sql: (bind, value) => `u.created_at < ${bind(value)}::timestamptz`,
    },
    ordered: {
      help: 'ordered since: 7d, 2026-01-31',
      type: 'age',
      sql: (bind, value) =>
        `exists (select from orders x where x.user_id = u.id and x.created_at >= ${bind(value)}::timestamptz)`,
    },
  },
  search: (bind, text, _sees, few) => searchCustomers(bind, text, few),
  sorts: {
    newest: newestFirst('u.created_at', 'u.id'),
    oldest: oldestFirst('u.created_at', 'u.id'),
    name: byName,
    'name-desc': reversed(byName, 'by last name, from the end'),
  },
  defaultSort: 'newest',
  tables: ['users', 'orders', 'payments'],
});
