import * as z from 'zod';
import { operation } from '../operation.ts';
import { findProduct } from '../products/steps.ts';
import { imagesOf, ProductKey, type ProductImages } from './parts/find.ts';

export const list = operation({
  name: 'images.list',
  summary: 'List the pictures of a product in their order.',
  permission: 'catalog:read',
  input: z.object({ product: ProductKey }),
  positional: ['product'],
  examples: ['images list RUN', 'images list RUN --json'],
  reads: true,
  csv: true,
  async run({ tx }, { product: given }): Promise<ProductImages> {
    const { id, sku } = await findProduct(tx, given);
    return { product: sku, rows: await imagesOf(tx, id) };
  },
});
