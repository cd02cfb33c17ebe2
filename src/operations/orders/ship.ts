import * as z from 'zod';
import type { Tx } from '../../platform/database/types.ts';
import { OrderNumber, required, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandStep, lockOrder, moveOrder, type LockedOrder } from './parts/order-row.ts';
import { SkuQuantities } from './parts/lines.ts';
import { list } from './list.ts';
import { packParcel, type Parcel } from './parts/parcel.ts';
import { loadOpenLines } from './parts/reservations.ts';
import type { OrderShipped } from './parts/act-types.ts';

/** Printed on labels and read by carriers' machines: one line, nothing invisible. */
const label = (max: number) => required(max).refine((text) => !/\p{C}/u.test(text), 'it holds a control character');

export const ship = operation({
  name: 'orders.ship',
  summary: 'Send a parcel: all that is open of an order, or some lines of it.',
  permission: 'orders:fulfil',
  input: z.object({
    order: OrderNumber,
    carrier: label(50).describe('who carries it, e.g. DHL'),
    tracking: label(100).describe('tracking number'),
    lines: SkuQuantities.optional().describe('a part of the order, e.g. SKU=1,OTHER=2; all of it when left out'),
    warehouse: WarehouseCode.optional().describe('where the parcel leaves, when the order is reserved in several'),
  }),
  positional: ['order'],
  examples: [
    'orders ship SM-2026-000123 --carrier DHL --tracking 00340434161094042557',
    'orders ship SM-2026-000123 --carrier UPS --tracking 1Z999AA10123456784 --lines RUN-42-BLK=1',
    'orders ship - --dry-run',
  ],
  dryRun: true,
  bulk: {
    key: 'order',
    matching: () => list,
    column: 'order_number',
    columns: ['carrier', 'tracking', 'warehouse', 'lines'],
  },
  refreshes: ['orders', 'shipments', 'inventory'],
  done: ({ order_number, status, shipped, ordered, carrier, tracking_number }: OrderShipped) =>
    `${order_number} is ${status}: ${shipped} of ${ordered} shipped, this parcel with ${carrier} ${tracking_number}.`,
  async run({ tx }, { order: given, carrier, tracking, lines: wishes, warehouse }): Promise<OrderShipped> {
    const order = await lockOrder(tx, given);
    await demandStep(tx, order, 'SHIPPED');
    const lines = await loadOpenLines(tx, order.id);
    const parcel = packParcel(order.order_number, lines, wishes, warehouse?.toUpperCase());
    const shipmentId = await book(tx, order, parcel, carrier, tracking);
    const ordered = lines.reduce((sum, line) => sum + line.quantity, 0);
    const before = lines.reduce((sum, line) => sum + line.quantity - line.open, 0);
    const shipped = before + parcel.pieces.reduce((sum, piece) => sum + piece.quantity, 0);
    const done = shipped === ordered;
    if (done) await moveOrder(tx, order, 'SHIPPED');
    return {
      id: order.id,
      order_number: order.order_number,
      from_status: order.status,
      status: done ? 'SHIPPED' : order.status,
      shipment_id: shipmentId,
      warehouse: parcel.warehouse,
      carrier,
      tracking_number: tracking,
      items: parcel.pieces.map(({ sku, quantity }) => ({ sku, quantity })),
      shipped,
      ordered,
    };
  },
});

/** The shipment, what is in it, and the SALE rows that take it out of stock and out of the reservation. */
async function book(tx: Tx, order: LockedOrder, parcel: Parcel, carrier: string, tracking: string): Promise<string> {
  const items = parcel.pieces.map((piece) => piece.order_item_id);
  await unpack(tx, order, items);
  const shipment = await tx.one<{ id: string }>(
    `insert into shipments (order_id, warehouse_id, carrier, tracking_number, status, shipped_at)
     values ($1::uuid, $2::uuid, $3, $4, 'SHIPPED', now())
     returning id`,
    [order.id, parcel.warehouse_id, carrier, tracking],
  );
  const id = shipment?.id ?? '';
  const quantities = parcel.pieces.map((piece) => piece.quantity);
  await tx.query(
    `insert into shipment_items (shipment_id, order_item_id, quantity)
     select $1::uuid, p.order_item_id, p.quantity
     from unnest($2::uuid[], $3::integer[]) as p (order_item_id, quantity)`,
    [id, items, quantities],
  );
  await tx.query(
    `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
     select p.inventory_id, 'SALE', p.quantity, 'SHIPMENT', $1::uuid, p.order_item_id
     from unnest($2::uuid[], $3::integer[], $4::uuid[]) as p (order_item_id, quantity, inventory_id)
     order by p.inventory_id`,
    [id, items, quantities, parcel.pieces.map((piece) => piece.inventory_id)],
  );
  return id;
}

/** What was packed and has not left (PENDING) holds its lines; what leaves is what is said now, the rest is open again. */
async function unpack(tx: Tx, order: LockedOrder, items: readonly string[]): Promise<void> {
  await tx.query(
    `delete from shipments
     where order_id = $1::uuid
       and status = 'PENDING'
       and id in (
         select i.shipment_id
         from shipment_items i
         where i.order_item_id = any ($2::uuid[])
       )`,
    [order.id, items],
  );
}
