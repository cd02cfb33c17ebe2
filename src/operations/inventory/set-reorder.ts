import * as z from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { InputFile, Quantity, Sku, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { Count, ifGiven } from './parts/numbers.ts';
import { lockPlaces, placeKey } from './parts/places.ts';
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
import { isRejected, readRow, readSheet, rejected, sorted, type Read, type Rejected } from './parts/sheet.ts';
import type { ReorderSet } from './parts/types.ts';

const Row = z.object({
  sku: Sku,
  warehouse: WarehouseCode.transform((code) => code.toUpperCase()),
  reorder_point: ifGiven(Count),
  reorder_quantity: ifGiven(Quantity),
});
type ReorderRow = z.output<typeof Row> & { readonly row: number };

const input = z.object({
  sku: Sku.optional(),
  warehouse: WarehouseCode.optional().describe('warehouse code, e.g. BER; for a file, where a row names none'),
  reorder_point: Count.optional().describe('it is low at so many pieces available, or fewer'),
  reorder_quantity: Quantity.optional().describe('pieces of one lot: whole lots are suggested'),
  file: InputFile.optional().describe(
    'CSV with the columns sku,warehouse,reorder_point,reorder_quantity, or - for standard input',
  ),
  partial: Partial,
});

export const setReorder = operation({
  name: 'inventory.set_reorder',
  summary: 'Say at how many pieces a SKU runs low in a warehouse, and in what lots it is ordered.',
  permission: 'stock:write',
  input,
  positional: ['sku'],
  examples: [
    'inventory set-reorder RUN-42-BLK --warehouse BER --reorder-point 6 --reorder-quantity 24',
    'inventory set-reorder --file levels.csv --dry-run',
  ],
  dryRun: true,
  undoable: true,
  refreshes: ['inventory'],
  done: ({ lines, rows: [first], rejected: left }: ReorderSet) =>
    (lines === 1 && first
      ? `${first.sku} in ${first.warehouse} is low at ${first.reorder_point} and ordered in lots of ${first.reorder_quantity}.`
      : `${plural(lines, 'place')} set.`) + toldRejected(left),
  exitCode: partialExitCode,
  async prepare({ progress }, { file, warehouse, ...one }): Promise<Read<ReorderRow>> {
    demandOneWay({ 'a SKU': one.sku, 'a file': file }, 'set', 'Give a SKU, or --file.');
    if (!file) {
      demandGiven({ warehouse });
      if (one.reorder_point === undefined && one.reorder_quantity === undefined) {
        throw new InvalidInput('Nothing to set was given.', {
          hint: 'Give --reorder-point, --reorder-quantity or both.',
        });
      }
      return sorted([read(1, { ...one, warehouse })]);
    }
    const spec = {
      columns: ['sku', 'warehouse', 'reorder_point', 'reorder_quantity'] as const,
      needed: warehouse === undefined ? (['sku', 'warehouse'] as const) : (['sku'] as const),
      verb: 'set',
      hint: 'The first row names the columns: sku,warehouse,reorder_point,reorder_quantity.',
    };
    const toRow = (row: number, cells: Readonly<Record<string, string>>) =>
      read(row, { ...cells, warehouse: cells['warehouse'] ? cells['warehouse'] : (warehouse ?? '') });
    return readSheet(file, spec, toRow, (done) => progress({ done, what: 'rows read' }));
  },
  async run({ tx }, { sku, partial }, { rows, problems }): Promise<ReorderSet> {
    const { rows: known, problems: unknown } = await placeRows(tx, rows);
    const how = { single: sku !== undefined, partial };
    const left = demandNone([...problems, ...unknown], known.length, 'set', how);
    const places = await lockPlaces(
      tx,
      known.map(({ place }) => place),
    );
    const changed = await tx.query<{ id: string; reorder_point: number; reorder_quantity: number }>(
      `update inventory i
       set reorder_point = coalesce(n.reorder_point, i.reorder_point),
         reorder_quantity = coalesce(n.reorder_quantity, i.reorder_quantity)
       from unnest($1::uuid[], $2::integer[], $3::integer[]) as n (id, reorder_point, reorder_quantity)
       where i.id = n.id
       returning i.id, i.reorder_point, i.reorder_quantity`,
      [
        known.map(({ place }) => places.get(placeKey(place))?.id),
        known.map((row) => row.reorder_point ?? null),
        known.map((row) => row.reorder_quantity ?? null),
      ],
    );
    const levels = new Map(changed.map(({ id, ...level }) => [id, level]));
    const set = [...places.values()].flatMap(({ id, sku: code, warehouse, available }) => {
      const level = levels.get(id);
      return level ? { sku: code, warehouse, available, ...level } : [];
    });
    return { lines: set.length, rows: set.slice(0, shownRows), ...(left.length > 0 && { rejected: left }) };
  },
});

function read(row: number, given: object): ReorderRow | Rejected {
  const found = readRow(Row, row, given);
  if (isRejected(found) || found.reorder_point !== undefined || found.reorder_quantity !== undefined) return found;
  return rejected(row, given, 'neither a reorder_point nor a reorder_quantity is given');
}
