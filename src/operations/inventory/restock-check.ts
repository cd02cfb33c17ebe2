import type { Tx } from '../../platform/database/types.ts';
import { findStockArticles, loadWarehouses } from './articles.ts';
import type { PlaceKey } from './places.ts';
import type { RestockRow } from './restock-rows.ts';
import type { RestockProblem } from './types.ts';

/** A row whose SKU and warehouse exist. */
export interface KnownRow {
  readonly place: PlaceKey;
  readonly quantity: number;
  readonly reference: string | null;
}

const batch = 20_000;

/** Looks every SKU and warehouse up, set by set; what cannot be booked comes back with its reason. */
export async function checkRestock(
  tx: Tx,
  rows: readonly RestockRow[],
): Promise<{ known: KnownRow[]; refused: RestockProblem[] }> {
  const warehouses = await loadWarehouses(tx);
  const codes = [...new Set(rows.map(({ sku }) => sku))];
  const articles: Awaited<ReturnType<typeof findStockArticles>> = new Map();
  for (let from = 0; from < codes.length; from += batch) {
    const found = await findStockArticles(tx, codes.slice(from, from + batch));
    for (const [code, article] of found) articles.set(code, article);
  }
  const known: KnownRow[] = [];
  const refused: RestockProblem[] = [];
  const places = new Map<string, PlaceKey>();
  for (const { row, sku, warehouse, quantity, reference } of rows) {
    const article = articles.get(sku);
    const there = warehouses.get(warehouse);
    const reason = !article
      ? `there is no SKU ${sku}`
      : article.has_variants
        ? `${article.sku} is a product with variants: give the SKU of one of them`
        : !there
          ? `there is no warehouse ${warehouse}`
          : there.is_active
            ? undefined
            : `warehouse ${warehouse} is closed`;
    if (!article || !there || reason !== undefined) {
      refused.push({ row, sku, warehouse, quantity: String(quantity), reason: reason ?? 'it cannot be booked' });
      continue;
    }
    const key = `${article.sku} ${there.code}`;
    const { sku: ownSku, product_id, variant_id } = article;
    const place = places.get(key) ?? { sku: ownSku, product_id, variant_id, warehouse_id: there.id, warehouse };
    places.set(key, place);
    known.push({ place, quantity, reference });
  }
  return { known, refused };
}
