import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { InputFile, Quantity, Sku, text, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { changeProblem, reasonOf } from './parts/adjust-rows.ts';
import { book } from './parts/book.ts';
import { lockPlaces, placeKey, type LockedPlace, type PlaceKey } from './parts/places.ts';
import {
  demandGiven,
  demandNone,
  demandOneWay,
  Partial,
  partialExitCode,
  shownRows,
  toldRejected,
} from './parts/refuse.ts';
import { resolver } from './parts/resolve.ts';
import { rejected, sorted, type Read, type Rejected } from './parts/sheet.ts';
import { readTransferFile, transferRow, type TransferRow } from './parts/transfer-rows.ts';
import type { Transferred } from './parts/types.ts';

const from = WarehouseCode.optional().describe('warehouse it is taken from; for a file, where a row names none');
const to = WarehouseCode.optional().describe('warehouse it is brought to; for a file, where a row names none');
const reason = text(500).optional().describe('why, kept in the ledger');

export const transfer = operation({
  name: 'inventory.transfer',
  summary: 'Move pieces from one warehouse to another: one SKU, a CSV file, or a list.',
  permission: 'stock:write',
  input: z.object({
    sku: Sku.optional(),
    quantity: Quantity.optional(),
    from,
    to,
    reason,
    file: InputFile.optional().describe('CSV with the columns sku,quantity,from,to[,reason], or - for standard input'),
    lines: z
      .array(z.object({ sku: Sku, quantity: Quantity, from, to, reason }))
      .min(1)
      .max(50_000)
      .optional()
      .describe('many lines at once, as JSON: [{"sku","quantity"}]'),
    partial: Partial,
  }),
  positional: ['sku'],
  examples: [
    'inventory transfer RUN-42-BLK --quantity 2 --from BER --to HAM --reason "sold out in Hamburg"',
    'inventory transfer --file transfer.csv --from BER --to HAM --dry-run',
  ],
  dryRun: true,
  undoable: true,
  refreshes: ['inventory', 'product_variants'],
  done: ({ lines, units, rows: [first], rejected: left }: Transferred) =>
    (lines === 1 && first
      ? `${plural(first.quantity, 'piece')} of ${first.sku} moved from ${first.from} (${first.from_available} available left) to ${first.to} (${first.to_available}).`
      : `${plural(units, 'piece')} moved in ${plural(lines, 'line')}.`) + toldRejected(left),
  exitCode: partialExitCode,
  async prepare({ progress }, { file, lines, ...one }): Promise<Read<TransferRow>> {
    const hint = 'Give a SKU with --quantity, --from and --to, or --file.';
    demandOneWay({ 'a SKU': one.sku, 'a file': file, lines }, 'transfer', hint);
    if (file) return readTransferFile(file, one, (done) => progress({ done, what: 'rows read' }));
    if (!lines) demandGiven({ quantity: one.quantity, from: one.from, to: one.to });
    const listed = lines ?? [{ sku: one.sku ?? '', quantity: one.quantity ?? 0 }];
    return sorted(listed.map((line, index) => transferRow(index + 1, line, one)));
  },
  async run(context, { sku, partial }, { rows, problems }): Promise<Transferred> {
    const how = { single: sku !== undefined, partial };
    const { rows: known, problems: unknown } = sorted(await findPairs(context.tx, rows));
    demandNone([...problems, ...unknown], known.length, 'transferred', how);
    const places = await lockPlaces(
      context.tx,
      known.flatMap(({ source, target }) => [source, target]),
    );
    const { rows: pairs, problems: short } = sorted(plan(known, places, how.single));
    const left = demandNone([...problems, ...unknown, ...short], pairs.length, 'transferred', how);
    await book(
      context,
      pairs.flatMap(({ source, target, quantity, reason: notes, id }) => {
        const shared = { type: 'ADJUSTMENT', notes, reference: { type: 'TRANSFER', id } } as const;
        return [
          { ...shared, place: source, quantity: -quantity },
          { ...shared, place: target, quantity },
        ];
      }),
    );
    return {
      lines: pairs.length,
      units: pairs.reduce((sum, { quantity }) => sum + quantity, 0),
      rows: pairs.slice(0, shownRows).map(({ id, quantity, source, target }) => ({
        sku: source.sku,
        quantity,
        from: source.warehouse,
        to: target.warehouse,
        from_available: source.available + changeOf(pairs, source),
        to_available: target.available + changeOf(pairs, target),
        reference_id: id,
      })),
      ...(left.length > 0 && { rejected: left }),
    };
  },
});

type Known = TransferRow & { readonly source: PlaceKey; readonly target: PlaceKey };
type Pair = TransferRow & { readonly source: LockedPlace; readonly target: LockedPlace; readonly id: string };

async function findPairs(tx: Tx, rows: readonly TransferRow[]): Promise<(Known | Rejected)[]> {
  const known = await resolver(
    tx,
    rows.map((row) => row.sku),
  );
  return rows.map((row) => {
    const source = known.place(row.sku, row.from, false);
    const target = known.place(row.sku, row.to, true);
    if (typeof source === 'string') return rejected(row.row, row, source);
    if (typeof target === 'string') return rejected(row.row, row, target);
    return { ...row, source, target };
  });
}

/** What comes in with one row does not go out with another: each takes from what is available now. */
function plan(rows: readonly Known[], places: ReadonlyMap<string, LockedPlace>, single: boolean): (Pair | Rejected)[] {
  const taken = new Map<LockedPlace, number>();
  return rows.map((row) => {
    const source = places.get(placeKey(row.source));
    const target = places.get(placeKey(row.target));
    if (!source || !target) return rejected(row.row, row, `${row.sku} has no place there`);
    const before = taken.get(source) ?? 0;
    const now = { quantity: source.quantity - before, available: source.available - before };
    const problem =
      changeProblem(source, -row.quantity, undefined, now) ?? changeProblem(target, row.quantity, undefined);
    if (problem && single) throw problem;
    if (problem) return rejected(row.row, row, reasonOf(problem));
    taken.set(source, before + row.quantity);
    return { ...row, source, target, id: randomUUID() };
  });
}

function changeOf(pairs: readonly Pair[], place: LockedPlace): number {
  return pairs.reduce(
    (sum, { source, target, quantity }) => sum + (target === place ? quantity : 0) - (source === place ? quantity : 0),
    0,
  );
}
