import * as z from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { addLines, approveCount, findCount, writeCounted, type Approved } from '../counts/steps.ts';
import { InputFile, Sku, text, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { Count, ifGiven } from './parts/numbers.ts';
import { lockPlaces, placeKey, type LockedPlace, type PlaceKey } from './parts/places.ts';
import { demandGiven, demandNone, demandOneWay } from './parts/refuse.ts';
import { placeRows } from './parts/resolve.ts';
import { readRow, readSheet, sorted, type Read } from './parts/sheet.ts';

const Row = z.object({
  sku: Sku,
  warehouse: WarehouseCode.transform((code) => code.toUpperCase()),
  counted: Count,
  expect: ifGiven(Count),
});
type CountRow = z.output<typeof Row> & { readonly row: number };

export interface Counted {
  /** One a warehouse. */
  readonly counts: readonly Approved[];
}

export const count = operation({
  name: 'inventory.count',
  summary: 'Say how many pieces of a SKU were counted in a warehouse, or of many: the difference is booked at once.',
  permission: 'stock:write',
  input: z.object({
    sku: Sku.optional(),
    warehouse: WarehouseCode.optional().describe('warehouse code, e.g. BER; for a file, where a row names none'),
    counted: Count.optional().describe('pieces that are there'),
    expect: Count.optional().describe('pieces that were there when you looked; refused when they moved since'),
    note: text(500).optional().describe('kept with the count and in the ledger'),
    file: InputFile.optional().describe('CSV with the columns sku,warehouse,counted[,expect], or - for standard input'),
  }),
  positional: ['sku'],
  examples: ['inventory count RUN-42-BLK --warehouse BER --counted 12', 'inventory count --file counted.csv --dry-run'],
  dryRun: true,
  refreshes: ['inventory', 'product_variants', 'stock_counts'],
  done: ({ counts }: Counted) =>
    counts
      .map(
        ({ count_number, warehouse, lines, different_lines, surplus, shortage }) =>
          `Count ${count_number} of ${warehouse}: ${plural(lines, 'line')} counted, ${different_lines} different, ${surplus} more and ${shortage} missing.`,
      )
      .join(' '),
  async prepare({ progress }, { file, warehouse, ...one }): Promise<Read<CountRow>> {
    demandOneWay(
      { 'a SKU': one.sku, 'a file': file },
      'count',
      'Give a SKU with --warehouse and --counted, or --file.',
    );
    if (!file) {
      demandGiven({ warehouse, counted: one.counted });
      return sorted([readRow(Row, 1, { ...one, warehouse })]);
    }
    const spec = {
      columns: ['sku', 'warehouse', 'counted', 'expect'] as const,
      needed: warehouse === undefined ? (['sku', 'warehouse', 'counted'] as const) : (['sku', 'counted'] as const),
      verb: 'count',
      hint: 'The first row names the columns: sku,warehouse,counted,expect; --warehouse may stand for that column.',
    };
    const toRow = (row: number, cells: Readonly<Record<string, string>>) =>
      readRow(Row, row, { ...cells, warehouse: cells['warehouse'] ? cells['warehouse'] : (warehouse ?? '') });
    return readSheet(file, spec, toRow, (done) => progress({ done, what: 'rows read' }));
  },
  async run(context, { sku, note }, { rows, problems }): Promise<Counted> {
    const { rows: known, problems: unknown } = await placeRows(context.tx, rows);
    const hint = { hint: 'Correct these rows and send all of it again.' };
    const how = sku === undefined ? hint : { single: true };
    demandNone([...problems, ...unknown], known.length, 'counted', how);
    // Locked before anything is written: what is expected is what is there when the differences are booked.
    const places = await lockPlaces(
      context.tx,
      known.map(({ place }) => place),
    );
    const byHouse = Map.groupBy(known, ({ place }) => place.warehouse_id);
    const counts: Approved[] = [];
    for (const [warehouseId, some] of [...byHouse].sort(([one], [other]) => (one < other ? -1 : 1))) {
      counts.push(await countHouse(context, warehouseId, distinct(some, places), note || undefined));
    }
    return { counts };
  },
});

interface One {
  readonly place: LockedPlace;
  readonly counted: number;
}

/** @throws Conflict when it moved since it was looked at @throws Refused for a place that stands there twice */
function distinct(
  rows: readonly (CountRow & { readonly place: PlaceKey })[],
  places: ReadonlyMap<string, LockedPlace>,
): One[] {
  const seen = new Map<LockedPlace, number>();
  return rows.flatMap(({ row, place: key, counted, expect }) => {
    const place = places.get(placeKey(key));
    if (!place) return [];
    const { sku, warehouse, quantity, reserved, available } = place;
    const twin = seen.get(place);
    if (twin !== undefined) {
      throw new Refused(`${sku} in ${warehouse} stands there twice, in rows ${twin} and ${row}.`, {
        hint: 'Add the numbers up, or count in several steps with counts open and counts scan.',
      });
    }
    if (expect !== undefined && expect !== quantity) {
      throw new Conflict(`${sku} in ${warehouse} has ${quantity} now, not ${expect}.`, {
        hint: 'Count it again.',
        details: { expected: expect, quantity, reserved, available },
      });
    }
    seen.set(place, row);
    return { place, counted };
  });
}

async function countHouse(
  context: Parameters<typeof approveCount>[0],
  warehouseId: string,
  lines: readonly One[],
  note: string | undefined,
): Promise<Approved> {
  const { tx } = context;
  const made = await tx.one<{ id: string }>(
    'insert into stock_counts (warehouse_id, note) values ($1::uuid, $2) returning id',
    [warehouseId, note ?? null],
  );
  const opened = await findCount(tx, made?.id ?? '');
  const ids = lines.map(({ place }) => place.id);
  await addLines(tx, opened.id, ids);
  const counted = lines.map((line) => ({ inventory_id: line.place.id, sku: line.place.sku, pieces: line.counted }));
  await writeCounted(tx, opened.id, counted, false);
  return approveCount(context, opened, { moved: 'refuse', uncounted: 'refuse', note });
}
