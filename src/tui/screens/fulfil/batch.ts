import type { PickOrder } from '../../../operations/orders/parts/pick-orders.ts';

/**
 * What the picker did, as a list. Rows, parcels and the phase are folded from it, so undo is "one entry less", and what
 * is kept in the draft is this list and nothing that follows from it.
 */
export type Entry =
  | { readonly kind: 'pick'; readonly sku: string }
  | { readonly kind: 'picked'; readonly sku: string; readonly quantity: number }
  /** The rest of it is not on the shelf. */
  | { readonly kind: 'short'; readonly sku: string }
  | { readonly kind: 'pack'; readonly order: string; readonly sku: string }
  | { readonly kind: 'packed'; readonly order: string; readonly sku: string; readonly quantity: number }
  | { readonly kind: 'label'; readonly order: string; readonly tracking: string }
  /** Left for another time by the picker, or taken away by somebody else (cancelled, given to another). */
  | { readonly kind: 'left'; readonly order: string; readonly gone: boolean }
  | { readonly kind: 'shipped'; readonly order: string };

/** A shelf to go to: one SKU, for all the orders of the batch. */
export interface PickRow {
  readonly sku: string;
  readonly item: string;
  readonly codes: readonly string[];
  readonly wanted: number;
  readonly picked: number;
  readonly short: boolean;
  readonly orders: readonly { readonly order: string; readonly quantity: number }[];
}

/** One SKU of a parcel: ordered here, picked for it, and in the parcel. */
export interface PackLine {
  readonly sku: string;
  readonly item: string;
  readonly codes: readonly string[];
  readonly ordered: number;
  readonly picked: number;
  readonly packed: number;
}

export interface Parcel {
  readonly order: string;
  readonly lines: readonly PackLine[];
  readonly tracking: string | undefined;
  readonly state: 'open' | 'shipped' | 'left';
  /** Pieces kept in other warehouses: they travel in parcels of their own. */
  readonly elsewhere: number;
}

export interface Folded {
  /** In the order of the shelves. */
  readonly rows: readonly PickRow[];
  readonly parcels: readonly Parcel[];
}

interface Article {
  readonly sku: string;
  readonly item: string;
  readonly codes: readonly string[];
  readonly quantity: number;
}

/** Lines of one SKU are one: a scanner cannot tell them apart. */
function articlesOf({ lines }: PickOrder): readonly Article[] {
  const found = new Map<string, Article>();
  for (const { sku, name, size, color, quantity, codes } of lines) {
    const before = found.get(sku);
    const item = [name, size, color].filter(Boolean).join(' ');
    const all = [...new Set([...(before?.codes ?? []), ...codes, sku])];
    found.set(sku, { sku, item, codes: all, quantity: (before?.quantity ?? 0) + quantity });
  }
  return [...found.values()];
}

export function fold(orders: readonly PickOrder[], entries: readonly Entry[]): Folded {
  const picked = new Map<string, number>();
  const packed = new Map<string, number>();
  const short = new Set<string>();
  const tracking = new Map<string, string>();
  const states = new Map<string, Parcel['state']>();
  for (const entry of entries) {
    switch (entry.kind) {
      case 'pick':
        picked.set(entry.sku, (picked.get(entry.sku) ?? 0) + 1);
        break;
      case 'picked':
        picked.set(entry.sku, entry.quantity);
        short.delete(entry.sku);
        break;
      case 'short':
        short.add(entry.sku);
        break;
      case 'pack':
        packed.set(placeOf(entry), (packed.get(placeOf(entry)) ?? 0) + 1);
        break;
      case 'packed':
        packed.set(placeOf(entry), entry.quantity);
        break;
      case 'label':
        tracking.set(entry.order, entry.tracking);
        break;
      case 'left':
        states.set(entry.order, 'left');
        break;
      case 'shipped':
        states.set(entry.order, 'shipped');
    }
  }
  const rows = rowsOf(
    orders.filter(({ order_number }) => states.get(order_number) !== 'left'),
    picked,
    short,
  );
  // Whoever comes first gets what was found; the last one lacks what was not.
  const rest = new Map(picked);
  const parcels = orders.map((order): Parcel => {
    const name = order.order_number;
    const state = states.get(name) ?? 'open';
    const lines = articlesOf(order).map(({ sku, item, codes, quantity }): PackLine => {
      const found = state === 'left' ? 0 : Math.min(quantity, rest.get(sku) ?? 0);
      rest.set(sku, (rest.get(sku) ?? 0) - found);
      return {
        sku,
        item,
        codes,
        ordered: quantity,
        picked: found,
        packed: packed.get(placeOf({ order: name, sku })) ?? 0,
      };
    });
    return { order: name, lines, tracking: tracking.get(name), state, elsewhere: order.elsewhere };
  });
  return { rows, parcels };
}

const placeOf = ({ order, sku }: { readonly order: string; readonly sku: string }): string => `${order} ${sku}`;

function rowsOf(
  orders: readonly PickOrder[],
  picked: ReadonlyMap<string, number>,
  short: ReadonlySet<string>,
): readonly PickRow[] {
  const rows = new Map<string, PickRow>();
  for (const order of orders) {
    for (const { sku, item, codes, quantity } of articlesOf(order)) {
      const before = rows.get(sku);
      rows.set(sku, {
        sku,
        item,
        codes: [...new Set([...(before?.codes ?? []), ...codes])],
        wanted: (before?.wanted ?? 0) + quantity,
        picked: picked.get(sku) ?? 0,
        short: short.has(sku),
        orders: [...(before?.orders ?? []), { order: order.order_number, quantity }],
      });
    }
  }
  return [...rows.values()].sort((one, other) => (one.sku < other.sku ? -1 : 1));
}

/** Something of it is still to be looked for. */
export const isOpen = ({ wanted, picked, short }: PickRow): boolean => picked < wanted && !short;

export const sumOf = <T>(all: readonly T[], count: (one: T) => number): number =>
  all.reduce((sum, one) => sum + count(one), 0);

/** Scanners and people write codes in any case. */
export const answersTo = (codes: readonly string[], code: string): boolean =>
  codes.some((one) => one.toUpperCase() === code.toUpperCase());

/** `Not found when picking in BER: 1 of RUN-42-BLK.`; undefined when nothing of the order lacked. */
export function shortageNote(parcel: Parcel, warehouse: string): string | undefined {
  const missing = parcel.lines.filter(({ ordered, picked }) => picked < ordered);
  if (missing.length === 0) return undefined;
  const words = missing.map(({ sku, ordered, picked }) => `${ordered - picked} of ${sku}`);
  return `Not found when picking in ${warehouse}: ${words.join(', ')}.`;
}
