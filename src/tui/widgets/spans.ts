import { clean, clip, width } from '../../domain/display.ts';
import type { Theme, Tone } from '../theme/theme.ts';

/** A piece of a line: plain, or with what its colour means. */
export type Span = string | readonly [tone: Tone, text: string];
export type Spans = readonly Span[];

/**
 * One line of exactly `columns` cells: every piece cleaned, the end cut or padded. With `whole` the line has that one
 * tone (a selected row), which also keeps what a cursor move writes short.
 */
export function paintLine(spans: Spans, columns: number, theme: Theme, whole?: Tone): string {
  let room = columns;
  let painted = '';
  for (const span of spans) {
    if (room <= 0) break;
    const [tone, text] = typeof span === 'string' ? (['plain', span] as const) : span;
    const shown = clip(clean(text), room, theme.glyphs.ellipsis);
    room -= width(shown);
    painted += whole ? shown : theme.paint(tone, shown);
  }
  const padded = painted + ' '.repeat(Math.max(0, room));
  return whole ? theme.paint(whole, padded) : padded;
}

export function spansWidth(spans: Spans): number {
  return spans.reduce((sum, span) => sum + width(clean(typeof span === 'string' ? span : span[1])), 0);
}

/** Left and right parts on one line; the left one gives way. */
export function paintSides(left: Spans, right: Spans, columns: number, theme: Theme): string {
  const rightWidth = Math.min(spansWidth(right), columns);
  const leftWidth = Math.max(0, columns - rightWidth - (rightWidth > 0 ? 1 : 0));
  const gap = columns - rightWidth - leftWidth;
  return paintLine(left, leftWidth, theme) + ' '.repeat(gap) + paintLine(right, rightWidth, theme);
}

/** Words broken into lines of at most `columns`; a word longer than a line is cut. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of clean(text).split(' ')) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? clip(word, columns) : `${line} ${word}`;
  }
  return line === '' && lines.length ? lines : [...lines, line];
}
