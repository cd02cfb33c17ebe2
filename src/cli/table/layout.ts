import { width, type Align } from '../../domain/display.ts';

export interface TableColumn {
  readonly label: string;
  readonly cells: readonly string[];
  readonly align: Align;
  /** May be cut to make room. Never an amount, a time or a number of something: half of one is a lie. */
  readonly elastic: boolean;
}

/** A megabyte of review must not be a line of a megabyte: longer cells are for --json. */
const widestCell = 120;
const narrowest = 8;
/** A text of which less is seen says little: the last columns go before that. */
const readable = 16;
const fewest = 3;
/** Two blanks and a border for each column, and one border more. */
const frame = 3;

export interface Layout {
  /** How many of the columns, from the left, are shown. */
  readonly shown: number;
  readonly widths: readonly number[];
}

/**
 * Widths of the columns of a table that has `available` columns in all (undefined: as many as it likes). The widest of
 * the elastic ones give way first, then the last columns are left out; a text that would be the
 * first of these is shown in little room rather than not at all.
 * @returns undefined when not even the first three can be shown side by side
 */
export function layOut(columns: readonly TableColumn[], available: number | undefined): Layout | undefined {
  const found = most(columns, available, readable);
  if (!found) return most(columns, available, narrowest);
  if (columns[found.shown]?.elastic !== true) return found;
  return most(columns.slice(0, found.shown + 1), available, narrowest) ?? found;
}

/** As many columns as fit when no text is cut below `least`. */
function most(columns: readonly TableColumn[], available: number | undefined, least: number): Layout | undefined {
  for (let shown = columns.length; shown >= Math.min(fewest, columns.length); shown -= 1) {
    const widths = columnWidths(columns.slice(0, shown), available, least);
    if (widths) return { shown, widths };
  }
  return undefined;
}

function columnWidths(
  columns: readonly TableColumn[],
  available: number | undefined,
  least: number,
): number[] | undefined {
  const widths = columns.map(({ label, cells, elastic }) => {
    const needed = Math.max(1, width(label), ...cells.map((text) => width(text)));
    return elastic ? Math.min(widestCell, needed) : needed;
  });
  if (available === undefined) return widths;
  let over = widths.reduce((sum, one) => sum + one + frame, 1) - available;
  for (; over > 0; over -= 1) {
    const elastic = columns.map((column, index) => (column.elastic ? (widths[index] ?? 0) : 0));
    const widest = Math.max(...elastic);
    if (widest <= least) return undefined;
    widths[elastic.indexOf(widest)] = widest - 1;
  }
  return widths;
}
