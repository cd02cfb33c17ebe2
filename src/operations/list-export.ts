import { csvLines } from '../domain/csv-text.ts';
import { page, type ListCall, type Listing, type Page, type PageRequest } from './listing.ts';

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Rows of one read where there are many to come. */
export const pageOfAll = 1000;

/** Pages of a list, each read when the one before has been taken; only the first unless `all`. @throws as `page` does */
export async function* listPages(
  listing: Listing,
  request: PageRequest,
  call: ListCall,
  all: boolean,
): AsyncIterable<Page> {
  for (let after = request.after; ;) {
    const one = await page(listing, { ...request, ...(after !== undefined && { after }) }, call);
    yield one;
    if (!all || one.next === null) return;
    after = one.next;
  }
}

/** The document of these rows in pieces; CSV has every column of the list, formulas made harmless. */
export function listDocument(
  listing: Listing,
  format: ExportFormat,
  pages: AsyncIterable<Pick<Page, 'rows' | 'next'>>,
): AsyncIterable<string> {
  return format === 'csv' ? asCsv(listing, pages) : asJson(pages);
}

async function* asCsv(listing: Listing, pages: AsyncIterable<Pick<Page, 'rows'>>): AsyncIterable<string> {
  const keys = Object.keys(listing.columns);
  let heading: string[][] = [keys];
  for await (const { rows } of pages) {
    yield csvLines([...heading, ...rows.map((row) => keys.map((key) => row[key]))]);
    heading = [];
  }
}

/** `{"rows":[…],"next":…}` */
async function* asJson(pages: AsyncIterable<Pick<Page, 'rows' | 'next'>>): AsyncIterable<string> {
  let begun = false;
  let next: string | null = null;
  for await (const one of pages) {
    const rows = one.rows.map((row) => JSON.stringify(row)).join(',');
    yield `${begun ? rows && ',' : '{"rows":['}${rows}`;
    begun = true;
    next = one.next;
  }
  yield `],"next":${JSON.stringify(next)}}\n`;
}
