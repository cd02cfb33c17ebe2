import type { Tx } from '../../../platform/database/types.ts';
import { personName, type OrderKey } from './order-row.ts';
import { iso } from './show-parts.ts';
import type { OrderReturn, StaffNote } from './types.ts';

export async function loadReturns(tx: Tx, key: OrderKey): Promise<OrderReturn[]> {
  return tx.query<OrderReturn>(
    `select r.id, w.code as warehouse, r.reason, r.refund_id, ${personName('u')} as created_by,
       ${iso('r.created_at')} as created_at,
       coalesce((
         select json_agg(json_build_object(
           'order_item_id', l.id, 'sku', l.sku, 'quantity', i.quantity, 'condition', i.condition
         ) order by l.sku, i.condition)
         from return_items i
         join order_items l on l.id = i.order_item_id
         where i.return_id = r.id
       ), '[]'::json) as items
     from order_returns r
     join warehouses w on w.id = r.warehouse_id
     left join users u on u.id = r.created_by
     where r.order_id = $1::uuid
     order by r.created_at, r.id`,
    [key.id],
  );
}

export async function loadNotes(tx: Tx, key: OrderKey): Promise<StaffNote[]> {
  return tx.query<StaffNote>(
    `select n.id, n.note, ${personName('u')} as created_by, ${iso('n.created_at')} as created_at
     from order_notes n
     left join users u on u.id = n.created_by
     where n.order_id = $1::uuid
     order by n.created_at, n.id`,
    [key.id],
  );
}
