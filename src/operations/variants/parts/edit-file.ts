import { readCsv } from '../../../domain/csv.ts';
import { InvalidInput } from '../../../domain/errors.ts';
import type { InputFileValue } from '../../fields.ts';
import { VariantKey } from './columns.ts';
import { GridLine, type GridRow } from './edit-rows.ts';

/** Column of the file → field of the variant. What `variants list --csv` has beside these is left out. */
const fieldOf: Readonly<Record<string, string>> = {
  new_sku: 'sku',
  size: 'size',
  color: 'color',
  price: 'price',
  weight: 'weight',
  barcode: 'barcode',
  active: 'active',
  version: 'expected_version',
};

const most = 20_000;
const header = 'sku,new_sku,size,color,price,weight,barcode,active,version';

/** @throws InvalidInput when it is no such file at all: empty, no header, no column to change */
export async function readGridFile(file: InputFileValue, onRow: (done: number) => void): Promise<readonly GridRow[]> {
  const rows: GridRow[] = [];
  let places: ReadonlyMap<string, number> | undefined;
  const onProblem = ({ row, line, reason }: { row?: number; line: number; reason: string }) => {
    rows.push({ row: row ?? line, variant: '', fields: {}, expectedVersion: undefined, problem: reason });
  };
  for await (const { row, cells } of readCsv(file.open(), { onProblem })) {
    if (!places) places = readHeader(file.name, cells);
    else rows.push(readRow(row, cells, places));
    if (rows.length > most) throw new InvalidInput(`${file.name} has more than ${most} rows: split it.`);
    if (rows.length % 1000 === 0) onRow(rows.length);
  }
  if (rows.length > 0) return rows;
  throw new InvalidInput(`${file.name} holds no rows.`, { hint: `The first row names the columns: ${header}.` });
}

function readHeader(name: string, cells: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map(cells.map((cell, place) => [cell.trim().toLowerCase(), place]));
  const known = Object.keys(fieldOf).filter((column) => column !== 'version' && places.has(column));
  if (places.has('sku') && known.length > 0) return places;
  throw new InvalidInput(
    places.has('sku') ? `${name} has no column that could be changed.` : `${name} has no column sku.`,
    { hint: `The first row names the columns: ${header}.` },
  );
}

function readRow(row: number, cells: readonly string[], places: ReadonlyMap<string, number>): GridRow {
  const cell = (column: string) => cells[places.get(column) ?? -1]?.trim() ?? '';
  const variant = cell('sku');
  const given = Object.entries(fieldOf).flatMap(([column, field]) => {
    const value = cell(column);
    if (value === '') return [];
    if (column === 'active') return [[field, /^(yes|true|1)$/iu.test(value) ? 'yes' : noWord(value)]];
    return [[field, value === '-' ? '' : value]];
  });
  const read = GridLine.safeParse({ ...Object.fromEntries(given), variant });
  if (read.success) {
    const { variant: key, expected_version: expectedVersion, ...fields } = read.data;
    return { row, variant: key, fields, expectedVersion };
  }
  const [issue] = read.error.issues;
  const place = issue?.path[0];
  const column = place === 'variant' ? 'sku' : Object.keys(fieldOf).find((one) => fieldOf[one] === place);
  const shown = VariantKey.safeParse(variant).success ? variant : variant.slice(0, 40);
  const problem = `${column ?? 'row'}: ${issue?.message ?? 'it cannot be read'}`;
  return { row, variant: shown, fields: {}, expectedVersion: undefined, problem };
}

const noWord = (value: string) => (/^(no|false|0)$/iu.test(value) ? 'no' : value);
