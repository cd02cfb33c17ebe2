import type { Few } from '../../few.ts';
import { likeAnywhere } from '../../like.ts';
import type { Bind } from '../../listing.ts';
import { fullName } from './find.ts';

/**
 * Customers that a free text may mean: part of the name or e-mail, or an order number. The few are reached by their ids;
 * what fits many is soon met along the list's order.
 */
export function searchCustomers(bind: Bind, text: string, few: Few): string {
  const values: unknown[] = [];
  const own: Bind = (value) => `$${values.push(value)}`;
  const condition = matching(own, text);
  const ids = few(`select u.id from users u where u.role = 'customer' and (${condition})`, values);
  return ids ? `u.id = any (${bind(ids)}::uuid[])` : matching(bind, text);
}

function matching(bind: Bind, text: string): string {
  if (/^sm-\d/iu.test(text)) {
    return `u.id = any (array(
      select o.user_id
      from order_registry r
      join orders o on o.id = r.order_id and o.created_at = r.created_at
      where r.order_number = upper(${bind(text)})
    ))`;
  }
  // Two letters have no trigram: they would read the whole index.
  if (text.length < 3) return `lower(coalesce(u.last_name, '')) = lower(${bind(text)})`;
  const pattern = bind(likeAnywhere(text));
  return `${fullName} like lower(${pattern}) or lower(u.email) like lower(${pattern})`;
}

/** By the beginning of the e-mail, or all of it. */
export function withEmail(bind: Bind, pattern: string, few: Few): string {
  const ids = few("select u.id from users u where u.role = 'customer' and lower(u.email) like lower($1)", [pattern]);
  return ids ? `u.id = any (${bind(ids)}::uuid[])` : `lower(u.email) like lower(${bind(pattern)})`;
}
