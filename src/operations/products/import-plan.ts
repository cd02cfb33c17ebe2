import { randomUUID } from 'node:crypto';
import { giveNames, skuLength, wishedSku } from '../../domain/shopify/names.ts';
import type { ShopifyProduct, ShopifyVariant } from '../../domain/shopify/products.ts';
import type { Notes } from '../../domain/shopify/report.ts';
import type { Tx } from '../../platform/database/types.ts';

export interface NewVariant {
  readonly id: string;
  readonly sku: string;
  readonly variant: ShopifyVariant;
}

/** A product of the file and what becomes of it. */
export interface PlannedProduct {
  readonly id: string;
  readonly product: ShopifyProduct;
  readonly added: readonly NewVariant[];
}

export interface NewProduct extends PlannedProduct {
  readonly sku: string;
}

export interface ChangedProduct extends PlannedProduct {
  readonly matched: readonly { readonly id: string; readonly variant: ShopifyVariant }[];
}

export interface MadeSku {
  readonly row: number;
  readonly handle: string;
  readonly sku: string;
}

export interface ImportPlan {
  readonly created: readonly NewProduct[];
  readonly changed: readonly ChangedProduct[];
  readonly madeSkus: readonly MadeSku[];
}

export interface PlanNotes {
  readonly problems: Notes;
  readonly warnings: Notes;
  readonly skipped: Notes;
}

interface ExistingVariant {
  readonly id: string;
  readonly product_id: string;
  readonly sku: string;
  readonly size: string | null;
  readonly color: string | null;
}

/**
 * Decides what is new, what is changed and what is left out, and gives every new product and variant its id and SKU.
 * Writes nothing; clashes with the shop are told in `problems`.
 */
export async function planImport(
  tx: Tx,
  products: readonly ShopifyProduct[],
  update: boolean,
  notes: PlanNotes,
): Promise<ImportPlan> {
  const existing = await findExisting(tx, products, update);
  const fresh: ShopifyProduct[] = [];
  const known: { id: string; product: ShopifyProduct }[] = [];
  for (const product of products) {
    const found = existing.get(product.handle);
    const { row, line, handle } = product;
    if (!found) fresh.push(product);
    else if (found.archived) {
      const reason = 'the shop has it in its archive: restore it to import it again';
      notes.skipped.add({ row, line, handle, reason });
    } else if (update) known.push({ id: found.id, product });
    else notes.skipped.add({ row, line, handle, reason: 'the shop has it already: use --update to change it' });
  }
  const variants = await findVariants(
    tx,
    known.map(({ id }) => id),
  );
  const matched = known.map(({ id, product }) => ({
    id,
    product,
    ...matchVariants(product, variants.get(id) ?? [], notes),
  }));
  const adding = [
    ...fresh.map((product) => ({ product, variants: product.variants })),
    ...matched.map(({ product, unmatched }) => ({ product, variants: unmatched })),
  ];
  await refuseTakenSkus(tx, adding, notes.problems);
  return nameAll(tx, fresh, matched);
}

async function findExisting(tx: Tx, products: readonly ShopifyProduct[], update: boolean) {
  const rows = await tx.query<{ id: string; slug: string; archived: boolean }>(
    `select id, slug, deleted_at is not null as archived
from products
where slug = any($1::text[])
order by id
${update ? 'for no key update' : ''}`,
    [products.map(({ handle }) => handle)],
  );
  return new Map(rows.map((row) => [row.slug, row]));
}

async function findVariants(tx: Tx, productIds: readonly string[]): Promise<Map<string, ExistingVariant[]>> {
  const byProduct = new Map<string, ExistingVariant[]>();
  if (productIds.length === 0) return byProduct;
  const rows = await tx.query<ExistingVariant>(
    'select id, product_id, sku, size, color from product_variants where product_id = any($1::uuid[])',
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
function matchVariants(product: ShopifyProduct, existing: readonly ExistingVariant[], notes: PlanNotes) {
  const { handle } = product;
  const options = (of: { size: string | null; color: string | null }) => JSON.stringify([of.size, of.color]);
  const bySku = new Map(existing.map((one) => [one.sku, one]));
  const byOptions = new Map(existing.map((one) => [options(one), one]));
  const taken = new Set<string>();
  const matched: { id: string; variant: ShopifyVariant }[] = [];
  const unmatched: ShopifyVariant[] = [];
  for (const variant of product.variants) {
    const { row, line, sku } = variant;
    const found = (sku === null ? undefined : bySku.get(sku)) ?? byOptions.get(options(variant));
    if (!found) {
      unmatched.push(variant);
      continue;
    }
    if (taken.has(found.id)) {
      notes.problems.add({ row, line, handle, reason: `it and an earlier row both mean the variant ${found.sku}` });
      continue;
    }
    taken.add(found.id);
    matched.push({ id: found.id, variant });
    if (sku !== null && sku !== found.sku) {
      notes.warnings.add({ row, line, handle, reason: `the variant keeps its SKU ${found.sku}, the file has ${sku}` });
    } else if (options(found) !== options(variant)) {
      notes.warnings.add({ row, line, handle, reason: `the variant ${found.sku} keeps its size and colour` });
    }
  }
  return { matched, unmatched };
}

async function takenSkus(tx: Tx, skus: readonly string[]): Promise<Set<string>> {
  if (skus.length === 0) return new Set();
  const rows = await tx.query<{ sku: string }>(
    `select sku from product_variants where sku = any($1::text[])
union
select sku from products where sku = any($1::text[])`,
    [skus],
  );
  return new Set(rows.map(({ sku }) => sku));
}

async function refuseTakenSkus(
  tx: Tx,
  adding: readonly { product: ShopifyProduct; variants: readonly ShopifyVariant[] }[],
  problems: Notes,
): Promise<void> {
  const given = adding.flatMap(({ variants }) => variants.flatMap(({ sku }) => (sku === null ? [] : [sku])));
  const taken = await takenSkus(tx, given);
  for (const { product, variants } of adding) {
    for (const { sku, row, line } of variants) {
      if (sku === null || !taken.has(sku)) continue;
      const reason = `"${sku}" belongs to another product of the shop`;
      problems.add({ row, line, handle: product.handle, column: 'Variant SKU', reason });
    }
  }
}

interface Matched {
  readonly id: string;
  readonly product: ShopifyProduct;
  readonly matched: ChangedProduct['matched'];
  readonly unmatched: readonly ShopifyVariant[];
}

/** A product without options shares its SKU with its one variant, so that the tag on the shelf means both. */
async function nameAll(tx: Tx, fresh: readonly ShopifyProduct[], known: readonly Matched[]): Promise<ImportPlan> {
  const wishes: string[] = [];
  const wish = (handle: string, options: readonly string[]) => wishes.push(wishedSku(handle, options)) - 1;
  const variantWish = ({ handle }: ShopifyProduct, variant: ShopifyVariant) => ({
    variant,
    at: variant.sku === null ? wish(handle, variant.options) : -1,
  });
  const newOnes = fresh.map((product) => ({
    product,
    own: product.variants.every(isWhole) ? -1 : wish(product.handle, []),
    variants: product.variants.map((variant) => variantWish(product, variant)),
  }));
  const changedOnes = known.map((one) => ({
    ...one,
    variants: one.unmatched.map((variant) => variantWish(one.product, variant)),
  }));
  const given = [...newOnes, ...changedOnes].flatMap(({ variants }) => variants.map(({ variant }) => variant.sku));
  const names = await freeNames(wishes, new Set(given.filter((sku) => sku !== null)), (list) => takenSkus(tx, list));
  const madeSkus: MadeSku[] = [];
  const added = (handle: string, variants: readonly { variant: ShopifyVariant; at: number }[]): NewVariant[] =>
    variants.map(({ variant, at }) => {
      const sku = variant.sku ?? names[at] ?? '';
      if (variant.sku === null) madeSkus.push({ row: variant.row, handle, sku });
      return { id: randomUUID(), sku, variant };
    });
  return {
    created: newOnes.map(({ product, own, variants }) => {
      const all = added(product.handle, variants);
      return { id: randomUUID(), sku: names[own] ?? all[0]?.sku ?? '', product, added: all };
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

const isWhole = ({ size, color }: ShopifyVariant) => size === null && color === null;

/** Names nobody has: what the database holds of them is asked again until none is taken. */
export async function freeNames(
  wishes: readonly string[],
  reserved: ReadonlySet<string>,
  findTaken: (names: readonly string[]) => Promise<ReadonlySet<string>>,
  max = skuLength,
): Promise<string[]> {
  const taken = new Set(reserved);
  for (;;) {
    const names = giveNames(wishes, taken, max);
    const found = await findTaken(names);
    if (found.size === 0) return names;
    for (const name of found) taken.add(name);
  }
}
