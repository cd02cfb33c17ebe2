import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { addressFor } from './parts/address.ts';
import { findOrder } from './parts/order-row.ts';
import { cells, line, rule } from './parts/paper.ts';
import { parcelOrder } from './parts/parcels.ts';
import { loadHead } from './parts/show-head.ts';
import { loadLines, loadShipments } from './parts/show-parts.ts';
import type { OrderAddress } from './parts/types.ts';

interface SlipItem {
  readonly sku: string;
  readonly name: string;
  readonly size: string | null;
  readonly color: string | null;
  readonly quantity: number;
}

export interface PackingSlip {
  readonly order_number: string;
  readonly created_at: string;
  readonly customer: string;
  readonly shipping_address: OrderAddress;
  readonly notes: string | null;
  /** One sheet a parcel; what is in no parcel yet is a sheet of its own, without carrier. */
  readonly sheets: readonly {
    readonly shipment_id: string | null;
    readonly warehouse: string | null;
    readonly carrier: string | null;
    readonly tracking_number: string | null;
    readonly items: readonly SlipItem[];
  }[];
}

export const packingSlip = operation({
  name: 'orders.packing_slip',
  summary: 'Print what is in a parcel and where it goes, without prices.',
  permission: 'orders:fulfil',
  input: z.object({
    parcel: naming('order', required(255)).describe('order number, tracking number or id of a parcel'),
  }),
  positional: ['parcel'],
  examples: ['orders packing-slip SM-2026-000123'],
  reads: true,
  text: (slip: PackingSlip) => slip.sheets.map((_, at) => printed(slip, at)).join('\f'),
  async run({ tx, actor }, { parcel: given }): Promise<PackingSlip> {
    const key = await findOrder(tx, await parcelOrder(tx, given));
    const head = await loadHead(tx, key, false);
    const lines = await loadLines(tx, key, head.status);
    const shipments = await loadShipments(tx, key);
    const item = (id: string, quantity: number): SlipItem[] =>
      lines
        .filter((one) => one.id === id && quantity > 0)
        .map(({ sku, name, size, color }) => ({ sku, name, size, color, quantity }));
    const named = shipments.filter(
      ({ id, tracking_number }) =>
        id === given.toLowerCase() || (tracking_number ?? '').toUpperCase() === given.toUpperCase(),
    );
    const sheets = (named.length > 0 ? named : shipments).map(({ id, warehouse, carrier, tracking_number, items }) => {
      const packed = items.flatMap(({ order_item_id, quantity }) => item(order_item_id, quantity));
      return { shipment_id: id, warehouse, carrier, tracking_number, items: packed };
    });
    const inParcels = (id: string) =>
      shipments
        .flatMap(({ items }) => items)
        .reduce((sum, one) => sum + (one.order_item_id === id ? one.quantity : 0), 0);
    const rest = named.length > 0 ? [] : lines.flatMap(({ id, quantity }) => item(id, quantity - inParcels(id)));
    const open = rest.length > 0 && ['PENDING', 'CONFIRMED', 'PROCESSING'].includes(head.status);
    const none = { shipment_id: null, warehouse: null, carrier: null, tracking_number: null };
    const all = open ? [...sheets, { ...none, items: rest }] : sheets;
    if (all.length === 0) throw new Refused(`${head.order_number} is ${head.status}: there is nothing to pack.`);
    return {
      order_number: head.order_number,
      created_at: head.created_at.toISOString(),
      customer: head.customer ?? '',
      shipping_address: addressFor(actor, head, head.shipping_address),
      notes: head.notes,
      sheets: all,
    };
  },
});

function printed(slip: PackingSlip, at: number): string {
  const { order_number, created_at, shipping_address: to, sheets, notes } = slip;
  const sheet = sheets[at];
  const items = sheet?.items ?? [];
  const place = [to.postal_code, to.city].filter(Boolean).join(' ');
  const region = [to.state, to.country].filter(Boolean).join(', ');
  const address = [to.name, to.street_1, to.street_2, place, region].filter((text) => text !== null && text !== '');
  const carried = [sheet?.carrier, sheet?.tracking_number].filter(Boolean).join(' ');
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return [
    line(`PACKING SLIP  ${order_number}  of ${created_at.slice(0, 10)}`),
    line([sheet?.warehouse, carried].filter(Boolean).join('  ')),
    ...(carried === '' ? [] : [line()]),
    line('Ship to'),
    ...address.map((text) => line(`  ${text}`)),
    ...(to.street_1 === null ? [line('  (the full address is not shown to your role)')] : []),
    line(),
    cells(['Pcs', 4, 'right'], ['SKU', 24], ['Item', 48]),
    rule(),
    ...items.map(({ sku, name, size, color, quantity }) =>
      cells([String(quantity), 4, 'right'], [sku, 24], [[name, size, color].filter(Boolean).join(' '), 48]),
    ),
    rule(),
    line(`${plural(pieces, 'piece')}${sheets.length > 1 ? `, parcel ${at + 1} of ${sheets.length}` : ''}`),
    ...(notes === null || notes === '' ? [] : [line(), line('Note of the customer'), line(`  ${notes}`)]),
  ].join('');
}
