import { NotFound, Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

export interface LockedVariant {
  readonly id: string;
  readonly sku: string;
  readonly size: string | null;
  readonly color: string | null;
  /** Its own; null: the product's. */
  readonly price: string | null;
  readonly is_active: boolean;
  readonly deleted_at: Date | null;
  readonly version: number;
  readonly product_id: string;
  readonly product_sku: string;
  readonly product_price: string;
  readonly product_cost: string | null;
  readonly product_archived: boolean;
}

/**
 * Variants by SKU (in any case), barcode or id, as they stand under their locks: products first, then variants, each by
 * id, as everybody takes them. What is not found is not in the answer.
 */
export async function lockVariants(tx: Tx, given: readonly string[]): Promise<Map<string, LockedVariant>> {
  const named = await tx.query<{ given: string; id: string; product_id: string }>(
    `select g.given, v.id, v.product_id
from unnest($1::text[]) as g (given)
cross join lateral (
  select v.id, v.product_id
  from product_variants v
  where lower(v.sku) = lower(g.given)
    or v.barcode = g.given
    or v.id = case when g.given ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then g.given::uuid end
  order by lower(v.sku) = lower(g.given) desc, v.id
  limit 1
) v`,
    [given],
  );
  const products = await tx.query<Pick<LockedVariant, 'product_id'>>(
    `select p.id as product_id, p.sku as product_sku, p.price as product_price, p.cost as product_cost,
  p.deleted_at is not null as product_archived
from products p
where p.id = any ($1::uuid[])
order by p.id
for share`,
    [[...new Set(named.map(({ product_id }) => product_id))]],
  );
  const variants = await tx.query<LockedVariant>(
    `select v.id, v.sku, v.size, v.color, v.price, v.is_active, v.deleted_at, v.version, v.product_id
from product_variants v
where v.id = any ($1::uuid[])
order by v.id
for no key update`,
    [[...new Set(named.map(({ id }) => id))]],
  );
  const productById = new Map(products.map((product) => [product.product_id, product]));
  const byId = new Map(variants.map((one) => [one.id, { ...one, ...productById.get(one.product_id) }]));
  return new Map(
    named.flatMap(({ given: word, id }) => {
      const variant = byId.get(id);
      return variant ? [[word, variant] as const] : [];
    }),
  );
}

/** @throws NotFound */
export async function lockVariant(tx: Tx, given: string): Promise<LockedVariant> {
  const found = (await lockVariants(tx, [given])).get(given);
  if (!found) throw noVariant(given);
  return found;
}

export const noVariant = (given: string) =>
  new NotFound(`There is no variant "${given.slice(0, 100)}".`, { hint: 'See: solemate variants list' });

export function refuseArchived(variant: LockedVariant): void {
  if (variant.product_archived) {
    throw new Refused(`The product of ${variant.sku} is in the archive.`, {
      hint: `Restore it first: solemate products restore ${variant.product_sku}`,
    });
  }
  if (variant.deleted_at !== null) {
    throw new Refused(`${variant.sku} is in the archive.`, {
      hint: `Restore it first: solemate variants restore ${variant.sku}`,
    });
  }
}
