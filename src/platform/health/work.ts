import { patience } from '../../domain/order-findings.ts';
import type { Check } from './check.ts';

/** A refund that was asked for is sent within seconds; this long says that nobody sends. */
const requestedMinutes = 15;

const since = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')`;

const resting = Object.entries(patience).map(
  ([
    status,
    milliseconds,
  ]) => `select o.order_number || ' is ${status} since ' || ${since('coalesce(h.at, o.created_at)')} as example
      from orders o
      left join lateral (
        select max(h.created_at) as at from order_status_history h where h.order_id = o.id
      ) h on true
      where o.status = '${status}'
        and o.created_at < current_timestamp - interval '${milliseconds / 1000} seconds'
        and coalesce(h.at, o.created_at) < current_timestamp - interval '${milliseconds / 1000} seconds'`,
);

/** What waits for a person, or for a program that did not run. */
export const workChecks: readonly Check[] = [
  {
    key: 'orders-have-payment',
    check: 'Every order has a payment',
    hint: 'A storefront may have died between the two: ask the customer, or cancel it: solemate orders cancel <order>.',
    level: 'warning',
    // Newer ones may be in the middle of it.
    sql: `select o.order_number as example, o.status <> 'PENDING' as grave
      from orders o
      where o.created_at < current_timestamp - interval '15 minutes'
        and o.total > 0
        and not exists (select from payments p where p.order_id = o.id)`,
    whole: true,
  },
  {
    key: 'money-owed',
    check: 'Nobody waits for their money',
    hint: 'Refund it: solemate payments refund <order>.',
    level: 'warning',
    sql: `select format('%s: %s since %s', r.order_number, p.amount - p.refund_amount, ${since('p.owed_since')}) as example
      from payments p
      join order_registry r on r.order_id = p.order_id
      where p.owed_since is not null`,
  },
  {
    key: 'refunds-sent',
    check: `No refund waits to be sent for more than ${requestedMinutes} minutes`,
    hint: 'Finish what was asked for: solemate payments reconcile, and let a timer run it.',
    level: 'warning',
    sql: `select format('%s of %s since %s', f.amount, r.order_number, to_char(f.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')) as example
      from refunds f
      join payments p on p.id = f.payment_id
      join order_registry r on r.order_id = p.order_id
      where f.status = 'REQUESTED'
        and f.created_at < current_timestamp - interval '${requestedMinutes} minutes'`,
  },
  {
    key: 'orders-move',
    check: 'No order rests longer than it should',
    hint: 'Look what keeps it: solemate orders show <order>.',
    level: 'warning',
    sql: resting.join('\n      union all\n      '),
  },
  {
    key: 'products-filed',
    check: 'Every product on sale has a category and a brand',
    hint: 'Customers cannot find it by browsing: solemate products edit <sku>.',
    level: 'warning',
    sql: `select sku as example
      from products
      where is_active
        and deleted_at is null
        and (category_id is null or brand_id is null)`,
  },
  {
    key: 'images-primary',
    check: 'Every product with images has a primary one',
    hint: 'Lists show nothing for it: solemate images list <sku>, then solemate images edit <sku> <picture> --primary.',
    level: 'warning',
    sql: `select p.sku as example
      from products p
      where p.deleted_at is null
        and exists (select from product_images i where i.product_id = p.id)
        and not exists (select from product_images i where i.product_id = p.id and i.is_primary)`,
  },
];
