import * as z from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import type { ShipmentStatus } from '../../domain/order-status.ts';
import type { Tx } from '../../platform/database/types.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockOrder } from './parts/order-row.ts';
import { parcelOrder } from './parts/parcels.ts';

export interface ParcelUnpacked {
  readonly shipment_id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly warehouse: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
}

export const unpack = operation({
  name: 'orders.unpack',
  summary: 'Dissolve a parcel that was packed and has not left: its pieces stay reserved, the order is open again.',
  permission: 'orders:fulfil',
  input: z.object({
    parcel: naming('order', required(255)).describe('order number, tracking number or id of the parcel'),
  }),
  positional: ['parcel'],
  examples: ['orders unpack SM-2026-000123'],
  dryRun: true,
  refreshes: ['orders', 'shipments'],
  done: ({ order_number, warehouse, items }: ParcelUnpacked) => {
    const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
    return `${plural(pieces, 'piece')} of ${order_number} in ${warehouse} are unpacked.`;
  },
  async run({ tx }, { parcel: given }): Promise<ParcelUnpacked> {
    const order = await lockOrder(tx, await parcelOrder(tx, given));
    const parcels = await loadParcels(tx, order.id, given.toUpperCase() === order.order_number ? null : given);
    const packed = parcels.filter(({ status }) => status === 'PENDING');
    const [one, ...others] = packed;
    if (!one) throw nothingPacked(order.order_number, parcels);
    if (others.length > 0) {
      throw new Refused(`${order.order_number} has ${packed.length} packed parcels: say which.`, {
        hint: `Give an id: ${packed.map(({ id, warehouse }) => `${id} (${warehouse})`).join(', ')}.`,
        details: { parcels: packed.map(({ id }) => id) },
      });
    }
    await tx.query('delete from shipments where id = $1::uuid', [one.id]);
    const { id, order_number } = order;
    return { shipment_id: one.id, order_id: id, order_number, warehouse: one.warehouse, items: one.items };
  },
});

interface Parcel {
  readonly id: string;
  readonly status: ShipmentStatus;
  readonly warehouse: string;
  readonly items: ParcelUnpacked['items'];
}

/** @param which one parcel by tracking number or id; null for all of the order, whose id it may be as well */
async function loadParcels(tx: Tx, orderId: string, which: string | null): Promise<Parcel[]> {
  return tx.query<Parcel>(
    `select h.id, h.status, w.code as warehouse,
       coalesce((
         select jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', i.quantity) order by l.sku)
         from shipment_items i
         join order_items l on l.id = i.order_item_id
         where i.shipment_id = h.id
       ), '[]'::jsonb) as items
     from shipments h
     join warehouses w on w.id = h.warehouse_id
     where h.order_id = $1::uuid
       and ($2::text is null or lower($2) in (h.order_id::text, h.id::text, lower(h.tracking_number)))
     order by h.created_at, h.id`,
    [orderId, which],
  );
}

function nothingPacked(orderNumber: string, parcels: readonly Parcel[]): Error {
  const [left] = parcels;
  if (left) {
    return new Conflict(`The parcel of ${orderNumber} is ${left.status}: it left the house and cannot be unpacked.`);
  }
  return new Refused(`${orderNumber} has no packed parcel.`);
}
