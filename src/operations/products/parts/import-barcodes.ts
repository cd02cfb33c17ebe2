import type { IncomingProduct } from '../../../domain/product-csv/incoming.ts';
import type { Notes } from '../../../domain/shopify/report.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** A barcode that is a code of another shoe of the shop stays with that one, and is told: no reason to refuse the shoe. */
export async function withFreeBarcodes(
  tx: Tx,
  products: readonly IncomingProduct[],
  warnings: Notes,
): Promise<readonly IncomingProduct[]> {
  const given = products.flatMap(({ barcode, variants }) => [barcode, ...variants.map((variant) => variant.barcode)]);
  const codes = given.filter((code) => code !== null);
  if (codes.length === 0) return products;
  const rows = await tx.query<{ code: string; slug: string }>(
    `select g.code, p.slug
     from unnest($1::text[]) as g (code)
     join article_codes a on a.code = lower(g.code)
     join products p on p.id = a.product_id`,
    [codes],
  );
  const owners = new Map(rows.map(({ code, slug }) => [code, slug]));
  return products.map((product) => {
    const { handle } = product;
    const free = (barcode: string | null, at: { row: number; line: number }) => {
      const owner = barcode === null ? undefined : owners.get(barcode);
      if (owner === undefined || owner === handle) return barcode;
      const reason = `the barcode "${barcode ?? ''}" belongs to ${owner}: it was left out`;
      warnings.add({ row: at.row, line: at.line, handle, reason });
      return null;
    };
    const variants = product.variants.map((one) => ({ ...one, barcode: free(one.barcode, one) }));
    return { ...product, barcode: free(product.barcode, product), variants };
  });
}
