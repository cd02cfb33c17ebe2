import type { IncomingProduct, IncomingVariant } from '../../../domain/product-csv/incoming.ts';
import type { Notes } from '../../../domain/shopify/report.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { withFreeBarcodes } from './import-barcodes.ts';
import { findExisting, matchAll } from './import-match.ts';
import { nameAll, takenSkus } from './import-names.ts';

export interface NewVariant {
  readonly id: string;
  readonly sku: string;
  readonly variant: IncomingVariant;
}

/** A product of the file and what becomes of it. */
export interface PlannedProduct {
  readonly id: string;
  readonly product: IncomingProduct;
  readonly added: readonly NewVariant[];
}

export interface NewProduct extends PlannedProduct {
  readonly sku: string;
}

export interface ChangedProduct extends PlannedProduct {
  readonly matched: readonly { readonly id: string; readonly variant: IncomingVariant }[];
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

export interface PlanOptions {
  readonly update: boolean;
  /** Quantities are taken into stock. */
  readonly delivered: boolean;
  /** SKUs that the file gives anywhere. */
  readonly reserved: Pick<ReadonlySet<string>, 'has'>;
}

/**
 * Decides what is new, what is changed and what is left out, and gives every new product and variant its id and SKU.
 * Writes nothing; clashes with the shop are told in `problems`, and the products that have one are in no plan.
 */
export async function planImport(
  tx: Tx,
  all: readonly IncomingProduct[],
  { update, delivered, reserved }: PlanOptions,
  notes: PlanNotes,
): Promise<ImportPlan> {
  const products = await withFreeBarcodes(tx, all, notes.warnings);
  const existing = await findExisting(tx, products);
  const fresh: IncomingProduct[] = [];
  const known: { id: string; product: IncomingProduct }[] = [];
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
  const matched = await matchAll(tx, known, notes);
  const adding = [
    ...fresh.map((product) => ({ product, own: product.sku, variants: product.variants })),
    ...matched.map(({ product, unmatched }) => ({ product, own: null, variants: unmatched })),
  ];
  await refuseTakenSkus(tx, adding, notes.problems);
  if (delivered) noteQuantities(adding, notes);
  const fine = ({ handle }: IncomingProduct) => !notes.problems.tell(handle);
  const kept = matched.filter(({ product }) => fine(product));
  return nameAll(tx, fresh.filter(fine), kept, reserved);
}

type Adding = readonly {
  readonly product: IncomingProduct;
  readonly own: string | null;
  readonly variants: readonly IncomingVariant[];
}[];

async function refuseTakenSkus(tx: Tx, adding: Adding, problems: Notes): Promise<void> {
  const given = adding.flatMap(({ own, variants }) => [own, ...variants.map(({ sku }) => sku)]);
  const taken = await takenSkus(
    tx,
    given.filter((sku) => sku !== null),
  );
  for (const { product, own, variants } of adding) {
    const { row, line, handle } = product;
    for (const place of [{ sku: own, row, line }, ...variants]) {
      const owner = place.sku === null ? undefined : taken.get(place.sku);
      if (place.sku === null || owner === undefined) continue;
      const whose = owner === handle ? 'this product already' : `another product of the shop, ${owner}`;
      const reason = `"${place.sku}" belongs to ${whose}; capitals do not tell SKUs apart`;
      problems.add({ row: place.row, line: place.line, handle, column: 'Variant SKU', reason });
    }
  }
}

/** Shopify counts below zero when it oversells. */
function noteQuantities(adding: Adding, { warnings, problems }: PlanNotes): void {
  for (const { product, variants } of adding) {
    for (const { row, line, quantity } of variants) {
      const at = { row, line, handle: product.handle, column: 'Variant Inventory Qty' };
      if ((quantity ?? 0) < 0)
        warnings.add({ ...at, reason: `${quantity} is below zero: nothing was taken into stock` });
      if ((quantity ?? 0) > 1_000_000) problems.add({ ...at, reason: `${quantity} is more than 1000000 pieces` });
    }
  }
}
