import { fit, type Align } from '../../domain/display.ts';
import type { Theme, Tone } from '../theme/theme.ts';
import { paintLine, type Span, type Spans } from './spans.ts';

/** A cell of a table in a line: cleaned and exactly `columns` wide. */
export function cell(tone: Tone, text: string, columns: number, theme: Theme, align: Align = 'left'): Span {
  return [tone, fit(text, columns, align, theme.glyphs.ellipsis)];
}

/** Lines of two columns side by side with a gap; the shorter one is filled up. */
export function sideBySide(
  left: readonly Spans[],
  right: readonly Spans[],
  [leftColumns, gap, rightColumns]: readonly [number, number, number],
  theme: Theme,
): readonly string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const one = paintLine(left[index] ?? [], leftColumns, theme);
    return one + ' '.repeat(gap) + paintLine(right[index] ?? [], rightColumns, theme);
  });
}
