import { maskEmailSql } from '../../../domain/contact.ts';
import { paymentStatuses } from '../../../domain/order-status.ts';
import { paymentProviders } from '../../../domain/stored-values.ts';
import { likeAnywhere, likeStart } from '../../like.ts';
import { since, until } from '../../by-time.ts';
import type { Bind, ListColumn, ListFilter } from '../../listing.ts';
import { along, mostPeople, type Few } from '../../few.ts';
import { personName } from '../../orders/steps.ts';

/** What the lists of payments share. */
export const paymentsFrom = `payments p
  join order_registry g on g.order_id = p.order_id
  join users u on u.id = p.user_id`;

const requested = `(
    select coalesce(sum(r.amount), 0.00) from refunds r where r.payment_id = p.id and r.status = 'REQUESTED'
  )`;

export const paymentColumns = {
  id: { sql: 'p.id', label: 'Id', type: 'id' },
  order_number: { sql: 'g.order_number', label: 'Order', type: 'text' },
  status: { sql: 'p.status', label: 'Status', type: 'status' },
  amount: { sql: 'p.amount', label: 'Amount', type: 'money' },
  currency: { sql: 'p.currency', label: 'Currency', type: 'text' },
  refund_amount: { sql: 'p.refund_amount', label: 'Refunded', type: 'money' },
  requested: { sql: requested, label: 'Asked for', type: 'money' },
  left: {
    sql: `case when p.status in ('COMPLETED', 'PARTIAL_REFUND') then p.amount - p.refund_amount - ${requested} else 0.00 end`,
    label: 'Left',
    type: 'money',
  },
  provider: { sql: 'p.provider', label: 'Provider', type: 'text' },
  payment_method: { sql: 'p.payment_method', label: 'Method', type: 'text' },
  transaction_id: { sql: 'p.transaction_id', label: 'Transaction', type: 'text' },
  customer: { sql: personName('u'), label: 'Customer', type: 'text' },
  email: { sql: maskEmailSql('u.email'), label: 'E-mail', type: 'text', permission: 'customers:read' },
  created_at: { sql: 'p.created_at', label: 'Made', type: 'time' },
  refunded_at: { sql: 'p.refunded_at', label: 'Refunded at', type: 'time' },
  failure_reason: { sql: 'p.failure_reason', label: 'What went wrong', type: 'text' },
  order_id: { sql: 'p.order_id', label: 'Order id', type: 'id' },
} as const satisfies Readonly<Record<string, ListColumn>>;

export const paymentFilters: Readonly<Record<string, ListFilter>> = {
  status: {
    help: 'state of the payment',
    type: 'enum',
    values: paymentStatuses,
    operators: ['!='],
    sql: (bind, value, operator) => `p.status ${operator === '!=' ? '<>' : '='} ${bind(value)}`,
  },
  provider: {
    help: 'how the money came',
    type: 'enum',
    values: paymentProviders,
    sql: (bind, value) => `p.provider = ${bind(value)}`,
  },
  order: {
    help: 'order number',
    type: 'text',
    sql: (bind, value) =>
      `p.order_id = (select q.order_id from order_registry q where q.order_number = upper(${bind(value)}))`,
  },
  amount: {
    help: 'amount: >100, <=49.90',
    type: 'money',
    operators: ['>', '>=', '<', '<='],
    sql: (bind, value, operator, few) => {
      // in the order of its index: behind row-level security the planner takes every amount for a third of the table
      const ids = few(
        `select x.id from payments x where x.amount ${operator} $1::numeric order by x.amount desc`,
        [value],
        300,
      );
      return ids ? `p.id = any (${bind(ids)}::uuid[])` : `p.amount ${operator} ${bind(value)}::numeric`;
    },
  },
  refunded: {
    help: 'yes: something was given back',
    type: 'boolean',
    // not "= 0": behind row-level security the planner takes any amount that is equalled for a rare one
    sql: (_bind, value) => (value === true ? 'p.refund_amount > 0' : 'not (p.refund_amount > 0)'),
  },
  transaction: {
    help: "the provider's transaction id",
    type: 'text',
    sql: (bind, value) => `p.transaction_id = ${bind(value)}`,
  },
  customer: {
    help: 'part of the name, or of the e-mail when it holds an @',
    type: 'text',
    permission: 'customers:read',
    sql: (bind, value, _operator, few) => customersLike(bind, String(value), few),
  },
  since: since('made', 'p.created_at'),
  until: until('made', 'p.created_at'),
};

/** Few people: their payments by their index. Many: along the list, whose next rows have some. */
function customersLike(bind: Bind, value: string, few: Few): string {
  const name = (alias: string) => `lower(coalesce(${alias}.first_name, '') || ' ' || coalesce(${alias}.last_name, ''))`;
  const condition = (pattern: string) =>
    value.includes('@') ? `lower(c.email) like lower(${pattern})` : `${name('c')} like lower(${pattern})`;
  const ids = few(`select c.id from users c where ${condition('$1')}`, [likeAnywhere(value)], mostPeople);
  if (ids) return `p.user_id = any (${bind(ids)}::uuid[])`;
  return along(`from users c where c.id = p.user_id and ${condition(bind(likeAnywhere(value)))}`);
}

/** An order number from its beginning, a transaction id, or the reference of a refund. */
export function searchPayments(bind: Bind, text: string, few: Few): string {
  const number = likeStart(text.toUpperCase());
  const ids = few(
    `(select p.id from order_registry g join payments p on p.order_id = g.order_id where g.order_number like $1 limit 301)
    union (select p.id from payments p where p.transaction_id = $2)
    union (
      select r.payment_id from unnest($3::text[]) v (provider)
      join refunds r on r.provider = v.provider and r.provider_reference = $2
      where r.provider_reference is not null
    )`,
    [number, text, [...paymentProviders]],
    300,
  );
  if (ids) return `p.id = any (${bind(ids)}::uuid[])`;
  return `g.order_number like ${bind(number)}`;
}
