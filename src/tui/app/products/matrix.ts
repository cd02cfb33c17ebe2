import type { ShownProduct, ShownStock, ShownVariant } from '../../../operations/products/parts/shown.ts';

/** How a cell stands against its reorder points; `none`: this size was never made in this colour. */
export type CellState = 'enough' | 'low' | 'out' | 'off' | 'archived' | 'none';

export interface MatrixCell {
  readonly size: string | null;
  readonly color: string | null;
  readonly state: CellState;
  readonly variant: ShownVariant | undefined;
  /** It is the product itself, which has no variants; `variant` then says what it would as one. */
  readonly whole: boolean;
  readonly places: readonly ShownStock[];
}

/** Sizes across, colours down. A product that has only one of them is one row, or one column. */
export interface Matrix {
  readonly sizes: readonly (string | null)[];
  readonly colors: readonly (string | null)[];
  /** Colour by colour, as many as there are sizes in each. */
  readonly rows: readonly (readonly MatrixCell[])[];
}

/** Kept by name, so that the cursor stays on its cell when others are made. Undefined: nobody has moved yet. */
export interface CellKey {
  readonly size: string | null;
  readonly color: string | null;
}

export interface Position {
  readonly row: number;
  readonly column: number;
}

export function matrixOf(page: ShownProduct): Matrix {
  const { inventory } = page;
  if (page.variants.length === 0) return wholeMatrix(page);
  const { variants } = page;
  const sizes = distinct(variants.map(({ size }) => size)).sort(bySize);
  const colors = distinct(variants.map(({ color }) => color));
  const rows = colors.map((color) => sizes.map((size) => cellOf(size, color, variants, inventory)));
  return { sizes, colors, rows };
}

function wholeMatrix(page: ShownProduct): Matrix {
  const { inventory: places, id, sku, price, weight, is_active, deleted_at, version } = page;
  const stock = places.reduce((sum, { available }) => sum + available, 0);
  const own = { size: null, color: null, own_price: null, images: null, barcode: null };
  const variant = { id, sku, price, weight, is_active, deleted_at, stock, version, ...own };
  const cell = { size: null, color: null, variant, whole: true, places, state: stateOf(variant, places) };
  return { sizes: [null], colors: [null], rows: [[cell]] };
}

function cellOf(
  size: string | null,
  color: string | null,
  variants: readonly ShownVariant[],
  inventory: readonly ShownStock[],
): MatrixCell {
  const here = variants.filter((one) => one.size === size && one.color === color);
  const variant = here.find(({ deleted_at }) => deleted_at === null) ?? here[0];
  const places = variant ? inventory.filter(({ sku }) => sku === variant.sku) : [];
  return { size, color, variant, whole: false, places, state: stateOf(variant, places) };
}

function stateOf(variant: ShownVariant | undefined, places: readonly ShownStock[]): CellState {
  if (!variant) return 'none';
  if (variant.deleted_at !== null) return 'archived';
  if (!variant.is_active) return 'off';
  if (variant.stock <= 0) return 'out';
  return places.some(isShort) ? 'low' : 'enough';
}

/** The rule of the low-stock list. */
export const isShort = ({ available, reorder_point }: ShownStock): boolean => available <= reorder_point;

const letters = ['xxs', 'xs', 's', 'small', 'm', 'medium', 'l', 'large', 'xl', 'xxl', 'xxxl'];

/** 42.5 between 42 and 43, letters behind them from small to large, then words: as products.show sorts them. */
export function bySize(one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  return rank(one) - rank(other) || (one < other ? -1 : 1);
}

function rank(size: string): number {
  const number = /^\d{1,9}(?:\.\d{1,9})?/u.exec(size)?.[0];
  if (number !== undefined) return Number(number);
  const letter = letters.indexOf(size.toLowerCase());
  return 2e9 + (letter < 0 ? letters.length : letter);
}

/** Where the cursor stands: on its cell, or on what is left of where that was; the first cell at first. */
export function positionOf({ sizes, colors }: Matrix, key: CellKey | undefined): Position {
  if (!key) return { row: 0, column: 0 };
  return { row: Math.max(0, colors.indexOf(key.color)), column: Math.max(0, sizes.indexOf(key.size)) };
}

export function cellAt(matrix: Matrix, key: CellKey | undefined): MatrixCell | undefined {
  const { row, column } = positionOf(matrix, key);
  return matrix.rows[row]?.[column];
}

/** One step, or as far as it goes; it ends at the edges. */
export function movedCell(matrix: Matrix, key: CellKey | undefined, down: number, right: number): CellKey {
  const { row, column } = positionOf(matrix, key);
  const bounded = (at: number, by: number, count: number) => Math.min(Math.max(at + by, 0), Math.max(0, count - 1));
  return {
    color: matrix.colors[bounded(row, down, matrix.colors.length)] ?? null,
    size: matrix.sizes[bounded(column, right, matrix.sizes.length)] ?? null,
  };
}

/** How many cells stand how: `3 low, 2 out`; empty when every cell has enough. */
export function counted({ rows }: Matrix): Readonly<Record<CellState, number>> {
  const counts: Record<CellState, number> = { enough: 0, low: 0, out: 0, off: 0, archived: 0, none: 0 };
  for (const { state } of rows.flat()) counts[state] += 1;
  return counts;
}

export function cellName({ size, color }: CellKey): string {
  return [size, color].filter((part) => part !== null).join(' ') || 'the product itself';
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
