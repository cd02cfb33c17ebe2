import type { Dice } from './dice.ts';
import {
  attributes,
  brands,
  colours,
  editions,
  models,
  ranges,
  sizes,
  uses,
  type Brand,
  type Department,
  type Kind,
} from './catalog-words.ts';

export interface SampleProduct {
  /** Its place in the catalogue, from 0: the key of everything that chance says about it. */
  readonly n: number;
  readonly sku: string;
  readonly name: string;
  readonly slug: string;
  readonly description: string;
  /** Slug of its category; a draft has none. */
  readonly category: string | null;
  readonly brand: string | null;
  /** Money in cents: whole numbers until the database makes decimals of them. */
  readonly price: number;
  readonly compare_price: number | null;
  readonly cost: number;
  readonly grams: number;
  readonly tags: readonly string[];
  readonly sizes: readonly string[];
  readonly colours: readonly string[];
  readonly colour_codes: readonly string[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly state: 'sold' | 'new' | 'off' | 'archived' | 'draft';
}

export interface SampleCategory {
  readonly slug: string;
  readonly parent: string | null;
  readonly name: string;
  readonly description: string;
  readonly sort_order: number;
  readonly is_active: boolean;
}

const kinds = Object.keys(models) as Kind[];
const departments: readonly Department[] = ['Men', 'Women', 'Kids'];
const suffix: Record<Department, string> = { Men: '', Women: "Women's", Kids: 'Kids' };

export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\x20-\x7e]|'/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Some 120 products for a small shop; 100,000 variants, that is 4,000 products, at a million orders. */
export function catalogSize(orders: number): number {
  return Math.round(Math.min(4000, Math.max(120, 120 * (orders / 500) ** 0.461)));
}

export function sampleCategories(): SampleCategory[] {
  const roots = departments.map((name, index) => ({
    slug: slugOf(name),
    parent: null,
    name,
    description: `Shoes for ${name.toLowerCase()}.`,
    sort_order: index + 1,
    is_active: true,
  }));
  const leaves = departments.flatMap((department) =>
    kinds
      .filter((kind) => department !== 'Kids' || kind !== 'Formal')
      .map((kind, index) => ({
        slug: slugOf(`${department} ${kind}`),
        parent: slugOf(department),
        name: kind,
        description: `${kind} for ${department.toLowerCase()}.`,
        sort_order: index + 1,
        is_active: true,
      })),
  );
  const winter = { slug: 'winter-sale', parent: null, name: 'Winter Sale', sort_order: 9, is_active: false };
  return [...roots, ...leaves, { ...winter, description: 'Closed until the first snow.' }];
}

/** The whole catalogue, best known first. Names, SKUs and slugs are unique. */
export function sampleProducts(dice: Dice, count: number): SampleProduct[] {
  const names = new Set<string>();
  const skus = new Set<string>();
  const products: SampleProduct[] = [];
  for (let attempt = 0; products.length < count; attempt += 1) {
    const product = makeProduct(dice, attempt, products.length, count);
    if (names.has(product.name)) continue;
    names.add(product.name);
    const sku = freeSku(product.sku, skus);
    products.push({ ...product, sku });
  }
  return products;
}

/** Two models may share their letters: the second gets a digit more. */
function freeSku(wanted: string, taken: Set<string>): string {
  let sku = wanted;
  for (let digit = 2; taken.has(sku); digit += 1) sku = `${wanted}${digit}`;
  taken.add(sku);
  return sku;
}

function makeProduct(dice: Dice, attempt: number, n: number, count: number): SampleProduct {
  const brand = dice.choose(brands, 'brand', attempt);
  const kind = dice.choose(brand.kinds, 'kind', attempt);
  const department = chooseDepartment(dice, brand, kind, attempt);
  const [model, letters] = dice.choose(models[kind], 'model', attempt);
  const [edition, mark, extra] = dice.choose(editions[kind], 'edition', attempt);
  const generation = 1 + Math.floor(dice.roll('generation', attempt) ** 2 * 5);
  const name = [brand.name, model, generation > 1 ? generation : '', edition, suffix[department]]
    .filter((word) => word !== '')
    .join(' ');
  const state = stateOf(n, count);
  const attributeList = Object.entries(attributes[kind]).map(([key, values]) => ({
    name: key,
    value: dice.choose(values, key, attempt),
  }));
  const material = attributeList.find((attribute) => attribute.name === 'Material')?.value ?? '';
  const use = dice.choose(uses[kind], 'use', attempt);
  const sentences = [
    `${model} by ${brand.name}: ${kind.toLowerCase()} ${use}.`,
    extra,
    `Upper: ${material.toLowerCase()}.`,
  ];
  return {
    n,
    sku: `${brand.code}-${letters}${generation}${mark}${department === 'Men' ? '' : department.charAt(0)}`,
    name,
    slug: slugOf(name),
    description: [...sentences, brand.about].filter((sentence) => sentence !== '').join(' '),
    category: state === 'draft' && n % 2 === 0 ? null : slugOf(`${department} ${kind}`),
    brand: state === 'draft' ? null : slugOf(brand.name),
    ...money(dice, brand, kind, department, attempt, n),
    grams: Math.round(
      (ranges[kind][2] * (department === 'Kids' ? 0.55 : 1) * (85 + dice.roll('grams', attempt) * 30)) / 100,
    ),
    tags: tagsOf(dice, kind, department, edition, attempt),
    ...rangeOf(dice, kind, department, attempt),
    attributes: attributeList,
    state,
  };
}

function chooseDepartment(dice: Dice, brand: Brand, kind: Kind, key: number): Department {
  if (kind === 'Formal') return dice.roll('department', key) < 0.55 ? 'Men' : 'Women';
  if (brand.code === 'WAND') return 'Kids';
  return dice.choose(['Men', 'Men', 'Women', 'Women', 'Kids'] as const, 'department', key);
}

/** The last places of the catalogue are what is not (or no longer) for sale; just before them, what came in lately. */
function stateOf(n: number, count: number): SampleProduct['state'] {
  const fromEnd = count - n;
  if (fromEnd <= 3) return 'draft';
  if (fromEnd === 4) return 'archived';
  if (fromEnd <= 4 + Math.max(3, Math.round(count / 40))) return 'off';
  if (fromEnd <= 4 + Math.max(3, Math.round(count / 40)) + Math.max(5, Math.round(count / 30))) return 'new';
  return 'sold';
}

function money(dice: Dice, brand: Brand, kind: Kind, department: Department, key: number, n: number) {
  const [low, high] = ranges[kind];
  const whole = Math.round(
    (low + (high - low) * dice.roll('price', key)) * brand.factor * (department === 'Kids' ? 0.55 : 1),
  );
  const price = Math.max(19, whole) * 100 - dice.choose([0, 5, 10, 1], 'ending', key);
  // One clearance model sells below its cost: the shop asks twice before such a price, and a list should show one.
  const share = n === 17 ? 118 : 38 + Math.floor(dice.roll('cost', key) * 20);
  const reduced = dice.roll('compare', key) < 0.25;
  return {
    price,
    compare_price: reduced ? Math.round((price * (115 + dice.roll('was', key) * 25)) / 10000) * 100 + 95 : null,
    cost: Math.floor((price * share) / 100),
  };
}

function tagsOf(dice: Dice, kind: Kind, department: Department, edition: string, key: number): string[] {
  const season = dice.choose(['all-season', 'spring', 'summer', 'autumn', 'winter'], 'season', key);
  const more = dice.choose(['bestseller', 'limited', 'online-only', 'repairable', 'vegan'], 'tag', key);
  const tags = [
    kind,
    department,
    season,
    ...(edition === '' ? [] : [edition]),
    ...(dice.roll('more', key) < 0.4 ? [more] : []),
  ];
  return tags.map((tag) => tag.toLowerCase());
}

function rangeOf(dice: Dice, kind: Kind, department: Department, key: number) {
  const palette = colours[kind];
  const start = Math.floor(dice.roll('palette', key) * palette.length);
  const wanted = 2 + Math.floor(dice.roll('colours', key) * 3);
  const chosen = palette.map((_, index) => palette[(start + index) % palette.length]).slice(0, wanted);
  const kept = chosen.filter((colour) => colour !== undefined);
  const halves = kind === 'Running' || kind === 'Sneakers';
  return {
    sizes: sizes[department].filter((size) => halves || !size.includes('.')),
    colours: kept.map(([name]) => name),
    colour_codes: kept.map(([, code]) => code),
  };
}
