import type { CsvRecord } from '../csv.ts';
import { plainText } from '../html.ts';
import {
  isZero,
  readAmount,
  readGrams,
  readQuantity,
  readStatus,
  readTags,
  readText,
  readUrl,
  readYesNo,
  withoutApostrophe,
  type Read,
} from './cells.ts';
import { columnName, type Column, type Header } from './columns.ts';
import { isDefaultTitle } from './options.ts';
import type { Notes, Place } from './report.ts';

/** What is told once for a product, on the row that has its Title. Null: not told. */
export interface InfoPart extends Place {
  readonly title: string;
  readonly description: string | null;
  readonly vendor: string | null;
  readonly type: string | null;
  readonly tags: readonly string[] | null;
  readonly active: boolean | null;
  readonly archived: boolean;
  readonly metaTitle: string | null;
  readonly metaDescription: string | null;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

export interface VariantPart extends Place {
  readonly options: readonly [string, string, string];
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly price: string | null;
  readonly comparePrice: string | null;
  readonly cost: string | null;
  readonly weight: string | null;
  readonly quantity: number | null;
  readonly image: string | null;
}

export interface ImagePart extends Place {
  readonly url: string;
  readonly alt: string | null;
  readonly position: number | null;
}

/** A row taken apart: Shopify puts product, variant and picture side by side, and any of them may be left out. */
export interface RowParts extends Place {
  readonly handle: string;
  readonly optionNames: readonly [string, string, string];
  readonly info: InfoPart | undefined;
  readonly variant: VariantPart | undefined;
  readonly image: ImagePart | undefined;
}

export interface RowReader {
  readonly header: Header;
  readonly headerCells: readonly string[];
  readonly decimalComma: boolean;
  readonly problems: Notes;
  readonly warnings: Notes;
}

/** Lower case as Shopify has it, fit for a web address. */
export function cleanHandle(text: string): string {
  const plain = text.trim().normalize('NFC').toLowerCase();
  const fit = plain.replaceAll(/[\s\p{C}/?#%\\]+/gu, '-');
  return fit === plain ? plain : fit.replaceAll(/-{2,}/gu, '-').replaceAll(/^-|-$/gu, '');
}

/** Undefined when the row has no handle or holds what cannot be kept; `problems` was told then. */
export function readRow(record: CsvRecord, reader: RowReader): RowParts | undefined {
  const { row, line, cells } = record;
  const { header, headerCells, problems, warnings } = reader;
  const nul = cells.findIndex((cell) => cell.includes('\0'));
  if (nul !== -1) {
    problems.add({ row, line, column: headerCells[nul] ?? `cell ${nul + 1}`, reason: 'it holds a NUL byte' });
    return undefined;
  }
  if (cells.slice(headerCells.length).some((cell) => cell.trim() !== '')) {
    problems.add({ row, line, reason: `the row has ${cells.length} cells, the header ${headerCells.length}` });
    return undefined;
  }
  const cell = (column: Column) => cells[header.at[column] ?? -1] ?? '';
  const handle = cleanHandle(cell('handle'));
  if (handle === '') {
    problems.add({ row, line, column: columnName('handle'), reason: 'it is empty: no product can be told' });
    return undefined;
  }
  if (cells.length < headerCells.length) {
    const reason = `the row ends after ${cells.length} of ${headerCells.length} cells; the others count as empty`;
    warnings.add({ row, line, handle, reason });
  }
  const read = <T>(column: Column, result: Read<T>): T | null => {
    if ('value' in result) return result.value;
    problems.add({ row, line, handle, column: columnName(column), reason: result.problem });
    return null;
  };
  const text = (column: Column, max: number) => read(column, readText(cell(column), max));
  const cut = (column: Column, max: number) => {
    const letters = Array.from(cell(column).trim());
    if (letters.length === 0) return null;
    if (letters.length > max) {
      const reason = `it has ${letters.length} characters and was cut to ${max}`;
      warnings.add({ row, line, handle, column: columnName(column), reason });
    }
    return letters.slice(0, max).join('').trim();
  };
  const optionName = (column: Column) => cut(column, 100) ?? '';
  read('handle', readText(handle, 255));
  const parts: PartReader = { place: { row, line }, cell, read, text, cut, reader, record };
  return {
    row,
    line,
    handle,
    optionNames: [optionName('option1Name'), optionName('option2Name'), optionName('option3Name')],
    info: cell('title').trim() === '' ? undefined : readInfo(parts),
    variant: hasVariant(cell) ? readVariant(parts) : undefined,
    image: cell('image').trim() === '' ? undefined : readImage(parts),
  };
}

interface PartReader {
  readonly place: Place;
  readonly cell: (column: Column) => string;
  readonly read: <T>(column: Column, result: Read<T>) => T | null;
  readonly text: (column: Column, max: number) => string | null;
  readonly cut: (column: Column, max: number) => string | null;
  readonly reader: RowReader;
  readonly record: CsvRecord;
}

/** Rows that only add a picture leave all of these empty. */
function hasVariant(cell: (column: Column) => string): boolean {
  const telling: Column[] = ['option1Value', 'option2Value', 'option3Value', 'sku', 'price', 'barcode'];
  return telling.some((column) => cell(column).trim() !== '');
}

function readInfo({ place, cell, read, text, cut, reader, record }: PartReader): InfoPart {
  const published = read('published', readYesNo(cell('published')));
  const status = read('status', readStatus(cell('status')));
  if (read('giftCard', readYesNo(cell('giftCard'))) === true) {
    reader.warnings.add({ ...place, reason: 'it is a gift card and is taken in like any other product' });
  }
  const attributes = [
    { name: 'Gender', value: cell('gender').trim() },
    { name: 'Age group', value: cell('ageGroup').trim() },
    ...reader.header.attributes.map(({ label, at }) => ({ name: label, value: (record.cells[at] ?? '').trim() })),
  ];
  const category = cell('category').split('>').at(-1)?.trim();
  const type = text('type', 100) ?? read('category', readText(category ?? '', 100));
  return {
    ...place,
    title: text('title', 255) ?? '',
    description: plainText(cell('body')) || null,
    vendor: text('vendor', 100),
    type,
    tags: read('tags', readTags(cell('tags'))),
    active: published === null && status === null ? null : (published ?? true) && (status ?? 'active') === 'active',
    archived: status === 'archived',
    metaTitle: cut('seoTitle', 255),
    metaDescription: cell('seoDescription').trim() || null,
    attributes: attributes.filter(({ value }) => value !== ''),
  };
}

function readVariant({ place, cell, read, reader }: PartReader): VariantPart {
  const amount = (column: Column) => read(column, readAmount(cell(column), reader.decimalComma));
  const given = amount('price');
  const price = given !== null && isZero(given) ? null : given;
  if (given !== price) read('price', { problem: 'the price must be more than 0' });
  if (cell('price').trim() === '') read('price', { problem: 'it is empty: every variant needs a price' });
  const comparePrice = amount('comparePrice');
  const option = (column: Column) => {
    const value = cell(column).trim();
    return isDefaultTitle(value) ? '' : value;
  };
  return {
    ...place,
    options: [option('option1Value'), option('option2Value'), option('option3Value')],
    sku: read('sku', readText(withoutApostrophe(cell('sku')), 100)),
    barcode: cutBarcode(withoutApostrophe(cell('barcode')), place, reader),
    price,
    comparePrice: comparePrice !== null && isZero(comparePrice) ? null : comparePrice,
    cost: amount('cost'),
    weight: read('grams', readGrams(cell('grams'), reader.decimalComma)),
    quantity: read('quantity', readQuantity(cell('quantity'))),
    image: read('variantImage', readUrl(cell('variantImage'))),
  };
}

function readImage({ place, cell, read, cut }: PartReader): ImagePart | undefined {
  const url = read('image', readUrl(cell('image')));
  const position = read('imagePosition', readQuantity(cell('imagePosition')));
  return url === null ? undefined : { ...place, url, position, alt: cut('imageAlt', 255) };
}

/** What is longer than any code that a scanner reads is no barcode, and no reason to refuse the shoe. */
function cutBarcode(text: string, place: Place, { warnings }: RowReader): string | null {
  const code = text.trim();
  if (code === '') return null;
  if (Array.from(code).length <= 50) return code;
  warnings.add({ ...place, column: columnName('barcode'), reason: 'it has more than 50 characters and was left out' });
  return null;
}
