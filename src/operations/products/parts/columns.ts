import * as z from 'zod';
import { InvalidInput, NotFound, Refused } from '../../../domain/errors.ts';
import { readTags } from '../../../domain/shopify/cells.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { entered, Money, naming, text } from '../../fields.ts';

/** Empty text clears what may be empty. */
const clearable = <T extends z.ZodType>(type: T) => z.union([z.literal(''), type]);

/** What a person may say about a product beside its name and price; the same when it is made and when it is edited. */
export const productFields = {
  brand: naming('brand', text(100)).optional().describe('name or slug of the brand'),
  category: naming('category', text(100)).optional().describe('name or slug of the category'),
  description: entered('long', text(100_000)).optional().describe('description, plain text'),
  compare_price: clearable(Money).optional().describe('former price, shown crossed out'),
  cost: clearable(Money).optional().describe('what one costs the shop'),
  weight: clearable(z.string().regex(/^\d{1,4}(\.\d{1,3})?$/u, 'kilograms such as 0.85 are needed'))
    .optional()
    .describe('weight in kg, e.g. 0.85'),
  tags: text(2000).optional().describe('tags, parted by commas'),
  meta_title: text(255).optional().describe('title for search engines'),
  meta_description: entered('long', text(2000)).optional().describe('description for search engines'),
};

/** More than nothing: a Money such as 0.00 is no price. */
export const Price = Money.refine((amount) => !/^[0.]+$/u.test(amount), 'the price must be more than 0').describe(
  'price, e.g. 129.00',
);

export type ColumnValue = string | boolean | readonly string[] | null;

type Fields = { readonly [K in keyof typeof productFields]?: string | undefined };

/** The columns and values that these fields mean; what was not given is left out. @throws NotFound, InvalidInput */
export async function productColumns(tx: Tx, fields: Fields): Promise<Record<string, ColumnValue>> {
  const columns: Record<string, ColumnValue> = {};
  const { brand, category, tags, ...plain } = fields;
  for (const [key, value] of Object.entries(plain)) {
    if (value !== undefined && key in productFields) columns[key] = value === '' ? null : value;
  }
  if (brand !== undefined) columns['brand_id'] = brand === '' ? null : await groupId(tx, 'brand', brand);
  if (category !== undefined) columns['category_id'] = category === '' ? null : await groupId(tx, 'category', category);
  if (tags !== undefined) {
    const read = readTags(tags);
    if ('problem' in read) throw new InvalidInput(`tags: ${read.problem}.`);
    columns['tags'] = read.value;
  }
  return columns;
}

const groupTables = { brand: 'brands', category: 'categories' } as const;

async function groupId(tx: Tx, kind: keyof typeof groupTables, given: string): Promise<string> {
  const rows = await tx.query<{ id: string; slug: string; exact: boolean }>(
    `select g.id, g.slug, g.slug = lower($1) as exact
from ${groupTables[kind]} g
where lower(g.name) = lower($1) or g.slug = lower($1)
order by exact desc, g.slug`,
    [given],
  );
  const [first, second] = rows;
  if (!first) {
    const hint = `See: solemate ${groupTables[kind]} list`;
    throw new NotFound(`There is no ${kind} "${given.slice(0, 60)}".`, { hint });
  }
  if (second && !first.exact) {
    const slugs = rows.map(({ slug }) => slug).slice(0, 5);
    throw new InvalidInput(`"${given.slice(0, 60)}" can mean several: give one of ${slugs.join(', ')}.`);
  }
  return first.id;
}

/**
 * A SKU on a shelf means one thing: a product may share one with its own variant, never with another's, nor one that
 * only capitals tell apart, for who types it does not mind them.
 */
export async function demandFreeSku(tx: Tx, sku: string, productId: string | null): Promise<void> {
  const other = await tx.one<{ sku: string; what: string }>(
    `select v.sku, 'a variant of ' || p.name as what
from product_variants v
join products p on p.id = v.product_id
where lower(v.sku) = lower($1) and p.id is distinct from $2::uuid
union all
select p.sku, p.name
from products p
where lower(p.sku) = lower($1) and p.sku <> $1 and p.id is distinct from $2::uuid
limit 1`,
    [sku, productId],
  );
  if (other) throw new Refused(`The SKU ${other.sku} belongs to ${other.what}.`);
}

/** Casts of the columns that are no text. */
export const columnCasts: Readonly<Record<string, string>> = {
  brand_id: '::uuid',
  category_id: '::uuid',
  price: '::numeric',
  compare_price: '::numeric',
  cost: '::numeric',
  weight: '::numeric',
  is_active: '::boolean',
  tags: '::text[]',
};
