import { maskEmailSql } from '../../domain/contact.ts';
import { listing } from '../listing.ts';
import { ascending, descending } from '../sorts.ts';
import { customerName, customersLike } from '../customers/steps.ts';

/** The newest line stands for its cart: the carts are in order without adding up all of them. */
const newestLine = `not exists (
    select from cart_items n
    where n.user_id = c.user_id
      and (n.updated_at, n.id) > (c.updated_at, c.id)
  )`;

export const list = listing({
  name: 'carts.list',
  summary: 'List carts by when they were last touched: how many pieces, worth how much; find the abandoned ones.',
  permission: 'customers:read',
  examples: ['carts list', 'carts list --idle 3d --value ">100"', 'carts list --sort oldest --json'],
  from: `cart_items c
  join users u on u.id = c.user_id
  cross join lateral (
    select sum(l.quantity)::integer as pieces, count(*)::integer as lines,
      sum(l.price * l.quantity - l.discount)::numeric(12, 2) as value, min(l.added_at) as begun_at
    from cart_items l
    where l.user_id = c.user_id
  ) t`,
  where: newestLine,
  columns: {
    id: { sql: 'u.id', label: 'Customer id', type: 'id', handle: true },
    customer: { sql: customerName('u'), label: 'Customer', type: 'text' },
    email: { sql: maskEmailSql('u.email'), label: 'E-mail', type: 'text' },
    pieces: { sql: 't.pieces', label: 'Pieces', type: 'integer' },
    lines: { sql: 't.lines', label: 'Lines', type: 'integer' },
    value: { sql: 't.value', label: 'Value', type: 'money' },
    begun_at: { sql: 't.begun_at', label: 'Begun', type: 'time' },
    updated_at: { sql: 'c.updated_at', label: 'Last touched', type: 'time' },
  },
  filters: {
    idle: {
      help: 'not touched for: 3d, 36h, 2026-01-31',
      type: 'age',
      sql: (bind, value) => `c.updated_at < ${bind(value)}::timestamptz`,
    },
    since: {
      help: 'touched since: 3d, 36h, 2026-01-31',
      type: 'age',
      sql: (bind, value) => `c.updated_at >= ${bind(value)}::timestamptz`,
    },
    value: {
      help: 'value: >100, <=49.90',
      type: 'money',
      operators: ['>', '>=', '<', '<='],
      sql: (bind, value, operator, few) => {
        const worth = `select l.user_id as id
    from cart_items l
    group by l.user_id
    having sum(l.price * l.quantity - l.discount) ${operator} $1::numeric`;
        const ids = few(worth, [value]);
        return ids ? `c.user_id = any (${bind(ids)}::uuid[])` : `t.value ${operator} ${bind(value)}::numeric`;
      },
    },
  },
  search: (bind, text, _sees, few) => customersLike('c.user_id', bind, text, few),
  sorts: {
    newest: descending('last touched first', ['c.updated_at', 'timestamptz'], ['c.id', 'uuid']),
    oldest: ascending('longest untouched first', ['c.updated_at', 'timestamptz'], ['c.id', 'uuid']),
  },
  defaultSort: 'newest',
  tables: ['cart_items'],
});
