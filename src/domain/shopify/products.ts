import { compareMoney } from '../money.ts';
import { lengthOf } from './cells.ts';
import { columnName, type Column } from './columns.ts';
import { optionText, planOptions } from './options.ts';
import type { Notes, Place } from './report.ts';
import type { ImagePart, InfoPart, RowParts, VariantPart } from './rows.ts';

export interface ShopifyVariant extends Place {
  /** Null: to be made from the handle and `options`. */
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly size: string | null;
  readonly color: string | null;
  readonly options: readonly string[];
  /** Null: the product's. */
  readonly price: string | null;
  /** Kilograms. */
  readonly weight: string | null;
  readonly images: readonly string[];
  readonly quantity: number | null;
}

export interface ShopifyProduct extends Place {
  readonly handle: string;
  readonly title: string;
  readonly description: string | null;
  readonly vendor: string | null;
  readonly type: string | null;
  readonly tags: readonly string[] | null;
  /** Null when the file tells neither Published nor Status. */
  readonly active: boolean | null;
  /** The lowest price of its variants. */
  readonly price: string;
  readonly comparePrice: string | null;
  readonly cost: string | null;
  readonly weight: string | null;
  readonly metaTitle: string | null;
  readonly metaDescription: string | null;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly images: readonly { readonly url: string; readonly alt: string | null; readonly sort_order: number }[];
  readonly variants: readonly ShopifyVariant[];
}

/** Rows of one handle, wherever they stand in the file. */
interface Group {
  readonly handle: string;
  readonly first: Place;
  readonly names: [string, string, string];
  readonly infos: InfoPart[];
  readonly variants: VariantPart[];
  readonly images: ImagePart[];
}

/** Gathers rows by handle; what a product becomes does not depend on the order of its rows. */
export class Grouping {
  readonly #groups = new Map<string, Group>();
  readonly #problems: Notes;
  readonly #warnings: Notes;

  constructor(problems: Notes, warnings: Notes) {
    this.#problems = problems;
    this.#warnings = warnings;
  }

  add(parts: RowParts): void {
    const { handle, row, line, info, variant, image } = parts;
    let group = this.#groups.get(handle);
    if (!group) {
      group = { handle, first: { row, line }, names: ['', '', ''], infos: [], variants: [], images: [] };
      this.#groups.set(handle, group);
    }
    for (const [place, name] of parts.optionNames.entries()) {
      const earlier = group.names[place] ?? '';
      if (earlier === '') group.names[place] = name;
      else if (name !== '' && name !== earlier) {
        const reason = `option ${place + 1} is "${name.slice(0, 40)}" here and "${earlier.slice(0, 40)}" on an earlier row`;
        this.#problems.add({ row, line, handle, reason });
      }
    }
    if (info) group.infos.push(info);
    if (variant) group.variants.push(variant);
    if (image) group.images.push(image);
    if (!info && !variant && !image) {
      this.#warnings.add({ row, line, handle, reason: 'the row has a handle and nothing else that is taken in' });
    }
  }

  /** The products in the order of the file, and every problem that only shows when all rows are there. */
  products(): ShopifyProduct[] {
    const skus = new Map<string, Place>();
    const products: ShopifyProduct[] = [];
    for (const group of this.#groups.values()) {
      const product = this.#product(group);
      for (const { sku, row, line } of group.variants) {
        if (sku === null) continue;
        const earlier = skus.get(sku);
        if (earlier) this.#refuse(group, { row, line }, `"${sku}" is on row ${earlier.row} as well`, 'sku');
        else skus.set(sku, { row, line });
      }
      if (product) products.push(product);
    }
    return products;
  }

  #refuse({ handle }: Group, { row, line }: Place, reason: string, column?: Column): void {
    const named = column === undefined ? {} : { column: columnName(column) };
    this.#problems.add({ row, line, handle, ...named, reason });
  }

  #product(group: Group): ShopifyProduct | undefined {
    const { handle, first } = group;
    const [info, ...others] = group.infos;
    if (!info) {
      this.#refuse(group, first, `no row of "${handle.slice(0, 60)}" has a title`, 'title');
      return undefined;
    }
    for (const other of others) {
      if (other.title === info.title) continue;
      const earlier = `"${info.title.slice(0, 60)}" on row ${info.row}`;
      this.#refuse(group, other, `"${other.title.slice(0, 60)}" has the handle of ${earlier}`, 'title');
    }
    if (group.variants.length === 0) {
      this.#refuse(group, first, `no row of "${handle.slice(0, 60)}" has a price`, 'price');
      return undefined;
    }
    const price = lowest(group.variants);
    if (price === undefined) return undefined;
    const cheapest = group.variants.filter((variant) => variant.price === price);
    const comparePrice = highest(cheapest.map((variant) => variant.comparePrice));
    const cost = highest(cheapest.map((variant) => variant.cost));
    const warn = (reason: string) => this.#warnings.add({ row: info.row, line: info.line, handle, reason });
    if (comparePrice !== null && compareMoney(comparePrice, price) < 0) {
      warn(`the compare-at price ${comparePrice} is below the price ${price}`);
    }
    if (cost !== null && compareMoney(price, cost) < 0) warn(`the price ${price} is below the cost ${cost}`);
    const options = this.#options(group);
    for (const warning of options.warnings) warn(warning);
    return {
      ...info,
      handle,
      price,
      comparePrice,
      cost,
      weight: heaviest(group.variants),
      attributes: distinctNames([...options.attributes, ...info.attributes]),
      images: sortedImages(group.images),
      variants: this.#variants(group, options, price),
    };
  }

  #options(group: Group) {
    for (const variant of group.variants) {
      const unnamed = variant.options.findIndex((value, place) => value !== '' && group.names[place] === '');
      const value = variant.options[unnamed];
      if (value) this.#refuse(group, variant, `"${value.slice(0, 40)}" is the value of an option without a name`);
    }
    return planOptions(
      group.names,
      group.variants.map((variant) => variant.options),
    );
  }

  #variants(group: Group, plan: ReturnType<typeof planOptions>, price: string): ShopifyVariant[] {
    const seen = new Map<string, Place>();
    return group.variants.map((variant) => {
      const size = optionText(variant.options, plan.size);
      const color = optionText(variant.options, plan.color);
      for (const [name, value, max] of [['size', size, 20] as const, ['colour', color, 50] as const]) {
        const length = value === null ? 0 : lengthOf(value);
        if (length > max) {
          this.#refuse(group, variant, `the ${name} has ${length} characters, at most ${max} can be kept`);
        }
      }
      const same = JSON.stringify([size, color]);
      const earlier = seen.get(same);
      if (earlier) {
        const what = [size, color].filter((part) => part !== null).join(', ') || 'no options';
        this.#refuse(group, variant, `the same variant (${what.slice(0, 80)}) is on row ${earlier.row} as well`);
      } else seen.set(same, variant);
      return {
        row: variant.row,
        line: variant.line,
        sku: variant.sku,
        barcode: variant.barcode,
        size,
        color,
        options: [...plan.color, ...plan.size].map((place) => variant.options[place] ?? ''),
        price: variant.price === price ? null : variant.price,
        weight: variant.weight,
        images: variant.image === null ? [] : [variant.image],
        quantity: variant.quantity,
      };
    });
  }
}

function lowest(variants: readonly VariantPart[]): string | undefined {
  const prices = variants.flatMap(({ price }) => (price === null ? [] : [price]));
  return prices.toSorted(compareMoney)[0];
}

function highest(amounts: readonly (string | null)[]): string | null {
  return (
    amounts
      .filter((amount) => amount !== null)
      .toSorted(compareMoney)
      .at(-1) ?? null
  );
}

/** What a parcel with one piece weighs at most; null when no variant was weighed. */
function heaviest(variants: readonly VariantPart[]): string | null {
  const weights = variants.flatMap(({ weight }) => (weight === null ? [] : [weight]));
  return weights.toSorted((one, other) => Number(one) - Number(other)).at(-1) ?? null;
}

function distinctNames<T extends { readonly name: string }>(named: readonly T[]): T[] {
  return [...new Map(named.toReversed().map((one) => [one.name, one])).values()].toReversed();
}

/** By their position in Shopify, then by their place in the file; the same address only once. */
function sortedImages(images: readonly ImagePart[]): ShopifyProduct['images'] {
  const last = Number.MAX_SAFE_INTEGER;
  const sorted = images.toSorted(
    (one, other) => (one.position ?? last) - (other.position ?? last) || one.line - other.line,
  );
  const byUrl = new Map(sorted.toReversed().map((image) => [image.url, image]));
  return sorted
    .filter((image) => byUrl.get(image.url) === image)
    .map(({ url, alt }, index) => ({ url, alt, sort_order: index + 1 }));
}
