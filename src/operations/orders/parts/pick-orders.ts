import type { Tx } from '../../../platform/database/types.ts';

/** One line of an order as its picker sees it: how many pieces, and what a scanner may read on one. */
export interface PickLine {
  readonly order_item_id: string;
  readonly sku: string;
  readonly name: string;
  readonly size: string | null;
  readonly color: string | null;
  readonly quantity: number;
  /** SKU and barcode. */
  readonly codes: readonly string[];
}

export interface PickOrder {
  readonly order_number: string;
  /** What is reserved in the warehouse and lies in no parcel, by SKU. */
  readonly lines: readonly PickLine[];
  /** Pieces of it that are kept elsewhere or nowhere. */
  readonly elsewhere: number;
}

/** SQL of orders o: something of it is reserved in the warehouse, and no parcel of it stands packed there. */
export const pickableIn = (warehouse: string) => `exists (
    select from order_items l
    join stock_reservations r on r.order_item_id = l.id
    join inventory i on i.id = r.inventory_id
    where l.order_id = o.id
      and i.warehouse_id = ${warehouse}
  )
  and not exists (
    select from shipments h
    where h.order_id = o.id
      and h.status = 'PENDING'
      and h.warehouse_id = ${warehouse}
  )`;

/** SQL of orders o that nobody began: whoever picks one must find every piece. */
export const fullyReserved = `not exists (
    select from order_items l
    where l.order_id = o.id
      and l.quantity > (
        select coalesce(sum(r.quantity), 0) from stock_reservations r where r.order_item_id = l.id
      )
  )`;

/** Those of the orders that are PROCESSING, with what is to be picked of them in one warehouse; in the order given. */
export async function loadPickOrders(tx: Tx, ids: readonly string[], warehouseId: string): Promise<PickOrder[]> {
  const rows = await tx.query<Omit<PickOrder, 'lines'> & { readonly lines: readonly PickLine[] | null }>(
    `select o.order_number, x.lines, greatest(x.open - x.here, 0)::integer as elsewhere
     from unnest($1::uuid[]) with ordinality as g (id, n)
     join order_registry k on k.order_id = g.id
     join orders o on o.id = k.order_id and o.created_at = k.created_at
     cross join lateral (
       select sum(l.quantity - coalesce(s.shipped, 0)) as open, coalesce(sum(r.quantity), 0) as here,
         jsonb_agg(jsonb_build_object(
           'order_item_id', l.id, 'sku', l.sku, 'name', l.name, 'size', l.product_snapshot ->> 'size',
           'color', l.product_snapshot ->> 'color', 'quantity', r.quantity,
           'codes', array_remove(array[l.sku, v.sku, v.barcode, case when v.id is null then p.barcode end], null)
         ) order by l.sku, l.id) filter (where r.quantity > 0) as lines
       from order_items l
       join products p on p.id = l.product_id
       left join product_variants v on v.id = l.variant_id
       left join lateral (
         select sum(t.quantity) as quantity
         from stock_reservations t
         join inventory i on i.id = t.inventory_id
         where t.order_item_id = l.id
           and i.warehouse_id = $2::uuid
       ) r on true
       left join lateral (
         select sum(t.quantity) as shipped
         from shipment_items t
         join shipments h on h.id = t.shipment_id
         where t.order_item_id = l.id
           and h.status <> 'PENDING'
       ) s on true
       where l.order_id = o.id
     ) x
     where o.status = 'PROCESSING'
       and o.assigned_to = current_user_id()
     order by g.n`,
    [ids, warehouseId],
  );
  return rows.flatMap(({ order_number, lines, elsewhere }) => (lines ? [{ order_number, lines, elsewhere }] : []));
}
