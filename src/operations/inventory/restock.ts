import { plural } from '../../domain/plural.ts';
import { z } from 'zod';
import { InvalidInput, NotFound, Refused } from '../../domain/errors.ts';
import { InputFile, Quantity, Sku, text, WarehouseCode } from '../fields.ts';
import { operation, type Preparation } from '../operation.ts';
import { bookRestock } from './restock-book.ts';
import { checkRestock } from './restock-check.ts';
import { readRestockFile, readRow, type RestockRow, type RestockRows } from './restock-rows.ts';
import type { Restocked, RestockProblem } from './types.ts';

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
});

export const restock = operation({
  name: 'inventory.restock',
  summary: 'Book a delivery into stock: one SKU, a CSV file, or a counted list.',
  permission: 'stock:write',
  input,
  examples: [
    'inventory restock --sku RUN-42-BLK --warehouse BER --quantity 24 --reference PO-1001',
    'inventory restock --file delivery.csv --dry-run',
  ],
  dryRun: true,
  refreshes: ['inventory', 'product_variants'],
  done: ({ lines, units, rows }: Restocked) =>
    lines === 1 && rows[0]
      ? `${rows[0].sku} in ${rows[0].warehouse}: ${rows[0].quantity_before} + ${units} = ${rows[0].quantity_after}.`
      : `${plural(units, 'piece')} booked in ${plural(lines, 'line')}.`,
  prepare: (preparation, given) => readLines(given, preparation),
  async run(context, given, { rows, problems }): Promise<Restocked> {
    const { known, refused } = await checkRestock(context.tx, rows);
    const all = [...problems, ...refused].sort((one, other) => one.row - other.row);
    if (all.length > 0) throw refusal(all, rows.length + problems.length, given.sku !== undefined);
    return bookRestock(context, known);
  },
});

/** Exactly one way of saying what came in. */
async function readLines(given: z.infer<typeof input>, { progress }: Preparation): Promise<RestockRows> {
  const { sku, warehouse, quantity, reference, file, lines } = given;
  const ways = [sku ?? quantity, file, lines].filter((one) => one !== undefined).length;
  if (ways !== 1) {
    throw new InvalidInput(
      ways === 0 ? 'Nothing to restock was given.' : 'A SKU, a file and lines cannot be restocked at once.',
      { hint: 'Give --sku, --warehouse and --quantity, or --file.' },
    );
  }
  if (file) return readRestockFile(file, { warehouse, reference }, (done) => progress({ done, what: 'rows read' }));
  const listed = lines ?? [{ sku: sku ?? '', quantity: quantity ?? 0, warehouse, reference }];
  if (!lines) demandAll({ sku, warehouse, quantity });
  const read = listed.map((line, index) =>
    readRow(index + 1, {
      ...line,
      warehouse: line.warehouse ?? warehouse ?? '',
      reference: line.reference ?? reference,
    }),
  );
  return {
    rows: read.filter((one): one is RestockRow => !('reason' in one)),
    problems: read.filter((one): one is RestockProblem => 'reason' in one),
  };
}

function demandAll(needed: Readonly<Record<string, unknown>>): void {
  const missing = Object.keys(needed).filter((key) => needed[key] === undefined);
  if (missing.length > 0) throw new InvalidInput(`Missing: ${missing.map((key) => `--${key}`).join(', ')}.`);
}

/** All or nothing: a delivery that is booked in part is counted twice by whoever corrects it. */
function refusal(problems: readonly RestockProblem[], total: number, single: boolean): Error {
  const [first] = problems;
  if (single && first) {
    const sentence = `${first.reason.charAt(0).toUpperCase()}${first.reason.slice(1)}.`;
    return /^there is no /u.test(first.reason) ? new NotFound(sentence) : new Refused(sentence);
  }
  const told = problems.slice(0, 3).map(({ row, sku, reason }) => `row ${row}${sku ? ` (${sku})` : ''}: ${reason}`);
  const rest = problems.length > told.length ? `; and ${problems.length - told.length} more` : '';
  return new Refused(
    `${problems.length} of ${total} rows cannot be restocked, so nothing was booked: ${told.join('; ')}${rest}.`,
    {
      hint: 'Correct these rows and send all of it again.',
      details: { count: problems.length, rows: problems.slice(0, 1000) },
    },
  );
}
