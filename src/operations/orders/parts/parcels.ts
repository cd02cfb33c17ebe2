import { NotFound } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { seekOrder, uuid } from './order-row.ts';

/** The order of a parcel: by order number or id, tracking number, or the parcel's id. @returns its id @throws NotFound */
export async function parcelOrder(tx: Tx, given: string): Promise<string> {
  const order = await seekOrder(tx, given);
  if (order) return order.id;
  const column = uuid.test(given) ? 'id = $1::uuid' : 'tracking_number = $1';
  const parcel = await tx.one<{ order_id: string }>(
    `select order_id
     from shipments
     where ${column}
     order by (status = 'PENDING') desc, created_at desc
     limit 1`,
    [given],
  );
  if (parcel) return parcel.order_id;
  throw new NotFound(`There is no parcel ${given.slice(0, 60)}.`, {
    hint: 'Give an order number or a tracking number. It may be unpacked already; "solemate orders show" lists the parcels.',
  });
}
