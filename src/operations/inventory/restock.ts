import * as z from 'zod';
import { NotFound } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { InputFile, Quantity, Sku, text, WarehouseCode } from '../fields.ts';
import { operation, type Context } from '../operation.ts';
import { book } from './parts/book.ts';
import { demandRoom, lockPlaces, placeKey, type LockedPlace, type PlaceKey } from './parts/places.ts';
import {
  demandGiven,
  demandNone,
  demandOneWay,
  Partial,
  partialExitCode,
  shownRows,
  toldRejected,
} from './parts/refuse.ts';
import { placeRows } from './parts/resolve.ts';
import { readRestockFile, restockRow, type RestockRow } from './parts/restock-rows.ts';
import { sorted, type Read } from './parts/sheet.ts';
import type { Restocked } from './parts/types.ts';

const Line = z.object({
  sku: Sku,
  quantity: Quantity,
  warehouse: WarehouseCode.optional(),
  reference: text(200).optional(),
});

const input = z.object({
  sku: Sku.optional(),
  warehouse: WarehouseCode.optional().describe('warehouse code, e.g. BER; for a file, where a row names none'),
  quantity: Quantity.optional(),
  reference: text(200).optional().describe('purchase order or delivery note'),
  file: InputFile.optional().describe(
    'CSV with the columns sku,warehouse,quantity[,reference], or - for standard input',
  ),
  lines: z.array(Line).min(1).max(50_000).optional().describe('many lines at once, as JSON: [{"sku","quantity"}]'),
  partial: Partial,
});

export const restock = operation({
  name: 'inventory.restock',
  summary: 'Book a delivery into stock: one SKU, a CSV file, or a counted list.',
  permission: 'stock:write',
  input,
  positional: ['file'],
  examples: [
    'inventory restock --sku RUN-42-BLK --warehouse BER --quantity 24 --reference PO-1001',
    'inventory restock delivery.csv --dry-run',
    'inventory restock - --warehouse BER',
  ],
  dryRun: true,
  undoable: true,
  refreshes: ['inventory', 'product_variants'],
  done: ({ lines, units, rows, rejected }: Restocked) =>
    (lines === 1 && rows[0]
      ? `${rows[0].sku} in ${rows[0].warehouse}: ${rows[0].quantity_before} + ${units} = ${rows[0].quantity_after}.`
      : `${plural(units, 'piece')} booked in ${plural(lines, 'line')}.`) + toldRejected(rejected),
  exitCode: partialExitCode,
  async prepare({ progress }, { sku, warehouse, quantity, reference, file, lines }): Promise<Read<RestockRow>> {
    const hint = 'Give --sku, --warehouse and --quantity, or a file.';
    demandOneWay({ 'a SKU': sku ?? quantity, 'a file': file, lines }, 'restock', hint);
    const defaults = { warehouse, reference };
    if (file) return readRestockFile(file, defaults, (done) => progress({ done, what: 'rows read' }));
    if (!lines) demandGiven({ sku, warehouse, quantity });
    const listed = lines ?? [{ sku: sku ?? '', quantity: quantity ?? 0 }];
    return sorted(listed.map((line, index) => restockRow(index + 1, line, defaults)));
  },
  async run(context, { sku, partial }, { rows, problems }): Promise<Restocked> {
    const { rows: known, problems: unknown } = await placeRows(context.tx, rows);
    const all = [...problems, ...unknown];
    const rejected = demandNone(all, known.length, 'restocked', { partial, single: sku !== undefined });
    return { ...(await bookDelivery(context, known)), ...(rejected.length > 0 && { rejected }) };
  },
});

type KnownRow = RestockRow & { readonly place: PlaceKey };

async function bookDelivery(context: Context, rows: readonly KnownRow[]): Promise<Restocked> {
  const places = await lockPlaces(
    context.tx,
    rows.map(({ place }) => place),
  );
  const bookings = rows.map(({ place, quantity, reference }) => {
    const locked = places.get(placeKey(place));
    if (!locked) throw new NotFound(`${place.sku} has no place in ${place.warehouse}.`);
    return { place: locked, type: 'RESTOCK' as const, quantity, notes: reference };
  });
  const sums = new Map<LockedPlace, number>();
  for (const { place, quantity } of bookings) sums.set(place, (sums.get(place) ?? 0) + quantity);
  for (const [place, sum] of sums) demandRoom(place, sum);
  await book(context, bookings);
  return {
    lines: bookings.length,
    units: bookings.reduce((sum, { quantity }) => sum + quantity, 0),
    rows: [...sums].slice(0, shownRows).map(([place, sum]) => ({
      sku: place.sku,
      warehouse: place.warehouse,
      quantity: sum,
      quantity_before: place.quantity,
      quantity_after: place.quantity + sum,
      available: place.available + sum,
    })),
  };
}
