import type { Tx } from '../../../platform/database/types.ts';

export interface Released {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
}

/** SQL: what the lines of order $1 still hold, by place; ordered as places are locked (schema.md, trap 3). */
const held = `select t.inventory_id, l.id as order_item_id, l.sku,
       sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end)::integer as quantity
     from order_items l
     join inventory_transactions t on t.order_item_id = l.id
     where l.order_id = $1::uuid
       and t.type in ('RESERVATION', 'RELEASE', 'SALE')
     group by t.inventory_id, l.id
     having sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end) > 0
     order by t.inventory_id`;

/** What a cancellation would set free. */
export async function releasable(tx: Tx, orderId: string): Promise<Released[]> {
  return tx.query<Released>(
    `select h.sku, w.code as warehouse, h.quantity
     from (${held}) h
     join inventory i on i.id = h.inventory_id
     join warehouses w on w.id = i.warehouse_id
     order by h.sku, w.code`,
    [orderId],
  );
}

/** Sets free every reservation of an order; call it with the order's row locked. */
export async function release(tx: Tx, orderId: string): Promise<Released[]> {
  const released = await releasable(tx, orderId);
  await tx.query(
    `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
     select h.inventory_id, 'RELEASE', h.quantity, 'ORDER', $1::uuid, h.order_item_id
     from (${held}) h`,
    [orderId],
  );
  return released;
}
