import { stripVTControlCharacters } from 'node:util';
import { fit } from '../../domain/display.ts';
import { layoutEngine } from '../../platform/layout-engine.ts';
import { layOut, type TableColumn } from './layout.ts';
import { loadInkTable } from './ink-table.ts';

export interface TableStyle {
  /** Of the terminal; undefined where lines may be as long as they need. */
  readonly columns: number | undefined;
  readonly color: boolean;
}

/** ink-table sizes columns by String.length, so it is given stand-ins as long as the cell is wide. */
const firstStandIn = 0x3400;
const filler = '\u2007';

/** ink-table gives its components one string. */
const plainText = (children: unknown): string => (typeof children === 'string' ? children : '');

const standsFor = (children: unknown): number => plainText(children).trim().charCodeAt(0) - firstStandIn;

/** A table with straight columns whatever the cells hold, drawn by ink-table; pairs per row where it is too narrow. */
export async function renderTable(columns: readonly TableColumn[], style: TableStyle): Promise<string> {
  const layout = layOut(columns, style.columns);
  const rows = columns[0]?.cells.length ?? 0;
  if (rows === 0) return 'Nothing.\n';
  if (!layout) return renderBlocks(columns);
  const { widths, shown: fitting } = layout;
  if (style.color) process.env['FORCE_COLOR'] ??= '1';
  const [ink, { default: react }] = await Promise.all([import('ink'), import('react')]);
  await layoutEngine.ready();
  const Table = loadInkTable(ink, react);
  const { createElement: h } = react;
  const text = (content: string, look: object) => h(ink.Text, { wrap: 'truncate', ...look }, content);
  const shown = (column: number, row: number) => {
    const { label = '', cells = [], align = 'left' } = columns[column] ?? {};
    return ` ${fit(row < 0 ? label : (cells[row] ?? ''), widths[column] ?? 0, align)} `;
  };
  const names = widths.map((_, column) => String.fromCharCode(firstStandIn + column));
  const data = Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      names.map((name, column) => [name, String.fromCharCode(firstStandIn + row).padEnd(widths[column] ?? 0, filler)]),
    ),
  );
  const drawn = ink.renderToString(
    h(Table<Record<string, string>>, {
      data,
      columns: names,
      padding: 1,
      header: ({ children }) => text(shown(standsFor(children), -1), { bold: true }),
      cell: ({ column, children }) => text(shown(column, standsFor(children)), {}),
      skeleton: ({ children }) => text(plainText(children), { dimColor: true }),
    }),
    { columns: widths.reduce((sum, one) => sum + one + 3, 1) },
  );
  const left = columns.slice(fitting).map(({ label }) => label);
  const note = left.length > 0 ? `Left out for want of room: ${left.join(', ')}.\n` : '';
  return `${withoutInnerLines(style.color ? drawn : stripVTControlCharacters(drawn))}\n${note}`;
}

/** ink-table draws a line between any two rows; one under the heading is enough and shows twice as much. */
function withoutInnerLines(drawn: string): string {
  const isLine = (line: string) => stripVTControlCharacters(line).startsWith('├');
  return drawn
    .split('\n')
    .filter((line, index) => index <= 2 || !isLine(line))
    .join('\n');
}

/** Nothing is cut here: the terminal wraps what is long. */
function renderBlocks(columns: readonly TableColumn[]): string {
  const rows = columns[0]?.cells.length ?? 0;
  const labelWidth = Math.min(16, Math.max(...columns.map(({ label }) => label.length)));
  const block = (row: number) =>
    columns.map(({ label, cells }) => `${fit(label, labelWidth)}  ${cells[row] ?? ''}`.trimEnd()).join('\n');
  return `${Array.from({ length: rows }, (_, row) => block(row)).join('\n\n')}\n`;
}
