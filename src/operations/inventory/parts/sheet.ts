import type * as z from 'zod';
import { readCsv } from '../../../domain/csv.ts';
import { InvalidInput } from '../../../domain/errors.ts';
import type { InputFileValue } from '../../fields.ts';
import type { RowProblem } from './types.ts';

/** What restock, adjust, transfer, count and reorder points have in common: rows of a file or a list, all or nothing. */
export interface Rejected {
  readonly rejected: RowProblem;
}

export interface Read<R> {
  readonly rows: readonly R[];
  readonly problems: readonly RowProblem[];
}

export interface SheetSpec<C extends string> {
  readonly columns: readonly C[];
  readonly needed: readonly C[];
  /** "holds no rows to restock" */
  readonly verb: string;
  readonly hint: string;
}

/** A file of a million rows is a mistake, and would be held in memory whole. */
const most = 500_000;

export const isRejected = (one: object): one is Rejected => 'rejected' in one;

export function sorted<R extends object>(all: readonly (R | Rejected)[]): Read<R> {
  return {
    rows: all.filter((one): one is R => !isRejected(one)),
    problems: all.filter(isRejected).map(({ rejected }) => rejected),
  };
}

/** @throws InvalidInput when it is no such file at all: empty, no header, a column missing */
export async function readSheet<C extends string, R extends object>(
  file: InputFileValue,
  spec: SheetSpec<C>,
  toRow: (row: number, cells: Readonly<Record<C, string>>) => R | Rejected,
  onRow: (done: number) => void,
): Promise<Read<R>> {
  const rows: R[] = [];
  const problems: RowProblem[] = [];
  let places: readonly (readonly [C, number])[] | undefined;
  const unreadable = new Set<number>();
  const onProblem = ({ row, line, reason }: { row?: number; line: number; reason: string }) => {
    unreadable.add(row ?? line);
    problems.push({ row: row ?? line, sku: '', warehouse: '', quantity: '', reason });
  };
  for await (const { row, cells } of readCsv(file.open(), { onProblem })) {
    if (!places) {
      places = readHeader(file.name, cells, spec);
      continue;
    }
    // It was told already why this one cannot be read.
    if (unreadable.has(row)) continue;
    const read = toRow(
      row,
      Object.fromEntries(places.map(([name, at]) => [name, cells[at]?.trim() ?? ''])) as Record<C, string>,
    );
    if (isRejected(read)) problems.push(read.rejected);
    else rows.push(read);
    if (rows.length + problems.length > most)
      throw new InvalidInput(`${file.name} has more than ${most} rows: split it.`);
    if (rows.length % 5000 === 0) onRow(rows.length);
  }
  if (rows.length + problems.length === 0) {
    throw new InvalidInput(`${file.name} holds no rows to ${spec.verb}.`, { hint: spec.hint });
  }
  return { rows, problems };
}

function readHeader<C extends string>(
  file: string,
  cells: readonly string[],
  { columns, needed, hint }: SheetSpec<C>,
): (readonly [C, number])[] {
  const written = cells.map((cell) => cell.trim().toLowerCase());
  // what a scanner's log calls it; either is found like a SKU
  const names = written.includes('sku') ? written : written.map((one) => (/^(?:bar)?code$/u.test(one) ? 'sku' : one));
  const missing = needed.filter((one) => !names.includes(one));
  const twice = columns.find((one) => names.indexOf(one) !== names.lastIndexOf(one));
  if (twice !== undefined) throw new InvalidInput(`${file} has two columns for ${twice}.`, { hint });
  if (missing.length > 0) {
    const which = missing.length === 1 ? 'column' : 'columns';
    throw new InvalidInput(`${file} has no ${which} ${missing.join(', ')}.`, { hint });
  }
  return columns.map((one) => [one, names.indexOf(one)] as const);
}

/** One row, or the first reason why it is none. */
export function readRow<S extends z.ZodObject>(
  shape: S,
  row: number,
  given: object,
): (z.output<S> & { row: number }) | Rejected {
  const parsed = shape.safeParse(given);
  if (parsed.success) return { ...parsed.data, row };
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? 'row');
  const why = issue?.message ?? 'it cannot be read';
  return rejected(row, given, why.startsWith('"') ? why : `${field === 'sku' ? 'SKU' : field}: ${why}`);
}

/** @param given what stood in the row, for whoever corrects it */
export function rejected(row: number, given: object, reason: string): Rejected {
  const cell = (...names: readonly string[]) => {
    const values = new Map(Object.entries(given));
    const found = names.map((name): unknown => values.get(name)).find((one) => one !== undefined && one !== '');
    return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
  };
  const [from, to] = [cell('from'), cell('to')];
  return {
    rejected: {
      row,
      sku: cell('sku').slice(0, 100),
      warehouse: (from === '' ? cell('warehouse') : `${from} > ${to}`).slice(0, 40),
      quantity: cell('quantity', 'counted', 'by', ...(from === '' ? ['to'] : [])).slice(0, 40),
      reason,
    },
  };
}
