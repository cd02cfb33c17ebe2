import { clean, clip, fit, width as widthOf, type Align } from '../../domain/display.ts';
import type { Theme, Tone } from '../theme/theme.ts';

/** A piece of a row: what it means and its text, which may come from a customer. */
export type Segment = readonly [tone: Tone, text: string];
export type SegmentRow = readonly Segment[];

/** One row, exactly `columns` wide: pieces are cleaned, the last that does not fit is cut, the rest is blank. */
export function paintRow(row: SegmentRow, columns: number, theme: Theme): string {
  let room = columns;
  let painted = '';
  for (const [tone, text] of row) {
    if (room <= 0) break;
    const shown = clip(clean(text), room, theme.glyphs.ellipsis);
    painted += theme.paint(tone, shown);
    room -= widthOf(shown);
  }
  return painted + ' '.repeat(Math.max(room, 0));
}

/** A cell of a table in a row: cleaned and exactly `columns` wide. */
export function cell(tone: Tone, text: string, columns: number, theme: Theme, align: Align = 'left'): Segment {
  return [tone, fit(text, columns, align, theme.glyphs.ellipsis)];
}

/** Rows of two columns side by side with a gap; the shorter one is filled up. */
export function sideBySide(
  left: readonly SegmentRow[],
  right: readonly SegmentRow[],
  [leftColumns, gap, rightColumns]: readonly [number, number, number],
  theme: Theme,
): readonly string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const one = paintRow(left[index] ?? [], leftColumns, theme);
    return one + ' '.repeat(gap) + paintRow(right[index] ?? [], rightColumns, theme);
  });
}

/** Greedy, by words; a word longer than the row is broken. The text is cleaned. */
export function wrapWords(text: string, columns: number): readonly string[] {
  const rows: string[] = [];
  if (columns <= 0) return rows;
  for (const word of clean(text).split(' ').filter(Boolean)) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= columns) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(...broken(word, columns));
  }
  return rows;
}

function broken(word: string, columns: number): string[] {
  const parts: string[] = [];
  let rest = word;
  while (widthOf(rest) > columns) {
    const part = clip(rest, columns, '');
    if (part === '') return [...parts, clip(rest, columns)];
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}
