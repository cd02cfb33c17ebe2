import * as z from 'zod';
import { InvalidInput, Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { InputFile, Reason, Sku, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { adjustRow, changeProblem, readAdjustFile, reasonOf, type AdjustRow, type Level } from './parts/adjust-rows.ts';
import { book, type Movement } from './parts/book.ts';
import { Change, Count } from './parts/numbers.ts';
import { lockPlaces, placeKey, type PlaceKey } from './parts/places.ts';
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
import { rejected, sorted, type Read, type Rejected } from './parts/sheet.ts';
import type { Adjusted, AdjustedMany } from './parts/types.ts';

const by = Change.optional().describe('pieces more, or fewer: -3');
const to = Count.optional().describe('pieces that are there');
const expect = Count.optional().describe('pieces that were there when you looked; refused when they moved since');
const warehouse = WarehouseCode.optional().describe('warehouse code, e.g. BER; for a file, where a row names none');
const Line = z.object({ sku: Sku, warehouse, by, to, expect, reason: Reason.optional() });

type Known = AdjustRow & { readonly place: PlaceKey };

export const adjust = operation({
  name: 'inventory.adjust',
  summary: 'Correct the stock of a SKU, or of many, by some pieces or to a counted number, with the reason.',
  permission: 'stock:write',
  input: z.object({
    sku: Sku.optional(),
    warehouse,
    by,
    to,
    expect,
    reason: Reason.optional().describe('why, kept in the ledger and the audit log; for a file, where a row names none'),
    file: InputFile.optional().describe(
      'CSV with the columns sku,warehouse,by|to[,expect],reason, or - for standard input',
    ),
    lines: z.array(Line).min(1).max(50_000).optional().describe('many lines at once, as JSON: [{"sku","by"}]'),
    partial: Partial,
  }),
  positional: ['sku'],
  examples: [
    'inventory adjust RUN-42-BLK --warehouse BER --by -1 --reason "damaged in the store room"',
    'inventory adjust RUN-42-BLK --warehouse BER --to 12 --expect 14 --reason "counted"',
    'inventory adjust --file adjust.csv --dry-run',
  ],
  dryRun: true,
  undoable: true,
  refreshes: ['inventory', 'product_variants'],
  confirm: ({ sku, warehouse: where, by: change, to: number }) =>
    number === undefined || change !== undefined
      ? undefined
      : { question: `Set the stock of ${sku ?? ''} in ${where ?? ''} to ${number}?` },
  done: (output: Adjusted | AdjustedMany) =>
    'lines' in output
      ? `${plural(output.lines, 'line')} adjusted, together by ${output.units}.${toldRejected(output.rejected)}`
      : `${output.sku} in ${output.warehouse}: ${output.quantity_before} became ${output.quantity_after}.`,
  exitCode: (output: Adjusted | AdjustedMany) => ('lines' in output ? partialExitCode(output) : 0),
  async prepare({ progress }, { file, lines, ...one }): Promise<Read<AdjustRow>> {
    demandOneWay({ 'a SKU': one.sku, 'a file': file, lines }, 'adjust', 'Give a SKU, --file or --lines.');
    if (file) return readAdjustFile(file, one, (done) => progress({ done, what: 'rows read' }));
    if (lines) return sorted(lines.map((line, index) => adjustRow(index + 1, line, one)));
    demandGiven({ warehouse: one.warehouse, reason: one.reason });
    if ((one.by === undefined) === (one.to === undefined)) {
      throw new InvalidInput('Say either by how many pieces (--by) or to how many (--to).');
    }
    return sorted([adjustRow(1, one, one)]);
  },
  async run(context, { sku, partial }, { rows, problems }): Promise<Adjusted | AdjustedMany> {
    const single = sku !== undefined;
    const { rows: known, problems: unknown } = await placeRows(context.tx, rows, false);
    demandNone([...problems, ...unknown], known.length, 'adjusted', { single, partial });
    const places = await lockPlaces(
      context.tx,
      known.map(({ place }) => place),
    );
    const planned = plan(known, (place) => places.get(placeKey(place)), single);
    const { rows: movements, problems: impossible } = sorted(planned);
    const all = [...problems, ...unknown, ...impossible];
    const left = demandNone(all, movements.length, 'adjusted', { single, partial });
    await book(context, movements);
    const [first] = movements;
    if (single && first) return first.adjusted;
    return {
      lines: movements.length,
      units: movements.reduce((sum, { quantity }) => sum + quantity, 0),
      rows: movements.slice(0, shownRows).map(({ adjusted }) => adjusted),
      ...(left.length > 0 && { rejected: left }),
    };
  },
});

interface Planned extends Movement {
  readonly adjusted: Adjusted;
}

/** Row by row, each on top of those before. @throws what speaks of a single row as it is */
function plan(
  rows: readonly Known[],
  find: (place: PlaceKey) => Parameters<typeof changeProblem>[0] | undefined,
  single: boolean,
): (Planned | Rejected)[] {
  const levels = new Map<object, Level & { readonly set: boolean }>();
  return rows.map((row) => {
    const place = find(row.place);
    if (!place) return rejected(row.row, row, `${row.sku} has no place in ${row.warehouse}`);
    const before = levels.get(place);
    const now = before ?? place;
    const change = row.by ?? (row.to ?? 0) - now.quantity;
    const twice = before !== undefined && (before.set || row.to !== undefined);
    const problem = twice
      ? new Refused(`${place.sku} in ${place.warehouse} stands there twice, and is set to a number.`)
      : changeProblem(place, change, row.expect, now);
    if (problem && single) throw problem;
    if (problem) return rejected(row.row, row, reasonOf(problem));
    const after = { quantity: now.quantity + change, available: now.available + change };
    levels.set(place, { ...after, set: row.to !== undefined });
    const { sku, warehouse: code, reserved } = place;
    const adjusted: Adjusted = {
      sku,
      warehouse: code,
      change,
      quantity_before: now.quantity,
      quantity_after: after.quantity,
      reserved,
      available: after.available,
    };
    return { place, type: 'ADJUSTMENT', quantity: change, notes: row.reason, adjusted };
  });
}
