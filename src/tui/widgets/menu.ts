import { width as widthOf } from '../../domain/display.ts';
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

/** The choices around the cursor, at most `height` lines. The chosen one has a bar before it as well as its colour. */
export function menuLines(
  choices: readonly MenuChoice[],
  cursor: number,
  height: number,
  columns: number,
  theme: Theme,
): readonly Spans[] {
  const top = menuTop(choices.length, cursor, height);
  const labels = Math.min(Math.max(0, ...choices.map(({ label }) => widthOf(label))), columns - 2);
  return choices.slice(top, top + height).map((choice, index): Spans => {
    const selected = top + index === cursor;
    const bar = selected ? theme.glyphs.cursor : ' ';
    const beside = choice.disabled ?? choice.hint ?? '';
    const padding = beside === '' ? '' : ' '.repeat(Math.max(0, labels - widthOf(choice.label)) + 2);
    if (selected) return [bar, ['selected', paintWhole(`${choice.label}${padding}${beside}`, columns - 1, theme)]];
    return [bar, choice.disabled === undefined ? choice.label : ['off', choice.label], padding, ['dim', beside]];
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
  const labels = Math.min(Math.max(0, ...choices.map(({ label }) => widthOf(label))), columns - 2);
  const below = choices.map(({ disabled, hint = '' }) => {
    const beside = disabled ?? hint;
    return labels + 3 + widthOf(beside) <= columns ? [] : wrap(beside, columns - 3);
  });
  const rows = Math.min(2, Math.floor(height / 3), Math.max(0, ...below.map((lines) => lines.length)));
  const why = below[cursor] ?? [];
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
