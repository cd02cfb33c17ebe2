import { width } from '../../domain/display.ts';
import type { Align } from '../../domain/display.ts';
import type { Theme, Tone } from '../theme/theme.ts';
import { fit } from '../../domain/display.ts';
import { paintLine } from './spans.ts';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

/** A column of a table. Where there is no room the columns of the highest `priority` go first. */
export interface Column<R> {
  readonly key: string;
  readonly label: string;
  /** Cells it would like. */
  readonly width: number;
  /** Cells below which it is no use. Default: `width`. */
  readonly min?: number;
  /** Takes what is left over, up to this many cells. */
  readonly grow?: number;
  /** 1 stays to the last. */
  readonly priority: number;
  readonly align?: Align;
  readonly cell: (row: R, theme: Theme) => Cell | string;
}

export interface PlacedColumn<R> {
  readonly column: Column<R>;
  readonly width: number;
}

/** Cursor bar and mark before the first column. */
const lead = 2;
const gap = 1;

/** Which columns fit into `columns` cells, and how wide each is. Pure. */
export function placeColumns<R>(all: readonly Column<R>[], columns: number): readonly PlacedColumn<R>[] {
  const room = columns - lead;
  const byPriority = [...all].sort((a, b) => a.priority - b.priority);
  const chosen = new Set<Column<R>>();
  let used = 0;
  for (const column of byPriority) {
    const need = (column.min ?? column.width) + (chosen.size ? gap : 0);
    if (used + need > room && chosen.size > 0) break;
    chosen.add(column);
    used += need;
  }
  let spare = Math.max(0, room - used);
  const widths = new Map<Column<R>, number>();
  for (const column of byPriority.filter((one) => chosen.has(one))) {
    const min = column.min ?? column.width;
    const more = Math.min(spare, column.width - min);
    widths.set(column, Math.min(min + more, room));
    spare -= more;
  }
  const growing = byPriority.find((column) => chosen.has(column) && column.grow);
  if (growing?.grow) {
    const now = widths.get(growing) ?? 0;
    widths.set(growing, Math.max(now, Math.min(now + spare, growing.grow)));
  }
  return all.filter((column) => chosen.has(column)).map((column) => ({ column, width: widths.get(column) ?? 0 }));
}

export type DeltaMark = 'up' | 'down' | 'changed';

export interface RowLook {
  readonly selected: boolean;
  readonly marked: boolean;
  /** Somebody else has it open. */
  readonly taken?: boolean;
  /** Columns that changed since they were looked at. */
  readonly deltas?: Readonly<Record<string, DeltaMark>> | undefined;
}

/** One table row as one string of exactly `columns` cells. Pure; what a frame costs is decided here. */
export function formatRow<R>(
  placed: readonly PlacedColumn<R>[],
  row: R,
  look: RowLook,
  columns: number,
  theme: Theme,
): string {
  const { glyphs } = theme;
  const whole = look.selected ? 'selected' : undefined;
  let line = '';
  let used = 0;
  for (const [index, { column, width: cells }] of placed.entries()) {
    const given = column.cell(row, theme);
    const cell: Cell = typeof given === 'string' ? { text: given } : given;
    const delta = look.deltas?.[column.key];
    const text = delta
      ? fitWithMark(cell.text, cells, delta, column.align, theme)
      : fit(cell.text, cells, column.align, glyphs.ellipsis);
    const tone = delta ? 'delta' : (cell.tone ?? 'plain');
    line += (index > 0 ? ' '.repeat(gap) : '') + (whole ? text : theme.paint(tone, text));
    used += cells + (index > 0 ? gap : 0);
  }
  const pad = ' '.repeat(Math.max(0, columns - lead - used));
  const bar = look.selected ? glyphs.cursor : ' ';
  // What changed in a column that has no room here is told beside the row.
  const unseen = Object.keys(look.deltas ?? {}).length > 0 && !placed.some(({ column }) => look.deltas?.[column.key]);
  const sign: Cell = look.marked
    ? { text: glyphs.marked, tone: 'mark' }
    : look.taken
      ? { text: glyphs.person, tone: 'waiting' }
      : { text: unseen ? glyphs.changed : ' ', tone: 'delta' };
  // The bar ends where the columns end: a cursor move writes two whole rows, and blanks cost as much as letters.
  if (whole) return bar + theme.paint(whole, sign.text + line) + pad;
  return bar + (sign.text === ' ' ? ' ' : theme.paint(sign.tone ?? 'plain', sign.text)) + line + pad;
}

/** The lines of rows that there is nothing to tell of, each made once: most of what comes into view in a scroll. */
export function plainLines<R extends object>(
  placed: readonly PlacedColumn<R>[],
  columns: number,
  theme: Theme,
): (row: R) => string {
  const made = new WeakMap<R, string>();
  return (row) => {
    const line = made.get(row) ?? formatRow(placed, row, { selected: false, marked: false }, columns, theme);
    made.set(row, line);
    return line;
  };
}

function deltaGlyph(delta: DeltaMark, theme: Theme): string {
  if (delta === 'up') return theme.glyphs.up;
  return delta === 'down' ? theme.glyphs.down : theme.glyphs.changed;
}

function fitWithMark(text: string, cells: number, delta: DeltaMark, align: Align | undefined, theme: Theme): string {
  const { ellipsis } = theme.glyphs;
  if (cells < 3) return fit(text, cells, align, ellipsis);
  const mark = deltaGlyph(delta, theme);
  return fit(text, cells - width(mark), align, ellipsis) + mark;
}

/** What the rows are sorted by. */
export interface SortedBy {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

export function formatHeader<R>(
  placed: readonly PlacedColumn<R>[],
  columns: number,
  theme: Theme,
  sorted?: SortedBy,
): string {
  const { glyphs } = theme;
  const labels = placed.map(({ column, width: cells }) => {
    if (column.key !== sorted?.key || cells < 3) return fit(column.label, cells, column.align, glyphs.ellipsis);
    const way = sorted.direction === 'asc' ? glyphs.up : glyphs.down;
    // Beside the label, not at the far end of a wide column; a letter stands apart, so that it is not read as one of it.
    const sign = /[a-z]/iu.test(way) ? ` ${way}` : way;
    const room = Math.min(cells - sign.length, width(column.label));
    return fit(fit(column.label, room, 'left', glyphs.ellipsis) + sign, cells, column.align);
  });
  return paintLine([['dim', ' '.repeat(lead) + labels.join(' '.repeat(gap))]], columns, theme);
}
