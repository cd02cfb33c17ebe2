import { readCsv } from '../../domain/csv.ts';
import { InvalidInput } from '../../domain/errors.ts';
import { Quantity, Sku, text, WarehouseCode, type InputFileValue } from '../fields.ts';
import type { RestockProblem } from './types.ts';

/** One line of a delivery, as it was given. */
export interface RestockRow {
  readonly row: number;
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly reference: string | null;
}

export interface RestockRows {
  readonly rows: readonly RestockRow[];
  readonly problems: readonly RestockProblem[];
}

interface Defaults {
  readonly warehouse: string | undefined;
  readonly reference: string | undefined;
}

type Column = 'sku' | 'warehouse' | 'quantity' | 'reference';
const columns: readonly Column[] = ['sku', 'warehouse', 'quantity', 'reference'];
/** A file of a million rows is a mistake, and would be held in memory whole. */
const most = 500_000;
const reference = text(200);

/** @throws InvalidInput when it is no such file at all: empty, no header, a column missing */
export async function readRestockFile(
  file: InputFileValue,
  defaults: Defaults,
  onRow: (done: number) => void,
): Promise<RestockRows> {
  const rows: RestockRow[] = [];
  const problems: RestockProblem[] = [];
  let places: Map<Column, number> | undefined;
  const onProblem = ({ row, line, reason }: { row?: number; line: number; reason: string }) => {
    problems.push({ row: row ?? line, sku: '', warehouse: '', quantity: '', reason });
  };
  for await (const { row, cells } of readCsv(file.open(), { onProblem })) {
    if (!places) {
      places = readHeader(file.name, cells, defaults);
      continue;
    }
    const found = places;
    const cell = (name: Column) => cells[found.get(name) ?? -1]?.trim() ?? '';
    const given = {
      sku: cell('sku'),
      warehouse: cell('warehouse') || (defaults.warehouse ?? ''),
      quantity: cell('quantity'),
      reference: cell('reference') || defaults.reference,
    };
    const read = readRow(row, given);
    if ('reason' in read) problems.push(read);
    else rows.push(read);
    if (rows.length + problems.length > most)
      throw new InvalidInput(`${file.name} has more than ${most} rows: split it.`);
    if (rows.length % 5000 === 0) onRow(rows.length);
  }
  if (rows.length + problems.length === 0) {
    const hint = 'The first row names the columns: sku,warehouse,quantity,reference.';
    throw new InvalidInput(`${file.name} holds no rows to restock.`, { hint });
  }
  return { rows, problems };
}

function readHeader(name: string, cells: readonly string[], { warehouse }: Defaults): Map<Column, number> {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const places = new Map(columns.filter((one) => names.includes(one)).map((one) => [one, names.indexOf(one)]));
  const needed: readonly Column[] = warehouse === undefined ? ['sku', 'warehouse', 'quantity'] : ['sku', 'quantity'];
  const missing = needed.filter((one) => !places.has(one));
  if (missing.length === 0) return places;
  throw new InvalidInput(`${name} has no column ${missing.join(', ')}.`, {
    hint: 'The first row names the columns: sku,warehouse,quantity,reference; --warehouse may stand for that column.',
  });
}

/** One row, or the first reason why it is none. */
export function readRow(
  row: number,
  given: { sku: string; warehouse: string; quantity: string | number; reference: string | undefined },
): RestockRow | RestockProblem {
  const sku = Sku.safeParse(given.sku);
  const warehouse = WarehouseCode.safeParse(given.warehouse);
  const quantity = Quantity.safeParse(given.quantity);
  const note = reference.safeParse(given.reference ?? '');
  if (sku.success && warehouse.success && quantity.success && note.success) {
    return {
      row,
      sku: sku.data,
      warehouse: warehouse.data.toUpperCase(),
      quantity: quantity.data,
      reference: note.data || null,
    };
  }
  const [name, failed] =
    Object.entries({ SKU: sku, warehouse, quantity, reference: note }).find(([, { success }]) => !success) ?? [];
  const why = failed?.error?.issues[0]?.message ?? 'it cannot be read';
  return {
    row,
    sku: given.sku.slice(0, 100),
    warehouse: given.warehouse.slice(0, 40),
    quantity: String(given.quantity).slice(0, 40),
    reason: name === 'quantity' ? why : `${name ?? 'row'}: ${why}`,
  };
}
