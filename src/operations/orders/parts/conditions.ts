import { paidPatience, patience, refundPatience } from '../../../domain/order-findings.ts';
import { uuidRange } from '../../../domain/uuid.ts';
import { along, mostPeople, type Few } from '../../few.ts';
import { likeAnywhere, likeStart } from '../../like.ts';
import type { Bind } from '../../listing.ts';
import { variantsOf } from './search.ts';

const fullName = (alias: string) =>
  `lower(coalesce(${alias}.first_name, '') || ' ' || coalesce(${alias}.last_name, ''))`;

/** The people are few: their orders by their index. They are many: along the list, whose next orders have some. */
export function customersLike(bind: Bind, value: string, few: Few): string {
  const id = uuidRange(value);
  if (id?.whole) return `o.user_id = ${bind(id.from)}::uuid`;
  const condition = (pattern: string) =>
    value.includes('@') ? `lower(c.email) like lower(${pattern})` : `${fullName('c')} like lower(${pattern})`;
  const ids = few(`select c.id from users c where ${condition('$1')}`, [likeAnywhere(value)], mostPeople);
  if (ids) return `o.user_id = any (${bind(ids)}::uuid[])`;
  return along(`from users c where c.id = o.user_id and ${condition(bind(likeAnywhere(value)))}`);
}

export function withSku(bind: Bind, value: unknown, few: Few): string {
  const ids = few(`select i.order_id as id from order_items i where ${variantsOf('$1')}`, [value], 300);
  if (ids) return ordersNamed(bind, ids);
  return `(o.id, o.created_at) in (
    select i.order_id, i.order_created_at from order_items i where ${variantsOf(bind(value))}
  )`;
}

/** By way of the registry: it knows the month of an order, which otherwise is looked for in every one of them. */
export const ordersNamed = (bind: Bind, ids: readonly string[]): string => `(o.id, o.created_at) in (
    select r.order_id, r.created_at from unnest(${bind(ids)}::uuid[]) g (id) join order_registry r on r.order_id = g.id
  )`;

export function numbered(bind: Bind, value: string, few: Few): string {
  const prefix = value.toUpperCase();
  const pattern = likeStart(prefix);
  const ids = few('select r.order_id as id from order_registry r where r.order_number like $1', [pattern], 300);
  const months = few(monthsOf, [prefix], 5000);
  if (ids) return ordersNamed(bind, ids);
  const like = `o.order_number like ${bind(pattern)}`;
  if (!months) return like;
  return `${like}
    and o.created_at >= ${bind(months[0])}::timestamptz and o.created_at < ${bind(months.at(-1))}::timestamptz + interval '1 month'`;
}

/** Months that hold such a number, one look into an index each, so that the others are not read to find none. */
const monthsOf = `select to_char(m.month, 'YYYY-MM-DD"T"HH24:MI"Z"') as id
    from generate_series(
      (select min(date_trunc('month', r.created_at at time zone 'UTC')) from order_registry r),
      (select max(date_trunc('month', r.created_at at time zone 'UTC')) from order_registry r),
      interval '1 month'
    ) m (month)
    where starts_with((
      select r.order_number from order_registry r
      where date_trunc('month', r.created_at at time zone 'UTC') = m.month and r.order_number ~>=~ $1
      order by r.order_number using ~<~
      limit 1
    ), $1)
    order by m.month`;

/** Payments that stand still are few beside those that went through. */
export function withPayment(bind: Bind, value: unknown, few: Few): string {
  const ids = few('select x.order_id as id from payments x where x.status = $1', [value], mostPeople);
  return ids ? ordersNamed(bind, ids) : `p.status = ${bind(value)}`;
}

export function withTotal(bind: Bind, value: unknown, operator: string, few: Few): string {
  // in the order of its index: behind row-level security the planner takes every amount for a third of the table
  const ids = few(
    `select x.id from orders x where x.total ${operator} $1::numeric order by x.total desc`,
    [value],
    300,
  );
  return ids ? ordersNamed(bind, ids) : `o.total ${operator} ${bind(value)}::numeric`;
}

const before = (milliseconds: number) => `now() - interval '${milliseconds / 1000} seconds'`;
const cameIn = `coalesce(
      (select max(h.created_at) from order_status_history h where h.order_id = o.id), o.created_at
    )`;
const late = Object.entries(patience).map(([status, limit]) => ({
  status,
  sql: `o.status = '${status}' and o.created_at < ${before(limit)} and ${cameIn} < ${before(limit)}`,
}));
const paid = `o.status = 'PENDING' and o.created_at < ${before(paidPatience)} and ${cameIn} < ${before(paidPatience)}
    and (select q.status from payments q where q.order_id = o.id) in ('COMPLETED', 'PARTIAL_REFUND')`;

/**
 * What rests longer than it should, or owes somebody money for longer than a refund takes: the reasons that come with
 * time. Each starts at an index; where all together are many, they are soon met along the list.
 */
export function stuckOrders(bind: Bind, wanted: boolean, few: Few): string {
  const overdue = `p.owed_since < ${before(refundPatience)}`;
  const each = [...late.map(({ sql }) => sql), paid];
  const any = `(${[...each, `coalesce(${overdue}, false)`].map((one) => `(${one})`).join('\n    or ')})`;
  if (!wanted) return `not ${any}`;
  const ids = few(
    [
      ...each.map((one) => `(select o.id from orders o where ${one})`),
      `(select p.order_id from payments p where ${overdue})`,
    ].join('\n    union all '),
    [],
    300,
  );
  return ids ? ordersNamed(bind, ids) : any;
}
