import { orderFindings, patience, type OrderFacts } from '../../../domain/order-findings.ts';
import type { OrderStatus, PaymentStatus } from '../../../domain/order-status.ts';
import { byTime } from '../../../domain/time.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { personName } from '../../orders/steps.ts';
import type { StuckOrder } from './types.ts';

interface Row {
  readonly id: string;
  readonly order_number: string;
  readonly status: OrderStatus;
  readonly since: Date;
  readonly total: string;
  readonly assignee: string | null;
  readonly payment_status: PaymentStatus | null;
  readonly failure_reason: string | null;
  readonly ordered: number;
  readonly shipped: number;
}

const shown = 10;
/** Looked at per status: an old order may have moved a moment ago. */
const candidates = 30;
const watched: readonly OrderStatus[] = ['PENDING', 'CONFIRMED', 'PROCESSING'];

/** Orders that rest longer than they should, longest first. Each status starts at the old end of its index. */
export async function loadStuck(tx: Tx, now: Date): Promise<StuckOrder[]> {
  const rows = await tx.query<Row>(
    `select o.id, o.order_number, o.status, o.total, ${personName('a')} as assignee,
       coalesce(
         (select max(h.created_at) from order_status_history h where h.order_id = o.id), o.created_at
       ) as since,
       p.status as payment_status, p.failure_reason,
       (select coalesce(sum(l.quantity), 0)::integer from order_items l where l.order_id = o.id) as ordered,
       (
         select coalesce(sum(i.quantity), 0)::integer
         from shipments h
         join shipment_items i on i.shipment_id = h.id
         where h.order_id = o.id
           and h.status <> 'PENDING'
       ) as shipped
     from unnest($1::text[], $2::interval[]) as w (status, patience)
     cross join lateral (
       select id, order_number, status, total, assigned_to, created_at
       from orders
       where status = w.status
         and created_at <= now() - w.patience
       order by created_at, id
       limit ${candidates}
     ) o
     left join users a on a.id = o.assigned_to
     left join payments p on p.order_id = o.id`,
    [watched, watched.map((status) => `${(patience[status] ?? 0) / 1000} seconds`)],
  );
  return rows
    .flatMap((row) => {
      const late = now.getTime() - row.since.getTime() >= (patience[row.status] ?? 0);
      const [why] = late ? orderFindings(factsOf(row), now) : [];
      const { id, order_number, status, since } = row;
      return why === undefined ? [] : [{ id, order_number, status, since: since.toISOString(), why }];
    })
    .sort((one, other) => byTime(one.since, other.since))
    .slice(0, shown);
}

/** Money and reservations are not read here: one line stands for all, taken as reserved. */
function factsOf(row: Row): OrderFacts {
  const { ordered, shipped } = row;
  return {
    status: row.status,
    since: row.since,
    total: row.total,
    assigned_to: row.assignee,
    picker_left: false,
    address_lacks: null,
    refunds: [],
    shipments: [],
    payment: row.payment_status && {
      status: row.payment_status,
      amount: row.total,
      refund_amount: '0.00',
      failure_reason: row.failure_reason,
      pay_later: false,
    },
    lines: [{ sku: '', quantity: ordered, shipped, reserved: ordered - shipped, kept: [], stock: [] }],
  };
}
