import { staffOf, span, temporary, type Shop } from './shop.ts';
import { adjustmentNotes, returnReasons, suppliers } from './texts.ts';

const warehouses = [
  ['BER', 'Berlin', 'Berlin', 'Am Westhafen 12', '13353', 'DE'],
  ['AMS', 'Amsterdam', 'Noord-Holland', 'Westpoortweg 480', '1047 HB', 'NL'],
  ['PRG', 'Praha', 'Praha', 'Průmyslová 7', '102 00', 'CZ'],
] as const;

const columns = `(
  id, inventory_id, type, quantity, reference_type, reference_id, order_item_id, operation_id, notes, created_by,
  created_at, position
)`;

/** The ledger's order is that of time here; `step` tells apart what one transaction did at once. */
const position = (at: string, step: string) => `(extract(epoch from ${at}) * 1000000)::bigint + ${step}`;

/**
 * Three warehouses, a place for every variant in one to three of them, and the deliveries that filled it.
 * Makes seed_w, seed_stock and seed_spare. `spare` is what orders may still take before the place needs a delivery: the ledger's
 * balance then can never go below zero, whatever is reserved, sold or released meanwhile. `safe` came later, is not
 * counted in spare, and is what adjustments and transfers take from.
 */
export async function writeStock(shop: Shop): Promise<void> {
  const { db, dice, now } = shop;
  // Days since a new product was listed: the same chance as in products.ts, for it cannot be delivered before.
  const age = `(1 + 20 * ${dice.unit('product_n', 'made')})`;
  // All sizes of a product come to a warehouse with the same truck.
  const truck = 'product_n * 4 + warehouse';
  const rows = warehouses.map(([code, city, state, street, postal_code, country], n) => {
    return { n, id: dice.uuidOf('warehouse', code), code, city, state, street, postal_code, country };
  });
  const types = 'n int, id uuid, code text, city text, state text, street text, postal_code text, country text';
  await temporary(db, 'seed_w', types, rows);
  await db.query(
    `insert into warehouses (id, code, name, street_1, city, state, postal_code, country, created_at)
    select id, code, city || ' warehouse', street, city, state, postal_code, country, ${now} - interval '900 days'
    from seed_w`,
  );
  await db.query(
    `create temp table seed_stock as
    with places as (
      select v.n * 4 + w.n as k, v.n as variant, w.n as warehouse, w.id as warehouse_id, v.product_n, v.state, v.wanted,
        (w.n - v.main + 3) % 3 as distance
      from seed_v v
      join seed_w w
        on w.n = v.main
        or (w.n - v.main + 3) % 3 = 1 and v.second
        or (w.n - v.main + 3) % 3 = 2 and v.third
      where v.state <> 'draft'
    ),
    sized as (
      select
        *,
        (array[12, 24, 36, 50])[1 + ${dice.whole('product_n', 'lot', 0, 3)}] as lot,
        ${dice.unit('k', 'emptiness')} as emptiness,
        case
          when state in ('off', 'archived') then 6
          when ${dice.unit('k', 'emptiness')} < 0.07 then 0
          when ${dice.unit('k', 'emptiness')} < 0.18 then ${dice.whole('k', 'few', 1, 7)}
          else 9 + floor(40 * ${dice.unit('k', 'pieces')} * wanted)::int
        end as pieces
      from places
    )
    select
      k, variant, warehouse, warehouse_id, distance, state, lot, product_n * 4 + warehouse as truck, emptiness < 0.07 as runs_out,
      ${dice.uuid('inventory', 'k')} as id,
      case when state in ('off', 'archived') then 0 else pieces - pieces / 3 end as spare,
      case when state in ('off', 'archived') then pieces else pieces / 3 end as safe,
      date_trunc('milliseconds', case state
        when 'new' then ${now} - ${span(`${age} * (0.6 + 0.3 * ${dice.unit('product_n', 'opened')})`, 'days')}
        else ${now} - ${span(`560 + 50 * ${dice.unit('product_n', 'opened')}`, 'days')}
      end) as opened_at,
      date_trunc('milliseconds', case state
        when 'new' then ${now} - ${span(`${age} * (0.1 + 0.4 * ${dice.unit(truck, 'refilled')})`, 'days')}
        else ${now} - ${span(`0.2 + 540 * ${dice.unit(truck, 'refilled')}`, 'days')}
      end) as refilled_at
    from sized`,
  );
  await db.query('create unique index on seed_stock (variant, warehouse)');
  await db.query('analyze seed_stock');
  await db.query(
    `insert into inventory (
      id, product_id, variant_id, warehouse_id, reorder_point, reorder_quantity, updated_at
    )
    select s.id, v.product_id, v.id, s.warehouse_id, s.lot / 6, s.lot, s.opened_at
    from seed_stock s
    join seed_v v on v.n = s.variant`,
  );
  await db.query('create temp table seed_spare as select k, spare from seed_stock');
  await db.query('analyze seed_spare');
  await writeDeliveries(shop);
  await writeCorrections(shop);
}

/** One operation id for each delivery: the places of one product and warehouse were booked in together. */
const delivery = (dice: Shop['dice'], at: string) => dice.uuid('delivery', `${at} || '.' || s.warehouse`);

async function writeDeliveries({ db, dice }: Shop): Promise<void> {
  await db.query(
    `insert into inventory_transactions ${columns}
    select
      ${dice.uuid('delivered', "s.k || '.' || d.turn")}, s.id, 'RESTOCK', d.pieces, null, null, null,
      ${delivery(dice, 'd.at')},
      'PO-' || to_char(d.at, 'YYYY') || '-' || lpad((${dice.whole('s.truck * 4 + d.turn', 'purchase order', 1, 9999)})::text, 4, '0')
        || ' ' || ${dice.pick('$1::text[]', 's.truck / 4', 'supplier')},
      ${staffOf(dice, 'warehouse', 's.truck * 4 + d.turn', 'who books in')}, d.at, ${position('d.at', 'd.turn')}
    from seed_stock s
    cross join lateral (values (1, s.spare, s.opened_at), (2, s.safe, s.refilled_at)) d (turn, pieces, at)
    where d.pieces > 0`,
    [suppliers],
  );
}

/** Cycle counts, damage and transfers between warehouses, after the delivery they take from; what is archived is gone. */
async function writeCorrections({ db, dice, now }: Shop): Promise<void> {
  const moment = `date_trunc('milliseconds', s.refilled_at + (${now} - s.refilled_at) * (0.05 + 0.9 * ${dice.unit('s.k', 'corrected')}))`;
  await db.query(
    `insert into inventory_transactions ${columns}
    select
      ${dice.uuid('correction', 's.k')}, s.id, 'ADJUSTMENT',
      case
        when s.state = 'archived' then -s.safe
        when ${dice.unit('s.k', 'found')} < 0.35 then ${dice.whole('s.k', 'pieces found', 1, 2)}
        else -${dice.whole('s.k', 'pieces gone', 1, 3)}
      end,
      null, null, null, ${dice.uuid('correcting', 's.k')},
      case when s.state = 'archived' then 'Written off: model archived' else ${dice.pick('$1::text[]', 's.k', 'why corrected')} end,
      ${staffOf(dice, 'warehouse', 's.k', 'who corrects')}, ${moment}, ${position(moment, '3')}
    from seed_stock s
    where s.state = 'archived'
      or (s.safe >= 3 and ${dice.unit('s.k', 'is corrected')} < 0.06)`,
    [adjustmentNotes],
  );
  await db.query(
    `insert into inventory_transactions ${columns}
    select
      ${dice.uuid('transfer', "s.k || '.' || side.sign")}, side.inventory_id, 'ADJUSTMENT', 2 * side.sign, 'TRANSFER',
      ${dice.uuid('transfer', 's.k')}, null, ${dice.uuid('transferring', 's.k')}, 'Evening out the warehouses',
      ${staffOf(dice, 'warehouse', 's.k', 'who transfers')}, ${moment}, ${position(moment, '4')}
    from seed_stock s
    join seed_stock t on t.variant = s.variant and t.warehouse <> s.warehouse and t.distance = 1
    cross join lateral (values (-1, s.id), (1, t.id)) side (sign, inventory_id)
    where s.distance = 0
      and s.state = 'sold'
      and s.safe >= 3
      and ${dice.unit('s.k', 'is corrected')} between 0.06 and 0.08`,
  );
}

/**
 * The ledger of the staged orders: deliveries in whole lots just before what was spare would have run out, then every
 * reservation, release, sale and return of the lines.
 */
export async function writeLedger(shop: Shop): Promise<void> {
  const { db, dice } = shop;
  await db.query('drop table if exists seed_need');
  await db.query(
    `create temp table seed_need as
    select
      s.k, s.id, s.warehouse, s.truck, need.pieces,
      case
        when need.pieces <= left_over.spare then 0
        when s.runs_out then need.pieces - left_over.spare
        else s.lot * ceil((need.pieces - left_over.spare)::float8 / s.lot)::int
      end as delivered,
      date_trunc('milliseconds', need.first_at - ${span(`1 + 30 * ${dice.unit('s.k', 'ahead')}`, 'hours')}) as at
    from (
      select l.inventory_id, sum(l.quantity)::int as pieces, min(o.created_at) as first_at
      from seed_l l
      join seed_o o on o.n = l.n
      group by l.inventory_id
    ) need
    join seed_stock s on s.id = need.inventory_id
    join seed_spare left_over on left_over.k = s.k`,
  );
  await db.query(
    `insert into inventory_transactions ${columns}
    select
      ${dice.uuid('needed', "s.k || ' ' || s.at")}, s.id, 'RESTOCK', s.delivered, null, null, null,
      ${delivery(dice, "date_trunc('day', s.at)")},
      'PO-' || to_char(s.at, 'YYYY') || '-' || lpad((${dice.whole('s.k', 'second order', 1, 9999)})::text, 4, '0')
        || ' ' || ${dice.pick('$1::text[]', 's.truck / 4', 'supplier')},
      ${staffOf(dice, 'warehouse', 's.k', 'who books in')}, s.at, ${position('s.at', '2')}
    from seed_need s
    where s.delivered > 0`,
    [suppliers],
  );
  // Made anew: updated in place it would double each month, for nothing is cleaned up inside a transaction.
  await db.query(
    `create temp table seed_spare_next as
    select s.k, s.spare + coalesce(need.delivered - need.pieces, 0) as spare
    from seed_spare s
    left join seed_need need on need.k = s.k`,
  );
  await db.query('drop table seed_spare');
  await db.query('alter table seed_spare_next rename to seed_spare');
  await writeMovements(shop);
  await writeReturns(shop);
}

/** When a line came back, in what condition, and as part of which return: one parcel an order and warehouse. */
function returned(dice: Shop['dice']) {
  return {
    reason: dice.pick('$1::text[]', 'o.n', 'why returned'),
    damaged: `${dice.unit('o.n * 8 + l.j', 'damaged')} < 0.12`,
    back: `coalesce(o.returned_at, case when l.j = 1 then o.partly_at end)`,
    id: dice.uuid('return', "o.n || '.' || l.warehouse"),
  };
}

/** The facts that the ledger's returns follow from. */
async function writeReturns({ db, dice }: Shop): Promise<void> {
  const { reason, damaged, back, id } = returned(dice);
  await db.query(
    `insert into order_returns (id, order_id, order_created_at, warehouse_id, reason, created_by, created_at)
    select distinct on (o.n, l.warehouse) ${id}, o.id, o.created_at, w.id, ${reason}, o.picker, ${back}
    from seed_l l
    join seed_o o on o.n = l.n
    join seed_w w on w.n = l.warehouse
    where ${back} is not null
    order by o.n, l.warehouse, l.j`,
    [returnReasons],
  );
  await db.query(
    `insert into return_items (id, return_id, order_item_id, quantity, condition)
    select ${dice.uuid('returned line', 'l.id')}, ${id}, l.id, l.quantity,
      case when ${damaged} then 'DAMAGED' else 'RESALEABLE' end
    from seed_l l
    join seed_o o on o.n = l.n
    where ${back} is not null`,
  );
}

async function writeMovements({ db, dice }: Shop): Promise<void> {
  const { reason, damaged, back, id } = returned(dice);
  await db.query(
    `insert into inventory_transactions ${columns}
    select
      ${dice.uuid('movement', 'l.id || e.step')}, l.inventory_id, e.type,
      case when e.type = 'ADJUSTMENT' then -l.quantity else l.quantity end,
      case when e.type = 'SALE' then 'SHIPMENT' when e.step in ('B', 'D') then 'RETURN' else 'ORDER' end,
      case when e.type = 'SALE' then l.shipment_id when e.step in ('B', 'D') then ${id} else o.id end,
      l.id, ${dice.uuid('movement of order', 'o.n || e.type')}, e.notes, e.actor, e.at,
      ${position('e.at', "strpos('BRLSD', e.step)")}
    from seed_l l
    join seed_o o on o.n = l.n
    cross join lateral (values
      ('R', 'RESERVATION', o.created_at, null::uuid, null::text),
      ('L', 'RELEASE', o.cancelled_at, o.manager, null),
      ('S', 'SALE', l.left_at, o.picker, null),
      ('B', 'RETURN', ${back}, o.picker, ${reason}),
      ('D', 'ADJUSTMENT', case when ${damaged} then ${back} + interval '4 minutes' end, o.picker, 'Came back damaged')
    ) e (step, type, at, actor, notes)
    where e.at is not null`,
    [returnReasons],
  );
}

/** The counters that triggers would have kept: places from the ledger, variants from the places, and who holds what. */
export async function finishStock({ db, dice }: Shop): Promise<void> {
  await db.query(
    `insert into stock_reservations (id, order_item_id, inventory_id, quantity, reserved_at)
    select ${dice.uuid('reservation', "order_item_id || '.' || inventory_id")}, order_item_id, inventory_id,
      sum(case type when 'RESERVATION' then quantity else -quantity end),
      min(created_at)
    from inventory_transactions
    where order_item_id is not null
      and type in ('RESERVATION', 'RELEASE', 'SALE')
    group by order_item_id, inventory_id
    having sum(case type when 'RESERVATION' then quantity else -quantity end) > 0`,
  );
  await db.query(
    `update inventory i
    set quantity = l.quantity,
      reserved = l.reserved,
      last_restocked = l.last_restocked,
      updated_at = l.updated_at
    from (
      select
        inventory_id,
        sum(case type when 'SALE' then -quantity when 'RESERVATION' then 0 when 'RELEASE' then 0 else quantity end) as quantity,
        sum(case type when 'RESERVATION' then quantity when 'RELEASE' then -quantity when 'SALE' then -quantity else 0 end) as reserved,
        max(created_at) filter (where type = 'RESTOCK') as last_restocked,
        max(created_at) as updated_at
      from inventory_transactions
      group by inventory_id
    ) l
    where l.inventory_id = i.id`,
  );
  await db.query(
    `update product_variants v
    set stock = i.available
    from (
      select variant_id, sum(available) as available
      from inventory
      group by variant_id
    ) i
    where i.variant_id = v.id
      and i.available <> 0`,
  );
}
