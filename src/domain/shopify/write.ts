import { csvText } from '../csv-text.ts';
import type { OutgoingProduct, OutgoingVariant } from '../product-csv/outgoing.ts';
import { bodyOf } from './body.ts';
import { isZero, readTags } from './cells.ts';
import { makeSlug } from './names.ts';

const before = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Type',
  'Tags',
  'Published',
  'Option1 Name',
  'Option1 Value',
  'Option2 Name',
  'Option2 Value',
  'Option3 Name',
  'Option3 Value',
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Fulfillment Service',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Requires Shipping',
  'Variant Taxable',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'Gift Card',
  'SEO Title',
  'SEO Description',
  'Google Shopping / Gender',
  'Google Shopping / Age Group',
] as const;
const after = ['Variant Image', 'Variant Weight Unit', 'Cost per item', 'Status'] as const;

type Column = (typeof before)[number] | (typeof after)[number];
type Cells = Partial<Record<Column, string | null>>;

/** Attributes that Shopify has a column of its own for; every other is a metafield with its own column. */
const google: Readonly<Record<string, Column>> = {
  Gender: 'Google Shopping / Gender',
  'Age group': 'Google Shopping / Age Group',
};

/** A column name is one line. */
const labelOf = (name: string) => name.replaceAll(/\s+/gu, ' ').trim();

/**
 * Shopify's product CSV as its admin exports it. What it cannot say is left out: prices of its own for a product whose
 * variants all have one, variants that are off sale, more than one picture of a variant. Cells are written as they are,
 * also where a spreadsheet would run them: the shop that takes them in would keep an apostrophe.
 */
export class ShopifyWriter {
  readonly #attributes: readonly string[];

  /** @param attributeNames every name that a product may have, for the header comes first */
  constructor(attributeNames: readonly string[]) {
    const labels = new Set(attributeNames.map(labelOf).filter((name) => name !== '' && !(name in google)));
    this.#attributes = [...labels].sort();
  }

  header(): string {
    const fields = this.#attributes.map(
      (name) => `${name} (product.metafields.custom.${makeSlug(name, 60).replaceAll('-', '_')})`,
    );
    return csvText([[...before, ...fields, ...after]]);
  }

  rows(product: OutgoingProduct): string {
    const variants = variantsOf(product);
    const images = product.images.toSorted((one, other) => Number(other.primary) - Number(one.primary));
    const attributes = new Map(product.attributes.map(({ name, value }) => [labelOf(name), value.trim()]));
    const count = Math.max(variants.length, images.length);
    return csvText(
      Array.from({ length: count }, (_, row) => {
        const variant = variants[row];
        const image = images[row];
        const cells: Cells = {
          Handle: product.slug,
          ...(row === 0 && productCells(product, attributes)),
          ...(variant && variantCells(product, variant, optionNames(product), row === 0)),
          ...(image && { 'Image Src': image.url, 'Image Position': String(row + 1), 'Image Alt Text': image.alt }),
        };
        const own = this.#attributes.map((name) => (row === 0 ? (attributes.get(name) ?? '') : ''));
        const cell = (column: Column) => cells[column]?.trim() ?? '';
        return [...before.map(cell), ...own, ...after.map(cell)];
      }),
    );
  }
}

/** Every Shopify product has a variant: a product of ours without any is sold as itself. */
function variantsOf(product: OutgoingProduct): readonly OutgoingVariant[] {
  if (product.variants.length > 0) return product.variants;
  const { sku, barcode, available } = product;
  return [{ sku, barcode, size: null, color: null, price: null, weight: null, active: true, images: [], available }];
}

type Options = readonly { readonly name: 'Size' | 'Color'; readonly of: 'size' | 'color' }[];

function optionNames({ variants }: OutgoingProduct): Options {
  const all = [
    { name: 'Size', of: 'size' },
    { name: 'Color', of: 'color' },
  ] as const;
  return all.filter(({ of }) => variants.some((variant) => variant[of] !== null));
}

function productCells(product: OutgoingProduct, attributes: ReadonlyMap<string, string>): Cells {
  const { name, description, brand, category, tags, status, meta_title, meta_description } = product;
  const read = readTags(tags.join(','));
  const told = Object.entries(google).map(([attribute, column]) => [column, attributes.get(attribute)]);
  return {
    Title: name,
    'Body (HTML)': bodyOf(description ?? ''),
    Vendor: brand,
    Type: category.at(-1) ?? null,
    Tags: 'value' in read ? (read.value ?? []).join(', ') : '',
    Published: status === 'active' ? 'true' : 'false',
    'Gift Card': 'false',
    'SEO Title': meta_title,
    'SEO Description': meta_description,
    Status: status === 'inactive' ? 'draft' : status,
    ...(Object.fromEntries(told) as Cells),
  };
}

/** Import takes an apostrophe before a code away. */
const code = (text: string | null) => (text?.startsWith("'") ? `'${text}` : text);

function variantCells(product: OutgoingProduct, variant: OutgoingVariant, options: Options, first: boolean): Cells {
  const named = options.length > 0 ? options : [{ name: 'Title', of: undefined }];
  const places = named.map(({ name, of }, index) => ({
    ...(first && { [`Option${index + 1} Name`]: name }),
    [`Option${index + 1} Value`]: of === undefined ? 'Default Title' : variant[of],
  }));
  const compare = product.compare_price;
  return {
    ...(Object.assign({}, ...places) as Cells),
    'Variant SKU': code(variant.sku),
    'Variant Grams': grams(variant.weight ?? product.weight),
    'Variant Inventory Tracker': 'shopify',
    'Variant Inventory Qty': String(variant.available),
    'Variant Inventory Policy': 'deny',
    'Variant Fulfillment Service': 'manual',
    'Variant Price': variant.price ?? product.price,
    'Variant Compare At Price': compare !== null && isZero(compare) ? null : compare,
    'Variant Requires Shipping': 'true',
    'Variant Taxable': 'true',
    'Variant Barcode': code(variant.barcode),
    'Variant Image': variant.images[0] ?? null,
    'Variant Weight Unit': 'kg',
    'Cost per item': product.cost,
  };
}

/** 0.850 kg is 850; empty for what was not weighed. */
function grams(kilograms: string | null): string {
  if (kilograms === null || isZero(kilograms)) return '';
  const [whole = '0', part = ''] = kilograms.split('.');
  return `${whole}${part.padEnd(3, '0').slice(0, 3)}`.replace(/^0+/u, '');
}
