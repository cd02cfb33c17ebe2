import { NotFound, Refused } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';

/** What a scanned or typed code means: a variant, or a product that has none. */
export interface StockArticle {
  readonly sku: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  /** The code is a product's, and it is its variants that lie on the shelf. */
  readonly has_variants: boolean;
}

/**
 * As given first, by the unique indexes; only what is left is tried in any case, by the trigram indexes. A code that in
 * any case means two SKUs means none: stock booked on the wrong one is found by nobody.
 */
export async function findStockArticles(tx: Tx, codes: readonly string[]): Promise<Map<string, StockArticle>> {
  const found = await seek(tx, codes, (column) => `${column} = g.given`);
  const rest = codes.filter((code) => !found.has(code));
  if (rest.length > 0) {
    for (const [code, article] of await seek(tx, rest, (column) => `lower(${column}) = lower(g.given)`)) {
      found.set(code, article);
    }
  }
  return found;
}

async function seek(
  tx: Tx,
  codes: readonly string[],
  matches: (column: string) => string,
): Promise<Map<string, StockArticle>> {
  const rows = await tx.query<StockArticle & { given: string }>(
    `select g.given, coalesce(v.sku, p.sku) as sku, coalesce(v.product_id, p.id) as product_id, v.id as variant_id,
       v.id is null and exists (select from product_variants x where x.product_id = p.id) as has_variants
     from unnest($1::text[]) as g (given)
     left join product_variants v on ${matches('v.sku')}
     left join products p on v.id is null and ${matches('p.sku')}
     where v.id is not null
       or p.id is not null`,
    [codes],
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
  if (!article) throw new NotFound(`There is no SKU ${shown(code)}.`);
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
