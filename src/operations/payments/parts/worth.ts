import { NotFound, Refused } from '../../../domain/errors.ts';
import { refundForLines } from '../../../domain/order-refund.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { LockedPayment } from './find.ts';
import type { RefundedLine } from './types.ts';

/** Pieces of lines in money, after those that earlier refunds have counted. @throws NotFound, Refused */
export async function worthOf(
  tx: Tx,
  { order_id, order_number }: Pick<LockedPayment, 'order_id' | 'order_number'>,
  wanted: readonly { readonly order_item_id: string; readonly quantity: number }[],
): Promise<{ amount: string; rows: RefundedLine[] }> {
  const { order, before, skus } = await loadRefundable(tx, order_id);
  for (const { order_item_id, quantity } of wanted) {
    const line = order.lines.find((one) => one.id === order_item_id);
    const free = (line?.quantity ?? 0) - (before[order_item_id] ?? 0);
    const name = skus.get(order_item_id) ?? order_item_id;
    if (!line) throw new NotFound(`${order_number} has no line ${name}.`);
    if (quantity > free) {
      throw new Refused(
        `${quantity} of ${name} cannot be refunded: ${line.quantity} were ordered, ${free} are not refunded.`,
      );
    }
  }
  const worth = refundForLines(
    order,
    before,
    wanted.map((one) => ({ id: one.order_item_id, quantity: one.quantity })),
  );
  const rows = worth.lines.map((one) => ({
    order_item_id: one.id,
    sku: skus.get(one.id) ?? '',
    quantity: one.quantity,
    amount: one.amount,
  }));
  return { amount: worth.amount, rows };
}

/** The order as refundForLines wants it, and the pieces that refunds have counted already. */
export async function loadRefundable(tx: Tx, orderId: string) {
  const lines = await tx.query<{ id: string; sku: string; quantity: number; total: string; refunded: number }>(
    `select i.id, i.sku, i.quantity, i.total, coalesce(d.pieces, 0)::integer as refunded
     from order_items i
     left join (
       select (e.value ->> 'order_item_id')::uuid as order_item_id, sum((e.value ->> 'quantity')::integer) as pieces
       from payments p
       join refunds r on r.payment_id = p.id
       cross join lateral jsonb_array_elements(case jsonb_typeof(r.lines) when 'array' then r.lines else '[]' end) e
       where p.order_id = $1::uuid
         and r.status <> 'FAILED'
       group by 1
     ) d on d.order_item_id = i.id
     where i.order_id = $1::uuid
     order by i.id`,
    [orderId],
  );
  const money = await tx.one<{ total: string; shipping: string }>(
    `select o.total, o.shipping
     from order_registry r
     join orders o on o.id = r.order_id and o.created_at = r.created_at
     where r.order_id = $1::uuid`,
    [orderId],
  );
  return {
    order: { total: money?.total ?? '0.00', shipping: money?.shipping ?? '0.00', lines },
    before: Object.fromEntries(lines.map((line) => [line.id, line.refunded])),
    skus: new Map(lines.map((line) => [line.id, line.sku])),
  };
}
