import type { Tx } from '../../../platform/database/types.ts';

/** A line of an order, how much of it is still in the house, and where it is reserved. */
export interface OpenLine {
  readonly order_item_id: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  readonly sku: string;
  readonly quantity: number;
  /** Ordered and not shipped yet. */
  readonly open: number;
  readonly places: readonly OpenPlace[];
}

export interface OpenPlace {
  readonly inventory_id: string;
  readonly warehouse_id: string;
  readonly warehouse: string;
  readonly reserved: number;
}

/** SQL: joins order_items l with s.shipped, null when nothing of the line has left; what is only packed has not. */
export const shippedOfLine = `left join lateral (
       select sum(i.quantity) as shipped
       from shipment_items i
       join shipments h on h.id = i.shipment_id
       where i.order_item_id = l.id
         and h.status <> 'PENDING'
     ) s on true`;

/** The ledger is the truth about reservations; call it with the order's row locked, so that nothing moves meanwhile. */
export async function loadOpenLines(tx: Tx, orderId: string): Promise<OpenLine[]> {
  return tx.query<OpenLine>(
    `select l.id as order_item_id, l.product_id, l.variant_id, l.sku, l.quantity,
       l.quantity - coalesce(s.shipped, 0)::integer as open,
       coalesce(p.places, '[]'::jsonb) as places
     from order_items l
     ${shippedOfLine}
     left join lateral (
       select jsonb_agg(jsonb_build_object(
         'inventory_id', r.inventory_id, 'warehouse_id', r.warehouse_id, 'warehouse', r.code, 'reserved', r.reserved
       ) order by r.inventory_id) as places
       from (
         select t.inventory_id, i.warehouse_id, w.code,
           sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end)::integer as reserved
         from inventory_transactions t
         join inventory i on i.id = t.inventory_id
         join warehouses w on w.id = i.warehouse_id
         where t.order_item_id = l.id
           and t.type in ('RESERVATION', 'RELEASE', 'SALE')
         group by t.inventory_id, i.warehouse_id, w.code
         having sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end) > 0
       ) r
     ) p on true
     where l.order_id = $1::uuid
     order by l.sku, l.id`,
    [orderId],
  );
}
