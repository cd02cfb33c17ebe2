import { fit, width as widthOf } from '../../../domain/display.ts';
import { shopCurrency } from '../../../domain/money.ts';
import { readWhen, tellWhen } from '../../../domain/when.ts';
import type { Theme } from '../../theme/theme.ts';
import { lineView, type Line } from '../../widgets/line.ts';
import { menuLines } from '../../widgets/menu.ts';
import { wrap, type Span, type Spans } from '../../widgets/spans.ts';
import type { FormField } from './fields.ts';
import type { FormEntry, FormState } from './model.ts';
import type { Suggestions } from './suggest.ts';

/** A line of the form; those of the field that is being typed must be in sight. */
export interface FormLine {
  readonly spans: Spans;
  readonly active: boolean;
  /** The field that it belongs to. */
  readonly field?: number;
}

/** Every line of a form as high as it wants to be; `rows` bounds how many suggestions are shown. Pure. */
export function formLines(
  state: FormState,
  summary: string,
  columns: number,
  rows: number,
  theme: Theme,
  now = new Date(),
): FormLine[] {
  const { entries, at } = state;
  const widest = Math.max(0, ...entries.map(({ field }) => widthOf(labelWithMark(field))));
  const labels = Math.min(widest, Math.max(8, Math.floor(columns * 0.4)), 24);
  const head = wrap(summary, columns).map((line): FormLine => ({ spans: [['dim', line]], active: false }));
  const fields = entries.flatMap((entry, index) => {
    const { key } = entry.field;
    const suggestions = index === at && state.suggestions?.key === key ? state.suggestions : undefined;
    const taken = state.taken[key];
    const told = {
      // What is still being chosen is not wrong yet.
      problem: suggestions && suggestions.at >= 0 ? undefined : state.problems[key],
      beside: taken?.handle === entry.input.text() ? taken.told : '',
      suggestions,
      rows: Math.max(2, rows - 2),
    };
    const lines = fieldLines(entry, index === at, told, columns, labels, theme, now);
    return lines.map((line) => ({ ...line, field: index }));
  });
  return [...head, ...fields];
}

/** Why the whole cannot be sent, under the form and always in sight. */
export function refusedLines({ refused }: Pick<FormState, 'refused'>, columns: number, theme: Theme): readonly Spans[] {
  return refused.flatMap((text, index) =>
    wrap(index === 0 ? `${theme.glyphs.bad} ${text}` : text, columns).map((line): Spans => [['bad', line]]),
  );
}

/** That saving will meet what somebody else did meanwhile; only what was typed is sent where nobody counts changes. */
export function outdatedLines(counted: boolean, columns: number, theme: Theme): readonly Spans[] {
  const then = counted ? 'saving shows both' : 'saving writes only what you changed';
  return wrap(`${theme.glyphs.warning} Changed meanwhile by somebody else: ${then}.`, columns).map((line): Spans => [
    ['waiting', line],
  ]);
}

/** At most `rows` of the lines, with the active ones among them, and a line after them where there is room. */
export function windowed(lines: readonly FormLine[], rows: number): readonly FormLine[] {
  const first = Math.max(
    0,
    lines.findIndex(({ active }) => active),
  );
  const last = lines.findLastIndex(({ active }) => active);
  const top = Math.max(0, Math.min(first, lines.length - rows, Math.max(last + 2 - rows, 0)));
  return lines.slice(top, top + rows);
}

const labelWithMark = (field: FormField) => field.label + (field.required ? ' *' : '');

interface FieldTold {
  readonly problem: string | undefined;
  /** Who or what it names. */
  readonly beside: string;
  readonly suggestions: Suggestions | undefined;
  readonly rows: number;
}

function fieldLines(
  { field, input }: FormEntry,
  active: boolean,
  { problem, beside, suggestions, rows }: FieldTold,
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
    ['dim', active || beside === '' ? '' : `  ${beside}`],
  ];
  const under = (text: string, tone: 'dim' | 'bad'): FormLine[] =>
    wrap(text, room).map((line) => ({ spans: [' '.repeat(labels + 2), [tone, line]], active }));
  const understood = field.kind === 'date' ? toldDate(input.text(), now) : undefined;
  return [
    { spans: first, active },
    ...(problem === undefined ? [] : under(`${theme.glyphs.bad} ${problem}`, 'bad')),
    ...(understood !== undefined && problem === undefined ? under(`= ${understood}`, 'dim') : []),
    ...(suggestions ? suggestionLines(suggestions, labels + 1, columns, rows, theme) : []),
    ...(active && problem === undefined && !suggestions && field.help !== '' ? under(field.help, 'dim') : []),
  ];
}

function suggestionLines(
  { rows, at }: Suggestions,
  indent: number,
  columns: number,
  most: number,
  theme: Theme,
): FormLine[] {
  const choices = rows.map(({ handle, told }) => ({ label: handle, hint: told }));
  const lines = menuLines(choices, at, Math.min(most, rows.length), columns - indent, theme);
  return lines.map((spans) => ({ spans: [' '.repeat(indent), ...spans], active: true }));
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
