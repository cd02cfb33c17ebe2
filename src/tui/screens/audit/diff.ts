import { width as widthOf } from '../../../domain/display.ts';
import { formatCents, parseCents } from '../../../domain/money.ts';
import { clock } from '../../../domain/time.ts';
import type { OperationShown } from '../../../operations/audit/show.ts';
import { toldValue } from '../../../operations/audit/parts/show-text.ts';
import type { DetailFrame, DetailRow } from '../../app/DetailScreen.tsx';
import type { Theme } from '../../theme/theme.ts';
import { keyValueLines } from '../../widgets/small.tsx';
import { paintLine, spansWidth, wrap, type Spans } from '../../widgets/spans.ts';

type Changed = OperationShown['rows'][number];
type Field = Changed['fields'][number];

/** Fields that tell people little come last. */
const technical = /(^|_)id$|^(created|updated|changed)_at$|^version$|_hash$|^search_vector$/u;

export function fieldsInOrder(fields: readonly Field[]): readonly Field[] {
  const rank = ({ field, from, to }: Field) =>
    (JSON.stringify(from) === JSON.stringify(to) ? 2 : 0) + (technical.test(field) ? 1 : 0);
  return [...fields].sort((one, other) => rank(one) - rank(other));
}

/** ` (+10.00)` of two amounts or counts. */
function difference(from: unknown, to: unknown): string {
  const [before, after] = [from, to].map(String);
  const amount = /^-?\d{1,12}(\.\d{1,2})?$/u;
  if (before === undefined || after === undefined || !amount.test(before) || !amount.test(after)) return '';
  const cents = parseCents(after) - parseCents(before);
  const shown = before.includes('.') ? formatCents(cents) : String(cents / 100n);
  return cents === 0n ? '' : ` (${cents > 0n ? '+' : ''}${shown})`;
}

/** Before and after on one line where both fit, else below each other, each with its sign. */
export function fieldLines(
  { field, from, to }: Field,
  action: string,
  labels: number,
  frame: DiffFrame,
): readonly Spans[] {
  const { width, theme } = frame;
  const label: Spans = [['dim', `  ${field.padEnd(labels)}  `]];
  if (action !== 'UPDATE') return [[...label, [action === 'DELETE' ? 'bad' : 'plain', toldValue(to ?? from)]]];
  const [before, after] = [toldValue(from), toldValue(to)];
  const arrow = ` ${theme.glyphs.arrow} `;
  const line: Spans = [...label, ['bad', before], arrow, ['good', after], ['dim', difference(from, to)]];
  if (spansWidth(line) <= width) return [line];
  const room = Math.max(10, width - 8);
  const told = (sign: string, tone: 'bad' | 'good', text: string) =>
    wrap(text, room).map((part, index): Spans => [[tone, `    ${index === 0 ? sign : ' '} ${part}`]]);
  return [[['dim', `  ${field}`]], ...told('-', 'bad', before), ...told('+', 'good', after)];
}

export interface DiffFrame {
  readonly width: number;
  readonly theme: Theme;
}

function headLines(shown: OperationShown, now: Date): readonly Spans[] {
  const { operation, person, changed_at, reason, client, undoes } = shown;
  const face = client?.['face'];
  return keyValueLines([
    { label: 'through', value: operation ?? 'no operation of this program', tone: 'strong' },
    { label: 'by', value: person ?? 'nobody of the staff' },
    { label: 'when', value: clock(changed_at, now) },
    ...(face == null ? [] : [{ label: 'from', value: face }]),
    ...(reason === null ? [] : [{ label: 'because', value: reason }]),
    ...(undoes === null ? [] : [{ label: 'undoes', value: `operation ${undoes}` }]),
  ]);
}

/** Whether it can be taken back, and why not. */
export function undoSentence(shown: OperationShown): { readonly can: boolean; readonly text: string } {
  const { undo_refusal, undone_through, undone_by } = shown;
  if (undone_through !== null) return { can: false, text: `Undone by ${undone_by ?? 'somebody'} already.` };
  if (undo_refusal !== null) return { can: false, text: undo_refusal };
  return { can: true, text: 'It can be undone, as long as nothing was built on it.' };
}

export type OpenRecord = (row: Changed, operation: string | null) => (() => unknown) | undefined;

/** All that one operation changed: who and why first, then every record with its fields, the changed ones first. */
export function changeRows(shown: OperationShown, frame: DetailFrame, openOf: OpenRecord): readonly DetailRow[] {
  const { width, theme, now, key } = frame;
  const paint = (spans: Spans) => paintLine([' ', ...spans], width, theme);
  const undo = undoSentence(shown);
  const undoLine: Spans = undo.can ? [['key', key('undo')], ` ${undo.text}`] : [['waiting', undo.text]];
  const undoLines = undo.can ? [undoLine] : wrap(undo.text, width - 2).map((text): Spans => [['waiting', text]]);
  const records = shown.rows.flatMap((row): DetailRow[] => {
    const open = openOf(row, shown.operation);
    const title: Spans = [
      ['title', `${row.action} ${row.table_name} `],
      ['accent', row.record ?? row.record_id.slice(0, 8)],
    ];
    const labels = Math.min(24, Math.max(0, ...row.fields.map(({ field }) => widthOf(field))));
    const fields = fieldsInOrder(row.fields).flatMap((one) =>
      fieldLines(one, row.action, labels, { width: width - 1, theme }),
    );
    return [paint([]), open ? { text: paint(title), open } : paint(title), ...fields.map(paint)];
  });
  const more: Spans[] = shown.more
    ? [[], [['waiting', 'There are more records: solemate audit show --limit tells all.']]]
    : [];
  return [...headLines(shown, now).map(paint), ...undoLines.map(paint), ...records, ...more.map(paint)];
}
