import * as z from 'zod';
import { editRow, ExpectedVersion, toldChanges, type ColumnValue, type RowEdited } from '../editing.ts';
import { editsShownBy, yesNo } from '../edits.ts';
import { naming, NewSku, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { askBelowCost, BelowCost, demandAboveCost } from './parts/below-cost.ts';
import { demandFreeSku, Price, productColumns, productFields } from './parts/columns.ts';
import { lockProduct } from './parts/find.ts';
import { show } from './show.ts';
import type { ShownProduct } from './parts/shown.ts';

export interface ProductEdited extends RowEdited {
  readonly sku: string;
}

export const edit = operation({
  name: 'products.edit',
  summary: 'Change fields of a product; an empty value clears a field that may be empty.',
  permission: 'catalog:write',
  input: z.object({
    product: naming('product', required(255)).describe('SKU, slug or id'),
    expected_version: ExpectedVersion,
    name: required(255).optional().describe('name of the product'),
    price: Price.optional(),
    sku: NewSku.optional().describe('new SKU of the product'),
    active: z.enum(['yes', 'no']).optional().describe('on sale: yes or no'),
    ...productFields,
    below_cost: BelowCost,
  }),
  positional: ['product'],
  examples: [
    'products edit trail-fox --price 119.00 --compare-price 129.00',
    'products edit trail-fox --active no --expected-version 1',
  ],
  edits: editsShownBy(show, standing),
  dryRun: true,
  undoable: true,
  refreshes: ['products', 'product_variants'],
  confirm: askBelowCost,
  done: ({ sku, changes }: ProductEdited) => toldChanges(sku, changes),
  async run(
    { tx },
    { product, expected_version: expectedVersion, name, price, sku, active, below_cost, ...fields },
  ): Promise<ProductEdited> {
    const columns: Record<string, ColumnValue> = {
      ...(name !== undefined && { name }),
      ...(price !== undefined && { price }),
      ...(sku !== undefined && { sku }),
      ...(active !== undefined && { is_active: active === 'yes' }),
      ...(await productColumns(tx, fields)),
    };
    const before = await lockProduct(tx, product);
    if (sku !== undefined) await demandFreeSku(tx, sku, before.id);
    // Told together and one below the other, the words were asked for before.
    const agreed = below_cost || (price !== undefined && Boolean(fields.cost));
    const after = { price: price ?? before.price, cost: fields.cost === undefined ? before.cost : fields.cost || null };
    demandAboveCost(before.sku, before, after, agreed);
    const done = await editRow(tx, {
      table: 'products',
      name: before.sku,
      row: before,
      columns,
      expectedVersion,
    });
    return { ...done, sku: sku ?? before.sku };
  },
});

function standing(shown: ShownProduct) {
  const { name, version, price, sku, brand, category, description, compare_price, cost, weight } = shown;
  const { is_active, tags, meta_title, meta_description } = shown;
  const texts = { description, compare_price, cost, weight, meta_title, meta_description };
  const fields = {
    name,
    price,
    sku,
    active: yesNo(is_active),
    brand,
    category,
    ...texts,
    tags: tags?.join(', ') ?? null,
  };
  return { name, version, fields };
}
