import { NotFound } from '../../../domain/errors.ts';
import type { OrderStatus, PromoType } from '../../../domain/order-status.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { personName, type OrderKey } from './order-row.ts';
import type { OrderAddress, OtherOrder } from './types.ts';
import { iso } from './show-parts.ts';

/** The order's own row with the names of the people in it. */
export interface Head {
  readonly id: string;
  readonly order_number: string;
  readonly status: OrderStatus;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly notes: string | null;
  readonly tracking_number: string | null;
  readonly subtotal: string;
  readonly discount: string;
  readonly tax: string;
  readonly shipping: string;
  readonly total: string;
  readonly shipping_address: Partial<OrderAddress>;
  readonly billing_address: Partial<OrderAddress>;
  readonly promo_code: string | null;
  readonly promo_type: PromoType | null;
  readonly promo_value: string | null;
  readonly user_id: string;
  readonly customer: string | null;
  /** Null when the role may not see contact data: then it is not even read. */
  readonly email: string | null;
  readonly assigned_to: string | null;
  readonly assignee: string | null;
  readonly assignee_active: boolean | null;
  readonly other_orders: readonly OtherOrder[];
  /** The database's clock, for ages. */
  readonly now: Date;
}

/** @throws NotFound */
export async function loadHead(tx: Tx, key: OrderKey, seesContact: boolean): Promise<Head> {
  const head = await tx.one<Head>(
    `select o.id, o.order_number, o.status, o.version, o.created_at, o.updated_at, o.notes, o.tracking_number,
       o.subtotal, o.discount, o.tax, o.shipping, o.total, o.shipping_address, o.billing_address,
       c.code as promo_code, c.discount_type as promo_type, c.discount_value as promo_value, o.user_id, ${personName('u')} as customer, ${seesContact ? 'u.email' : 'null'} as email,
       o.assigned_to, ${personName('a')} as assignee, a.is_active as assignee_active, now() as now,
       coalesce(x.orders, '[]'::json) as other_orders
     from orders o
     join users u on u.id = o.user_id
     left join users a on a.id = o.assigned_to
     left join promo_codes c on c.id = o.promo_code_id
     left join lateral (
       select json_agg(json_build_object(
         'order_number', s.order_number, 'status', s.status, 'total', s.total::text, 'created_at', ${iso('s.created_at')}
       ) order by s.created_at desc, s.id desc) as orders
       from (
         select n.id, n.order_number, n.status, n.total, n.created_at
         from orders n
         where n.user_id = o.user_id
           and n.id <> o.id
         order by n.created_at desc, n.id desc
         limit 5
       ) s
     ) x on true
     where o.id = $1::uuid
       and o.created_at = $2::timestamptz`,
    [key.id, key.created_at],
  );
  if (!head) throw new NotFound(`There is no order ${key.order_number}.`);
  return head;
}
