import { fit } from '../../../domain/display.ts';
import { plural } from '../../../domain/plural.ts';
import type { CountLine, CountShown } from '../../../operations/counts/parts/types.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';

export interface SheetFrame {
  readonly width: number;
  readonly theme: Theme;
}

/** What is on the sheet above its lines. */
export function headRows(count: CountShown, { width, theme }: SheetFrame): readonly string[] {
  const { dot } = theme.glyphs;
  const blind = count.blind ? `, blind` : '';
  const closed = count.closed_by === null ? '' : ` by ${count.closed_by}`;
  const differ =
    count.different_lines === null
      ? 'what differs is hidden until it is closed'
      : `${count.different_lines} differ: +${count.surplus ?? 0} -${count.shortage ?? 0}`;
  const moved = count.rows.filter((line) => line.moved).length;
  const state: Tone = count.status === 'OPEN' ? 'working' : count.status === 'APPROVED' ? 'good' : 'off';
  const facts = [`${count.counted_lines} of ${plural(count.lines, 'line')} counted`, differ];
  if (moved > 0 && count.status === 'OPEN') facts.push(`${theme.glyphs.warning} ${moved} moved since`);
  const lines: Spans[] = [
    [
      ['strong', ` ${count.warehouse} ${count.warehouse_name}`],
      ` ${dot} `,
      [state, `${count.status}${blind}`],
      ['dim', closed],
    ],
    ...wrap(facts.join(` ${dot} `), width - 2).map((text): Spans => [` ${text}`]),
    ...(count.note === null ? [] : [[['dim', ` ${count.note}`]] as Spans]),
  ];
  return lines.map((spans) => paintLine(spans, width, theme));
}

const number = (value: number | null): string => (value === null ? '' : String(value));
const signed = (value: number | null): string => (value !== null && value > 0 ? `+${value}` : number(value));

const figures = 8;

export function headingRow({ width, theme }: SheetFrame): string {
  const words = width < 60 ? (['Exp', 'Cnt', 'Diff'] as const) : (['Expected', 'Counted', 'Diff'] as const);
  return row(['SKU', 'Item', ...words], 'dim', { width, theme });
}

/** A line of the sheet; one that moved since is told by a sign and a word. */
export function lineRow(line: CountLine, frame: SheetFrame): string {
  const { glyphs } = frame.theme;
  const item = [line.name, line.size, line.color].filter(Boolean).join(' ');
  const told = line.moved ? `moved since ${glyphs.dot} ${item}` : item;
  const counted = line.counted === null ? '-' : String(line.counted);
  const tone: Tone =
    line.moved || (line.difference ?? 0) > 0
      ? 'waiting'
      : (line.difference ?? 0) < 0
        ? 'bad'
        : line.counted === null
          ? 'dim'
          : 'plain';
  const cells = [line.sku, told, number(line.expected ?? line.quantity), counted, signed(line.difference)] as const;
  return row(cells, tone, frame, line.moved ? glyphs.warning : ' ');
}

type Cells = readonly [sku: string, item: string, expected: string, counted: string, difference: string];

/** On a handheld the item gives way to the figures. */
function row(
  [sku, item, expected, counted, difference]: Cells,
  tone: Tone,
  { width, theme }: SheetFrame,
  sign = ' ',
): string {
  const { ellipsis } = theme.glyphs;
  const narrow = width < 60;
  const each = narrow ? (width < 30 ? 4 : 5) : figures + 1;
  const room = Math.max(width - 1 - 3 * each, 4);
  const skuWidth = narrow ? room : Math.min(28, Math.max(12, Math.floor(width * 0.28)));
  const itemWidth = room - skuWidth;
  const short = (text: string) => (narrow ? text.slice(0, each - 1) : text);
  const text = [
    sign,
    fit(sku, skuWidth - (narrow ? 0 : 1), 'left', ellipsis),
    narrow ? '' : ` ${fit(item, itemWidth, 'left', ellipsis)}`,
    ...[expected, counted, difference].map((value) => fit(short(value), each, 'right')),
  ].join('');
  return theme.paint(tone, fit(text, width));
}
