import type { Notes } from '../../../domain/shopify/report.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { addImages, setAttributes } from './import-parts.ts';
import type { ImportPlan, PlannedProduct } from './import-plan.ts';
import { insertProducts, updateProducts, type GroupIds } from './import-products.ts';
import { insertVariants, restockNew, updateVariants, type Delivery } from './import-variants.ts';

export interface ImportTarget {
  readonly delivery: Delivery | undefined;
  /** Products that are as in the file. */
  readonly skipped: Notes;
  readonly groupsOf: (planned: PlannedProduct) => GroupIds;
}

export interface Written {
  products_created: number;
  products_updated: number;
  variants_created: number;
  images: number;
  units_restocked: number;
}

/** Writes a batch of what was planned, a few statements however many products, and adds what it did to `sum`. */
export async function writeBatch(
  tx: Tx,
  { created, changed }: ImportPlan,
  { delivery, skipped, groupsOf }: ImportTarget,
  sum: Written,
): Promise<void> {
  const touched = new Set<string>();
  const all = [...created, ...changed];
  if (created.length > 0) await insertProducts(tx, created, groupsOf);
  if (changed.length > 0) {
    for (const id of await updateProducts(tx, changed, groupsOf)) touched.add(id);
    for (const id of await updateVariants(tx, changed)) touched.add(id);
  }
  await insertVariants(tx, all);
  const images = await addImages(tx, all);
  for (const id of [...images, ...(await setAttributes(tx, all))]) touched.add(id);
  for (const { id, added } of all) {
    sum.variants_created += added.length;
    if (added.length > 0) touched.add(id);
  }
  for (const { id, product } of changed) {
    const { row, line, handle } = product;
    if (!touched.has(id)) skipped.add({ row, line, handle, reason: 'the shop has it just so: nothing to change' });
  }
  sum.images += images.length;
  if (delivery) sum.units_restocked += await restockNew(tx, all, delivery);
  sum.products_created += created.length;
  sum.products_updated += changed.filter(({ id }) => touched.has(id)).length;
}
