import { fit, width as widthOf } from '../../domain/display.ts';
import type { Theme } from '../theme/theme.ts';
import type { Spans } from './spans.ts';

/** Charts as lines of text. Pure; the figure always stands beside what is drawn of it. */
export interface ChartPoint {
  readonly label: string;
  readonly amount: number;
}

export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  /** A figure of the axis as people read it. */
  readonly show: (amount: number) => string;
}

const steps = [1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The round number that an axis ends with: not below `most`, and not far above. */
export function niceTop(most: number): number {
  if (most <= 0) return 1;
  const size = 10 ** Math.floor(Math.log10(most));
  // Of floats only the last bits may differ, which must not double an axis.
  const step = steps.find((one) => one * size >= most * (1 - 1e-9)) ?? 10;
  return step * size;
}

/** Columns that stand on an axis, the newest at the right; as many points as there is room for. */
export function columnChart(points: readonly ChartPoint[], frame: ChartFrame): readonly Spans[] {
  const { theme, show } = frame;
  const { levels, line } = theme.glyphs;
  const tall = Math.max(1, frame.height - 2);
  // An even number of rows has a round figure at its half.
  const rows = tall >= 5 ? tall - (tall % 2) : tall;
  const top = niceTop(Math.max(0, ...points.map(({ amount }) => amount)));
  const half = Math.floor(rows / 2);
  const marks = new Map([[0, show(top)]]);
  if (rows >= 5) marks.set(half, show(top * (1 - half / rows)));
  const labels = Math.max(1, ...[...marks.values()].map(widthOf));
  const plot = Math.max(1, frame.width - labels - 2);
  const each = Math.max(1, Math.min(9, Math.floor(plot / Math.max(1, points.length))));
  const shown = points.slice(-Math.floor(plot / each));
  const gap = each >= 3 ? 1 : 0;
  const eighths = shown.map(({ amount }) =>
    amount <= 0 ? 0 : Math.max(1, Math.round((amount / top) * rows * (levels.length - 1))),
  );
  const bars = Array.from({ length: rows }, (_, row): Spans => {
    const below = (rows - 1 - row) * (levels.length - 1);
    const cells = eighths.map((height) => {
      const level = Math.min(Math.max(height - below, 0), levels.length - 1);
      return (levels[level] ?? ' ').repeat(each - gap) + ' '.repeat(gap);
    });
    return [
      ['dim', `${fit(marks.get(row) ?? '', labels, 'right')} ${line.vertical}`],
      ['accent', cells.join('')],
    ];
  });
  const axis: Spans = [
    ['dim', `${fit('0', labels, 'right')} ${line.bottomLeft}${line.horizontal.repeat(each * shown.length)}`],
  ];
  return [...bars, axis, [['dim', ' '.repeat(labels + 2) + underColumns(shown, each)]]];
}

/** Labels under their columns, from the newest back, as many as do not touch. */
function underColumns(points: readonly ChartPoint[], each: number): string {
  const whole = points.length * each;
  const placed: string[] = [];
  let free = whole;
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const label = points[index]?.label ?? '';
    // The newest label may be wider than its column: it ends with the chart.
    const at = Math.min(index * each, whole - widthOf(label));
    if (at < 0 || at + widthOf(label) > free) continue;
    placed.unshift(label + ' '.repeat(free - at - widthOf(label) + (placed.length > 0 ? 1 : 0)));
    free = at - 1;
  }
  return ' '.repeat(Math.max(0, free + 1)) + placed.join('');
}

export interface ChartBar extends ChartPoint {
  /** The figure as people read it. */
  readonly shown: string;
  /** What it was before: told by a tick in the bar. */
  readonly before?: number | undefined;
}

/** A bar of exactly `columns` cells for a share of `most`, to an eighth of a cell; a tick where it was before. */
export function barCells(
  bar: Pick<ChartBar, 'amount' | 'before'>,
  most: number,
  columns: number,
  theme: Theme,
): string {
  const { bar: full, partial, line } = theme.glyphs;
  const share = (amount: number) => (most <= 0 ? 0 : Math.min(Math.max(amount, 0) / most, 1));
  const eighths = bar.amount <= 0 ? 0 : Math.max(1, Math.round(share(bar.amount) * columns * 8));
  const whole = Math.floor(eighths / 8);
  // What is not nothing is seen, also where there are no thin glyphs.
  const rest = whole === 0 && eighths > 0 && partial[eighths] === ' ' ? full : (partial[eighths % 8] ?? ' ');
  const cells = Array.from({ length: columns }, (_, index) => (index < whole ? full : index > whole ? ' ' : rest));
  if (bar.before !== undefined && bar.before > 0 && columns > 0) {
    cells[Math.min(columns - 1, Math.round(share(bar.before) * columns))] = line.vertical;
  }
  return cells.join('');
}
