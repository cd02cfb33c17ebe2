import * as z from 'zod';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { findProduct } from '../products/steps.ts';

export interface ProductAttributes {
  readonly product: string;
  readonly rows: readonly { readonly name: string; readonly value: string; readonly version: number }[];
}

export const list = operation({
  name: 'attributes.list',
  summary: 'List the attributes of a product, such as its material.',
  permission: 'catalog:read',
  input: z.object({ product: naming('product', required(255)).describe('SKU, slug or id of the product') }),
  positional: ['product'],
  examples: ['attributes list RUN', 'attributes list RUN --json'],
  reads: true,
  csv: true,
  async run({ tx }, { product: given }): Promise<ProductAttributes> {
    const { id, sku } = await findProduct(tx, given);
    const rows = await tx.query<ProductAttributes['rows'][number]>(
      'select a.name, a.value, a.version from product_attributes a where a.product_id = $1::uuid order by a.name',
      [id],
    );
    return { product: sku, rows };
  },
});
