import { refundStatuses } from '../../domain/order-status.ts';
import { paymentProviders } from '../../domain/stored-values.ts';
import { likeStart } from '../like.ts';
import { byStaff } from '../by-staff.ts';
import { newestFirst, oldestFirst, since, until } from '../by-time.ts';
import { listing } from '../listing.ts';
import { descending, reversed } from '../sorts.ts';
import { personName } from '../orders/steps.ts';

const byAmount = descending('largest first', ['r.amount', 'numeric'], ['r.id', 'uuid']);

export const list = listing({
  name: 'refunds.list',
  summary: 'List refunds, newest first: what was asked for, by whom, and what became of it.',
  permission: 'payments:read',
  examples: ['refunds list --status REQUESTED', 'refunds list --filter "provider:stripe since:30d" --csv'],
  from: `refunds r
  join payments p on p.id = r.payment_id
  join order_registry g on g.order_id = p.order_id
  left join users b on b.id = r.requested_by`,
  columns: {
    id: { sql: 'r.id', label: 'Id', type: 'id' },
    order_number: { sql: 'g.order_number', label: 'Order', type: 'text' },
    amount: { sql: 'r.amount', label: 'Amount', type: 'money' },
    currency: { sql: 'p.currency', label: 'Currency', type: 'text' },
    status: { sql: 'r.status', label: 'Status', type: 'status' },
    provider: { sql: 'r.provider', label: 'By', type: 'text' },
    reason: { sql: 'r.reason', label: 'Why', type: 'text' },
    requested_by: { sql: personName('b'), label: 'Asked by', type: 'text' },
    created_at: { sql: 'r.created_at', label: 'Asked', type: 'time' },
    completed_at: { sql: 'r.completed_at', label: 'Completed', type: 'time' },
    provider_reference: { sql: 'r.provider_reference', label: 'Reference', type: 'text' },
    failure_reason: { sql: 'r.failure_reason', label: 'What went wrong', type: 'text' },
    attempts: { sql: 'r.attempts', label: 'Attempts', type: 'integer' },
    payment_id: { sql: 'r.payment_id', label: 'Payment', type: 'id' },
    order_id: { sql: 'p.order_id', label: 'Order id', type: 'id' },
  },
  filters: {
    status: {
      help: 'state of the refund',
      type: 'enum',
      values: refundStatuses,
      operators: ['!='],
      sql: (bind, value, operator) => `r.status ${operator === '!=' ? '<>' : '='} ${bind(value)}`,
    },
    provider: {
      help: 'who makes it',
      type: 'enum',
      values: paymentProviders,
      sql: (bind, value) => `r.provider = ${bind(value)}`,
    },
    order: {
      help: 'order number',
      type: 'text',
      sql: (bind, value) =>
        `r.payment_id = (
          select o.id from payments o join order_registry q on q.order_id = o.order_id
          where q.order_number = upper(${bind(value)})
        )`,
    },
    amount: {
      help: 'amount: >100, <=49.90',
      type: 'money',
      operators: ['>', '>=', '<', '<='],
      sql: (bind, value, operator, few) => {
        const ids = few(
          `select x.id from refunds x where x.amount ${operator} $1::numeric order by x.amount desc`,
          [value],
          300,
        );
        return ids ? `r.id = any (${bind(ids)}::uuid[])` : `r.amount ${operator} ${bind(value)}::numeric`;
      },
    },
    by: {
      help: 'part of the name of who asked for it, or me',
      type: 'text',
      sql: (bind, value, _operator, few) => byStaff(bind, 'r.requested_by', String(value), few),
    },
    since: since('asked for', 'r.created_at'),
    until: until('asked for', 'r.created_at'),
  },
  search: (bind, text, _sees, few) => {
    const number = likeStart(text.toUpperCase());
    const ids = few(
      `(select r.id from order_registry g join payments p on p.order_id = g.order_id join refunds r on r.payment_id = p.id
        where g.order_number like $1)
      union (
        select r.id from unnest($3::text[]) v (provider) join refunds r on r.provider = v.provider and r.provider_reference = $2
        where r.provider_reference is not null
      )`,
      [number, text, [...paymentProviders]],
      300,
    );
    if (ids) return `r.id = any (${bind(ids)}::uuid[])`;
    return `g.order_number like ${bind(number)} or r.provider_reference = ${bind(text)}`;
  },
  sorts: {
    newest: newestFirst('r.created_at', 'r.id'),
    oldest: oldestFirst('r.created_at', 'r.id'),
    amount: byAmount,
    smallest: reversed(byAmount, 'smallest first'),
  },
  defaultSort: 'newest',
  tables: ['refunds', 'payments'],
});
