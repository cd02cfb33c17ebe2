import { compareBackup, countAnew, lookAtOrder } from './invariants-hints.ts';
import type { Invariant } from './invariants.ts';

export const orderInvariants: readonly Invariant[] = [
  {
    key: 'orders-registered',
    name: 'Every order is registered under its own id, number and date',
    hint: compareBackup,
    whole: true,
    sql: `select coalesce(o.order_number, r.order_number) as example
      from orders o
      full join order_registry r on r.order_id = o.id
      where (o.order_number, o.created_at) is distinct from (r.order_number, r.created_at)`,
  },
  {
    key: 'order-numbers',
    name: 'No two orders share a number',
    hint: compareBackup,
    whole: true,
    sql: `select order_number as example
      from orders
      group by order_number
      having count(*) > 1`,
  },
  {
    key: 'orders-have-lines',
    name: 'Every order has lines',
    hint: 'Cancel it: solemate orders cancel <order>.',
    whole: true,
    sql: `select o.order_number as example
      from orders o
      where not exists (select from order_items i where i.order_id = o.id)`,
  },
  {
    key: 'order-dates',
    name: 'Whatever belongs to an order knows its date',
    hint: compareBackup,
    whole: true,
    sql: `select b.part || ' of order ' || b.order_id as example
      from (
        select 'line' as part, order_id, order_created_at from order_items
        union all select 'payment', order_id, order_created_at from payments
        union all select 'shipment', order_id, order_created_at from shipments
        union all select 'promo use', order_id, order_created_at from promo_usage
        union all select 'history', order_id, order_created_at from order_status_history
        union all select 'review', order_id, order_created_at from reviews where order_id is not null
      ) b
      left join order_registry r on r.order_id = b.order_id
      where r.created_at is distinct from b.order_created_at`,
  },
  {
    key: 'order-history',
    name: 'The history of an order begins as PENDING, takes legal steps only and ends in its status',
    hint: compareBackup,
    whole: true,
    sql: `with steps as (
        select h.order_id, h.from_status, h.to_status, h.created_at,
          lag(h.to_status) over chain as came_from,
          lag(h.created_at) over chain as came_at,
          row_number() over chain as step,
          lead(h.to_status) over chain as next_status
        from order_status_history h
        window chain as (partition by h.order_id order by h.created_at, h.id)
      )
      select o.order_number || coalesce(': ' || s.from_status || ' to ' || s.to_status, ': no history') as example
      from orders o
      left join steps s on s.order_id = o.id
      where s.order_id is null
        or s.from_status is distinct from s.came_from
        or (s.step = 1 and s.to_status <> 'PENDING')
        or (s.step > 1 and not exists (
          select from order_status_transitions t
          where t.from_status = s.from_status and t.to_status = s.to_status
        ))
        or (s.next_status is null and s.to_status <> o.status)
        or s.created_at < o.created_at - interval '1 second'`,
  },
  {
    key: 'orders-sent-complete',
    name: 'An order that was sent left complete, and one that waits has sent nothing',
    hint: lookAtOrder,
    whole: true,
    sql: `select o.order_number as example
      from orders o
      join order_items i on i.order_id = o.id
      left join (
        select s.order_item_id, sum(s.quantity) as packed, sum(s.quantity) filter (where h.status <> 'PENDING') as gone
        from shipment_items s
        join shipments h on h.id = s.shipment_id
        group by s.order_item_id
      ) p on p.order_item_id = i.id
      where coalesce(p.packed, 0) > i.quantity
        or (o.status in ('SHIPPED', 'DELIVERED', 'RETURNED') and coalesce(p.gone, 0) <> i.quantity)
        or (o.status in ('PENDING', 'CONFIRMED', 'CANCELLED') and p.packed is not null)`,
  },
  {
    key: 'shipment-lines',
    name: 'A shipment carries lines of its own order, and at least one',
    hint: 'Unpack it: solemate orders show <order> names the parcel.',
    whole: true,
    sql: `select 'shipment ' || h.id as example
      from shipments h
      left join shipment_items s on s.shipment_id = h.id
      left join order_items i on i.id = s.order_item_id
      where i.order_id is distinct from h.order_id`,
  },
  {
    key: 'delivered-shipments',
    name: 'A delivered order has no shipment under way',
    hint: lookAtOrder,
    whole: true,
    sql: `select o.order_number as example
      from orders o
      join shipments h on h.order_id = o.id
      where o.status = 'DELIVERED'
        and h.status <> 'DELIVERED'`,
  },
  {
    key: 'tracking-numbers',
    name: 'The tracking number of an order is that of its newest shipment',
    hint: countAnew,
    whole: true,
    sql: `select o.order_number as example
      from orders o
      left join (
        select distinct on (order_id) order_id, tracking_number
        from shipments
        where tracking_number is not null
        order by order_id, created_at desc, id desc
      ) h on h.order_id = o.id
      where o.tracking_number is distinct from h.tracking_number`,
  },
];
