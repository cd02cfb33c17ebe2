import * as z from 'zod';
import { plural } from '../../domain/plural.ts';
import { InputFile, naming, required } from '../fields.ts';
import {
  Change,
  demandNone,
  demandOneWay,
  isRejected,
  openPlaces,
  Partial,
  partialExitCode,
  placeKey,
  placeRows,
  readRow,
  readSheet,
  rejected,
  shownRows,
  sorted,
  toldRejected,
  type Read,
  type Rejected,
} from '../inventory/steps.ts';
import { operation } from '../operation.ts';
import { CountNumber, demandOpen, findCount } from './parts/find.ts';
import { addLines, lockLines, writeCounted, type Pieces } from './parts/lines.ts';
import type { Scanned } from './parts/types.ts';

const Code = naming('article', required(100)).describe('SKU in any case, or barcode');
const Row = z.object({ sku: Code, quantity: Change });
type ScanRow = z.output<typeof Row> & { readonly row: number };

export const scan = operation({
  name: 'counts.scan',
  summary: 'Count pieces of a SKU in an open count: each scan adds; --set says how many there are.',
  permission: 'stock:write',
  input: z.object({
    count: CountNumber,
    code: Code.optional(),
    quantity: Change.optional().describe(
      'pieces found, one when left out; 0 says that there are none, -2 takes two back',
    ),
    set: z.boolean().default(false).describe('the quantity is all that is there, counted afresh'),
    file: InputFile.optional().describe(
      'CSV with the columns sku (or barcode) and quantity, one row a scan, or - for standard input',
    ),
    lines: z
      .array(z.object({ sku: Code, quantity: Change }))
      .min(1)
      .max(50_000)
      .optional()
      .describe('many scans at once, as JSON: [{"sku","quantity"}]'),
    partial: Partial,
  }),
  positional: ['count', 'code'],
  examples: [
    'counts scan 1 RUN-42-BLK',
    'counts scan 1 RUN-42-BLK --quantity 12 --set',
    'counts scan 1 --file scans.csv',
  ],
  dryRun: true,
  refreshes: ['stock_counts', 'stock_count_lines'],
  done: ({ lines, units, rows: [first], rejected: left }: Scanned) =>
    (lines === 1 && first
      ? `${first.sku}: ${first.counted} counted${first.expected === null ? '' : ` of ${first.expected} expected`}.`
      : `${plural(units, 'piece')} counted in ${plural(lines, 'line')}.`) + toldRejected(left),
  exitCode: partialExitCode,
  async prepare({ progress }, { code, quantity, set, file, lines }): Promise<Read<ScanRow>> {
    demandOneWay({ 'a code': code, 'a file': file, lines }, 'count', 'Give a code, --file or --lines.');
    const spec = {
      columns: ['sku', 'quantity'] as const,
      needed: set ? (['sku', 'quantity'] as const) : (['sku'] as const),
      verb: 'count',
      hint: 'The first row names the columns: sku,quantity; without a quantity a row is one piece.',
    };
    const toRow = (row: number, given: { sku: string; quantity?: string | number | undefined }) =>
      readScan(row, { ...given, quantity: given.quantity ?? (set ? '' : 1) }, set);
    if (file) {
      const fromCells = (row: number, { sku, quantity: cell }: { sku: string; quantity: string }) =>
        toRow(row, { sku, quantity: cell === '' ? undefined : cell });
      return readSheet(file, spec, fromCells, (done) => progress({ done, what: 'rows read' }));
    }
    return sorted((lines ?? [{ sku: code ?? '', quantity }]).map((line, index) => toRow(index + 1, line)));
  },
  async run({ tx }, { count: given, code, set, partial }, { rows, problems }): Promise<Scanned> {
    const count = await findCount(tx, given);
    demandOpen(count);
    const how = { single: code !== undefined, partial };
    const { rows: known, problems: unknown } = await placeRows(
      tx,
      rows.map((row) => ({ ...row, warehouse: count.warehouse })),
    );
    demandNone([...problems, ...unknown], known.length, 'counted', how);
    const places = await openPlaces(
      tx,
      known.map(({ place }) => place),
    );
    const ids = [...places.values()].map(({ id }) => id);
    await addLines(tx, count.id, ids);
    const before = await lockLines(tx, count.id, ids);
    const sums = new Map<string, Pieces>();
    const { rows: taken, problems: below } = sorted(
      known.map((row) => {
        const place = places.get(placeKey(row.place));
        if (!place) return rejected(row.row, row, `${row.sku} has no place in ${count.warehouse}`);
        const so = sums.get(place.id)?.pieces ?? (set ? 0 : (before.get(place.id) ?? 0));
        if (so + row.quantity < 0) {
          return rejected(
            row.row,
            row,
            `${place.sku} was counted ${so === 1 ? 'once' : `${so} times`}: ${-row.quantity} cannot be taken back`,
          );
        }
        sums.set(place.id, { inventory_id: place.id, sku: place.sku, pieces: so + row.quantity });
        return row;
      }),
    );
    const left = demandNone([...problems, ...unknown, ...below], taken.length, 'counted', how);
    const written = await writeCounted(tx, count.id, [...sums.values()], set);
    return {
      count_number: count.count_number,
      warehouse: count.warehouse,
      lines: written.length,
      units: taken.reduce((sum, { quantity }) => sum + quantity, 0),
      rows: written.slice(0, shownRows).map(({ sku, counted, expected }) => ({
        sku,
        counted,
        expected: count.blind ? null : expected,
        difference: count.blind ? null : counted - expected,
      })),
      ...(left.length > 0 && { rejected: left }),
    };
  },
});

function readScan(row: number, given: object, set: boolean): ScanRow | Rejected {
  const read = readRow(Row, row, given);
  if (isRejected(read)) return read;
  if (set && read.quantity < 0)
    return rejected(row, given, `${read.quantity} pieces cannot be there: to set it, 0 or more is needed`);
  return read;
}
