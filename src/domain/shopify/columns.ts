/**
 * The columns of Shopify's product CSV that are taken in, each with every name it goes by: exports of the admin
 * ("Handle", "Body (HTML)", "Variant Price") and the newer template ("URL handle", "Description", "Price").
 * Names compare without regard to case and spacing.
 */
const names = {
  handle: ['Handle', 'URL handle'],
  title: ['Title'],
  body: ['Body (HTML)', 'Body HTML', 'Description'],
  vendor: ['Vendor'],
  type: ['Type', 'Custom Product Type'],
  category: ['Product Category', 'Standardized Product Type', 'Standard Product Type'],
  tags: ['Tags'],
  published: ['Published', 'Published on online store'],
  status: ['Status'],
  option1Name: ['Option1 Name'],
  option1Value: ['Option1 Value'],
  option2Name: ['Option2 Name'],
  option2Value: ['Option2 Value'],
  option3Name: ['Option3 Name'],
  option3Value: ['Option3 Value'],
  sku: ['Variant SKU', 'SKU'],
  barcode: ['Variant Barcode', 'Barcode'],
  grams: ['Variant Grams', 'Weight value (grams)'],
  quantity: ['Variant Inventory Qty', 'Inventory quantity'],
  price: ['Variant Price', 'Price'],
  comparePrice: ['Variant Compare At Price', 'Compare-at price', 'Compare At Price'],
  cost: ['Cost per item', 'Variant Cost'],
  variantImage: ['Variant Image', 'Variant image URL'],
  image: ['Image Src', 'Product image URL'],
  imagePosition: ['Image Position'],
  imageAlt: ['Image Alt Text'],
  giftCard: ['Gift Card'],
  seoTitle: ['SEO Title'],
  seoDescription: ['SEO Description'],
  gender: ['Google Shopping / Gender'],
  ageGroup: ['Google Shopping / Age Group'],
} as const;

export type Column = keyof typeof names;

const needed: readonly Column[] = ['handle', 'title', 'price'];

export interface Header {
  /** Where each known column stands. */
  readonly at: Readonly<Partial<Record<Column, number>>>;
  /** Columns of the shop's own product metafields, taken in as attributes under their label. */
  readonly attributes: readonly { readonly label: string; readonly at: number }[];
  /** Names of needed columns that are not there; the file cannot be imported when there are any. */
  readonly missing: readonly string[];
  /** Names of known columns that stand there twice: nobody can tell which one is meant. */
  readonly doubled: readonly string[];
}

const key = (name: string) => name.toLowerCase().replaceAll(/\s+/gu, '');

const columnOf = new Map(
  Object.entries(names).flatMap(([column, aliases]) => aliases.map((name) => [key(name), column as Column] as const)),
);

/** The English name a person sees in Shopify's export. */
export function columnName(column: Column): string {
  return names[column][0];
}

export function readHeader(cells: readonly string[]): Header {
  const at: Partial<Record<Column, number>> = {};
  const attributes: { label: string; at: number }[] = [];
  const doubled = new Set<string>();
  for (const [index, cell] of cells.entries()) {
    const column = columnOf.get(key(cell));
    if (column !== undefined) {
      // "Type" and "Custom Product Type" may both be there; the first one wins, only the very same name is a doubt.
      const earlier = at[column];
      if (earlier === undefined) at[column] = index;
      else if (key(cells[earlier] ?? '') === key(cell)) doubled.add(cell.trim());
      continue;
    }
    const metafield = /^(.{1,100}?)\s*\(product\.metafields\.[^()]+\)$/u.exec(cell.trim());
    if (metafield?.[1]) attributes.push({ label: metafield[1], at: index });
  }
  const missing = needed.filter((column) => at[column] === undefined).map(columnName);
  return { at, attributes, missing, doubled: [...doubled] };
}

/** Why the first row is no header of a product export: what was seen and what is asked for. */
export function explainHeader(cells: readonly string[], header: Header): string {
  const first = cells[0] ?? '';
  if (first.startsWith('PK\u0003\u0004')) return 'it is an Excel workbook or a ZIP file: export it as CSV';
  if (first.includes('\0')) return 'it is no UTF-8 text: save it as "CSV UTF-8"';
  if (header.doubled.length > 0)
    return `the column ${header.doubled.map((name) => `"${name}"`).join(', ')} is there twice`;
  const named = header.missing.map((name) => `"${name}"`).join(', ');
  const none = Object.keys(header.at).length < 2;
  return none
    ? `it is no product CSV of Shopify: its first row has no column ${named}`
    : `its first row has no column ${named}`;
}
