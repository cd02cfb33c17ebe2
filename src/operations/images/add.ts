import * as z from 'zod';
import { InvalidInput, Refused } from '../../domain/errors.ts';
import { text } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockProduct } from '../products/steps.ts';
import { imagesOf, ImageUrl, makePrimary, ProductKey, type ProductImages } from './parts/find.ts';
import { reorder } from './parts/order.ts';

export const add = operation({
  name: 'images.add',
  summary: 'Add a picture to a product, at the end or at a position; the first one is the primary one.',
  permission: 'catalog:write',
  input: z.object({
    product: ProductKey,
    address: ImageUrl.describe('address of the picture, https://…'),
    alt_text: text(255).optional().describe('what can be seen, for those who cannot see it'),
    primary: z.boolean().default(false).describe('make it the primary picture'),
    position: z.coerce.number().int().min(1).optional().describe('place among the pictures, from 1'),
  }),
  positional: ['product', 'address'],
  examples: ['images add RUN https://images.solemate.example/run-side.jpg --alt-text "Runner, side" --primary'],
  dryRun: true,
  undoable: true,
  refreshes: ['product_images', 'products'],
  done: ({ product, rows }: ProductImages, { address }) =>
    `${product} has a new picture at ${rows.find((row) => row.url === address)?.position ?? rows.length} of ${rows.length}.`,
  async run({ tx }, { product: given, address, alt_text, primary, position }): Promise<ProductImages> {
    const product = await lockProduct(tx, given);
    const images = await imagesOf(tx, product.id);
    const twin = images.find((image) => image.url === address);
    if (twin) throw new Refused(`${product.sku} has this picture already, at ${twin.position}.`);
    if (position !== undefined && position > images.length + 1) {
      throw new InvalidInput(`The last place for a new picture of ${product.sku} is ${images.length + 1}.`);
    }
    const made = await tx.one<{ id: string }>(
      `insert into product_images (product_id, url, alt_text, sort_order)
values ($1::uuid, $2, $3, $4::integer)
returning id`,
      [product.id, address, alt_text || null, images.length],
    );
    if (!made) throw new Error('the insert returned no row');
    const ids = images.map(({ id }) => id);
    ids.splice((position ?? ids.length + 1) - 1, 0, made.id);
    await reorder(tx, product.id, ids);
    if (primary) await makePrimary(tx, product.id, made.id);
    return { product: product.sku, rows: await imagesOf(tx, product.id) };
  },
});
