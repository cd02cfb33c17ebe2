import type { Few } from '../few.ts';
import { likeAnywhere, likeStart } from '../like.ts';
import type { Bind } from '../listing.ts';
import { variantsOf } from './search.ts';

const fullName = (alias: string) =>
  `lower(coalesce(${alias}.first_name, '') || ' ' || coalesce(${alias}.last_name, ''))`;

/** The people are few: their orders by their index. They are many: along the list, whose next orders have some. */
export function customersLike(bind: Bind, value: string, few: Few): string {
  const condition = (pattern: string) =>
    value.includes('@') ? `lower(c.email) like lower(${pattern})` : `${fullName('c')} like lower(${pattern})`;
  const ids = few(`select c.id from users c where ${condition('$1')}`, [likeAnywhere(value)]);
  if (ids) return `o.user_id = any (${bind(ids)}::uuid[])`;
  return `o.user_id in (select c.id from users c where ${condition(bind(likeAnywhere(value)))})`;
}

export function assignedTo(bind: Bind, value: string, few: Few): string {
  if (value.toLowerCase() === 'me') return 'o.assigned_to = current_user_id()';
  const condition = (pattern: string) => `s.role <> 'customer' and ${fullName('s')} like lower(${pattern})`;
  const ids = few(`select s.id from users s where ${condition('$1')}`, [likeAnywhere(value)]);
  if (ids?.length === 1) return `o.assigned_to = ${bind(ids[0])}::uuid`;
  if (ids) return `o.assigned_to = any (${bind(ids)}::uuid[])`;
  return `o.assigned_to in (select s.id from users s where ${condition(bind(likeAnywhere(value)))})`;
}

export function withSku(bind: Bind, value: unknown, few: Few): string {
  const ids = few(`select i.order_id as id from order_items i where ${variantsOf('$1')}`, [value], 300);
  if (ids) return `o.id = any (${bind(ids)}::uuid[])`;
  return `(o.id, o.created_at) in (
    select i.order_id, i.order_created_at from order_items i where ${variantsOf(bind(value))}
  )`;
}

export function numbered(bind: Bind, value: string, few: Few): string {
  const pattern = likeStart(value.toUpperCase());
  const ids = few('select r.order_id as id from order_registry r where r.order_number like $1', [pattern], 300);
  return ids ? `o.id = any (${bind(ids)}::uuid[])` : `o.order_number like ${bind(pattern)}`;
}

export function withTotal(bind: Bind, value: unknown, operator: string, few: Few): string {
  const ids = few(`select x.id from orders x where x.total ${operator} $1::numeric`, [value], 300);
  return ids ? `o.id = any (${bind(ids)}::uuid[])` : `o.total ${operator} ${bind(value)}::numeric`;
}
