import type { Tx } from '../../../platform/database/types.ts';
import { findStockArticles, loadWarehouses } from './articles.ts';
import type { PlaceKey } from './places.ts';
import { rejected, sorted, type Read } from './sheet.ts';

export interface Resolver {
  /** Where this lies, or why it lies nowhere. `takesIn`: nothing is brought to a closed warehouse. */
  place(sku: string, warehouse: string, takesIn: boolean): PlaceKey | string;
  isOpen(warehouse: string): boolean;
}

const batch = 20_000;

/** Looks every code up, set by set; the answers are then to be had without asking again. */
export async function resolver(tx: Tx, given: Iterable<string>): Promise<Resolver> {
  const warehouses = await loadWarehouses(tx);
  const codes = [...new Set(given)];
  const articles: Awaited<ReturnType<typeof findStockArticles>> = new Map();
  for (let from = 0; from < codes.length; from += batch) {
    const found = await findStockArticles(tx, codes.slice(from, from + batch));
    for (const [code, article] of found) articles.set(code, article);
  }
  const places = new Map<string, PlaceKey>();
  return {
    isOpen: (warehouse) => warehouses.get(warehouse)?.is_active ?? false,
    place(code, warehouse, takesIn) {
      const article = articles.get(code);
      const there = warehouses.get(warehouse);
      if (!article) return `there is no SKU ${code}`;
      if (article.has_variants) {
        return `${article.sku} is a product with variants: give the SKU of one of them`;
      }
      if (!there) return `there is no warehouse ${warehouse}; there are ${[...warehouses.keys()].join(', ')}`;
      if (takesIn && !there.is_active) return `warehouse ${warehouse} is closed`;
      const { sku, product_id, variant_id } = article;
      const key = `${sku} ${there.code}`;
      const place = places.get(key) ?? { sku, product_id, variant_id, warehouse_id: there.id, warehouse: there.code };
      places.set(key, place);
      return place;
    },
  };
}

interface Row {
  readonly row: number;
  readonly sku: string;
  readonly warehouse: string;
}

/** Rows of one place each: those whose place is known, and why the others are not. */
export async function placeRows<R extends Row & { readonly quantity?: number }>(
  tx: Tx,
  rows: readonly R[],
  takesIn = true,
): Promise<Read<R & { readonly place: PlaceKey }>> {
  const known = await resolver(
    tx,
    rows.map(({ sku }) => sku),
  );
  return sorted(
    rows.map((row) => {
      const place = known.place(row.sku, row.warehouse, takesIn);
      const { sku, warehouse, quantity } = row;
      return typeof place === 'string' ? rejected(row.row, { sku, warehouse, quantity }, place) : { ...row, place };
    }),
  );
}
