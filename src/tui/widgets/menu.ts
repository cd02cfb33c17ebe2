import { clip, width as widthOf } from '../../domain/display.ts';
import type { Theme } from '../theme/theme.ts';
import { paintLine, wrap, type Spans } from './spans.ts';

export interface MenuChoice {
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: string | undefined;
}

/** The first of so many choices that is in sight. */
export function menuTop(count: number, cursor: number, height: number): number {
  return Math.min(Math.max(0, cursor - Math.floor(height / 2)), Math.max(0, count - height));
}

/** Cells in which a word or two are told. */
const leastHint = 12;

/** Where what stands beside the labels begins: one long label pushes its own aside, not that of all the others. */
function labelColumn(choices: readonly MenuChoice[], columns: number): number {
  const longest = Math.max(0, ...choices.map(({ label }) => widthOf(label)));
  return longest <= columns - leastHint ? longest : Math.floor(columns * 0.6);
}

/** As many whole words as there is room for; nothing where that would not be one. */
function atWord(text: string, room: number, ellipsis: string): string {
  if (widthOf(text) <= room) return text;
  const cut = clip(text, room - widthOf(ellipsis), '');
  const words = text.startsWith(`${cut} `) ? cut : cut.slice(0, Math.max(0, cut.lastIndexOf(' ')));
  const told = words.replace(/[\s,;:·]+$/u, '');
  return told === '' ? '' : told + ellipsis;
}

/** The choices around the cursor, at most `height` lines. The chosen one has a bar before it as well as its colour. */
export function menuLines(
  choices: readonly MenuChoice[],
  cursor: number,
  height: number,
  columns: number,
  theme: Theme,
): readonly Spans[] {
  const top = menuTop(choices.length, cursor, height);
  const labels = labelColumn(choices, columns);
  return choices.slice(top, top + height).map((choice, index): Spans => {
    const selected = top + index === cursor;
    const bar = selected ? theme.glyphs.cursor : ' ';
    const beside = choice.disabled ?? choice.hint ?? '';
    const start = Math.max(labels, widthOf(choice.label)) + 2;
    const told = atWord(beside, columns - 1 - start, theme.glyphs.ellipsis);
    const padding = told === '' ? '' : ' '.repeat(start - widthOf(choice.label));
    if (selected) return [bar, ['selected', paintWhole(`${choice.label}${padding}${told}`, columns - 1, theme)]];
    return [bar, choice.disabled === undefined ? choice.label : ['off', choice.label], padding, ['dim', told]];
  });
}

/**
 * The same with room below for what stands beside the chosen one, whole, where there was none beside it. The room is
 * there for all of them, so that nothing moves but the cursor.
 */
export function explainedLines(
  choices: readonly MenuChoice[],
  cursor: number,
  height: number,
  columns: number,
  theme: Theme,
): { readonly lines: readonly Spans[]; readonly choiceAt: (line: number) => number } {
  const labels = labelColumn(choices, columns);
  const belowOf = ({ label, disabled, hint = '' }: MenuChoice): readonly string[] => {
    const beside = disabled ?? hint;
    return Math.max(labels, widthOf(label)) + 3 + widthOf(beside) <= columns ? [] : wrap(beside, columns - 3);
  };
  const most = Math.min(2, Math.floor(height / 3));
  let rows = 0;
  for (const choice of choices) if (rows < most) rows = Math.max(rows, Math.min(most, belowOf(choice).length));
  const chosen = choices[cursor];
  const why = chosen ? belowOf(chosen) : [];
  const told = Array.from({ length: rows }, (_, index): Spans => ['   ', ['waiting', why[index] ?? '']]);
  const room = Math.max(1, height - rows);
  const lines = menuLines(choices, cursor, room, columns, theme);
  return {
    lines: [...lines, ...told],
    choiceAt: (line) => (line >= 0 && line < lines.length ? menuTop(choices.length, cursor, room) + line : -1),
  };
}

function paintWhole(text: string, columns: number, theme: Theme): string {
  return paintLine([text], columns, { ...theme, paint: (_tone, shown) => shown });
}
