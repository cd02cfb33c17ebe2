import { clean, fit } from '../../../domain/display.ts';
import { showDate, showDateTime, showDay } from '../../../domain/locale.ts';
import type { LedgerRow, StockCard } from '../../../operations/inventory/parts/ledger-types.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { movementChange, movementReason } from '../../app/stock/movements.ts';
import { paintLine } from '../../widgets/spans.ts';

export interface CardFrame {
  readonly width: number;
  readonly theme: Theme;
}

/** The balance over time, oldest on the left: of each column its last balance. Pure. */
export function balanceCurve(rows: readonly LedgerRow[], columns: number): readonly number[] {
  const first = rows.at(-1);
  const last = rows[0];
  if (!first || !last || columns < 1) return [];
  const from = Date.parse(first.created_at);
  const span = Math.max(1, Date.parse(last.created_at) - from);
  const curve: number[] = [];
  let balance = first.quantity_after;
  let at = rows.length - 1;
  for (let column = 0; column < columns; column += 1) {
    const until = from + (span * (column + 1)) / columns;
    for (let row = rows[at]; row && Date.parse(row.created_at) <= until; at -= 1, row = rows[at]) {
      balance = row.quantity_after;
    }
    curve.push(balance);
  }
  return curve;
}

function sparkline(values: readonly number[], { glyphs }: Theme): string {
  const most = Math.max(1, ...values);
  const top = glyphs.levels.length - 1;
  return values
    .map((one) => glyphs.levels[one === 0 ? 0 : Math.max(1, Math.round((one / most) * top))] ?? ' ')
    .join('');
}

export function headRows(card: StockCard, rows: readonly LedgerRow[], { width, theme }: CardFrame): readonly string[] {
  const { dot } = theme.glyphs;
  const oldest = rows.at(-1);
  const label = oldest === undefined ? '' : ` since ${showDate(oldest.created_at)}`;
  const room = Math.min(Math.max(width - label.length - 2, 0), 120);
  const facts = ` ${clean(card.warehouse)} ${dot} ${card.quantity} there ${dot} ${card.reserved} reserved ${dot} ${card.available} free`;
  return [
    paintLine([['strong', facts]], width, theme),
    paintLine([' ', ['accent', sparkline(balanceCurve(rows, room), theme)], ['dim', label]], width, theme),
  ];
}

type Cells = readonly [
  when: string,
  type: string,
  change: string,
  after: string,
  reserved: string,
  who: string,
  what: string,
];
const headings: Cells = ['When', 'What', 'Pieces', 'Balance', 'Kept', 'Who', 'For'];
const shortHeadings: Cells = ['Day', 'What', 'Pcs', 'Left', '', '', ''];

export const headingRow = (frame: CardFrame): string =>
  cardRow(frame.width < 60 ? shortHeadings : headings, frame, 'dim');

const cellsOf = (row: LedgerRow, { width }: CardFrame): Cells => [
  width < 60 ? showDay(row.created_at) : showDateTime(row.created_at),
  row.type,
  movementChange(row),
  String(row.quantity_after),
  String(row.reserved_after),
  row.actor ?? '',
  movementReason(row),
];

const toneOf = ({ type }: LedgerRow): Tone => (type === 'RESERVATION' || type === 'RELEASE' ? 'dim' : 'plain');

export const movementRow = (row: LedgerRow, frame: CardFrame, selected: boolean): string =>
  cardRow(cellsOf(row, frame), frame, selected ? 'selected' : toneOf(row), selected);

/** Narrow: day, what, pieces and balance; wide: all of it. */
function cardRow(cells: Cells, { width, theme }: CardFrame, tone: Tone, selected = false): string {
  const [when, type, pieces, after, reserved, who, what] = cells.map(clean) as unknown as Cells;
  const { ellipsis, cursor } = theme.glyphs;
  const bar = selected ? cursor : ' ';
  const right = (text: string, room: number) => fit(text, room, 'right', ellipsis);
  const left = (text: string, room: number) => fit(text, room, 'left', ellipsis);
  const parts =
    width < 30
      ? [left(type, Math.max(4, width - 13)), right(pieces, 6), right(after, 6)]
      : width < 60
        ? [left(when, 6), left(type, Math.max(4, width - 21)), right(pieces, 7), right(after, 6)]
        : [
            left(when, 17),
            left(type, 12),
            right(pieces, 9),
            right(after, 9),
            right(reserved, 7),
            '  ',
            left(who, 18),
            left(what, Math.max(width - 76, 0)),
          ];
  return theme.paint(tone, fit(bar + parts.join(''), width));
}
