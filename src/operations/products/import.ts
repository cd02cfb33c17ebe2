import * as z from 'zod';
import { NotFound } from '../../domain/errors.ts';
import { readProducts, type ProductFile } from '../../domain/product-csv/read.ts';
import { Notes } from '../../domain/shopify/report.ts';
import type { Tx } from '../../platform/database/types.ts';
import { openShelf } from '../../platform/shelf.ts';
import { InputFile, naming, required, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockExisting } from './parts/import-match.ts';
import { importSentence, type ImportReport } from './parts/import-report.ts';
import { Import } from './parts/import-run.ts';
import type { Delivery } from './parts/import-variants.ts';

const Input = z.object({
  file: InputFile,
  update: z
    .boolean()
    .default(false)
    .describe('also change products whose handle the shop has; empty cells change nothing'),
  partial: z
    .boolean()
    .default(false)
    .describe(
      'leave out products with a bad row, with the reason of each, and import the rest; ends with 3 when there are any',
    ),
  warehouse: WarehouseCode.optional().describe(
    'take "Variant Inventory Qty" of new variants into stock there; without it no stock is taken in',
  ),
  brand: naming('brand', required(100)).optional().describe('brand of products that name no vendor'),
});

export const importProducts = operation({
  name: 'products.import',
  summary: 'Import products from our CSV or a product export of Shopify, all of it or nothing.',
  permission: 'catalog:write',
  input: Input,
  positional: ['file'],
  examples: [
    'products import products_export.csv --dry-run',
    'products import products_export.csv',
    'products import products_export.csv --update --partial --warehouse BER',
  ],
  dryRun: true,
  refreshes: ['products', 'product_variants', 'inventory'],
  done: importSentence,
  exitCode: ({ rejected_count }: ImportReport) => (rejected_count > 0 ? 3 : 0),
  async prepare({ progress }, { file, partial }): Promise<ProductFile & Disposable> {
    const shelf = openShelf();
    const release = () => shelf[Symbol.dispose]();
    const onRow = (done: number) => {
      if (done % 500 === 0) progress({ done, what: 'rows' });
    };
    try {
      const read = await readProducts(file.open(), { name: file.name, shelf, partial, onRow });
      return Object.assign(read, { [Symbol.dispose]: release });
    } catch (error) {
      release();
      throw error;
    }
  },
  async run(context, input, file): Promise<ImportReport> {
    const { tx } = context;
    const delivery = await findDelivery(tx, input.warehouse, input.file.name);
    const notes = { problems: file.problems.copy(), warnings: file.warnings.copy(), skipped: new Notes() };
    if (input.update) await lockExisting(tx, file.handles);
    const done = await new Import(context, file, input, delivery, notes).all();
    return {
      file: input.file.name,
      format: file.format,
      rows: file.rows,
      ...done,
      skipped_count: notes.skipped.count,
      skipped: notes.skipped.list(),
      warning_count: notes.warnings.count,
      warnings: notes.warnings.list(),
      rejected_count: notes.problems.count,
      rejected: notes.problems.list(),
    };
  },
});

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
