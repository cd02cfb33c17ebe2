import * as z from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { editRow, ExpectedVersion, toldChanges, type ColumnValue, type RowEdited } from '../editing.ts';
import { editsShownBy } from '../edits.ts';
import { text } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockProduct } from '../products/steps.ts';
import { list } from './list.ts';
import { ImageKey, imagesOf, ImageUrl, pickImage, ProductKey } from './parts/find.ts';

export interface ImageEdited extends RowEdited {
  readonly product: string;
  readonly position: number;
}

export const edit = operation({
  name: 'images.edit',
  summary: 'Change the address or the alt text of a picture, or make it the primary one.',
  permission: 'catalog:write',
  input: z.object({
    product: ProductKey,
    image: ImageKey,
    expected_version: ExpectedVersion,
    address: ImageUrl.optional().describe('new address, https://…'),
    alt_text: text(255).optional().describe('what can be seen; empty clears it'),
    primary: z.boolean().optional().describe('make it the primary picture'),
  }),
  positional: ['product', 'image'],
  examples: ['images edit RUN 2 --alt-text "Runner from above" --primary'],
  edits: editsShownBy(list, ({ product, rows }, named) => {
    const { position, version, url, alt_text, is_primary } = pickImage(rows, named['image'] ?? '', product);
    // Only another one's becoming primary takes it away: there is no "no" to say.
    return {
      name: `Picture ${position} of ${product}`,
      version,
      fields: { address: url, alt_text, ...(is_primary ? { primary: true } : {}) },
    };
  }),
  dryRun: true,
  undoable: true,
  refreshes: ['product_images', 'products'],
  done: ({ product, position, changes }: ImageEdited) => toldChanges(`Picture ${position} of ${product}`, changes),
  async run({ tx }, { product: given, image: key, expected_version: expectedVersion, address, alt_text, primary }) {
    if (primary === false) throw new InvalidInput('To give up the primary picture, make another one primary.');
    const product = await lockProduct(tx, given);
    const image = pickImage(await imagesOf(tx, product.id), key, product.sku);
    const columns: Record<string, ColumnValue> = {
      ...(address !== undefined && { url: address }),
      ...(alt_text !== undefined && { alt_text: alt_text || null }),
      ...(primary && { is_primary: true }),
    };
    if (primary && !image.is_primary && (expectedVersion ?? image.version) === image.version) {
      // The other one steps back first: at no moment may there be two.
      await tx.query('update product_images set is_primary = false where product_id = $1::uuid and is_primary', [
        product.id,
      ]);
    }
    const name = `Picture ${image.position} of ${product.sku}`;
    const done = await editRow(tx, { table: 'product_images', name, row: image, columns, expectedVersion });
    return { ...done, product: product.sku, position: image.position };
  },
});
