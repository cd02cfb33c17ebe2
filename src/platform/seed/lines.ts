import { amount, type Shop } from './shop.ts';
import { carriers, orderNotes } from './texts.ts';

/**
 * Makes seed_l: the lines of the staged orders with the place their stock comes from and the moment they left it.
 * The lines of an order fall into different slots modulo 8, so no order holds a variant twice.
 */
export async function stageLines(shop: Shop): Promise<void> {
  const { db, dice } = shop;
  const key = 'o.n * 8 + j';
  const wave = `case when o.fate in ('split', 'waits for stock') and j = 1 then 1 else 2 end`;
  await db.query('drop table if exists seed_l');
  await db.query(
    `create temp table seed_l as
    with drawn as materialized (
      select
        o.n, j, o.customer, ${wave} as wave,
        case when ${wave} = 1 then o.first_at else o.shipped_at end as left_at,
        o.status = 'PROCESSING' and o.fate = 'delivered' and o.turn % 3 = 1 as packed,
        8 * floor((select count(slot) / 8 from seed_v) * ${dice.unit(key, 'article')} ^ 2.2)::bigint
          + (j + ${dice.whole('o.n', 'slot', 0, 7)}) % 8 as slot,
        case
          when ${dice.unit(key, 'quantity')} < 0.84 then 1
          when ${dice.unit(key, 'quantity')} < 0.96 then 2
          else 3
        end as quantity,
        ${dice.unit(key, 'reduced')} < 0.05 as reduced
      from (
        select o.*, row_number() over (partition by o.status, o.fate order by o.n desc) as turn
        from seed_o o
      ) o
      cross join lateral generate_series(1, o.lines) j
    ),
    placed as materialized (
      select
        d.*, v.n as variant, v.price,
        case
          when (c.home - v.main + 3) % 3 = 1 and v.second or (c.home - v.main + 3) % 3 = 2 and v.third then c.home
          else v.main
        end as warehouse
      from drawn d
      join seed_v v on v.slot = d.slot
      join seed_c c on c.n = d.customer
    )
    select
      p.n, p.j, ${dice.uuid('line', "p.n || '.' || p.j")} as id, p.variant, p.quantity, p.price, p.warehouse, p.wave,
      p.packed, p.left_at,
      case when p.left_at is not null or p.packed
        then ${dice.uuid('shipment', "p.n || '.' || p.warehouse || '.' || p.wave")}
      end as shipment_id,
      case when p.reduced then p.quantity * (p.price / 10) else 0 end as discount,
      s.id as inventory_id
    from placed p
    join seed_stock s on s.variant = p.variant and s.warehouse = p.warehouse`,
  );
  await db.query('analyze seed_l');
  await stageTotals(shop);
  await stageShipments(shop);
}

/** Makes seed_t: money of each staged order in cents, and the promo code it took, if its window and minimum allow. */
async function stageTotals({ db, dice }: Shop): Promise<void> {
  // Three of the oldest orders use the oldest code for certain: a code that is used up must have been used.
  const pioneer = 'o.n in (2, 3, 5)';
  await db.query('drop table if exists seed_t');
  await db.query(
    `create temp table seed_t as
    with sums as (
      select n, sum(quantity * price - discount) as subtotal
      from seed_l
      group by n
    ),
    promoted as (
      select
        o.n, s.subtotal, c.home, p.id as promo_id, p.type, p.value
      from seed_o o
      join sums s on s.n = o.n
      join seed_c c on c.n = o.customer
      left join lateral (
        select p.id, p.type, p.value
        from seed_promos p
        where (${pioneer} or ${dice.unit('o.n', 'promo')} < 0.2)
          and o.created_at >= p.used_from
          and o.created_at < p.used_until
          and s.subtotal >= p.minimum
        order by ${pioneer} and p.place = 1 desc, ${dice.unit('o.n * 16 + p.place', 'which promo')}
        limit 1
      ) p on true
    ),
    reduced as (
      select
        *,
        case type
          when 'PERCENTAGE' then round(subtotal * value / 10000.0)
          when 'FIXED_AMOUNT' then least(value, subtotal)
          else 0
        end as discount
      from promoted
    ),
    shipped as (
      select
        *,
        case
          when type = 'FREE_SHIPPING' or subtotal - discount >= 10000 then 0
          else (array[490, 690, 890])[home + 1]
        end as shipping,
        round((subtotal - discount) * 0.08) as tax
      from reduced
    )
    select
      n, promo_id, subtotal, discount, shipping, tax,
      subtotal - discount + tax + shipping as total
    from shipped`,
  );
  await db.query('analyze seed_t');
}

/** Makes seed_s: one shipment for each warehouse and wave of an order; what is packed but has not left is PENDING. */
async function stageShipments({ db, dice, now }: Shop): Promise<void> {
  await db.query('drop table if exists seed_s');
  await db.query(
    `create temp table seed_s as
    with grouped as materialized (
      select distinct n, warehouse, wave, shipment_id as id, left_at
      from seed_l
      where shipment_id is not null
    )
    select
      g.n, g.id, g.warehouse, g.left_at,
      case
        when g.left_at is null or o.fate = 'sent back' then null
        when g.left_at = o.shipped_at then o.delivered_at
        when g.left_at + o.road < ${now} then date_trunc('milliseconds', g.left_at + o.road)
      end as delivered_at,
      date_trunc('milliseconds', case
        when g.left_at is null then o.processed_at + (${now} - o.processed_at) * ${dice.unit('g.n', 'packing')}
        else g.left_at - make_interval(mins => ${dice.whole('g.n', 'packing', 10, 59)})
      end) as created_at,
      ${dice.pick('$1::text[]', 'g.n', 'carrier')} as carrier,
      upper(substr(g.id::text, 1, 2)) || lpad((${dice.whole('g.n * 4 + g.warehouse', 'tracking', 0, 999999999)})::text, 9, '0')
        || g.wave || g.warehouse || lpad(g.n::text, 7, '0') as tracking
    from grouped g
    join seed_o o on o.n = g.n`,
    [carriers],
  );
  await db.query('analyze seed_s');
}

/** Orders, their entries in the registry, lines, shipments and what is in them. */
export async function writeOrders({ db, dice }: Shop): Promise<void> {
  const address = `jsonb_build_object(
    'name', c.first_name || ' ' || c.last_name, 'street_1', c.street_1, 'street_2', c.street_2, 'city', c.city,
    'state', c.state, 'postal_code', c.postal_code, 'country', c.country
  )`;
  await db.query(
    `insert into orders (
      id, order_number, user_id, status, subtotal, discount, tax, shipping, total, notes, shipping_address,
      billing_address, promo_code_id, tracking_number, assigned_to, version, created_at, updated_at
    )
    select
      o.id, o.number, c.id, o.status, ${amount('t.subtotal')}, ${amount('t.discount')}, ${amount('t.tax')},
      ${amount('t.shipping')}, ${amount('t.total')},
      case when ${dice.unit('o.n', 'note')} < 0.06 then ${dice.pick('$1::text[]', 'o.n', 'note text')} end,
      ${address}, ${address}, t.promo_id, s.tracking, case when o.processed_at is not null then o.picker end,
      1 + num_nonnulls(
        o.confirmed_at, o.processed_at, o.shipped_at, o.delivered_at, o.cancelled_at, o.returned_at, o.refunded_at
      ),
      o.created_at, o.touched_at
    from seed_o o
    join seed_t t on t.n = o.n
    join seed_c c on c.n = o.customer
    left join (
      select distinct on (n) n, tracking
      from seed_s
      where left_at is not null
      order by n, created_at desc, id desc
    ) s on s.n = o.n`,
    [orderNotes],
  );
  await db.query(
    `insert into order_registry (order_id, order_number, created_at)
    select id, number, created_at
    from seed_o`,
  );
  await db.query(
    `insert into order_items (
      id, order_id, order_created_at, product_id, variant_id, sku, name, quantity, price, discount, total,
      product_snapshot, created_at
    )
    select
      l.id, o.id, o.created_at, v.product_id, v.id, v.sku, v.name, l.quantity, ${amount('l.price')},
      ${amount('l.discount')}, ${amount('l.quantity * l.price - l.discount')}, v.snapshot, o.created_at
    from seed_l l
    join seed_o o on o.n = l.n
    join seed_v v on v.n = l.variant`,
  );
  await db.query(
    `insert into shipments (
      id, order_id, order_created_at, warehouse_id, carrier, tracking_number, status, shipped_at, delivered_at,
      created_by, created_at
    )
    select
      s.id, o.id, o.created_at, w.id,
      case when s.left_at is not null then s.carrier end,
      case when s.left_at is not null then s.tracking end,
      case
        when s.delivered_at is not null then 'DELIVERED'
        when s.left_at is not null then 'SHIPPED'
        else 'PENDING'
      end,
      s.left_at, s.delivered_at, o.picker, s.created_at
    from seed_s s
    join seed_o o on o.n = s.n
    join seed_w w on w.n = s.warehouse`,
  );
  await db.query(
    `insert into shipment_items (id, shipment_id, order_item_id, quantity)
    select ${dice.uuid('packed line', 'l.id')}, l.shipment_id, l.id, l.quantity
    from seed_l l
    where l.shipment_id is not null`,
  );
}
