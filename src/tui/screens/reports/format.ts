import { showNumber } from '../../../domain/locale.ts';
import { showMoney } from '../../../domain/money.ts';
import { width as widthOf } from '../../../domain/display.ts';
import { cell } from '../../widgets/beside.ts';
import { barCells } from '../../widgets/chart.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { paintLine, type Span, type Spans } from '../../widgets/spans.ts';
import type { Figure, FigureColumn, ReportData, ReportKind, ReportRow } from './kinds.ts';

export interface ReportView {
  readonly kind: ReportKind;
  readonly group: string;
  /** Its days, '' where the report is of now. */
  readonly when: string;
  /** What they are called: `the last 30 days`. */
  readonly called: string;
  /** The stretch before in words, where it is compared. */
  readonly compared: string;
  readonly data: ReportData;
  readonly before: ReportData | undefined;
  readonly selected: number;
  readonly keys: { readonly group: string; readonly period: string; readonly compare: string };
}

export interface ReportFrame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

export function shownFigure(figure: Figure, { type }: Pick<FigureColumn, 'type'>): string {
  if (figure === null) return '-';
  if (type === 'money') return showMoney(String(figure));
  return `${showNumber(Number(figure))}${type === 'percent' ? ' %' : ''}`;
}

const amountOf = (figure: Figure | undefined): number => (figure == null ? 0 : Number(figure));

/** `+12 %`, `new`, `=`; nothing where neither is anything. */
export function changeText(
  now: Figure | undefined,
  then: Figure | undefined,
): { readonly text: string; readonly tone: Tone } {
  const [after, before] = [amountOf(now), amountOf(then)];
  if (before === 0) return after === 0 ? { text: '', tone: 'dim' } : { text: 'new', tone: 'good' };
  const percent = Math.round(((after - before) / Math.abs(before)) * 100);
  if (percent === 0) return { text: '=', tone: 'dim' };
  const shown = Math.abs(percent) > 999 ? '>999' : String(Math.abs(percent));
  return percent > 0 ? { text: `+${shown} %`, tone: 'good' } : { text: `-${shown} %`, tone: 'bad' };
}

/** The row of the stretch before that stands for the same: by name of goods, by place where the rows are days. */
function beforeOf(view: ReportView, row: ReportRow, index: number): ReportRow | undefined {
  const byTime = view.kind.timed && ['day', 'week', 'month'].includes(view.group);
  if (byTime) return view.before?.rows[index];
  return view.before?.rows.find(({ key, name }) => key === row.key && name === row.name);
}

/** Men's and women's boots are both Boots: what is called the same is told apart by its key. */
function nameOf({ rows }: ReportData, { key, name }: ReportRow): string {
  const alike = rows.filter((one) => one.name === name).length > 1;
  return alike && key !== null ? `${name} (${key})` : name;
}

interface Widths {
  readonly name: number;
  readonly bar: number;
  readonly main: number;
  readonly change: number;
  /** Further figures, as many as there is room for. */
  readonly more: readonly { readonly column: FigureColumn; readonly width: number }[];
}

function widthsOf(view: ReportView, { width }: ReportFrame): Widths {
  const { rows, totals } = view.data;
  const [main, ...others] = view.kind.columns;
  const wide = (column: FigureColumn) =>
    Math.max(
      widthOf(column.label),
      ...[...rows, totals].map((row) => widthOf(shownFigure(row[column.key] ?? null, column))),
    );
  const longest = Math.max(5, ...rows.map((row) => widthOf(nameOf(view.data, row))));
  const name = Math.min(longest, Math.max(8, Math.floor(width * 0.3)));
  const mainWidth = main ? wide(main) : 0;
  const change = view.before && width >= 36 ? 8 : 0;
  let room = width - 2 - name - 1 - mainWidth - change;
  const least = width >= 60 ? 16 : 0;
  const more: { column: FigureColumn; width: number }[] = [];
  for (const column of others) {
    const need = wide(column) + 1;
    if (room - need < least + 2) break;
    more.push({ column, width: need });
    room -= need;
  }
  return { name, bar: Math.max(0, Math.min(room - 1, 60)), main: mainWidth, change, more };
}

function figureCells(row: Readonly<Record<string, Figure>>, view: ReportView, widths: Widths, theme: Theme): Spans {
  const [main] = view.kind.columns;
  if (!main) return [];
  const further = widths.more.map(({ column, width }): Span =>
    cell('dim', shownFigure(row[column.key] ?? null, column), width, theme, 'right'),
  );
  return [cell('strong', shownFigure(row[main.key] ?? null, main), widths.main, theme, 'right'), ...further];
}

function changeCell(now: Figure | undefined, then: Figure | undefined, widths: Widths, theme: Theme): Spans {
  if (widths.change === 0) return [];
  const { text, tone } = changeText(now, then);
  return [cell(tone, text, widths.change, theme, 'right')];
}

function rowSpans(view: ReportView, row: ReportRow, index: number, most: number, widths: Widths, theme: Theme): Spans {
  const main = view.kind.columns[0]?.key ?? '';
  const then = beforeOf(view, row, index)?.[main];
  const bar = barCells(
    { amount: amountOf(row[main]), before: view.before ? amountOf(then) : undefined },
    most,
    widths.bar,
    theme,
  );
  return [
    index === view.selected ? theme.glyphs.cursor : ' ',
    cell('plain', nameOf(view.data, row), widths.name, theme),
    ' ',
    ['accent', bar],
    widths.bar > 0 ? ' ' : '',
    ...figureCells(row, view, widths, theme),
    ...changeCell(row[main], then, widths, theme),
  ];
}

function headSpans(view: ReportView, widths: Widths, theme: Theme): Spans {
  const [main] = view.kind.columns;
  const labels = widths.more.map(({ column, width }): Span => cell('dim', column.label, width, theme, 'right'));
  return [
    ' ',
    cell('dim', view.group, widths.name, theme),
    ' '.repeat(1 + widths.bar + (widths.bar > 0 ? 1 : 0)),
    cell('dim', main?.label ?? '', widths.main, theme, 'right'),
    ...labels,
    cell('dim', widths.change > 0 ? 'change' : '', widths.change, theme, 'right'),
  ];
}

function totalSpans(view: ReportView, widths: Widths, theme: Theme): Spans {
  const main = view.kind.columns[0]?.key ?? '';
  const { totals } = view.data;
  return [
    ' ',
    cell('title', 'all', widths.name, theme),
    ' '.repeat(1 + widths.bar + (widths.bar > 0 ? 1 : 0)),
    ...figureCells(totals, view, widths, theme),
    ...changeCell(totals[main], view.before?.totals[main], widths, theme),
  ];
}

/** `by day, the last 30 days: 2026-10-29 to 2026-11-27, beside 2026-09-29 to 2026-10-28` with the keys that change it. */
function choiceSpans({ group, when, called, compared, keys, kind }: ReportView, width: number): Spans {
  const days = called === '' || width < 100 ? when : `${called}: ${when}`;
  const period: Spans = when === '' ? ['  as it is now'] : ['  ', ['key', keys.period], ` ${days}`];
  const beside: Spans = kind.timed
    ? ['  ', ['key', keys.compare], compared === '' ? ' compare' : width < 100 ? ' compared' : ` beside ${compared}`]
    : [];
  return [' ', ['key', keys.group], ` by ${group}`, ...period, ...beside];
}

/** How many rows of the report are seen at once in this frame. */
export const rowsSeen = ({ height }: ReportFrame): number => Math.max(1, height - 3);

/** The report in exactly `height` rows: what is asked, the head, the rows around the selected one, the total. */
export function reportRows(view: ReportView, frame: ReportFrame): readonly string[] {
  const { width, height, theme } = frame;
  const { rows } = view.data;
  const widths = widthsOf(view, frame);
  const main = view.kind.columns[0]?.key ?? '';
  const all = [...rows, ...(view.before?.rows ?? [])].map((row) => amountOf(row[main]));
  const most = Math.max(0, ...all);
  const room = rowsSeen(frame);
  const from = Math.max(0, Math.min(view.selected - Math.floor(room / 2), rows.length - room));
  const shown = rows
    .slice(from, from + room)
    .map((row, index) => rowSpans(view, row, from + index, most, widths, theme));
  const none: Spans[] = rows.length === 0 ? [[], [['dim', '  Nothing in this time.']]] : [];
  const lines = [
    choiceSpans(view, width),
    headSpans(view, widths, theme),
    ...shown,
    ...none,
    totalSpans(view, widths, theme),
  ];
  const selectedLine = rows.length === 0 ? -1 : 2 + view.selected - from;
  const painted = lines.map((spans, index) =>
    paintLine(spans, width, theme, index === selectedLine ? 'selected' : undefined),
  );
  return Array.from({ length: height }, (_, index) => painted[index] ?? '');
}

/** What is on the screen as rows of a file: raw figures, as the command line gives them. */
export function reportTable({ kind, data }: Pick<ReportView, 'kind' | 'data'>): readonly (readonly string[])[] {
  const keys = kind.columns.map(({ key }) => key);
  const rows = data.rows.map((row) => [row.key ?? '', row.name, ...keys.map((key) => String(row[key] ?? ''))]);
  return [['key', 'name', ...keys], ...rows];
}
