import type { IncomingProduct } from '../../../domain/product-csv/incoming.ts';
import type { Notes } from '../../../domain/shopify/report.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** A barcode that another box of the shop bears stays with that one, and is told: no reason to refuse the shoe. */
export async function withFreeBarcodes(
  tx: Tx,
  products: readonly IncomingProduct[],
  warnings: Notes,
): Promise<readonly IncomingProduct[]> {
  const given = products.flatMap(({ barcode, variants }) => [barcode, ...variants.map((variant) => variant.barcode)]);
  const codes = given.filter((code) => code !== null);
  if (codes.length === 0) return products;
  const rows = await tx.query<{ barcode: string; slug: string; of: 'product' | 'variant' }>(
    `select p.barcode, p.slug, 'product' as of from products p where p.barcode = any ($1::text[])
union all
select v.barcode, p.slug, 'variant'
from product_variants v
join products p on p.id = v.product_id
where v.barcode = any ($1::text[])`,
    [codes],
  );
  const owners = new Map(rows.map(({ barcode, slug, of }) => [`${of} ${barcode}`, slug]));
  return products.map((product) => {
    const { handle } = product;
    const free = (of: 'product' | 'variant', barcode: string | null, at: { row: number; line: number }) => {
      const owner = barcode === null ? undefined : owners.get(`${of} ${barcode}`);
      if (owner === undefined || owner === handle) return barcode;
      const reason = `the barcode "${barcode ?? ''}" belongs to ${owner}: it was left out`;
      warnings.add({ row: at.row, line: at.line, handle, reason });
      return null;
    };
    const variants = product.variants.map((one) => ({ ...one, barcode: free('variant', one.barcode, one) }));
    return { ...product, barcode: free('product', product.barcode, product), variants };
  });
}
