import { foldedCode } from '../../../domain/code.ts';
import type { IncomingProduct, IncomingVariant } from '../../../domain/product-csv/incoming.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { PlanNotes } from './import-plan.ts';

export interface MatchedProduct {
  readonly id: string;
  readonly product: IncomingProduct;
  readonly matched: readonly { readonly id: string; readonly variant: IncomingVariant }[];
  /** Variants that the shop has not. */
  readonly unmatched: readonly IncomingVariant[];
}

interface ExistingVariant {
  readonly id: string;
  readonly product_id: string;
  readonly sku: string;
  readonly size: string | null;
  readonly color: string | null;
  readonly archived: boolean;
}

/** Locks every product of the file that the shop has, in the one order that everybody locks in. */
export async function lockExisting(tx: Tx, handles: readonly string[]): Promise<void> {
  await tx.query(
    `with locked as (
  select p.id from products p where p.slug = any($1::text[]) order by p.id for no key update
)
select count(*) from locked`,
    [handles],
  );
}

/** Products of the file that the shop has, by handle. */
export async function findExisting(tx: Tx, products: readonly IncomingProduct[]) {
  const rows = await tx.query<{ id: string; slug: string; archived: boolean }>(
    'select id, slug, deleted_at is not null as archived from products where slug = any($1::text[])',
    [products.map(({ handle }) => handle)],
  );
  return new Map(rows.map((row) => [row.slug, row]));
}

export async function matchAll(
  tx: Tx,
  known: readonly { readonly id: string; readonly product: IncomingProduct }[],
  notes: PlanNotes,
): Promise<MatchedProduct[]> {
  const variants = await findVariants(
    tx,
    known.map(({ id }) => id),
  );
  return known.map(({ id, product }) => ({ id, product, ...matchVariants(product, variants.get(id) ?? [], notes) }));
}

async function findVariants(tx: Tx, productIds: readonly string[]): Promise<Map<string, ExistingVariant[]>> {
  const byProduct = new Map<string, ExistingVariant[]>();
  if (productIds.length === 0) return byProduct;
  const rows = await tx.query<ExistingVariant>(
    `select id, product_id, sku, size, color, deleted_at is not null as archived
from product_variants
where product_id = any($1::uuid[])`,
    [productIds],
  );
  for (const row of rows) {
    const list = byProduct.get(row.product_id);
    if (list) list.push(row);
    else byProduct.set(row.product_id, [row]);
  }
  return byProduct;
}

/** By SKU where the file has one, else by size and colour. A variant keeps its SKU, for old orders quote it. */
function matchVariants(product: IncomingProduct, existing: readonly ExistingVariant[], notes: PlanNotes) {
  const { handle } = product;
  const options = (of: { size: string | null; color: string | null }) => JSON.stringify([of.size, of.color]);
  const bySku = new Map(existing.map((one) => [foldedCode(one.sku), one]));
  const byOptions = new Map(existing.map((one) => [options(one), one]));
  const taken = new Set<string>();
  const matched: { id: string; variant: IncomingVariant }[] = [];
  const unmatched: IncomingVariant[] = [];
  for (const variant of product.variants) {
    const { row, line, sku } = variant;
    const found = (sku === null ? undefined : bySku.get(foldedCode(sku))) ?? byOptions.get(options(variant));
    if (!found) {
      unmatched.push(variant);
      continue;
    }
    if (taken.has(found.id)) {
      notes.problems.add({ row, line, handle, reason: `it and an earlier row both mean the variant ${found.sku}` });
      continue;
    }
    taken.add(found.id);
    if (found.archived) {
      const reason = `the variant ${found.sku} is in the archive: restore it to import it again`;
      notes.skipped.add({ row, line, handle, reason });
      continue;
    }
    matched.push({ id: found.id, variant });
    if (sku !== null && sku !== found.sku) {
      notes.warnings.add({ row, line, handle, reason: `the variant keeps its SKU ${found.sku}, the file has ${sku}` });
    } else if (options(found) !== options(variant)) {
      notes.warnings.add({ row, line, handle, reason: `the variant ${found.sku} keeps its size and colour` });
    }
  }
  return { matched, unmatched };
}
