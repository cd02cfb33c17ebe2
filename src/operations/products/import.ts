import { plural } from '../../domain/plural.ts';
import { z } from 'zod';
import { NotFound } from '../../domain/errors.ts';
import { readShopify, refuseRows, type ShopifyFile } from '../../domain/shopify/read.ts';
import { Notes, notesKept, type RowNote } from '../../domain/shopify/report.ts';
import type { Tx } from '../../platform/database/types.ts';
import { InputFile, required, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { ensureBrands, ensureCategories } from './import-groups.ts';
import { planImport, type ImportPlan, type MadeSku } from './import-plan.ts';
import { writeImport, type Delivery, type Written } from './import-writes.ts';

/** The lists hold the first thousand, the counts all. `row` counts as a spreadsheet does, `line` as an editor does. */
export interface ImportReport extends Written {
  readonly file: string;
  /** Rows of the file without its header and blank ones. */
  readonly rows: number;
  readonly brands_created: number;
  readonly categories_created: number;
  readonly skipped_count: number;
  readonly skipped: readonly RowNote[];
  readonly warning_count: number;
  readonly warnings: readonly RowNote[];
  readonly made_sku_count: number;
  readonly made_skus: readonly MadeSku[];
}

const Input = z.object({
  file: InputFile,
  update: z
    .boolean()
    .default(false)
    .describe('also change products whose handle the shop has; empty cells change nothing'),
  warehouse: WarehouseCode.optional().describe(
    'take "Variant Inventory Qty" of new variants into stock there; without it no stock is taken in',
  ),
  brand: required(100).optional().describe('brand of products that name no vendor'),
});

export const importProducts = operation({
  name: 'products.import',
  summary: 'Import a product export of Shopify (CSV), all of it or nothing.',
  permission: 'catalog:write',
  input: Input,
  positional: ['file'],
  examples: [
    'products import products_export.csv --dry-run',
    'products import products_export.csv',
    'products import products_export.csv --update --warehouse BER',
  ],
  dryRun: true,
  refreshes: ['products', 'product_variants', 'inventory'],
  done: (report: ImportReport) => sentence(report),
  prepare({ progress }, { file }): Promise<ShopifyFile> {
    const onRow = (done: number) => {
      if (done % 500 === 0) progress({ done, what: 'rows' });
    };
    return readShopify(file.open(), { name: file.name, onRow });
  },
  async run(context, input, file): Promise<ImportReport> {
    const { tx } = context;
    const delivery = await findDelivery(tx, input.warehouse, input.file.name);
    const notes = { problems: new Notes(), warnings: file.warnings.copy(), skipped: new Notes() };
    const plan = await planImport(tx, file.products, input.update, notes);
    if (delivery) noteQuantities(plan, notes);
    if (notes.problems.count > 0) throw refuseRows(input.file.name, notes.problems);
    const taken = [...plan.created, ...plan.changed].map(({ product }) => product);
    const vendorOf = (vendor: string | null) => vendor ?? input.brand ?? null;
    const brands = await ensureBrands(tx, present(taken.map(({ vendor }) => vendorOf(vendor))));
    const categories = await ensureCategories(tx, present(taken.map(({ type }) => type)));
    const written = await writeImport(context, plan, {
      delivery,
      skipped: notes.skipped,
      groupsOf: ({ product }) => ({
        brand_id: brands.ids.get(vendorOf(product.vendor) ?? '') ?? null,
        category_id: categories.ids.get(product.type ?? '') ?? null,
      }),
    });
    return {
      file: input.file.name,
      rows: file.rows,
      ...written,
      brands_created: brands.created,
      categories_created: categories.created,
      skipped_count: notes.skipped.count,
      skipped: notes.skipped.list(),
      warning_count: notes.warnings.count,
      warnings: notes.warnings.list(),
      made_sku_count: plan.madeSkus.length,
      made_skus: plan.madeSkus.slice(0, notesKept),
    };
  },
});

const present = (names: readonly (string | null)[]) => names.filter((name) => name !== null);

async function findDelivery(tx: Tx, code: string | undefined, file: string): Promise<Delivery | undefined> {
  if (code === undefined) return undefined;
  const found = await tx.one<{ id: string }>('select id from warehouses where code = $1 and is_active', [
    code.toUpperCase(),
  ]);
  if (!found) {
    throw new NotFound(`There is no active warehouse "${code}".`, { hint: 'See: solemate warehouses list' });
  }
  return { warehouseId: found.id, notes: `import of ${file}` };
}

/** Shopify counts below zero when it oversells, and a changed variant's count is in our own stock already. */
function noteQuantities(plan: ImportPlan, { warnings, problems }: { warnings: Notes; problems: Notes }): void {
  for (const { product, added } of [...plan.created, ...plan.changed]) {
    for (const { variant } of added) {
      const { row, line, quantity } = variant;
      const at = { row, line, handle: product.handle, column: 'Variant Inventory Qty' };
      if ((quantity ?? 0) < 0)
        warnings.add({ ...at, reason: `${quantity} is below zero: nothing was taken into stock` });
      if ((quantity ?? 0) > 1_000_000) problems.add({ ...at, reason: `${quantity} is more than 1000000 pieces` });
    }
  }
  const kept = plan.changed.filter(({ matched }) => matched.some(({ variant }) => (variant.quantity ?? 0) > 0)).length;
  if (kept > 0) warnings.add({ reason: `stock of variants that the shop had in ${kept} products was left as it is` });
}

function sentence(report: ImportReport): string {
  const { products_created, products_updated, variants_created, images, rows, skipped_count, units_restocked } = report;
  const parts = [
    `${plural(products_created, 'product')} with ${plural(variants_created, 'variant')} and ${plural(images, 'picture')} made from ${plural(rows, 'row')}`,
    ...(products_updated > 0 ? [`${products_updated} changed`] : []),
    ...(skipped_count > 0 ? [`${skipped_count} skipped`] : []),
    units_restocked > 0 ? `${plural(units_restocked, 'piece')} taken into stock` : 'no stock taken in',
  ];
  return `${parts.join(', ')}.`;
}
