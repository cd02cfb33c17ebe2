import { csvText, guarded } from '../csv-text.ts';
import { ownColumns, writePath, writeTags, type OwnColumn } from './own.ts';
import type { OutgoingProduct } from './outgoing.ts';

type Cells = Partial<Record<OwnColumn, string | null>>;

export const ownHeader = csvText([ownColumns]);

export function ownRows(product: OutgoingProduct): string {
  const { variants, images, attributes } = product;
  const rows = Math.max(1, variants.length, images.length, attributes.length);
  return csvText(
    Array.from({ length: rows }, (_, row) => {
      const cells: Cells = {
        slug: product.slug,
        ...(row === 0 && productCells(product)),
        ...attributeCells(attributes[row]),
        ...imageCells(images[row]),
        ...variantCells(variants[row]),
      };
      return ownColumns.map((column) => guarded(cells[column]?.trim() ?? ''));
    }),
  );
}

function productCells(product: OutgoingProduct): Cells {
  const { category, tags, slug, sku, barcode, name, status, brand, price, compare_price, cost, weight } = product;
  const { description, meta_title, meta_description } = product;
  const plain = { slug, sku, barcode, name, status, brand, price, compare_price, cost, weight };
  return { ...plain, description, meta_title, meta_description, category: writePath(category), tags: writeTags(tags) };
}

const attributeCells = (one: OutgoingProduct['attributes'][number] | undefined): Cells =>
  one ? { attribute_name: one.name, attribute_value: one.value } : {};

const imageCells = (one: OutgoingProduct['images'][number] | undefined): Cells =>
  one ? { image_url: one.url, image_alt: one.alt, image_primary: one.primary ? 'yes' : 'no' } : {};

const variantCells = (one: OutgoingProduct['variants'][number] | undefined): Cells =>
  one
    ? {
        variant_sku: one.sku,
        variant_barcode: one.barcode,
        variant_size: one.size,
        variant_color: one.color,
        variant_price: one.price,
        variant_weight: one.weight,
        variant_status: one.active ? 'active' : 'inactive',
        variant_images: one.images.join('\n'),
      }
    : {};
