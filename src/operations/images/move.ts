import * as z from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { operation } from '../operation.ts';
import { lockProduct } from '../products/steps.ts';
import { ImageKey, imagesOf, pickImage, ProductKey, type ProductImages } from './parts/find.ts';
import { reorder } from './parts/order.ts';

export const move = operation({
  name: 'images.move',
  summary: 'Move a picture to another place; the others make room.',
  permission: 'catalog:write',
  input: z.object({
    product: ProductKey,
    image: ImageKey,
    to: z.coerce.number().int().min(1).describe('its new place, from 1'),
  }),
  positional: ['product', 'image'],
  examples: ['images move RUN 3 --to 1'],
  dryRun: true,
  undoable: true,
  refreshes: ['product_images', 'products'],
  done: ({ product }: ProductImages, { to }) => `The picture of ${product} stands at ${to}.`,
  async run({ tx }, { product: given, image: key, to }): Promise<ProductImages> {
    const product = await lockProduct(tx, given);
    const images = await imagesOf(tx, product.id);
    const image = pickImage(images, key, product.sku);
    if (to > images.length)
      throw new InvalidInput(`The last place of the pictures of ${product.sku} is ${images.length}.`);
    const ids = images.map(({ id }) => id).filter((id) => id !== image.id);
    ids.splice(to - 1, 0, image.id);
    await reorder(tx, product.id, ids);
    return { product: product.sku, rows: await imagesOf(tx, product.id) };
  },
});
