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
    throw new Refused(`Only PROCESSING orders are picked: ${told.join(', ')}.`, {
      hint: `Open its pick list first: solemate orders process ${other[0]?.order_number ?? ''}`,
    });
  }
  return found.map(({ id }) => id);
}

export interface PickFilter {
  /** Ids; null for every PROCESSING order. */
  readonly orders: readonly string[] | null;
  readonly picker: string | null;
  readonly warehouse: string | null;
}

/** What is reserved for PROCESSING orders and lies in no parcel yet, in the order of the shelves: warehouse, SKU. */
export async function loadPicks(tx: Tx, { orders, picker, warehouse }: PickFilter): Promise<PickRow[]> {
  return tx.query<PickRow>(
    `with open_orders as materialized (
       select o.id, o.order_number
       from orders o
       where o.status = 'PROCESSING'
         and ($1::uuid[] is null or o.id = any ($1::uuid[]))
         and ($2::uuid is null or o.assigned_to = $2::uuid)
     ),
     held as (
       select o.order_number, l.id as order_item_id, i.warehouse_id, w.code, l.sku, l.name,
         l.product_snapshot ->> 'size' as size, l.product_snapshot ->> 'color' as color,
         sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end) as pieces
       from open_orders o
       join order_items l on l.order_id = o.id
       join inventory_transactions t on t.order_item_id = l.id
       join inventory i on i.id = t.inventory_id
       join warehouses w on w.id = i.warehouse_id
       where t.type in ('RESERVATION', 'RELEASE', 'SALE')
         and ($3::text is null or w.code = $3)
       group by o.order_number, l.id, i.warehouse_id, w.code
     ),
     open_pieces as (
       select h.*, h.pieces - (
         select coalesce(sum(s.quantity), 0)
         from shipment_items s
         join shipments p on p.id = s.shipment_id
         where s.order_item_id = h.order_item_id
           and p.status = 'PENDING'
           and p.warehouse_id = h.warehouse_id
       ) as to_pick
       from held h
     )
     select p.code as warehouse, p.sku, min(p.name) as name, min(p.size) as size, min(p.color) as color,
       sum(p.to_pick)::integer as quantity,
       jsonb_agg(jsonb_build_object('order_number', p.order_number, 'quantity', p.to_pick) order by p.order_number)
         as orders
     from open_pieces p
     where p.to_pick > 0
     group by p.code, p.sku
     order by p.code, p.sku`,
    [orders, picker, warehouse],
  );
}
