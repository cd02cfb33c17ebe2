import { fit, width as widthOf } from '../../../domain/display.ts';
import { shopCurrency } from '../../../domain/money.ts';
import { readWhen, tellWhen } from '../../../domain/when.ts';
import type { Theme } from '../../theme/theme.ts';
import { lineView, type Line } from '../../widgets/line.ts';
import { wrap, type Span, type Spans } from '../../widgets/spans.ts';
import type { FormField } from './fields.ts';
import type { FormEntry, FormState } from './model.ts';

/** A line of the form; those of the field that is being typed must be in sight. */
export interface FormLine {
  readonly spans: Spans;
  readonly active: boolean;
}

/** Every line of a form as high as it wants to be. Pure. */
export function formLines(
  state: FormState,
  summary: string,
  columns: number,
  theme: Theme,
  now = new Date(),
): FormLine[] {
  const { entries, at } = state;
  const widest = Math.max(0, ...entries.map(({ field }) => widthOf(labelWithMark(field))));
  const labels = Math.min(widest, Math.max(8, Math.floor(columns * 0.4)), 24);
  const passive = (text: string, tone: 'dim' | 'bad') =>
    wrap(text, columns).map((line): FormLine => ({ spans: [[tone, line]], active: false }));
  return [
    ...passive(summary, 'dim'),
    ...entries.flatMap((entry, index) => {
      const problem = state.problems[entry.field.key];
      return fieldLines(entry, index === at, problem, columns, labels, theme, now);
    }),
    ...state.refused
      .flatMap((text, index) => passive(index === 0 ? `${theme.glyphs.bad} ${text}` : text, 'bad'))
      .map((line) => ({ ...line, active: true })),
  ];
}

/** At most `rows` of the lines, with the active ones among them. */
export function windowed(lines: readonly FormLine[], rows: number): readonly Spans[] {
  const first = lines.findIndex(({ active }) => active);
  const last = lines.findLastIndex(({ active }) => active);
  // What was refused stands at the end: where both have no room it is what must be read.
  const top = Math.max(
    0,
    Math.min(Math.max(last + 2 - rows, 0), lines.length - rows, last - first < rows ? first : last),
  );
  return lines.slice(top, top + rows).map(({ spans }) => spans);
}

const labelWithMark = (field: FormField) => field.label + (field.required ? ' *' : '');

function fieldLines(
  { field, input }: FormEntry,
  active: boolean,
  problem: string | undefined,
  columns: number,
  labels: number,
  theme: Theme,
  now: Date,
): FormLine[] {
  const label = fit(labelWithMark(field), labels, 'left', theme.glyphs.ellipsis);
  const room = Math.max(4, columns - labels - 2);
  const bar = active ? theme.glyphs.cursor : ' ';
  const first: Spans = [
    bar,
    [active ? 'key' : 'dim', label],
    ' ',
    ...valueSpans(field, input.line.get(), active, room, theme),
  ];
  const under = (text: string, tone: 'dim' | 'bad'): FormLine[] =>
    wrap(text, room).map((line) => ({ spans: [' '.repeat(labels + 2), [tone, line]], active }));
  const understood = field.kind === 'date' ? toldDate(input.text(), now) : undefined;
  return [
    { spans: first, active },
    ...(problem === undefined ? [] : under(`${theme.glyphs.bad} ${problem}`, 'bad')),
    ...(understood !== undefined && problem === undefined ? under(`= ${understood}`, 'dim') : []),
    ...(active && problem === undefined && field.help !== '' ? under(field.help, 'dim') : []),
  ];
}

function toldDate(text: string, now: Date): string | undefined {
  const when = readWhen(text, now);
  return when && tellWhen(when);
}

function valueSpans(field: FormField, line: Line, active: boolean, room: number, theme: Theme): Span[] {
  if (field.values.length > 0) return choiceSpans(field, line.text, active);
  const unit: Span = field.kind === 'money' ? ['dim', ` ${shopCurrency}`] : '';
  const visible = field.secret ? { ...line, text: '*'.repeat(line.text.length) } : line;
  // One character for another, so that the cursor stays where it is.
  const flat = { ...visible, text: visible.text.replaceAll('\n', theme.glyphs.newline) };
  if (!active) return [flat.text, line.text === '' ? '' : unit];
  const space = Math.max(4, room - (field.kind === 'money' ? shopCurrency.length + 1 : 0));
  const { before, under, after } = lineView(flat, field.kind === 'money' ? Math.min(space, 14) : space);
  return [before, ['selected', under], after, unit];
}

function choiceSpans(field: FormField, text: string, active: boolean): Span[] {
  if (!active) return [text];
  return field.values.flatMap((one): Span[] => [one === text ? ['selected', ` ${one} `] : ['dim', ` ${one} `]]);
}
