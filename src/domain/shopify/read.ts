import { readCsv } from '../csv.ts';
import { Refused } from '../errors.ts';
import { explainHeader, readHeader } from './columns.ts';
import { Grouping, type ShopifyProduct } from './products.ts';
import { Notes, noteText } from './report.ts';
import { readRow, type RowReader } from './rows.ts';

export interface ShopifyFile {
  readonly products: readonly ShopifyProduct[];
  /** Rows read, without the header and blank ones. */
  readonly rows: number;
  readonly warnings: Notes;
}

export interface ReadOptions {
  /** For messages. */
  readonly name: string;
  readonly onRow?: (rows: number) => void;
}

/** All of it is held as products until the last row is read, because rows of a handle may stand anywhere. */
const maxFileBytes = 100 * 1024 * 1024;

/**
 * Reads a product export of Shopify, as a stream, once. Nothing of a file with any bad row is given out.
 * @throws Refused with all problems in `details.problems` (the first thousand) and `details.problem_count`.
 */
export async function readShopify(source: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<ShopifyFile> {
  const problems = new Notes();
  const warnings = new Notes();
  const grouping = new Grouping(problems, warnings);
  let reader: RowReader | undefined;
  let delimiter = ',';
  let rows = 0;
  const csv = readCsv(limited(source, options.name), {
    onProblem: (problem) => problems.add(problem),
    onDelimiter: (found) => (delimiter = found),
  });
  for await (const record of csv) {
    if (!reader) {
      const header = readHeader(record.cells);
      if (header.missing.length > 0 || header.doubled.length > 0) {
        throw refuseFile(options.name, explainHeader(record.cells, header));
      }
      const decimalComma = delimiter === ';';
      reader = { header, headerCells: record.cells, decimalComma, problems, warnings };
      continue;
    }
    rows += 1;
    options.onRow?.(rows);
    const parts = readRow(record, reader);
    if (parts) grouping.add(parts);
  }
  const products = grouping.products();
  if (problems.count > 0) throw refuseRows(options.name, problems);
  if (!reader) throw refuseFile(options.name, 'it is empty');
  if (rows === 0) throw refuseFile(options.name, 'it has a header and no row');
  return { products, rows, warnings };
}

/** The sentence for a file of which nothing was taken in, with every row's problem in the details. */
export function refuseRows(name: string, problems: Notes): Refused {
  const kept = problems.list();
  const first = kept.slice(0, 3).map(noteText).join('; ');
  const more = problems.count > 3 ? `; and ${problems.count - 3} more` : '';
  const count = problems.count === 1 ? '1 problem' : `${problems.count} problems`;
  return new Refused(`${name} was not imported, it has ${count}: ${first}${more}.`, {
    hint: 'Nothing was changed; correct the rows and import the file again.',
    details: { problem_count: problems.count, problems: kept },
  });
}

function refuseFile(name: string, reason: string): Refused {
  return new Refused(`${name} was not imported: ${reason}.`, {
    hint: 'In Shopify choose Products, Export, "CSV for Excel, Numbers or other spreadsheet programs".',
  });
}

async function* limited(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxFileBytes) {
      throw new Refused(`${name} is larger than ${maxFileBytes / 1024 / 1024} MB.`, {
        hint: 'Split it between two products and import the parts.',
      });
    }
    yield chunk;
  }
}
