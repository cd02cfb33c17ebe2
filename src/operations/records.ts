import type { RecordKind } from './fields.ts';
import { page, type ListCall, type Listing, type ListRow } from './listing.ts';
import { list as auditList } from './audit/list.ts';
import { list as brands } from './brands/list.ts';
import { list as categories } from './categories/list.ts';
import { list as counts } from './counts/list.ts';
import { list as customers } from './customers/list.ts';
import { list as orders } from './orders/list.ts';
import { list as products } from './products/list.ts';
import { list as promos } from './promos/list.ts';
import { list as refunds } from './refunds/list.ts';
import { list as reviews } from './reviews/list.ts';
import { list as staff } from './staff/list.ts';
import { list as variants } from './variants/list.ts';
import { list as warehouses } from './warehouses/list.ts';

/** Where records of a kind are found, and how commands call one. */
export interface RecordSource {
  readonly listing: Listing;
  /** The column that commands take; of an id its first 8 characters, as tables show it. */
  readonly handle: string;
  /** Columns that tell people which one it is, the first first. */
  readonly told: readonly string[];
  /** A filter that always holds. */
  readonly filter?: string;
}

/** One line a kind: forms, the palette and completion find records through it. */
export const recordSources: Readonly<Record<RecordKind, RecordSource>> = {
  order: { listing: orders, handle: 'order_number', told: ['customer', 'status', 'total'] },
  product: { listing: products, handle: 'sku', told: ['name', 'brand', 'status'] },
  variant: { listing: variants, handle: 'sku', told: ['product', 'size', 'color'] },
  article: { listing: variants, handle: 'sku', told: ['product', 'size', 'color'] },
  brand: { listing: brands, handle: 'slug', told: ['name'] },
  category: { listing: categories, handle: 'slug', told: ['path'] },
  warehouse: { listing: warehouses, handle: 'code', told: ['name', 'city'], filter: 'active:yes' },
  customer: { listing: customers, handle: 'id', told: ['name', 'email'] },
  promo: { listing: promos, handle: 'code', told: ['description', 'state'] },
  staff: { listing: staff, handle: 'email', told: ['name', 'role'] },
  review: { listing: reviews, handle: 'id', told: ['product', 'title', 'customer'], filter: 'status:all' },
  count: { listing: counts, handle: 'count_number', told: ['warehouse', 'status', 'note'] },
  refund: { listing: refunds, handle: 'id', told: ['order_number', 'amount', 'status'] },
  operation: { listing: auditList, handle: 'operation_id', told: ['operation', 'record', 'person'] },
};

export interface FoundRecord {
  readonly kind: RecordKind;
  /** As commands take it. */
  readonly handle: string;
  readonly told: string;
  readonly row: ListRow;
}

const handleOf = ({ listing, handle }: RecordSource, row: ListRow): string => {
  const value = String(row[handle] ?? '');
  return listing.columns[handle]?.type === 'id' ? value.slice(0, 8) : value;
};

/**
 * The first few of a kind that have to do with what was typed, as their list finds them; all of a short list that has
 * no search are looked through here.
 * @throws Forbidden, Unavailable, Interrupted
 */
export async function findRecords(
  kind: RecordKind,
  typed: string,
  call: ListCall,
  most = 8,
): Promise<readonly FoundRecord[]> {
  const source = recordSources[kind];
  const { listing, filter = '' } = source;
  // A quote would end the text and a colon make it a filter: nothing that is looked for has either.
  const text = typed.replaceAll(/["':<>=!]/gu, ' ').trim();
  const searched = listing.search !== undefined && text !== '';
  const found = await page(
    listing,
    { filter: searched ? `${filter} ${text}` : filter, limit: searched ? most : 200 },
    call,
  );
  const told = (row: ListRow) =>
    source.told
      .map((column) => shownOf(row[column]))
      .filter(Boolean)
      .join(' · ');
  const records = found.rows.map((row) => ({ kind, handle: handleOf(source, row), told: told(row), row }));
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const fits = ({ handle, told: beside }: FoundRecord) =>
    words.every((word) => `${handle} ${beside}`.toLowerCase().includes(word));
  return (searched ? records : records.filter(fits)).slice(0, most);
}

const shownOf = (value: ListRow[string] | undefined) => (value === null || value === undefined ? '' : String(value));
