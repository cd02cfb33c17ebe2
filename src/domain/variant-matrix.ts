import { wishedSku } from './shopify/names.ts';

/** What a list could not be read for; one clause that follows "sizes: " or "colours: ". */
export interface Problem {
  readonly problem: string;
}

export interface Color {
  readonly name: string;
  /** What the SKU says for it; undefined: the name itself. */
  readonly code: string | undefined;
}

export interface MatrixCell {
  readonly size: string | null;
  readonly color: string | null;
  readonly sku: string;
}

const letterSizes = ['XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL', 'XXXL'];
const longestSize = 20;
const longestColor = 50;
const longestSku = 100;
/** One shoe of more combinations is a slip of the finger, such as 3-450. */
export const mostCells = 500;

/** Of one range: nobody means 36-380, and as many variants would be on sale at once. */
export const mostInRange = 60;

/**
 * `36-45`, `36-42.5` and `36-45/0.5` (half sizes), `36-46/2`, `S-XL`, `41, 42, 43.5`, `42 / Wide`: sizes in the order
 * they are given, each once. With `halves` a range of whole sizes has the half ones too.
 */
export function readSizes(text: string, halves = false): readonly string[] | Problem {
  const sizes: string[] = [];
  for (const item of items(text)) {
    const read = readSizeItem(item, halves);
    if ('problem' in read) return read;
    sizes.push(...read);
  }
  return sizes.length === 0 ? { problem: 'no size is given' } : distinct(sizes, (size) => size);
}

const numberRange = /^(\d{1,3}(?:\.5)?)\s*[-–]\s*(\d{1,3}(?:\.5)?)(?:\s*\/\s*(\d{1,2}(?:\.5)?))?$/u;
const letterRange = /^([a-z]{1,4})\s*[-–]\s*([a-z]{1,4})$/iu;

function readSizeItem(item: string, halves: boolean): readonly string[] | Problem {
  const numbers = numberRange.exec(item);
  if (numbers) return numberedSizes(item, numbers[1] ?? '', numbers[2] ?? '', numbers[3], halves);
  const letters = letterRange.exec(item);
  const [first, last] = [letters?.[1], letters?.[2]].map((one) => letterSizes.indexOf((one ?? '').toUpperCase()));
  if (letters && first !== undefined && last !== undefined && first >= 0 && last >= 0) {
    return first > last ? { problem: `"${item}" runs backwards` } : letterSizes.slice(first, last + 1);
  }
  return item.length > longestSize
    ? { problem: `"${item.slice(0, 40)}" is longer than ${longestSize} characters` }
    : [item];
}

/** Counted in halves, so that no float is ever near. */
function numberedSizes(
  item: string,
  from: string,
  to: string,
  step: string | undefined,
  halves: boolean,
): readonly string[] | Problem {
  const half = (text: string) => Number.parseInt(text, 10) * 2 + (text.endsWith('.5') ? 1 : 0);
  const [first, last] = [half(from), half(to)];
  const by = step === undefined ? (halves || first % 2 === 1 || last % 2 === 1 ? 1 : 2) : half(step);
  if (by === 0) return { problem: `"${item}" goes nowhere` };
  if (first > last) return { problem: `"${item}" runs backwards` };
  if ((last - first) % by !== 0) return { problem: `"${item}" does not arrive at ${to} in steps of ${step ?? '1'}` };
  const count = (last - first) / by + 1;
  if (count > mostInRange) return { problem: `"${item}" is ${count} sizes, a range has at most ${mostInRange}` };
  return Array.from({ length: count }, (_, place) => {
    const size = first + place * by;
    return `${Math.floor(size / 2)}${size % 2 === 1 ? '.5' : ''}`;
  });
}

/** `black, white` or, where the SKU says it shorter, `black=BLK, white=WHT`. */
export function readColors(text: string): readonly Color[] | Problem {
  const colors: Color[] = [];
  for (const item of items(text)) {
    const [name = '', ...rest] = item.split('=').map((part) => part.trim());
    const code = rest.length === 0 ? undefined : rest.join('=');
    if (name === '') return { problem: `"${item.slice(0, 40)}" has no name` };
    if (name.length > longestColor)
      return { problem: `"${name.slice(0, 40)}" is longer than ${longestColor} characters` };
    if (code !== undefined && !/^[a-z0-9]{1,20}$/iu.test(code)) {
      return { problem: `"${code.slice(0, 40)}" is no code for ${name}: letters and digits are needed` };
    }
    colors.push({ name, code });
  }
  return colors.length === 0 ? { problem: 'no colour is given' } : distinct(colors, ({ name }) => name);
}

export const defaultPattern = '{product}-{size}-{color}';
const placeholder = /\{(product|size|colou?r)(?::([1-9]\d?))?\}/gu;

/** @returns what is wrong with a SKU pattern, for these sizes and colours. */
export function patternProblem(pattern: string, several: { readonly sizes: boolean; readonly colors: boolean }) {
  if (/[{}]/u.test(pattern.replaceAll(placeholder, ''))) {
    return 'it knows {product}, {size} and {color}, each with a length such as {color:3}';
  }
  const lacks = (name: RegExp) => !name.test(pattern);
  if (several.sizes && lacks(/\{size/u)) return 'it has no {size}, so that all sizes would share a SKU';
  if (several.colors && lacks(/\{colou?r/u)) return 'it has no {color}, so that all colours would share a SKU';
  return undefined;
}

/** The SKU of one cell: words in capitals, parted by dashes; a placeholder with nothing in it takes its dash with it. */
export function skuOf(pattern: string, product: string, size: string | null, color: Color | null): string {
  const words = { product, size: size === null ? '' : sizeWord(size), color: color ? colorWord(color) : '' };
  const filled = pattern.replaceAll(placeholder, (_, name: string, length: string | undefined) => {
    const word = name === 'product' || name === 'size' ? words[name] : words.color;
    return length === undefined ? word : word.replaceAll('-', '').slice(0, Number(length));
  });
  return filled
    .replaceAll(/([-_. /])[-_. /]*\1/gu, '$1')
    .replaceAll(/^[-_. /]+|[-_. /]+$/gu, '')
    .slice(0, longestSku);
}

const sizeWord = (size: string) => (/^\d{1,3}\.5$/u.test(size) ? size : wishedSku(size, []));
const colorWord = ({ name, code }: Color) => (code ?? wishedSku(name, [])).toUpperCase();

/** Every size in every colour, colour by colour. Empty lists: the other one alone. */
export function matrixOf(
  product: string,
  sizes: readonly string[],
  colors: readonly Color[],
  pattern: string = defaultPattern,
): readonly MatrixCell[] {
  const rows = colors.length === 0 ? [null] : colors;
  const columns = sizes.length === 0 ? [null] : sizes;
  return rows.flatMap((color) =>
    columns.map((size) => ({ size, color: color?.name ?? null, sku: skuOf(pattern, product, size, color) })),
  );
}

/** Two cells that the pattern gives the same SKU, if there are such. */
export function sameSku(cells: readonly MatrixCell[]): readonly [MatrixCell, MatrixCell] | undefined {
  const seen = new Map<string, MatrixCell>();
  for (const cell of cells) {
    const earlier = seen.get(cell.sku.toLowerCase());
    if (earlier) return [earlier, cell];
    seen.set(cell.sku.toLowerCase(), cell);
  }
  return undefined;
}

/** A place in the matrix, however its letters are written. */
export const cellKey = (size: string | null, color: string | null) =>
  JSON.stringify([size?.toLowerCase() ?? null, color?.toLowerCase() ?? null]);

const items = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim().replaceAll(/\s+/gu, ' '))
    .filter((item) => item !== '');

function distinct<T>(all: readonly T[], name: (one: T) => string): readonly T[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = name(one).toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
