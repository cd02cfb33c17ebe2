import { compareMoney } from '../money.ts';
import type { FileNotes } from '../product-csv/format.ts';
import type { IncomingProduct, IncomingVariant } from '../product-csv/incoming.ts';
import { lengthOf } from './cells.ts';
import { columnName, type Column } from './columns.ts';
import { optionText, planOptions } from './options.ts';
import type { Notes, Place } from './report.ts';
import type { ImagePart, InfoPart, RowParts, VariantPart } from './rows.ts';

/** Rows of one handle, wherever they stand in the file. */
interface Group {
  readonly handle: string;
  readonly first: Place;
  readonly names: [string, string, string];
  readonly infos: InfoPart[];
  readonly variants: VariantPart[];
  readonly images: ImagePart[];
}

/** What becomes of the rows of one handle. */
export function assembleShopify(
  rows: readonly RowParts[],
  { problems, warnings }: FileNotes,
): IncomingProduct | undefined {
  return new Assembly(problems, warnings).product(rows);
}

class Assembly {
  readonly #problems: Notes;
  readonly #warnings: Notes;

  constructor(problems: Notes, warnings: Notes) {
    this.#problems = problems;
    this.#warnings = warnings;
  }

  product(rows: readonly RowParts[]): IncomingProduct | undefined {
    const [first] = rows;
    if (!first) return undefined;
    const { handle, row, line } = first;
    const group: Group = { handle, first: { row, line }, names: ['', '', ''], infos: [], variants: [], images: [] };
    for (const parts of rows) this.#add(group, parts);
    return this.#product(group);
  }

  #add(group: Group, parts: RowParts): void {
    const { handle, row, line, info, variant, image } = parts;
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

  #refuse({ handle }: Group, { row, line }: Place, reason: string, column?: Column): void {
    const named = column === undefined ? {} : { column: columnName(column) };
    this.#problems.add({ row, line, handle, ...named, reason });
  }

  #product(group: Group): IncomingProduct | undefined {
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
    const { type, title, description, vendor, tags, active, archived, metaTitle, metaDescription } = info;
    return {
      ...{
        row: info.row,
        line: info.line,
        title,
        description,
        vendor,
        tags,
        active,
        archived,
        metaTitle,
        metaDescription,
      },
      handle,
      sku: null,
      barcode: null,
      category: type === null ? null : { path: [type], anywhere: true },
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

  #variants(group: Group, plan: ReturnType<typeof planOptions>, price: string): IncomingVariant[] {
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
        active: null,
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

/** What a parcel with one piece weighs at most; null where one was not weighed, for that may be the heaviest. */
function heaviest(variants: readonly VariantPart[]): string | null {
  const weights = variants.flatMap(({ weight }) => (weight === null ? [] : [weight]));
  if (weights.length < variants.length) return null;
  return weights.toSorted((one, other) => Number(one) - Number(other)).at(-1) ?? null;
}

function distinctNames<T extends { readonly name: string }>(named: readonly T[]): T[] {
  return [...new Map(named.toReversed().map((one) => [one.name, one])).values()].toReversed();
}

/** By their position in Shopify, then by their place in the file; the same address only once. */
function sortedImages(images: readonly ImagePart[]): IncomingProduct['images'] {
  const last = Number.MAX_SAFE_INTEGER;
  const sorted = images.toSorted(
    (one, other) => (one.position ?? last) - (other.position ?? last) || one.line - other.line,
  );
  const byUrl = new Map(sorted.toReversed().map((image) => [image.url, image]));
  return sorted.filter((image) => byUrl.get(image.url) === image).map(({ url, alt }) => ({ url, alt, primary: null }));
}
