import { showMoney } from '../../../domain/money.ts';
import { clean, clip, fit, width as widthOf } from '../../../domain/display.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { cell as column } from '../../widgets/beside.ts';
import { paintLine, type Span, type Spans } from '../../widgets/spans.ts';
import {
  cellAt,
  cellName,
  isShort,
  positionOf,
  type CellKey,
  type CellState,
  type Matrix,
  type MatrixCell,
} from './matrix.ts';

export interface MatrixFrame {
  readonly width: number;
  /** Rows for the matrix and what is told of its cell. */
  readonly height: number;
  readonly theme: Theme;
  readonly currency: string;
  /** How the keys are written that act on the cell. */
  readonly keys: { readonly choose: string; readonly restock: string };
}

const looks: Readonly<Record<CellState, { readonly word: string; readonly short: string; readonly tone: Tone }>> = {
  enough: { word: '', short: '', tone: 'good' },
  low: { word: ' low', short: '!', tone: 'waiting' },
  out: { word: ' out', short: 'x', tone: 'bad' },
  off: { word: 'off', short: 'off', tone: 'off' },
  archived: { word: 'archived', short: 'arch', tone: 'off' },
  none: { word: '-', short: '-', tone: 'dim' },
};

const sayings: Readonly<Record<CellState, string>> = {
  enough: 'enough',
  low: 'low',
  out: 'out of stock',
  off: 'off sale',
  archived: 'archived',
  none: 'not made',
};

/** What the cell says in `columns` cells: the figure with its word where there is room, else with a sign. */
export function cellText({ state, variant }: MatrixCell, columns: number, { glyphs }: Theme): string {
  const { word, short } = looks[state];
  const roomy = columns >= 8;
  if (state === 'none' || state === 'off' || state === 'archived') return roomy ? word : short;
  const sign = state === 'low' ? glyphs.warning : state === 'out' ? glyphs.bad : short;
  return `${variant?.stock ?? 0}${roomy ? word : sign}`;
}

/** Cells wide enough for words if all sizes fit so, else narrower ones, at last as many as fit around the cursor. */
export function cellWidth(room: number, sizes: readonly (string | null)[]): number {
  const longest = Math.min(10, Math.max(...sizes.map((size) => widthOf(size ?? ''))));
  const least = Math.max(longest + 1, room < 30 ? 5 : 6);
  const fitting = [10, 9, 8].find((each) => each > longest && each * sizes.length <= room);
  return fitting ?? least;
}

interface Window {
  readonly from: number;
  readonly count: number;
}

/** The part around the cursor. */
function windowAround(at: number, all: number, room: number): Window {
  const count = Math.max(1, Math.min(all, room));
  return { from: Math.min(Math.max(0, at - Math.floor(count / 2)), all - count), count };
}

const least = { cells: 2, told: 2 };

interface Space {
  /** What is told of the cell, as far as there is room. */
  readonly shown: readonly Spans[];
  /** Lines for colours below the header. */
  readonly rows: number;
  /** One colour only, without its name. */
  readonly strip: boolean;
}

function spaceOf(cell: MatrixCell, frame: MatrixFrame): Space {
  const { width, height } = frame;
  const shown = cellLines(cell, frame).slice(0, Math.max(least.told, height - least.cells - 1));
  const room = Math.max(least.cells, height - shown.length);
  const strip = width < 36 || room <= least.cells;
  return { shown, rows: strip ? 1 : room - 1, strip };
}

/** Which cell is drawn there, columns and lines of `matrixRows`. */
export function cellUnder(
  matrix: Matrix,
  key: CellKey | undefined,
  frame: MatrixFrame,
  place: { readonly column: number; readonly line: number },
): CellKey | undefined {
  const cell = cellAt(matrix, key);
  if (!cell) return undefined;
  const { rows, strip } = spaceOf(cell, frame);
  const { first, each, across, down } = gridOf(matrix, key, frame.width, rows, strip);
  const right = Math.floor((place.column - first - 1) / each);
  const below = place.line - 1;
  if (right < 0 || right >= across.count || below < 0 || below >= down.count) return undefined;
  const found = matrix.rows[down.from + below]?.[across.from + right];
  return found && { size: found.size, color: found.color };
}

/** The matrix and, below it, all about the cell of the cursor; at most `height` rows, each as wide as the frame. */
export function matrixRows(matrix: Matrix, key: CellKey | undefined, frame: MatrixFrame): readonly string[] {
  const { width, height, theme } = frame;
  const cell = cellAt(matrix, key);
  if (!cell) return [];
  const { shown, rows, strip } = spaceOf(cell, frame);
  const grid = gridLines(matrix, key, frame, rows, strip);
  const gap: Spans[] = grid.length + shown.length < height ? [[]] : [];
  return [...grid, ...gap, ...shown].slice(0, height).map((line) => paintLine(line, width, theme));
}

/** The matrix alone, as a preview shows it: nothing of it is chosen. */
export function matrixPreview(matrix: Matrix, frame: MatrixFrame): readonly Spans[] {
  return gridLines(matrix, undefined, frame, Math.max(1, frame.height - 1), false, false);
}

interface Grid {
  /** Cells of the names of the colours. */
  readonly first: number;
  /** Cells of a size. */
  readonly each: number;
  readonly across: Window;
  readonly down: Window;
}

function gridOf(matrix: Matrix, key: CellKey | undefined, width: number, rows: number, strip: boolean): Grid {
  const { row, column: at } = positionOf(matrix, key);
  const names = matrix.colors.map((color) => color ?? '');
  const first = strip ? 0 : Math.min(16, Math.max(6, ...names.map(widthOf)) + 1);
  const room = width - first - 2;
  const each = cellWidth(room, matrix.sizes);
  const across = windowAround(at, matrix.sizes.length, Math.floor(room / each));
  return { first, each, across, down: windowAround(row, matrix.colors.length, rows) };
}

function gridLines(
  matrix: Matrix,
  key: CellKey | undefined,
  { width, theme }: MatrixFrame,
  rows: number,
  strip: boolean,
  cursor = true,
): readonly Spans[] {
  const { row, column: at } = positionOf(matrix, key);
  const { first, each, across, down } = gridOf(matrix, key, width, rows, strip);
  const sizes = matrix.sizes.slice(across.from, across.from + across.count);
  const more = (there: boolean, sign: string): Span => ['accent', there ? sign : ' '];
  const header: Spans = [
    ['dim', ' '.repeat(first)],
    more(across.from > 0, '<'),
    ...sizes.map((size, index) =>
      column(cursor && across.from + index === at ? 'strong' : 'dim', size ?? 'all', each, theme, 'right'),
    ),
    more(across.from + across.count < matrix.sizes.length, '>'),
  ];
  const lines = matrix.rows.slice(down.from, down.from + down.count).map((cells, index): Spans => {
    const line = down.from + index;
    const name: Span[] = strip
      ? []
      : [column(cursor && line === row ? 'strong' : 'plain', matrix.colors[line] ?? '', first, theme)];
    const seen = cells.slice(across.from, across.from + across.count);
    return [
      ...name,
      ' ',
      ...seen.flatMap((one, place) =>
        cellSpans(one, cursor && line === row && across.from + place === at, each, theme),
      ),
      // More colours above or below those that are seen.
      more(index === 0 && down.from > 0, theme.glyphs.up),
      more(index === down.count - 1 && down.from + down.count < matrix.rows.length, theme.glyphs.down),
    ];
  });
  return [header, ...lines];
}

function cellSpans(cell: MatrixCell, selected: boolean, each: number, theme: Theme): readonly Span[] {
  const text = cellText(cell, each, theme);
  if (!selected) return [column(looks[cell.state].tone, text, each, theme, 'right')];
  const inner = Math.min(each - 1, Math.max(2, widthOf(text)));
  return [
    ' '.repeat(each - 1 - inner),
    ['accent', theme.glyphs.cursor],
    ['selected', fit(text, inner, 'right', theme.glyphs.ellipsis)],
  ];
}

/** SKU, state, price, and stock by warehouse; what can be done where there is nothing yet. The weightiest first. */
function cellLines(cell: MatrixCell, { width, theme, currency, keys }: MatrixFrame): readonly Spans[] {
  const { variant, places, state } = cell;
  const tone = looks[state].tone;
  if (!variant) {
    return [
      [
        ['strong', ` ${shortName(cell, sayings[state], width, theme)} `],
        [tone, sayings[state]],
      ],
      [['dim', ` ${keys.choose} makes it`]],
    ];
  }
  const own = variant.own_price === null ? '' : ' of its own';
  const code = variant.barcode === null ? '' : `  barcode ${variant.barcode}`;
  const sign = state === 'low' ? `${theme.glyphs.warning} ` : state === 'out' ? `${theme.glyphs.bad} ` : '';
  const narrow = width < 36;
  const says: Span = [tone, `${sign}${narrow && state === 'out' ? 'out' : sayings[state]}`];
  const head: Spans = narrow
    ? [['strong', ` ${shortName(cell, says[1], width, theme)} `], says]
    : [['strong', ` ${variant.sku}`], `  ${cellName(cell)}  `, says, ['dim', `, ${variant.stock} free`]];
  const stock = places.map((place): Spans => {
    const short = isShort(place);
    const kept = width < 48 ? `  ${place.reserved} kept` : `  ${place.quantity} on hand  ${place.reserved} reserved`;
    return [
      ['strong', ` ${place.warehouse} `],
      [short ? 'waiting' : 'plain', `${short ? `${theme.glyphs.warning} ` : ''}${place.available} free`],
      ['dim', kept],
      [short ? 'waiting' : 'dim', `  low at ${place.reorder_point}`],
    ];
  });
  const nowhere: Spans[] = stock.length === 0 ? [[['dim', ' never in stock anywhere']]] : [];
  return [
    head,
    ...stock,
    ...nowhere,
    ...(narrow ? [[['strong', ` ${variant.sku}`]] satisfies Spans] : []),
    [' ', ['plain', showMoney(variant.price, currency)], ['dim', `${own}${code}`]],
    [
      ' ',
      ['key', keys.restock],
      ['dim', ' restock  '],
      ['key', keys.choose],
      ['dim', cell.whole ? ' adjust, reorder point, sizes' : ' adjust, reorder point, price, on or off sale'],
    ],
  ];
}

/** The name as far as it leaves room for the state behind it, which tells more. */
function shortName(cell: CellKey, state: string, width: number, { glyphs }: Theme): string {
  return clip(clean(cellName(cell)), Math.max(4, width - widthOf(state) - 3), glyphs.ellipsis);
}
