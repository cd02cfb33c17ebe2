import { NotFound, Refused } from '../../../domain/errors.ts';
import type { SkuQuantity } from './lines.ts';
import type { OpenLine } from './reservations.ts';

/** What leaves a warehouse: pieces of order lines, each with the place it is reserved in. */
export interface Parcel {
  readonly warehouse_id: string;
  readonly warehouse: string;
  readonly pieces: readonly {
    readonly order_item_id: string;
    readonly inventory_id: string;
    readonly sku: string;
    readonly quantity: number;
  }[];
}

interface Wish {
  readonly line: OpenLine;
  readonly quantity: number;
}

/**
 * Pure: a parcel comes from one warehouse. Without wishes it is all that is open (in that warehouse, when one is named).
 * @throws NotFound for a SKU that is no line of the order
 * @throws Refused for more than is open or reserved, and when the pieces lie in several warehouses and none is named
 */
export function packParcel(
  orderNumber: string,
  lines: readonly OpenLine[],
  wishes?: readonly SkuQuantity[],
  warehouse?: string,
): Parcel {
  const wanted = wishes ? wishes.map((wish) => readWish(orderNumber, lines, wish)) : everything(lines, warehouse);
  if (wanted.length === 0) {
    const where = warehouse ? ` in ${warehouse}` : '';
    throw new Refused(`${orderNumber} has nothing left to ship${where}.`, { hint: whereIsIt(lines) });
  }
  const code = warehouse ?? oneWarehouse(orderNumber, wanted);
  const pieces = wanted.map(({ line, quantity }) => {
    const place = line.places.find((one) => one.warehouse === code);
    if (!place || place.reserved < quantity) {
      const reserved = place?.reserved ?? 0;
      throw new Refused(`${line.sku} has ${reserved} reserved in ${code}, so ${quantity} cannot leave there.`, {
        hint: whereIsIt([line]),
        details: { sku: line.sku, warehouse: code, reserved, wanted: quantity },
      });
    }
    return { order_item_id: line.order_item_id, sku: line.sku, quantity, place };
  });
  return {
    warehouse_id: pieces[0]?.place.warehouse_id ?? '',
    warehouse: code,
    pieces: pieces.map(({ place, ...piece }) => ({ ...piece, inventory_id: place.inventory_id })),
  };
}

function everything(lines: readonly OpenLine[], warehouse: string | undefined): Wish[] {
  const open = lines.filter((line) => line.open > 0);
  if (warehouse === undefined) return open.map((line) => ({ line, quantity: line.open }));
  return open.flatMap((line) => {
    const reserved = line.places.find((place) => place.warehouse === warehouse)?.reserved ?? 0;
    return reserved > 0 ? [{ line, quantity: Math.min(reserved, line.open) }] : [];
  });
}

function readWish(orderNumber: string, lines: readonly OpenLine[], { sku, quantity }: SkuQuantity): Wish {
  const line = lines.find((one) => one.sku.toUpperCase() === sku.toUpperCase());
  if (!line) {
    const known = lines.map((one) => one.sku).join(', ');
    throw new NotFound(`${orderNumber} has no line ${sku.slice(0, 60)}.`, { hint: `Its lines are ${known}.` });
  }
  if (quantity <= line.open) return { line, quantity };
  const shipped = line.quantity - line.open;
  throw new Refused(`${line.sku} has ${line.open} of ${line.quantity} left to ship, so ${quantity} is too many.`, {
    details: { sku: line.sku, ordered: line.quantity, shipped, wanted: quantity },
  });
}

/** The one that has all of it. Where none has, or there is a choice, a person must say what is in the parcel. */
function oneWarehouse(orderNumber: string, wanted: readonly Wish[]): string {
  const codes = [...new Set(wanted.flatMap(({ line }) => line.places.map((place) => place.warehouse)))].sort();
  const able = codes.filter((code) =>
    wanted.every(({ line, quantity }) =>
      line.places.some((place) => place.warehouse === code && place.reserved >= quantity),
    ),
  );
  if (able[0] !== undefined) return able[0];
  const unreserved = wanted.find(({ line }) => line.places.length === 0);
  if (unreserved) throw new Refused(`${unreserved.line.sku} of ${orderNumber} has no reservation, so it cannot leave.`);
  throw new Refused(`${orderNumber} is reserved in ${codes.join(' and ')}, and a parcel leaves one warehouse.`, {
    hint: `Ship one parcel from each with --warehouse. ${whereIsIt(wanted.map(({ line }) => line))}`,
  });
}

function whereIsIt(lines: readonly OpenLine[]): string {
  const told = lines.flatMap(({ sku, places }) =>
    places.map(({ warehouse, reserved }) => `${reserved} of ${sku} in ${warehouse}`),
  );
  return told.length === 0 ? 'Nothing is reserved for it.' : `Reserved: ${told.slice(0, 8).join(', ')}.`;
}
