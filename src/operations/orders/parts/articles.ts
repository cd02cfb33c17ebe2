import { NotFound, Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** What a SKU means today. */
export interface Article {
  readonly sku: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  readonly name: string;
  readonly price: string;
  readonly on_sale: boolean;
  /** Kept with an order line: what the customer saw. */
  readonly snapshot: Readonly<Record<string, unknown>>;
}

interface Found extends Article {
  readonly given: string;
  /** The SKU is a product's, and it is the variants that are sold. */
  readonly has_variants: boolean;
}

/**
 * The articles of these SKUs, in the same order; case does not matter. A product is an article of its own only when it
 * has no variants. @throws NotFound naming every SKU that is none @throws Refused for a product that has variants
 */
export async function findArticles(tx: Tx, skus: readonly string[]): Promise<Article[]> {
  const rows = await tx.query<Found>(
    `select g.given, coalesce(v.sku, p.sku) as sku, p.id as product_id, v.id as variant_id, p.name,
       coalesce(v.price, p.price) as price,
       p.is_active and p.deleted_at is null and coalesce(v.is_active, true) as on_sale,
       v.id is null and exists (select from product_variants x where x.product_id = p.id) as has_variants,
       jsonb_build_object(
         'sku', coalesce(v.sku, p.sku), 'name', p.name, 'brand', b.name, 'category', c.name, 'size', v.size,
         'color', v.color, 'price', coalesce(v.price, p.price)::text, 'image', v.images[1]
       ) as snapshot
     from unnest($1::text[]) as g (given)
     left join product_variants v on lower(v.sku) = lower(g.given)
     left join products s on v.id is null and lower(s.sku) = lower(g.given)
     join products p on p.id = coalesce(v.product_id, s.id)
     left join brands b on b.id = p.brand_id
     left join categories c on c.id = p.category_id`,
    [skus],
  );
  const found = new Map(rows.map((row) => [row.given, row]));
  const unknown = skus.filter((sku) => !found.has(sku));
  if (unknown.length > 0) {
    const told = unknown.slice(0, 5).map((sku) => sku.slice(0, 60));
    throw new NotFound(`There is no SKU ${told.join(', ')}.`, {
      hint: 'Find it by what it is called: solemate variants list WORDS',
      details: { skus: unknown.slice(0, 100) },
    });
  }
  return skus.flatMap((sku) => {
    const article = found.get(sku);
    if (article?.has_variants) {
      throw new Refused(`${article.sku} is a product with variants.`, { hint: 'Give the SKU of one of its variants.' });
    }
    return article ?? [];
  });
}
