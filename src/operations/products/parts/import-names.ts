import { randomUUID } from 'node:crypto';
import type { IncomingProduct, IncomingVariant } from '../../../domain/product-csv/incoming.ts';
import { giveNames, skuLength, wishedSku } from '../../../domain/shopify/names.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { MatchedProduct } from './import-match.ts';
import type { ImportPlan, MadeSku, NewVariant } from './import-plan.ts';

/**
 * Gives every new product and variant its id and SKU. A product without options shares its SKU with its one variant, so
 * that the tag on the shelf means both. @param reserved SKUs that the rest of the file gives
 */
export async function nameAll(
  tx: Tx,
  fresh: readonly IncomingProduct[],
  known: readonly MatchedProduct[],
  reserved: Pick<ReadonlySet<string>, 'has'>,
): Promise<ImportPlan> {
  const wishes: string[] = [];
  const wish = (handle: string, options: readonly string[]) => wishes.push(wishedSku(handle, options)) - 1;
  const variantWish = ({ handle }: IncomingProduct, variant: IncomingVariant) => ({
    variant,
    at: variant.sku === null ? wish(handle, variant.options) : -1,
  });
  const newOnes = fresh.map((product) => {
    const shares = product.variants.length > 0 && product.variants.every(isWhole);
    return {
      product,
      own: product.sku !== null || shares ? -1 : wish(product.handle, []),
      variants: product.variants.map((variant) => variantWish(product, variant)),
    };
  });
  const changedOnes = known.map((one) => ({
    ...one,
    variants: one.unmatched.map((variant) => variantWish(one.product, variant)),
  }));
  const names = await freeNames(wishes, reserved, async (list) => new Set((await takenSkus(tx, list)).keys()));
  const madeSkus: MadeSku[] = [];
  const added = (handle: string, variants: readonly { variant: IncomingVariant; at: number }[]): NewVariant[] =>
    variants.map(({ variant, at }) => {
      const sku = variant.sku ?? names[at] ?? '';
      if (variant.sku === null) madeSkus.push({ row: variant.row, handle, sku });
      return { id: randomUUID(), sku, variant };
    });
  return {
    created: newOnes.map(({ product, own, variants }) => {
      const all = added(product.handle, variants);
      return { id: randomUUID(), sku: product.sku ?? names[own] ?? all[0]?.sku ?? '', product, added: all };
    }),
    changed: changedOnes.map(({ id, product, matched, variants }) => ({
      id,
      product,
      matched,
      added: added(product.handle, variants),
    })),
    madeSkus,
  };
}

const isWhole = ({ size, color }: IncomingVariant) => size === null && color === null;

/** Those of these that are a code in the shop, in any case, with the slug of whose. */
export async function takenSkus(tx: Tx, skus: readonly string[]): Promise<Map<string, string>> {
  if (skus.length === 0) return new Map();
  const rows = await tx.query<{ sku: string; slug: string }>(
    `select g.sku, p.slug
from unnest($1::text[]) as g (sku)
join article_codes a on a.code = lower(g.sku)
join products p on p.id = a.product_id`,
    [skus],
  );
  return new Map(rows.map(({ sku, slug }) => [sku, slug]));
}

/** Names nobody has: what the database holds of them is asked again until none is taken. */
export async function freeNames(
  wishes: readonly string[],
  reserved: Pick<ReadonlySet<string>, 'has'>,
  findTaken: (names: readonly string[]) => Promise<ReadonlySet<string>>,
  max = skuLength,
): Promise<string[]> {
  const taken = new Set<string>();
  for (;;) {
    const names = giveNames(wishes, { has: (name) => taken.has(name) || reserved.has(name) }, max);
    const found = await findTaken(names);
    if (found.size === 0) return names;
    for (const name of found) taken.add(name);
  }
}
