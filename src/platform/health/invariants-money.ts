import { compareBackup, lookAtOrder } from './invariants-hints.ts';
import type { Invariant } from './invariants.ts';

export const moneyInvariants: readonly Invariant[] = [
  {
    key: 'line-totals',
    name: 'A line costs price times quantity less its discount',
    hint: compareBackup,
    whole: true,
    sql: `select 'line ' || id as example
      from order_items
      where total <> price * quantity - discount`,
  },
  {
    key: 'order-subtotals',
    name: 'The subtotal of an order is the sum of its lines',
    hint: compareBackup,
    whole: true,
    sql: `select o.order_number as example
      from orders o
      left join (
        select order_id, sum(total) as total
        from order_items
        group by order_id
      ) l on l.order_id = o.id
      where o.subtotal is distinct from l.total`,
  },
  {
    key: 'order-totals',
    name: 'The total of an order is subtotal less discount plus tax plus shipping',
    hint: compareBackup,
    sql: `select order_number as example
      from orders
      where total <> subtotal - discount + tax + shipping
        or discount > subtotal`,
  },
  {
    key: 'payments-agree',
    name: 'Every order has one payment, of its customer, over its total',
    hint: lookAtOrder,
    whole: true,
    sql: `select o.order_number as example
      from orders o
      left join payments p on p.order_id = o.id
      where p.id is null
        or p.user_id <> o.user_id
        or p.amount <> o.total`,
  },
  {
    key: 'refund-sums',
    name: 'What a payment gave back is the sum of its completed refunds',
    hint: compareBackup,
    sql: `select 'payment ' || p.id as example
      from payments p
      left join (
        select payment_id,
          sum(amount) filter (where status = 'COMPLETED') as completed,
          sum(amount) filter (where status in ('COMPLETED', 'REQUESTED')) as promised
        from refunds
        group by payment_id
      ) r on r.payment_id = p.id
      where p.refund_amount <> coalesce(r.completed, 0)
        or coalesce(r.promised, 0) > p.amount`,
  },
  {
    key: 'payment-states',
    name: 'The state of a payment agrees with what it gave back',
    hint: compareBackup,
    sql: `select 'payment ' || id as example
      from payments
      where (status = 'REFUNDED') <> (refund_amount = amount and amount > 0)
        or (status = 'PARTIAL_REFUND') <> (refund_amount > 0 and refund_amount < amount)
        or (refund_amount > 0) <> (refunded_at is not null)`,
  },
  {
    key: 'refunded-orders',
    name: 'An order is REFUNDED exactly when its payment is, and only captured money was given back',
    hint: lookAtOrder,
    whole: true,
    sql: `select o.order_number || ' is ' || o.status || ', its payment ' || p.status as example
      from orders o
      join payments p on p.order_id = o.id
      where (o.status = 'REFUNDED' and p.status <> 'REFUNDED')
        or (o.status in ('RETURNED', 'CANCELLED', 'DELIVERED') and p.status = 'REFUNDED')`,
  },
  {
    key: 'orders-paid',
    name: 'Nobody works on an order that is neither paid nor to be paid later, and none is cancelled with its payment open',
    hint: 'Ask for the money, or cancel the order: solemate orders cancel <order>.',
    whole: true,
    level: 'warning',
    sql: `select o.order_number || ' is ' || o.status || ', its payment ' || p.status as example
      from orders o
      join payments p on p.order_id = o.id
      where (
          o.status in ('CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED')
          and p.status not in ('COMPLETED', 'PARTIAL_REFUND')
          and o.total > 0
          and coalesce(p.metadata ->> 'pay_later', 'false') <> 'true'
        )
        or (o.status = 'CANCELLED' and p.status in ('PENDING', 'PROCESSING'))`,
  },
  {
    key: 'failures-explained',
    name: 'A failed payment or refund says why',
    hint: 'Look at it: solemate payments list --status FAILED.',
    level: 'warning',
    sql: `select 'payment ' || id as example
      from payments
      where status = 'FAILED' and coalesce(failure_reason, '') = ''
      union all
      select 'refund ' || id
      from refunds
      where (status = 'FAILED' and coalesce(failure_reason, '') = '')
        or (status = 'COMPLETED') <> (completed_at is not null)`,
  },
  {
    key: 'refund-lines',
    name: 'A refund names lines of its own order only',
    hint: compareBackup,
    sql: `select 'refund ' || r.id as example
      from refunds r
      join payments p on p.id = r.payment_id
      cross join jsonb_array_elements(case when jsonb_typeof(r.lines) = 'array' then r.lines else '[]' end) l
      left join order_items i on i.id = (l ->> 'order_item_id')::uuid
      where l ? 'order_item_id'
        and i.order_id is distinct from p.order_id`,
  },
  {
    key: 'promo-uses',
    name: 'The uses of a promo code are counted, and never more than allowed',
    hint: compareBackup,
    sql: `select c.code as example
      from promo_codes c
      left join (
        select promo_code_id, count(*) as uses
        from promo_usage
        group by promo_code_id
      ) u on u.promo_code_id = c.id
      where c.current_uses <> coalesce(u.uses, 0)
        or c.current_uses > c.max_uses`,
  },
  {
    key: 'promo-usage',
    name: 'Every order with a promo code counts as one use of it, unless it was cancelled',
    hint: compareBackup,
    whole: true,
    sql: `select o.order_number as example
      from orders o
      left join promo_usage u on u.order_id = o.id
      where (o.promo_code_id is not null or u.id is not null)
        and case
          when exists (select from order_status_history h where h.order_id = o.id and h.to_status = 'CANCELLED')
            then u.id is not null
          else (u.promo_code_id, u.user_id, u.discount_amount)
            is distinct from (o.promo_code_id, o.user_id, o.discount)
        end`,
  },
  {
    key: 'promo-dates',
    name: 'A promo code was used within its dates',
    hint: 'Its dates were changed after it was used; nothing to do.',
    onlySample: true,
    sql: `select o.order_number || ' ' || c.code as example
      from promo_usage u
      join orders o on o.id = u.order_id and o.created_at = u.order_created_at
      join promo_codes c on c.id = u.promo_code_id
      where u.used_at < c.valid_from
        or u.used_at >= c.valid_until`,
  },
  {
    key: 'owed-marked',
    name: 'Money is marked as owed exactly when it is: captured of an order that ended, or asked back and not sent',
    hint: compareBackup,
    whole: true,
    sql: `select 'payment ' || p.id as example
      from payments p
      join orders o on o.id = p.order_id and o.created_at = p.order_created_at
      where (p.owed_since is not null) <> (
        p.status in ('COMPLETED', 'PARTIAL_REFUND')
        and (
          o.status in ('CANCELLED', 'RETURNED')
          or exists (select from refunds r where r.payment_id = p.id and r.status = 'REQUESTED')
        )
      )`,
  },
];
