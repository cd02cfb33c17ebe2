import { NotFound, Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** Pieces of one SKU to take off a shelf, and for which orders. */
export interface PickRow {
  readonly warehouse: string;
  readonly sku: string;
  readonly name: string;
  readonly size: string | null;
  readonly color: string | null;
  readonly quantity: number;
  readonly orders: readonly { readonly order_number: string; readonly quantity: number }[];
}

interface Named {
  readonly id: string;
  readonly order_number: string;
  readonly status: string;
}

/** @throws NotFound naming what is no order @throws Refused naming what is not being picked */
export async function resolveOrders(tx: Tx, numbers: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(numbers.map((one) => one.toUpperCase()))];
  const found = await tx.query<Named>(
    `select r.order_id as id, r.order_number, o.status
     from order_registry r
     join orders o on o.id = r.order_id and o.created_at = r.created_at
     where r.order_number = any ($1::text[])`,
    [wanted],
  );
  const missing = wanted.filter((one) => !found.some(({ order_number }) => order_number === one));
  if (missing.length > 0) {
    throw new NotFound(
      `There is no order ${missing
        .slice(0, 5)
        .map((one) => one.slice(0, 60))
        .join(', ')}.`,
    );
  }
  const other = found.filter(({ status }) => status !== 'PROCESSING');
  if (other.length > 0) {
    const told = other.slice(0, 5).map(({ order_number, status }) => `${order_number} is ${status}`);
    const waiting = other.find(({ status }) => status === 'CONFIRMED');
    throw new Refused(`Only PROCESSING orders are picked: ${told.join(', ')}.`, {
      ...(waiting && { hint: `Open its pick list first: solemate orders process ${waiting.order_number}` }),
    });
  }
  return found.map(({ id }) => id);
}

/** SQL: what is reserved of lines l, in the places i of warehouses w. */
const reserved = `order_items l
       join stock_reservations r on r.order_item_id = l.id
       join inventory i on i.id = r.inventory_id
       join warehouses w on w.id = i.warehouse_id`;

/** SQL of a line l and a reservation r of it in the place i: pieces that lie in no parcel yet. */
const unpacked = `r.quantity - (
        select coalesce(sum(s.quantity), 0)
        from shipment_items s
        join shipments h on h.id = s.shipment_id
        where s.order_item_id = l.id
          and h.status = 'PENDING'
          and h.warehouse_id = i.warehouse_id
      )`;

export interface PickFilter {
  readonly picker: string | null;
  readonly warehouse: string | null;
  readonly limit: number;
}

/** The PROCESSING orders that have waited longest and have something to pick there: their ids. */
export async function oldestToPick(tx: Tx, { picker, warehouse, limit }: PickFilter): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select o.id
     from orders o
     where o.status = 'PROCESSING'
       and ($1::uuid is null or o.assigned_to = $1::uuid)
       and exists (
         select from ${reserved}
         where l.order_id = o.id
           and ($2::text is null or w.code = $2)
           and ${unpacked} > 0
       )
     order by o.created_at, o.id
     limit $3`,
    [picker, warehouse, limit],
  );
  return rows.map(({ id }) => id);
}

/** What is reserved for these orders and lies in no parcel yet, in the order of the shelves: warehouse, SKU. */
export async function loadPicks(tx: Tx, orders: readonly string[], warehouse: string | null): Promise<PickRow[]> {
  return tx.query<PickRow>(
    `with to_pick as (
       select k.order_number, w.code, l.sku, l.name, l.product_snapshot ->> 'size' as size,
         l.product_snapshot ->> 'color' as color, ${unpacked} as pieces
       from ${reserved}
       join order_registry k on k.order_id = l.order_id
       where k.order_id = any ($1::uuid[])
         and ($2::text is null or w.code = $2)
     )
     select p.code as warehouse, p.sku, min(p.name) as name, min(p.size) as size, min(p.color) as color,
       sum(p.pieces)::integer as quantity,
       jsonb_agg(jsonb_build_object('order_number', p.order_number, 'quantity', p.pieces) order by p.order_number)
         as orders
     from to_pick p
     where p.pieces > 0
     group by p.code, p.sku
     order by p.code, p.sku`,
    [orders, warehouse],
  );
}
