import { compareBackup, countAnew, countShelf, lookAtOrder } from './invariants-hints.ts';
import type { Invariant } from './invariants.ts';

/** SQL: what a ledger row does to quantity and to reserved (operations.md, Stock). */
const quantity =
  "case t.type when 'SALE' then -t.quantity when 'RESERVATION' then 0 when 'RELEASE' then 0 else t.quantity end";
const reserved =
  "case t.type when 'RESERVATION' then t.quantity when 'RELEASE' then -t.quantity when 'SALE' then -t.quantity else 0 end";

/** A line's pieces by what the ledger says happened to them. */
const lines = `select i.id, i.order_id, i.sku, i.quantity, o.status, o.order_number,
    coalesce(sum(t.quantity) filter (where t.type = 'RESERVATION'), 0) as reserved,
    coalesce(sum(t.quantity) filter (where t.type = 'RELEASE'), 0) as released,
    coalesce(sum(t.quantity) filter (where t.type = 'SALE'), 0) as sold,
    coalesce(sum(t.quantity) filter (where t.type = 'RETURN'), 0) as returned
  from order_items i
  join orders o on o.id = i.order_id and o.created_at = i.order_created_at
  left join inventory_transactions t on t.order_item_id = i.id
  group by i.id, i.order_id, i.sku, i.quantity, o.status, o.order_number`;

export const stockInvariants: readonly Invariant[] = [
  {
    key: 'ledger-counters',
    name: 'The ledger of a place adds up to its quantity and reserved',
    hint: countShelf,
    sql: `select 'inventory ' || i.id as example
      from inventory i
      left join (
        select t.inventory_id, sum(${quantity}) as quantity, sum(${reserved}) as reserved
        from inventory_transactions t
        group by t.inventory_id
      ) l on l.inventory_id = i.id
      where i.quantity <> coalesce(l.quantity, 0)
        or i.reserved <> coalesce(l.reserved, 0)`,
  },
  {
    key: 'ledger-never-negative',
    name: 'No place was ever below zero or had more reserved than it held',
    hint: countShelf,
    whole: true,
    sql: `select 'inventory ' || b.inventory_id || ' at ' || b.created_at as example
      from (
        select t.inventory_id, t.created_at,
          sum(${quantity}) over moments as quantity,
          sum(${reserved}) over moments as reserved
        from inventory_transactions t
        window moments as (partition by t.inventory_id order by t.position)
      ) b
      where b.quantity < 0
        or b.reserved < 0
        or b.reserved > b.quantity`,
  },
  {
    key: 'variant-stock',
    name: 'The stock of a variant is what is available in all warehouses',
    hint: countAnew,
    sql: `select 'variant ' || v.sku as example
      from product_variants v
      left join (
        select variant_id, sum(available) as available
        from inventory
        group by variant_id
      ) i on i.variant_id = v.id
      where v.stock <> coalesce(i.available, 0)`,
  },
  {
    key: 'last-restocked',
    name: 'The last delivery of a place is the newest in its ledger',
    hint: countShelf,
    whole: true,
    sql: `select 'inventory ' || i.id as example
      from inventory i
      left join (
        select inventory_id, max(created_at) as at
        from inventory_transactions
        where type = 'RESTOCK'
        group by inventory_id
      ) l on l.inventory_id = i.id
      where (i.last_restocked is null) <> (l.at is null)
        -- two deliveries at once: the one that began later may have ended first
        or abs(extract(epoch from i.last_restocked - l.at)) > 900`,
  },
  {
    key: 'ledger-lines',
    name: 'Every reservation, release and sale belongs to an order line of that article',
    hint: compareBackup,
    whole: true,
    sql: `select 'inventory_transactions ' || t.id as example
      from inventory_transactions t
      join inventory n on n.id = t.inventory_id
      left join order_items i on i.id = t.order_item_id
      where (i.id is null and t.type in ('RESERVATION', 'RELEASE', 'SALE'))
        or (i.id is not null and (i.product_id, i.variant_id) is distinct from (n.product_id, n.variant_id))`,
  },
  {
    key: 'order-reservations',
    name: 'An order holds exactly what has not left, and nothing once it is sent, cancelled or returned',
    hint: `${lookAtOrder} A reservation too many is released by cancelling, one too few is made anew by placing the order again.`,
    whole: true,
    sql: `select l.order_number || ' ' || l.sku as example
      from (${lines}) l
      where l.reserved - l.released - l.sold <> case
        when l.status in ('PENDING', 'CONFIRMED', 'PROCESSING') then l.quantity - l.sold
        else 0
      end`,
  },
  {
    key: 'line-returns',
    name: 'A line never returns more than it sold, and a returned order returned all of it',
    hint: lookAtOrder,
    whole: true,
    sql: `select l.order_number || ' ' || l.sku as example
      from (${lines}) l
      where l.returned > l.sold
        or l.sold > l.quantity
        or (l.status = 'RETURNED' and l.returned <> l.sold)`,
  },
  {
    key: 'shipments-ledger',
    name: 'What left in shipments is what the ledger calls sold',
    hint: lookAtOrder,
    whole: true,
    sql: `select 'line ' || coalesce(p.order_item_id, l.order_item_id) as example
      from (
        select s.order_item_id, sum(s.quantity) as pieces
        from shipment_items s
        join shipments h on h.id = s.shipment_id
        where h.status <> 'PENDING'
        group by s.order_item_id
      ) p
      full join (
        select order_item_id, sum(quantity) as pieces
        from inventory_transactions
        where type = 'SALE'
        group by order_item_id
      ) l on l.order_item_id = p.order_item_id
      where p.pieces is distinct from l.pieces`,
  },
  {
    key: 'transfers-balance',
    name: 'A transfer takes away in one place what it adds in another',
    hint: 'Count both places: solemate inventory count.',
    whole: true,
    sql: `select 'transfer ' || reference_id as example
      from inventory_transactions
      where reference_type = 'TRANSFER'
      group by reference_id
      having sum(quantity) <> 0`,
  },
  {
    key: 'open-reservations',
    name: 'The list of open reservations is what the ledger holds back for each line in each place',
    hint: countShelf,
    whole: true,
    sql: `select 'line ' || coalesce(r.order_item_id, l.order_item_id) as example
      from stock_reservations r
      full join (
        select t.order_item_id, t.inventory_id, sum(${reserved}) as quantity
        from inventory_transactions t
        where t.order_item_id is not null
        group by t.order_item_id, t.inventory_id
        having sum(${reserved}) <> 0
      ) l on l.order_item_id = r.order_item_id and l.inventory_id = r.inventory_id
      where r.quantity is distinct from l.quantity`,
  },
];
