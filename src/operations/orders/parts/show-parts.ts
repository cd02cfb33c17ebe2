import type { OrderStatus } from '../../../domain/order-status.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { personName, type OrderKey } from './order-row.ts';
import { shippedOfLine } from './reservations.ts';
import type { OrderLine, OrderShipment } from './types.ts';
import type { OrderPayment, OrderRefund } from './money-types.ts';

/** Times inside JSON made by PostgreSQL, written as JavaScript writes them. */
export const iso = (column: string) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** `status` of the order: where more such pieces lie is asked for while it is in work, for lines that lack some. */
export async function loadLines(tx: Tx, key: OrderKey, status: OrderStatus): Promise<OrderLine[]> {
  return tx.query<OrderLine>(
    `select l.id, l.sku, l.name, l.product_snapshot ->> 'size' as size, l.product_snapshot ->> 'color' as color,
       l.quantity, coalesce(s.shipped, 0)::integer as shipped, coalesce(g.returned, 0)::integer as returned,
       l.price, l.discount, l.total, l.product_snapshot, coalesce(g.reservations, '[]'::json) as reservations,
       coalesce(e.stock, '[]'::json) as stock
     from order_items l
     ${shippedOfLine}
     left join lateral (
       select sum(m.returned) as returned, sum(greatest(m.reserved, 0)) as reserved,
         json_agg(json_build_object(
           'inventory_id', n.id, 'warehouse', w.code, 'reserved', m.reserved, 'available', n.available
         ) order by w.code) filter (where m.reserved > 0) as reservations
       from (
         select t.inventory_id,
           sum(case t.type when 'RESERVATION' then t.quantity when 'RELEASE' then -t.quantity when 'SALE' then -t.quantity else 0 end)
             as reserved,
           sum(case t.type when 'RETURN' then t.quantity else 0 end) as returned
         from inventory_transactions t
         where t.order_item_id = l.id
         group by t.inventory_id
       ) m
       join inventory n on n.id = m.inventory_id
       left join warehouses w on w.id = n.warehouse_id
     ) g on true
     left join lateral (
       select json_agg(json_build_object('warehouse', w.code, 'quantity', n.quantity, 'available', n.available) order by w.code)
         as stock
       from inventory n
       join warehouses w on w.id = n.warehouse_id
       where $2::text in ('PENDING', 'CONFIRMED', 'PROCESSING')
         and l.quantity - coalesce(s.shipped, 0) > coalesce(g.reserved, 0)
         and n.product_id = l.product_id
         and n.variant_id is not distinct from l.variant_id
         and n.quantity > 0
     ) e on true
     where l.order_id = $1::uuid
     order by l.sku, l.id`,
    [key.id, status],
  );
}

/** When a payment came and who recorded it. Its row does not keep that: a refund that is asked for changes it again. */
export interface Settled {
  readonly at: string;
  readonly actor: string | null;
}

/** SQL of it as JSON, for a payment p. */
const settledOf = `(
       select json_build_object('at', ${iso('a.changed_at')}, 'actor', ${personName('u')})
       from audit_logs a
       left join users u on u.id = a.changed_by
       where a.table_name = 'payments'
         and a.record_id = p.id
         and a.new_values ->> 'status' = 'COMPLETED'
       order by a.changed_at desc, a.id desc
       limit 1
     )`;

export interface PaymentRow extends Omit<OrderPayment, 'created_at' | 'updated_at'> {
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** Roles without payments:read learn whether it is paid, and nothing that leads to the money. */
export async function loadPayment(
  tx: Tx,
  key: OrderKey,
  sees: { readonly money: boolean; readonly log: boolean },
): Promise<{ readonly payment: PaymentRow | undefined; readonly settled: Settled | null }> {
  const columns = sees.money
    ? `p.provider, p.transaction_id, p.refund_amount, p.created_at, p.updated_at,
       coalesce(p.metadata ->> 'pay_later', 'false') = 'true' as pay_later`
    : `'' as provider, null as transaction_id, '0.00' as refund_amount, p.order_created_at as created_at,
       p.order_created_at as updated_at, false as pay_later`;
  const found = await tx.one<PaymentRow & { readonly settled: Settled | null }>(
    `select p.id, p.status, p.amount, p.currency, p.payment_method, p.failure_reason, ${columns},
       ${sees.money && sees.log ? settledOf : 'null'} as settled
     from payments p
     where p.order_id = $1::uuid`,
    [key.id],
  );
  if (!found) return { payment: undefined, settled: null };
  const { settled, ...payment } = found;
  return { payment, settled };
}

export function paymentOf({ pay_later, ...row }: PaymentRow): OrderPayment {
  return { ...row, pay_later, created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() };
}

export async function loadRefunds(tx: Tx, paymentId: string): Promise<OrderRefund[]> {
  return tx.query<OrderRefund>(
    `select r.id, r.amount, r.status, r.reason, r.provider, r.attempts, r.provider_reference,
       ${personName('u')} as requested_by,
       ${iso('r.created_at')} as created_at, ${iso('r.completed_at')} as completed_at, r.failure_reason
     from refunds r
     left join users u on u.id = r.requested_by
     where r.payment_id = $1::uuid
     order by r.created_at, r.id`,
    [paymentId],
  );
}

export async function loadShipments(tx: Tx, key: OrderKey): Promise<OrderShipment[]> {
  return tx.query<OrderShipment>(
    `select h.id, h.status, w.code as warehouse, h.carrier, h.tracking_number,
       ${iso('h.created_at')} as created_at, ${iso('h.shipped_at')} as shipped_at, ${iso('h.delivered_at')} as delivered_at, ${personName('u')} as created_by,
       coalesce((
         select json_agg(json_build_object('order_item_id', l.id, 'sku', l.sku, 'quantity', i.quantity) order by l.sku)
         from shipment_items i
         join order_items l on l.id = i.order_item_id
         where i.shipment_id = h.id
       ), '[]'::json) as items
     from shipments h
     left join warehouses w on w.id = h.warehouse_id
     left join users u on u.id = h.created_by
     where h.order_id = $1::uuid
     order by h.created_at, h.id`,
    [key.id],
  );
}

export interface HistoryRow {
  readonly from_status: OrderStatus | null;
  readonly to_status: OrderStatus;
  readonly actor: string | null;
  readonly notes: string | null;
  readonly created_at: Date;
}

export async function loadHistory(tx: Tx, key: OrderKey): Promise<HistoryRow[]> {
  return tx.query<HistoryRow>(
    `select h.from_status, h.to_status, ${personName('u')} as actor, h.notes, h.created_at
     from order_status_history h
     left join users u on u.id = h.changed_by
     where h.order_id = $1::uuid
     order by h.created_at, h.id`,
    [key.id],
  );
}
