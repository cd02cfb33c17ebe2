import { foldedCode } from '../code.ts';
import { readCsv, type CsvRecord } from '../csv.ts';
import { Refused } from '../errors.ts';
import { explainHeader, readHeader } from '../shopify/columns.ts';
import { assembleShopify } from '../shopify/products.ts';
import { readRow, type RowParts } from '../shopify/rows.ts';
import { Notes, notesKept, noteText } from '../shopify/report.ts';
import type { FileNotes, ProductFormat, Shelf, Slot } from './format.ts';
import type { IncomingProduct, IncomingVariant } from './incoming.ts';
import { ownFormat } from './own-read.ts';
import { ownNeeded } from './own.ts';

export interface ProductFile {
  readonly name: string;
  readonly format: 'solemate' | 'shopify';
  /** Rows read, without the header and blank ones. */
  readonly rows: number;
  /** What can be taken in, as `batches` gives it: any number of times, in the order of the file. */
  readonly products: number;
  /** Left out for the problems; only where a part of the file may be taken. */
  readonly rejected: number;
  readonly problems: Notes;
  readonly warnings: Notes;
  readonly handles: readonly string[];
  /** Every SKU that the file gives. */
  readonly skus: Pick<ReadonlySet<string>, 'has'>;
  batches(): Iterable<readonly IncomingProduct[]>;
}

export interface ReadOptions {
  /** For messages. */
  readonly name: string;
  /** Where rows wait for the others of their product: they may stand anywhere in the file. */
  readonly shelf: Shelf;
  /** Products without a problem are taken although others have one. */
  readonly partial?: boolean;
  readonly onRow?: (rows: number) => void;
}

const maxFileBytes = 1024 * 1024 * 1024;
const batchSize = 500;
/** How many problems are told one by one where the rest is imported. */
const rejectsKept = 100_000;

/**
 * Reads a product CSV, ours or Shopify's, as a stream, once. Of a file in memory there is a batch of products, and for
 * each product its handle and SKUs. @throws Refused with all problems in `details.problems` (the first thousand) and
 * `details.problem_count`; with `partial` only for a file that cannot be read at all
 */
export async function readProducts(source: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<ProductFile> {
  const { name, shelf, partial = false } = options;
  const notes = { problems: new Notes(partial ? rejectsKept : notesKept), warnings: new Notes() };
  const broken = new Notes();
  const { format, rows, handles } = await shelve(source, options, notes, broken);
  if (broken.count > 0 && partial) throw refuseRows(name, broken);
  for (const problem of broken.list()) notes.problems.add(problem);
  if (!format) throw notes.problems.count > 0 ? refuseRows(name, notes.problems) : refuseFile(name, 'it is empty');
  const good = assemble(format, handles, shelf, notes);
  if (notes.problems.count > 0 && !partial) throw refuseRows(name, notes.problems);
  if (rows === 0) throw refuseFile(name, 'it has a header and no row');
  return {
    name,
    format: format.name,
    rows,
    products: good.handles.length,
    rejected: handles.size - good.handles.length,
    ...notes,
    handles: good.handles,
    skus: good.skus,
    *batches() {
      for (const slot of good.slots) yield JSON.parse(shelf.get(slot)) as IncomingProduct[];
    },
  };
}

/** Every row taken apart and put aside under its handle, rows that follow each other together. */
async function shelve(
  source: AsyncIterable<Uint8Array>,
  { name, shelf, onRow }: ReadOptions,
  notes: FileNotes,
  broken: Notes,
) {
  const handles = new Map<string, Slot[]>();
  let format: ProductFormat | undefined;
  let delimiter = ',';
  let rows = 0;
  let open: { handle: string; parts: unknown[] } | undefined;
  const flush = () => {
    if (!open) return;
    const slots = handles.get(open.handle);
    const slot = shelf.put(JSON.stringify(open.parts));
    if (slots) slots.push(slot);
    else handles.set(open.handle, [slot]);
    open = undefined;
  };
  const csv = readCsv(limited(source, name), {
    onProblem: (problem) => broken.add(problem),
    onDelimiter: (found) => (delimiter = found),
  });
  for await (const record of csv) {
    if (!format) {
      format = openFormat(name, record, delimiter, notes);
      continue;
    }
    rows += 1;
    onRow?.(rows);
    const parts = format.row(record);
    if (!parts) continue;
    if (open?.handle !== parts.handle) flush();
    open ??= { handle: parts.handle, parts: [] };
    open.parts.push(parts);
  }
  flush();
  return { format, rows, handles };
}

function openFormat(name: string, { cells }: CsvRecord, delimiter: string, notes: FileNotes): ProductFormat {
  const columns = cells.map((cell) => cell.trim().toLowerCase());
  if (ownNeeded.every((column) => columns.includes(column))) {
    const doubled = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index);
    if (doubled !== undefined) throw refuseFile(name, `the column "${doubled}" is there twice`);
    return ownFormat(columns, notes);
  }
  const header = readHeader(cells);
  if (header.missing.length > 0 || header.doubled.length > 0) throw refuseFile(name, explainHeader(cells, header));
  const reader = { header, headerCells: cells, decimalComma: delimiter === ';', ...notes };
  return {
    name: 'shopify',
    row: (record) => readRow(record, reader),
    assemble: (rows) => assembleShopify(rows as readonly RowParts[], notes),
  };
}

/** Products by handle, checked against each other, put aside in batches. */
function assemble(
  format: ProductFormat,
  handles: ReadonlyMap<string, readonly Slot[]>,
  shelf: Shelf,
  notes: FileNotes,
) {
  const skus: SeenSkus = new Map();
  const barcodes = new Map<string, Place>();
  const slots: Slot[] = [];
  const good: string[] = [];
  let batch: IncomingProduct[] = [];
  for (const [handle, places] of handles) {
    const rows = places.flatMap((slot) => JSON.parse(shelf.get(slot)) as unknown[]);
    const product = format.assemble(rows);
    const unique = product && withUniqueBarcodes(product, barcodes, notes);
    if (unique) demandUniqueSkus(unique, skus, notes);
    if (!unique || notes.problems.tell(handle)) continue;
    good.push(handle);
    batch.push(unique);
    if (batch.length === batchSize) {
      slots.push(shelf.put(JSON.stringify(batch)));
      batch = [];
    }
  }
  if (batch.length > 0) slots.push(shelf.put(JSON.stringify(batch)));
  return { skus: { has: (sku: string) => skus.has(foldedCode(sku)) }, slots, handles: good };
}

type SeenSkus = Map<string, { readonly row: number; readonly sku: string }>;

/** A product may share its SKU with its own variant, and with nobody else's. */
function demandUniqueSkus(product: IncomingProduct, seen: SeenSkus, { problems }: FileNotes): void {
  const { row, line, handle, sku: own, variants } = product;
  const folded = own === null ? null : foldedCode(own);
  const named = variants.some(({ sku }) => sku !== null && foldedCode(sku) === folded);
  for (const place of [...(named ? [] : [{ row, line, sku: own }]), ...variants]) {
    if (place.sku === null) continue;
    const earlier = seen.get(foldedCode(place.sku));
    if (earlier === undefined) seen.set(foldedCode(place.sku), { row: place.row, sku: place.sku });
    else {
      const same = earlier.sku === place.sku;
      const as = same ? 'as well' : `as "${earlier.sku}": capitals do not tell SKUs apart`;
      const reason = `"${place.sku}" is on row ${earlier.row} ${as}`;
      problems.add({ row: place.row, line: place.line, handle, column: 'Variant SKU', reason });
    }
  }
}

interface Place {
  readonly row: number;
  readonly of: IncomingProduct | IncomingVariant;
  readonly handle: string;
}

/**
 * Two boxes with one code happen, and are no reason to refuse a shoe: the second one gets none. A product and a variant
 * of its own may share one.
 */
function withUniqueBarcodes(
  product: IncomingProduct,
  seen: Map<string, Place>,
  { warnings }: FileNotes,
): IncomingProduct {
  const { handle } = product;
  const kept = <T extends IncomingProduct | IncomingVariant>(of: T): T => {
    const { barcode, row, line } = of;
    if (barcode === null) return of;
    const earlier = seen.get(foldedCode(barcode));
    if (!earlier) seen.set(foldedCode(barcode), { row, of, handle });
    if (!earlier || (earlier.handle === handle && earlier.of === product)) return of;
    warnings.add({
      row,
      line,
      handle,
      reason: `the barcode "${barcode}" is on row ${earlier.row} as well: it was left out`,
    });
    return { ...of, barcode: null };
  };
  const { barcode } = kept(product);
  return { ...product, barcode, variants: product.variants.map(kept) };
}

/** The sentence for a file of which nothing was taken in, with every row's problem in the details. */
export function refuseRows(name: string, problems: Notes): Refused {
  const kept = problems.list();
  const first = kept.slice(0, 3).map(noteText).join('; ');
  const more = problems.count > 3 ? `; and ${problems.count - 3} more` : '';
  const count = problems.count === 1 ? '1 problem' : `${problems.count} problems`;
  return new Refused(`${name} was not imported, it has ${count}: ${first}${more}.`, {
    hint: 'Nothing was changed; correct the rows and import the file again, or add --partial to leave them out.',
    details: { problem_count: problems.count, problems: kept.slice(0, notesKept) },
  });
}

function refuseFile(name: string, reason: string): Refused {
  return new Refused(`${name} was not imported: ${reason}.`, {
    hint: 'Give a file of "solemate products export", or in Shopify choose Products, Export, "CSV for Excel, Numbers or other spreadsheet programs".',
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
