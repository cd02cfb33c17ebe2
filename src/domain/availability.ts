import { compareMoney } from './money.ts';
import { plural } from './plural.ts';
import { isBelowCost } from './pricing.ts';

/** What the database knows of a product, as far as a customer's way to it is concerned. */
export interface ProductFacts {
  readonly sku: string;
  readonly archived: boolean;
  readonly is_active: boolean;
  readonly price: string;
  readonly compare_price: string | null;
  readonly cost: string | null;
  readonly brand: string | null;
  readonly brand_active: boolean;
  readonly category: string | null;
  /** Every category above it is shown, too. */
  readonly category_active: boolean;
  readonly images: number;
  readonly description: boolean;
  readonly variants: readonly VariantFacts[];
  /** Of a product without variants. */
  readonly stock: StockFacts;
}

export interface StockFacts {
  /** In warehouses that are open. */
  readonly available: number;
  readonly reserved: number;
  /** In warehouses that are closed: nobody sends it. */
  readonly closed: number;
}

export interface VariantFacts {
  readonly sku: string;
  /** Its own; null: the product's. */
  readonly price: string | null;
  readonly is_active: boolean;
  readonly archived: boolean;
  /** Off sale only because the product is in the archive. */
  readonly with_product: boolean;
  readonly stock: StockFacts;
}

/** hidden: nobody sees it; unbuyable: it is seen and cannot be bought; warning: it can be, and something is odd. */
export type Effect = 'hidden' | 'unbuyable' | 'warning';

export interface Finding {
  readonly effect: Effect;
  /** Stable, for scripts. */
  readonly code: string;
  /** What was seen, one clause. */
  readonly finding: string;
  /** What to do about it. */
  readonly remedy: string;
}

const order: readonly Effect[] = ['hidden', 'unbuyable', 'warning'];

/**
 * Why customers cannot see or buy it, the gravest first; empty when nothing stands in their way.
 * @param wanted SKU of the one variant that is asked about; undefined: the product as a whole
 */
export function whyNot(product: ProductFacts, wanted?: string): Finding[] {
  const variant = wanted === undefined ? undefined : product.variants.find(({ sku }) => sku === wanted);
  const findings = [
    ...visibility(product),
    ...(variant ? ofVariant(product, variant) : ofVariants(product)),
    ...oddities(product, variant?.price ?? product.price),
  ];
  return order.flatMap((effect) => findings.filter((one) => one.effect === effect));
}

function visibility({
  sku,
  archived,
  is_active,
  brand_active,
  brand,
  category,
  category_active,
}: ProductFacts): Finding[] {
  return [
    ...when(archived, 'hidden', 'archived', 'the product is in the archive', `products restore ${sku}`),
    ...when(
      !archived && !is_active,
      'hidden',
      'inactive',
      'the product is not on sale',
      `products edit ${sku} --active yes`,
    ),
    ...when(
      category !== null && !category_active,
      'hidden',
      'category_inactive',
      `its category ${category ?? ''}, or one above it, is not shown`,
      'show the category, or put the product into another one: products edit --category',
    ),
    ...when(
      brand !== null && !brand_active,
      'warning',
      'brand_inactive',
      `its brand ${brand ?? ''} is not shown`,
      'show the brand: nobody finds the product by it',
    ),
  ];
}

function ofVariant(
  { archived }: ProductFacts,
  { sku, is_active, archived: gone, with_product, stock }: VariantFacts,
): Finding[] {
  return [
    ...when(gone, 'hidden', 'variant_archived', `the variant ${sku} is in the archive`, `variants restore ${sku}`),
    ...when(
      !is_active && !gone && !(archived && with_product),
      'hidden',
      'variant_inactive',
      `the variant ${sku} is not on sale`,
      `variants edit ${sku} --active yes`,
    ),
    ...ofStock(sku, stock),
  ];
}

function ofStock(sku: string, { available, reserved, closed }: StockFacts): Finding[] {
  if (available > 0) return [];
  if (closed > 0) {
    const pieces = `${plural(closed, 'piece')} of ${sku} ${closed === 1 ? 'lies' : 'lie'} in a closed warehouse`;
    return when(true, 'unbuyable', 'warehouse_inactive', pieces, `inventory transfer ${sku} to one that is open`);
  }
  if (reserved > 0) {
    const held = `all ${plural(reserved, 'piece')} of ${sku} are reserved for orders`;
    return when(
      true,
      'unbuyable',
      'all_reserved',
      held,
      `inventory restock --sku ${sku}; reservations: inventory reservations`,
    );
  }
  return when(true, 'unbuyable', 'no_stock', `there is no stock of ${sku}`, `inventory restock --sku ${sku}`);
}

function ofVariants(product: ProductFacts): Finding[] {
  const { sku, variants, archived, stock } = product;
  const kept = variants.filter((one) => !one.archived);
  if (variants.length === 0) return ofStock(sku, stock);
  const onSale = kept.filter(({ is_active, with_product }) => is_active || (archived && with_product));
  if (onSale.length === 0) {
    const remedy = `variants edit … --active yes; see: variants list --product ${sku}`;
    return when(true, 'hidden', 'no_variant_on_sale', 'none of its variants is on sale', remedy);
  }
  const short = onSale.filter(({ stock: { available } }) => available <= 0);
  const some = short
    .slice(0, 3)
    .map((one) => one.sku)
    .join(', ');
  const all = short.length === onSale.length;
  const seen = all
    ? `none of its ${plural(onSale.length, 'variant')} on sale has stock`
    : `${short.length} of ${onSale.length} variants have no stock (${some}${short.length > 3 ? ', …' : ''})`;
  const off = kept.length - onSale.length;
  return [
    ...when(
      short.length > 0,
      all ? 'unbuyable' : 'warning',
      all ? 'no_stock' : 'variants_without_stock',
      seen,
      'inventory restock; why one of them: products why SKU',
    ),
    ...when(
      off > 0,
      'warning',
      'variants_inactive',
      `${off} of ${kept.length} variants are not on sale`,
      `variants list --product ${sku} --active no`,
    ),
  ];
}

function oddities(product: ProductFacts, price: string): Finding[] {
  const { sku, compare_price: former, cost, brand, category, images, description } = product;
  const edit = `products edit ${sku}`;
  const priced = compareMoney(price, '0') > 0;
  const odd = (holds: boolean, code: string, finding: string, remedy: string) =>
    when(holds, 'warning', code, finding, remedy);
  return [
    ...when(!priced, 'unbuyable', 'no_price', 'it has no price', `${edit} --price`),
    ...odd(category === null, 'no_category', 'it is in no category: it is found by search alone', `${edit} --category`),
    ...odd(brand === null, 'no_brand', 'it has no brand', `${edit} --brand`),
    ...odd(images === 0, 'no_image', 'it has no picture', `images add ${sku}`),
    ...odd(!description, 'no_description', 'it has no description', `${edit} --description`),
    ...odd(
      former !== null && priced && compareMoney(former, price) <= 0,
      'compare_price',
      `its former price ${former ?? ''} is not above its price ${price}: no reduction is shown`,
      `${edit} --compare-price`,
    ),
    ...odd(
      isBelowCost(price, cost),
      'below_cost',
      `its price ${price} is below its cost ${cost ?? ''}`,
      `${edit} --price`,
    ),
  ];
}

const when = (holds: boolean, effect: Effect, code: string, finding: string, remedy: string): Finding[] =>
  holds ? [{ effect, code, finding, remedy }] : [];
