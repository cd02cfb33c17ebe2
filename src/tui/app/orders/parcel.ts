import type { OrderLine, OrderPage } from '../../../operations/orders/parts/types.ts';
import { readPieces, type Piece } from './pieces.ts';

/** Asked for where a shop has shipped nothing yet; any other name can be typed. */
const common = ['DHL', 'UPS', 'FedEx', 'USPS', 'DPD', 'GLS'];
const remembered = 6;

/** The draft that remembers who carried the last parcels. */
export const carriersKept = 'carriers';

/** Carriers to choose from, the last used first. `kept` is what was remembered, in whatever shape it is found. */
export function carrierChoices(kept: unknown, page: OrderPage): readonly string[] {
  return carrierNames(
    kept,
    page.shipments.map(({ carrier }) => carrier),
  );
}

export function carrierNames(kept: unknown, used: readonly (string | null)[] = []): readonly string[] {
  const all = [...(Array.isArray(kept) ? (kept as unknown[]) : []), ...used, ...common];
  const names = all.filter(
    (name): name is string => typeof name === 'string' && name.trim() !== '' && name.length <= 50,
  );
  return [...new Set(names)].slice(0, Math.max(remembered, common.length + 2));
}

export function rememberCarrier(kept: unknown, carrier: string): readonly string[] {
  const names = (Array.isArray(kept) ? (kept as unknown[]) : []).filter(
    (one): one is string => typeof one === 'string',
  );
  return [carrier, ...names.filter((one) => one !== carrier)].slice(0, remembered);
}

export const openPieces = ({ quantity, shipped }: OrderLine): number => Math.max(quantity - shipped, 0);

/** `RUN-42-BLK=2, TRL-39-RED=1`: what is still to be sent (from one warehouse), to be edited to a part of it. */
export function openLinesText(page: OrderPage, warehouse?: string): string {
  return page.items
    .map((line) => ({ sku: line.sku, quantity: Math.min(openPieces(line), reservedAt(line, warehouse)) }))
    .filter(({ quantity }) => quantity > 0)
    .map(({ sku, quantity }) => `${sku}=${quantity}`)
    .join(', ');
}

function reservedAt({ reservations }: OrderLine, warehouse: string | undefined): number {
  if (warehouse === undefined) return Infinity;
  return reservations.filter((one) => one.warehouse === warehouse).reduce((sum, { reserved }) => sum + reserved, 0);
}

/** What was typed to be in the parcel, or the sentence that says what is wrong with it. */
export function readPart(text: string, page: OrderPage): readonly Piece[] | string {
  return readPieces(text, {
    of: page.order_number,
    lines: page.items.map((line) => ({ sku: line.sku, most: openPieces(line) })),
    tooMany: (sku, most, given) => `${sku} has ${most} left to send, not ${given}.`,
    nothing: 'Nothing would be sent: every quantity is 0.',
  });
}

/**
 * Where the parcel can leave: nothing to ask when one warehouse keeps all that is open, else the warehouses that keep
 * a part of it.
 */
export function parcelWarehouses(page: OrderPage): readonly string[] {
  const open = page.items.filter((line) => openPieces(line) > 0);
  const codes = [...new Set(open.flatMap(({ reservations }) => reservations.map(({ warehouse }) => warehouse)))].sort();
  const whole = codes.some((code) => open.every((line) => reservedAt(line, code) >= openPieces(line)));
  return whole || codes.length < 2 ? [] : codes;
}

/** `3 pieces leave BER: 2 x RUN-42-BLK, 1 x TRL-39-RED.` and what stays behind. */
export function parcelConsequences(page: OrderPage, part: readonly Piece[]): readonly string[] {
  const pieces = part.reduce((sum, { quantity }) => sum + quantity, 0);
  const open = page.items.reduce((sum, line) => sum + openPieces(line), 0);
  const list = part.slice(0, 4).map(({ sku, quantity }) => `${quantity} x ${sku}`);
  const more = part.length > 4 ? [`and ${part.length - 4} more lines`] : [];
  const left = open - pieces;
  const rest =
    left > 0
      ? `${left} ${left === 1 ? 'piece stays' : 'pieces stay'} behind; the order stays ${page.status}.`
      : 'Nothing stays behind: the order becomes SHIPPED.';
  return [`In the parcel: ${[...list, ...more].join(', ')}.`, rest, 'Stock goes down at once. This cannot be undone.'];
}
