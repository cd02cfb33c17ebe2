import { unguarded } from '../csv-text.ts';
import type { CsvRecord } from '../csv.ts';
import { compareMoney } from '../money.ts';
import { isBelowCost } from '../pricing.ts';
import { isZero, readAmount, readKilograms, readText, readUrl, readYesNo, type Read } from '../shopify/cells.ts';
import type { Notes, Place } from '../shopify/report.ts';
import type { FileNotes, ProductFormat } from './format.ts';
import type { IncomingProduct, IncomingVariant } from './incoming.ts';
import { ownColumns, readOwnTags, readPath, type OwnColumn } from './own.ts';

type Cells = Readonly<Partial<Record<OwnColumn, string>>>;

/** A row of our file: its cells that hold anything. */
interface OwnRow extends Place {
  readonly handle: string;
  readonly cells: Cells;
}

const partsOf = {
  attribute: ownColumns.filter((column) => column.startsWith('attribute_')),
  image: ownColumns.filter((column) => column.startsWith('image_')),
  variant: ownColumns.filter((column) => column.startsWith('variant_')),
};
const ofProduct = ownColumns.filter((column) => !/^(slug$|attribute_|image_|variant_)/u.test(column));
const has = ({ cells }: OwnRow, columns: readonly OwnColumn[]) => columns.some((column) => cells[column] !== undefined);

/** @param header column names of the first row, trimmed and in lower case */
export function ownFormat(header: readonly string[], { problems, warnings }: FileNotes): ProductFormat {
  const at = ownColumns.flatMap((column) =>
    header.includes(column) ? [[column, header.indexOf(column)] as const] : [],
  );
  return {
    name: 'solemate',
    row(record) {
      return readRow(record, header.length, at, problems);
    },
    assemble(rows) {
      return new Assembly(rows as readonly OwnRow[], problems, warnings).product();
    },
  };
}

function readRow(
  { row, line, cells }: CsvRecord,
  width: number,
  at: readonly (readonly [OwnColumn, number])[],
  problems: Notes,
): OwnRow | undefined {
  const nul = cells.some((cell) => cell.includes('\0'));
  const wide = cells.slice(width).some((cell) => cell.trim() !== '');
  const told = at.map(([column, index]) => [column, unguarded(cells[index] ?? '').trim()] as const);
  const filled: Cells = Object.fromEntries(told.filter(([, cell]) => cell !== ''));
  const handle = filled.slug ?? '';
  if (nul) problems.add({ row, line, handle, reason: 'it holds a NUL byte' });
  else if (wide) problems.add({ row, line, handle, reason: `the row has ${cells.length} cells, the header ${width}` });
  else if (handle === '') problems.add({ row, line, column: 'slug', reason: 'it is empty: no product can be told' });
  else return { row, line, handle, cells: filled };
  return undefined;
}

/** The rows of one slug. */
class Assembly {
  readonly #rows: readonly OwnRow[];
  readonly #problems: Notes;
  readonly #warnings: Notes;

  constructor(rows: readonly OwnRow[], problems: Notes, warnings: Notes) {
    this.#rows = rows;
    this.#problems = problems;
    this.#warnings = warnings;
  }

  product(): IncomingProduct | undefined {
    const [first, ...others] = this.#rows.filter((row) => has(row, ofProduct));
    const start = this.#rows[0];
    if (!start) return undefined;
    if (!first) {
      this.#refuse(start, `no row of "${start.handle.slice(0, 60)}" has a name and a price`, 'name');
      return undefined;
    }
    for (const other of others) {
      this.#refuse(other, `the product "${other.handle.slice(0, 60)}" stands on row ${first.row} already`, 'slug');
    }
    if (/[\s/?#%\\]/u.test(first.handle)) this.#refuse(first, 'it is no word fit for a web address', 'slug');
    const status = this.#status(first, 'status', ['active', 'inactive', 'archived']);
    const price = this.#price(first, 'price');
    if (first.cells.price === undefined) this.#refuse(first, 'it is empty: every product needs a price', 'price');
    this.#warn(first);
    const path = first.cells.category === undefined ? [] : readPath(first.cells.category);
    if (path.some((name) => Array.from(name).length > 100))
      this.#refuse(first, 'a name has more than 100 characters', 'category');
    const tags = first.cells.tags === undefined ? [] : readOwnTags(first.cells.tags);
    if (tags.some((tag) => Array.from(tag).length > 255))
      this.#refuse(first, 'a tag has more than 255 characters', 'tags');
    const text = (column: OwnColumn, max: number) => this.#text(first, column, max);
    return {
      row: first.row,
      line: first.line,
      handle: text('slug', 255) ?? '',
      sku: text('sku', 100),
      barcode: text('barcode', 50),
      title: text('name', 255) ?? this.#missing(first, 'name'),
      description: text('description', 100_000),
      vendor: text('brand', 100),
      category: path.length > 0 ? { path, anywhere: false } : null,
      tags: tags.length > 0 ? tags : null,
      active: status === null ? null : status === 'active',
      archived: status === 'archived',
      price: price ?? '',
      comparePrice: this.#read(first, 'compare_price', readAmount(first.cells.compare_price ?? '', false)),
      cost: this.#read(first, 'cost', readAmount(first.cells.cost ?? '', false)),
      weight: this.#read(first, 'weight', readKilograms(first.cells.weight ?? '')),
      metaTitle: text('meta_title', 255),
      metaDescription: text('meta_description', 10_000),
      attributes: this.#attributes(),
      images: this.#images(),
      variants: this.#variants(),
    };
  }

  #warn({ row, line, handle, cells }: OwnRow): void {
    const amount = (column: OwnColumn) => {
      const read = readAmount(cells[column] ?? '', false);
      return 'value' in read ? read.value : null;
    };
    const [price, compare, cost] = [amount('price'), amount('compare_price'), amount('cost')];
    const warn = (reason: string) => this.#warnings.add({ row, line, handle, reason });
    if (price !== null && isBelowCost(price, cost)) warn(`the price ${price} is below the cost ${cost ?? ''}`);
    if (price !== null && compare !== null && compareMoney(compare, price) < 0) {
      warn(`the compare price ${compare} is below the price ${price}`);
    }
  }

  #attributes(): IncomingProduct['attributes'] {
    const rows = this.#rows.filter((row) => has(row, partsOf.attribute));
    return rows.flatMap((row) => {
      const name = this.#text(row, 'attribute_name', 100);
      const value = this.#text(row, 'attribute_value', 10_000);
      if (name !== null && value !== null) return [{ name, value }];
      this.#refuse(row, 'an attribute needs a name and a value', 'attribute_name');
      return [];
    });
  }

  #images(): IncomingProduct['images'] {
    const rows = this.#rows.filter((row) => has(row, partsOf.image));
    return rows.flatMap((row) => {
      const url = this.#read(row, 'image_url', readUrl(row.cells.image_url ?? ''));
      if (url === null) {
        if (row.cells.image_url === undefined) this.#refuse(row, 'a picture needs an address', 'image_url');
        return [];
      }
      const primary = this.#read(row, 'image_primary', readYesNo(row.cells.image_primary ?? ''));
      return [{ url, alt: this.#text(row, 'image_alt', 255), primary }];
    });
  }

  #variants(): IncomingVariant[] {
    const seen = new Map<string, number>();
    return this.#rows
      .filter((row) => has(row, partsOf.variant))
      .map((row) => {
        const size = this.#text(row, 'variant_size', 20);
        const color = this.#text(row, 'variant_color', 50);
        const same = JSON.stringify([size, color]);
        const earlier = seen.get(same);
        if (earlier !== undefined) this.#refuse(row, `the same variant is on row ${earlier} as well`, 'variant_size');
        seen.set(same, earlier ?? row.row);
        const status = this.#status(row, 'variant_status', ['active', 'inactive']);
        const urls = (row.cells.variant_images ?? '').split('\n').filter((url) => url.trim() !== '');
        return {
          row: row.row,
          line: row.line,
          sku: this.#text(row, 'variant_sku', 100),
          barcode: this.#text(row, 'variant_barcode', 50),
          size,
          color,
          options: [color ?? '', size ?? ''],
          price: this.#price(row, 'variant_price'),
          weight: this.#read(row, 'variant_weight', readKilograms(row.cells.variant_weight ?? '')),
          images: urls.flatMap((url) => this.#read(row, 'variant_images', readUrl(url)) ?? []),
          active: status === null ? null : status === 'active',
          quantity: null,
        };
      });
  }

  #price(row: OwnRow, column: 'price' | 'variant_price'): string | null {
    const price = this.#read(row, column, readAmount(row.cells[column] ?? '', false));
    if (price === null || !isZero(price)) return price;
    this.#refuse(row, 'the price must be more than 0', column);
    return null;
  }

  #status<T extends string>(row: OwnRow, column: OwnColumn, known: readonly T[]): T | null {
    const given = row.cells[column]?.toLowerCase();
    if (given === undefined) return null;
    const found = known.find((one) => one === given);
    if (found === undefined) this.#refuse(row, `"${given.slice(0, 40)}" is none of ${known.join(', ')}`, column);
    return found ?? null;
  }

  #missing(row: OwnRow, column: OwnColumn): string {
    if (row.cells[column] === undefined) this.#refuse(row, 'it is empty', column);
    return '';
  }

  #text = (row: OwnRow, column: OwnColumn, max: number) =>
    this.#read(row, column, readText(row.cells[column] ?? '', max));

  #read<T>(row: OwnRow, column: OwnColumn, read: Read<T>): T | null {
    if ('value' in read) return read.value;
    this.#refuse(row, read.problem, column);
    return null;
  }

  #refuse({ row, line, handle }: OwnRow, reason: string, column: OwnColumn): void {
    this.#problems.add({ row, line, handle, column, reason });
  }
}
