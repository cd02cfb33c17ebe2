import { fit, width as widthOf } from '../../../domain/display.ts';
import { showNumber } from '../../../domain/locale.ts';
import { plural } from '../../../domain/plural.ts';
import type { BulkRow } from '../../../operations/bulk.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { bar } from '../../widgets/figures.ts';
import { wrap, type Span, type Spans } from '../../widgets/spans.ts';
import { results, type BulkState, type ResultRow } from './state.ts';

/** How far it is, while it goes on. */
export function progressLines(run: BulkState, columns: number, theme: Theme): readonly Spans[] {
  const { phase, counts, total } = run;
  if (phase === 'looking') return [['Looking for all that match'], [], [['dim', 'Esc leaves.']]];
  const tried = counts.done + counts.failed + counts.notTried;
  const trying = phase === 'trying';
  const left = trying ? 'Esc leaves; nothing was changed.' : 'Esc stops after this one; what is done stays done.';
  return [
    [['strong', trying ? 'Trying it out; nothing is changed yet' : run.label]],
    [['accent', bar(tried, total, Math.max(1, columns - 1), theme.glyphs)]],
    [`${showNumber(tried)} of ${showNumber(total)}`, ...refused(counts.failed, theme)],
    [],
    ...wrap(left, columns).map((text): Spans => [['dim', text]]),
  ];
}

const refused = (failed: number, theme: Theme): Spans =>
  failed === 0 ? [] : [['bad', `  ${theme.glyphs.bad} ${showNumber(failed)} refused`]];

/** `48 done, 2 refused`, and what ended it early. */
export function summaryLines(run: BulkState, noun: string, columns: number, theme: Theme): readonly Spans[] {
  const { counts, dryRun, ended } = run;
  const { glyphs } = theme;
  const parts: Spans = [
    [counts.done > 0 ? 'good' : 'dim', `${glyphs.ok} ${showNumber(counts.done)} ${dryRun ? 'could be' : 'done'}`],
    ...refused(counts.failed, theme),
    ...(counts.notTried > 0
      ? [['waiting', `  ${glyphs.steps[0]} ${showNumber(counts.notTried)} not tried`] as Span]
      : []),
  ];
  const nothing = dryRun && !ended ? `Nothing was changed: not one ${noun} can be done.` : '';
  const why = ended ? `It ended early: ${ended.message}` : nothing;
  return [parts, ...(why === '' ? [] : wrap(why, columns).map((text): Spans => [['bad', text]]))];
}

const looks: Readonly<Record<BulkRow['state'], Tone>> = { done: 'good', failed: 'bad', not_tried: 'waiting' };
const nameMost = 24;
const fewRows = 12;

/** A line or more for each record, those that need somebody first; a refusal is told in full. */
export function resultLines(run: BulkState, columns: number, theme: Theme): readonly Spans[] {
  const rows = results(run);
  // Where there is little room the sentence does, which names the record too.
  const names =
    columns < 50
      ? 0
      : Math.min(nameMost, Math.floor(columns / 3), Math.max(1, ...rows.map(({ name }) => widthOf(name))));
  return rows.flatMap((row) => rowLines(row, names, columns, rows.length > fewRows, theme));
}

function rowLines(
  { name, state, text }: ResultRow,
  names: number,
  columns: number,
  many: boolean,
  theme: Theme,
): readonly Spans[] {
  const { glyphs } = theme;
  const glyph = { done: glyphs.ok, failed: glyphs.bad, not_tried: glyphs.steps[0] }[state];
  // Among many what is done is one line; why it is not must be read to its end.
  const lead = names === 0 ? 2 : names + 4;
  const told = names > 0 || text.includes(name) ? text : `${name}: ${text}`;
  const lines = wrap(told, Math.max(8, columns - lead)).slice(0, many && state === 'done' ? 1 : undefined);
  return lines.map((line, index): Spans => {
    if (index > 0) return [' '.repeat(lead), line];
    const called = names === 0 ? '' : `${fit(name, names, 'left', glyphs.ellipsis)}  `;
    return [[looks[state], `${glyph} `], called, line];
  });
}

/** As a table for a spreadsheet or a mail: record, outcome, sentence. */
export function resultTable(run: BulkState): readonly (readonly string[])[] {
  const words = { done: 'done', failed: 'refused', not_tried: 'not tried' } as const;
  return [['record', 'outcome', 'result'], ...results(run).map(({ name, state, text }) => [name, words[state], text])];
}

/** `Approve: 50 reviews` */
export const titleOf = ({ label, targets }: BulkState, noun: string): string =>
  targets.length === 0 ? label : `${label}: ${plural(targets.length, noun)}`;
