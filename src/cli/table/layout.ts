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
/** Two blanks and a border for each column, and one border more. */
const frame = 3;

/**
 * Columns wide for each column of a table that has `available` columns in all (undefined: as many as it likes). The
 * widest of the elastic ones give way first.
 * @returns undefined when they cannot be shown side by side
 */
export function columnWidths(columns: readonly TableColumn[], available: number | undefined): number[] | undefined {
  const widths = columns.map(({ label, cells, elastic }) => {
    const needed = Math.max(1, width(label), ...cells.map((text) => width(text)));
    return elastic ? Math.min(widestCell, needed) : needed;
  });
  if (available === undefined) return widths;
  let over = widths.reduce((sum, one) => sum + one + frame, 1) - available;
  for (; over > 0; over -= 1) {
    const elastic = columns.map((column, index) => (column.elastic ? (widths[index] ?? 0) : 0));
    const widest = Math.max(...elastic);
    if (widest <= narrowest) return undefined;
    widths[elastic.indexOf(widest)] = widest - 1;
  }
  return widths;
}
