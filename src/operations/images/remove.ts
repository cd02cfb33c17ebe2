import * as z from 'zod';
import { Conflict } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { ExpectedVersion } from '../editing.ts';
import { operation } from '../operation.ts';
import { lockProduct } from '../products/steps.ts';
import { ImageKey, imagesOf, makePrimary, pickImage, ProductKey, type ProductImages } from './parts/find.ts';

export const remove = operation({
  name: 'images.remove',
  summary: 'Take a picture off a product; when it was the primary one, the first of the others is.',
  permission: 'catalog:write',
  input: z.object({ product: ProductKey, image: ImageKey, expected_version: ExpectedVersion }),
  positional: ['product', 'image'],
  examples: ['images remove RUN 2'],
  dryRun: true,
  undoable: true,
  refreshes: ['product_images', 'products'],
  confirm: ({ product, image }) => ({ question: `Remove the picture ${image} of ${product}?` }),
  done: ({ product, rows }: ProductImages) => `${product} has ${plural(rows.length, 'picture')} left.`,
  async run({ tx }, { product: given, image: key, expected_version: expected }): Promise<ProductImages> {
    const product = await lockProduct(tx, given);
    const images = await imagesOf(tx, product.id);
    const image = pickImage(images, key, product.sku);
    if (expected !== undefined && expected !== image.version) {
      throw new Conflict(`The picture was changed since version ${expected}; it is at version ${image.version} now.`, {
        hint: `Look at it again: solemate images list ${product.sku}`,
        details: { version: expected, current_version: image.version, fields: [] },
      });
    }
    await tx.query('delete from product_images where id = $1::uuid', [image.id]);
    const next = images.find(({ id }) => id !== image.id);
    if (image.is_primary && next) await makePrimary(tx, product.id, next.id);
    return { product: product.sku, rows: await imagesOf(tx, product.id) };
  },
});
