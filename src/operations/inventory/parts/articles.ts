import { NotFound, Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** What a scanned or typed code means: a variant, or a product that has none. */
export interface StockArticle {
  readonly sku: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  /** The code is a product's, and it is its variants that lie on the shelf. */
  readonly has_variants: boolean;
}

/**
 * As a SKU, in any case; what is left is the barcode on the box. A code that means two SKUs means none: stock booked on
 * the wrong one is found by nobody.
 */
export async function findStockArticles(tx: Tx, codes: readonly string[]): Promise<Map<string, StockArticle>> {
  const found = new Map<string, StockArticle>();
  const ways: readonly (readonly [(code: string) => readonly string[], (alias: string) => string])[] = [
    [(code) => [code], (alias) => `lower(${alias}.sku) = lower(g.code)`],
    [barcodesOf, (alias) => `${alias}.barcode = g.code`],
  ];
  for (const [forms, matches] of ways) {
    const rest = codes.filter((code) => !found.has(code));
    if (rest.length === 0) break;
    const pairs = rest.flatMap((given) => forms(given).map((code) => ({ given, code })));
    for (const [code, article] of await seek(tx, pairs, matches)) found.set(code, article);
  }
  return found;
}

/** A UPC-A of 12 digits, an EAN of 13 and a GTIN of 14 are one number; scanners differ in the zeros they send. */
export function barcodesOf(code: string): readonly string[] {
  if (!/^\d{8,14}$/u.test(code)) return [code];
  const bare = code.replace(/^0+/u, '');
  const padded = [8, 12, 13, 14].filter((size) => size >= bare.length).map((size) => bare.padStart(size, '0'));
  return [...new Set([code, ...padded])];
}

async function seek(
  tx: Tx,
  pairs: readonly { readonly given: string; readonly code: string }[],
  matches: (alias: string) => string,
): Promise<Map<string, StockArticle>> {
  const rows = await tx.query<StockArticle & { given: string }>(
    `select g.given, coalesce(v.sku, p.sku) as sku, coalesce(v.product_id, p.id) as product_id, v.id as variant_id,
       v.id is null and exists (select from product_variants x where x.product_id = p.id) as has_variants
     from unnest($1::text[], $2::text[]) as g (given, code)
     left join product_variants v on ${matches('v')}
     left join products p on v.id is null and ${matches('p')}
     where v.id is not null
       or p.id is not null`,
    [pairs.map(({ given }) => given), pairs.map(({ code }) => code)],
  );
  const found = new Map<string, StockArticle>();
  const doubtful = new Set<string>();
  for (const { given, ...article } of rows) {
    if (found.has(given) && found.get(given)?.sku !== article.sku) doubtful.add(given);
    found.set(given, article);
  }
  for (const given of doubtful) found.delete(given);
  return found;
}

/** @throws NotFound @throws Refused for a product that has variants */
export async function findStockArticle(tx: Tx, code: string): Promise<StockArticle> {
  const article = (await findStockArticles(tx, [code])).get(code);
  if (!article)
    throw new NotFound(`There is no SKU ${shown(code)}.`, {
      hint: 'Find it by what it is called: solemate variants list WORDS',
    });
  if (article.has_variants)
    throw new Refused(`${article.sku} is a product with variants.`, {
      hint: 'Give the SKU of one of its variants.',
    });
  return article;
}

export interface Warehouse {
  readonly id: string;
  readonly code: string;
  readonly is_active: boolean;
}

export async function loadWarehouses(tx: Tx): Promise<Map<string, Warehouse>> {
  const rows = await tx.query<Warehouse>('select id, code, is_active from warehouses order by code');
  return new Map(rows.map((row) => [row.code, row]));
}

/** @throws NotFound naming the warehouses there are */
export async function findWarehouse(tx: Tx, code: string): Promise<Warehouse> {
  const all = await loadWarehouses(tx);
  const found = all.get(code.toUpperCase());
  if (found) return found;
  throw new NotFound(`There is no warehouse ${shown(code)}.`, { hint: `There are ${[...all.keys()].join(', ')}.` });
}

const shown = (code: string) => (code.length > 60 ? `${code.slice(0, 60)}…` : code);
