import * as z from 'zod';
import { NotFound, Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

export interface LockedProduct {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly price: string;
  readonly cost: string | null;
  readonly version: number;
}

/** The product of this SKU, slug or id, its row locked against other changes. @throws NotFound, Refused when archived */
export async function lockProduct(tx: Tx, given: string): Promise<LockedProduct> {
  const { archived, ...product } = await lockAnyProduct(tx, given);
  if (archived) {
    const hint = `Restore it first: solemate products restore ${product.sku}`;
    throw new Refused(`${product.sku} is in the archive.`, { hint });
  }
  return product;
}

/** The same, also from the archive. @throws NotFound */
export async function lockAnyProduct(tx: Tx, given: string): Promise<LockedProduct & { readonly archived: boolean }> {
  const found = await tx.one<LockedProduct & { archived: boolean }>(
    `select p.id, p.sku, p.name, p.price, p.cost, p.version, p.deleted_at is not null as archived
from products p
where p.id = (${productNamed})
for no key update`,
    naming(given),
  );
  if (!found) throw noProduct(given);
  return found;
}

/** The same to look at, archived or not. */
export async function findProduct(tx: Tx, given: string): Promise<{ readonly id: string; readonly sku: string }> {
  const found = await tx.one<{ id: string; sku: string }>(
    `select p.id, p.sku from products p where p.id = (${productNamed})`,
    naming(given),
  );
  if (!found) throw noProduct(given);
  return found;
}

const productNamed = `
  select s.id
  from products s
  where lower(s.sku) = lower($1::text) or s.slug = lower($1::text) or s.id = $2::uuid
  order by s.sku = $1::text desc, s.slug = lower($1::text) desc
  limit 1
`;

const naming = (given: string) => [given, z.guid().safeParse(given).success ? given : null];

const noProduct = (given: string) =>
  new NotFound(`There is no product "${given.slice(0, 100)}".`, { hint: 'See: solemate products list' });
