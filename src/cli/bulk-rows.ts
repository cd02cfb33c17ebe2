import { InvalidInput } from '../domain/errors.ts';
import { readCsv } from '../domain/csv.ts';
import type { BulkSpec } from '../operations/operation.ts';
import type { Cli } from './context.ts';
import { inputFile } from './input-file.ts';

/** Records named one by one, and what a row of a file says of its own record. */
export interface NamedRows {
  readonly keys: readonly string[];
  readonly own: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** The records as words, or `-`: one a line, with more columns where the operation knows some. @throws InvalidInput */
export async function readWords(words: readonly string[], bulk: BulkSpec, cli: Cli): Promise<NamedRows> {
  if (!words.includes('-')) return { keys: words, own: new Map() };
  if (words.length > 1) throw new InvalidInput('Name the records or give - for standard input, not both.');
  const file = await inputFile('-', cli.io, 'matching');
  const found = bulk.columns ? await readTable(file.open(), bulk, bulk.columns) : await readLines(file.open());
  if (found.keys.length === 0) throw new InvalidInput('Standard input named no record: one a line is needed.');
  return found;
}

async function readLines(source: AsyncIterable<Uint8Array>): Promise<NamedRows> {
  const parts: Uint8Array[] = [];
  for await (const chunk of source) parts.push(chunk);
  const lines = Buffer.concat(parts).toString('utf8').split(/\r?\n/u);
  return { keys: lines.map((line) => line.trim()).filter((line) => line !== ''), own: new Map() };
}

/** Tab, semicolon or comma between; a first row that names the columns says their order. */
async function readTable(
  source: AsyncIterable<Uint8Array>,
  { key, column }: BulkSpec,
  columns: readonly string[],
): Promise<NamedRows> {
  const keys: string[] = [];
  const own = new Map<string, Record<string, string>>();
  let order = [key, ...columns];
  const onProblem = ({ line, reason }: { line: number; reason: string }) => {
    throw new InvalidInput(`Line ${line} of standard input cannot be read: ${reason}.`);
  };
  for await (const { row, cells } of readCsv(source, { onProblem })) {
    const names = cells.map((cell) => cell.trim().toLowerCase());
    if (row === 1 && names.some((name) => name === key || name === column)) {
      order = names.map((name) => (name === column ? key : name));
      const unknown = order.filter((name) => name !== key && !columns.includes(name));
      if (unknown.length === 0 && order.includes(key)) continue;
      throw new InvalidInput(
        `There is no column "${unknown.join(', ')}" here; known are ${[key, ...columns].join(', ')}.`,
      );
    }
    if (cells.length > order.length) {
      throw new InvalidInput(
        `Row ${row} has ${cells.length} columns; at most ${order.length} are known: ${order.join(', ')}.`,
      );
    }
    const named = order.map((name, at) => [name, cells[at]?.trim() ?? ''] as const).filter(([, cell]) => cell !== '');
    const { [key]: record, ...rest } = Object.fromEntries(named);
    if (record === undefined) throw new InvalidInput(`Row ${row} names no ${key}.`);
    keys.push(record);
    own.set(record, rest);
  }
  return { keys, own };
}
