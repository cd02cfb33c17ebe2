import { NotFound } from '../../../domain/errors.ts';
import { plural } from '../../../domain/plural.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { naming, required } from '../../fields.ts';
import { WebAddress } from '../../named.ts';

export interface ProductImage {
  /** From 1; the first one leads the product's page after the primary one. */
  readonly position: number;
  readonly id: string;
  readonly url: string;
  readonly alt_text: string | null;
  readonly is_primary: boolean;
  readonly version: number;
}

/** What the pictures of a product are after something was done to them. */
export interface ProductImages {
  readonly product: string;
  readonly rows: readonly ProductImage[];
}

/** All pictures of a product in their order. Who changes them has locked the product first. */
export async function imagesOf(tx: Tx, productId: string): Promise<readonly ProductImage[]> {
  return tx.query<ProductImage>(
    `select i.sort_order + 1 as position, i.id, i.url, i.alt_text, i.is_primary, i.version
from product_images i
where i.product_id = $1::uuid
order by i.sort_order, i.id`,
    [productId],
  );
}

/** The one at this position, of this id or with this address. @throws NotFound that says how many there are */
export function pickImage(images: readonly ProductImage[], given: string, sku: string): ProductImage {
  const found = images.find(
    ({ position, id, url }) => String(position) === given || id === given.toLowerCase() || url === given,
  );
  if (found) return found;
  throw new NotFound(
    `There is no picture "${given.slice(0, 100)}" of ${sku}: it has ${plural(images.length, 'picture')}.`,
    {
      hint: `See: solemate images list ${sku}`,
    },
  );
}

/** Makes it the primary one; the database refuses two and, when all is done, none. */
export async function makePrimary(tx: Tx, productId: string, imageId: string): Promise<void> {
  await tx.query(
    'update product_images set is_primary = false where product_id = $1::uuid and is_primary and id <> $2::uuid',
    [productId, imageId],
  );
  await tx.query('update product_images set is_primary = true where id = $1::uuid and not is_primary', [imageId]);
}

export const ImageKey = required(500).describe('position (from 1), id or address of the picture');
export const ProductKey = naming('product', required(255)).describe('SKU, slug or id of the product');
export const ImageUrl = WebAddress(500).min(1, 'it is empty');
