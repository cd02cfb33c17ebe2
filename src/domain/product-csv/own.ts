/**
 * Our own product CSV. The product stands on the first row of its slug; its variants, pictures and attributes go down
 * the rows beside each other, each in its order. Stock is not in it: that moves through the ledger alone.
 */
export const ownColumns = [
  'slug',
  'sku',
  'barcode',
  'name',
  'status',
  'brand',
  'category',
  'price',
  'compare_price',
  'cost',
  'weight',
  'tags',
  'description',
  'meta_title',
  'meta_description',
  'attribute_name',
  'attribute_value',
  'image_url',
  'image_alt',
  'image_primary',
  'variant_sku',
  'variant_barcode',
  'variant_size',
  'variant_color',
  'variant_price',
  'variant_weight',
  'variant_status',
  'variant_images',
] as const;

export type OwnColumn = (typeof ownColumns)[number];

/** Needed on the first row of a product, and what tells our file from any other. */
export const ownNeeded: readonly OwnColumn[] = ['slug', 'name', 'price'];

/** `Men > Shoes`; a > in a name is written \>, and a \ as \\. */
export const writePath = (path: readonly string[]): string =>
  path.map((name) => name.replaceAll(/[\\>]/gu, '\\$&')).join(' > ');

export function readPath(text: string): string[] {
  const names: string[] = [''];
  for (const [piece] of text.matchAll(/\\.|[^\\]|\\$/gsu)) {
    if (piece === '>') names.push('');
    else names.push(`${names.pop() ?? ''}${piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : piece}`);
  }
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

/** `sale, men`; what holds a comma, a quote or a blank at its end stands in quotes. */
export const writeTags = (tags: readonly string[]): string =>
  tags.map((tag) => (/[",]|^\s|\s$|^$/u.test(tag) ? `"${tag.replaceAll('"', '""')}"` : tag)).join(', ');

export function readOwnTags(text: string): string[] {
  const tags = Array.from(text.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/gu));
  return tags
    .filter(([whole]) => whole !== '')
    .map(([, quoted, bare]) => (quoted === undefined ? (bare ?? '').trim() : quoted.replaceAll('""', '"')))
    .filter((tag, index) => tag !== '' || tags[index]?.[1] !== undefined);
}
