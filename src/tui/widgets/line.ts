import { clip, fit, width } from '../../domain/display.ts';
import { graphemes } from '../../domain/graphemes.ts';

/** A line that is being typed. `cursor` is a UTF-16 index at a character's boundary. Pure. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
  /** What was rubbed out last by word or line, for `ctrl+y`. */
  readonly killed: string;
}

export type LineAction =
  | 'start'
  | 'end'
  | 'left'
  | 'right'
  | 'word-left'
  | 'word-right'
  | 'rub'
  | 'delete'
  | 'kill-word'
  | 'kill-word-right'
  | 'kill-start'
  | 'kill-end'
  | 'yank'
  | 'transpose'
  | 'upper'
  | 'lower'
  | 'capital';

export function line(text = ''): Line {
  return { text, cursor: text.length, killed: '' };
}

/** Line ends of what is pasted become blanks, but in a field of several lines; NUL goes. */
export function insert(line: Line, typed: string, multiline = false): Line {
  const text = (
    multiline
      ? typed.replaceAll(/\r\n?/gu, '\n').replaceAll('\t', ' ')
      : typed.replace(/\n+$/u, '').replace(/[\r\n\t]+/gu, ' ')
  ).replaceAll('\0', '');
  return {
    ...line,
    text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor),
    cursor: line.cursor + text.length,
  };
}

/** A character with all its marks is never longer; so a megabyte is not read to step over one character. */
const near = 256;

function stepLeft(text: string, cursor: number): number {
  const last = [...graphemes(text.slice(Math.max(0, cursor - near), cursor))].at(-1) ?? '';
  return cursor - last.length;
}

function stepRight(text: string, cursor: number): number {
  const [first = ''] = graphemes(text.slice(cursor, cursor + near));
  return cursor + first.length;
}

function wordLeft(text: string, cursor: number): number {
  return /\S*\s*$/u.exec(text.slice(Math.max(0, cursor - 4096), cursor))?.[0].length ?? 0;
}

function wordRight(text: string, cursor: number): number {
  return /^\s*\S*/u.exec(text.slice(cursor, cursor + 4096))?.[0].length ?? 0;
}

export function edit(line: Line, action: LineAction): Line {
  const { text, cursor } = line;
  switch (action) {
    case 'start':
      return { ...line, cursor: 0 };
    case 'end':
      return { ...line, cursor: text.length };
    case 'left':
      return { ...line, cursor: stepLeft(text, cursor) };
    case 'right':
      return { ...line, cursor: stepRight(text, cursor) };
    case 'word-left':
      return { ...line, cursor: cursor - wordLeft(text, cursor) };
    case 'word-right':
      return { ...line, cursor: cursor + wordRight(text, cursor) };
    case 'rub':
      return cut(line, stepLeft(text, cursor), cursor, false);
    case 'delete':
      return cut(line, cursor, stepRight(text, cursor), false);
    case 'kill-word':
      return cut(line, cursor - wordLeft(text, cursor), cursor, true);
    case 'kill-word-right':
      return cut(line, cursor, cursor + wordRight(text, cursor), true);
    case 'kill-start':
      return cut(line, 0, cursor, true);
    case 'kill-end':
      return cut(line, cursor, text.length, true);
    case 'yank':
      return insert(line, line.killed);
    case 'transpose':
      return transpose(line);
    case 'upper':
      return recase(line, (word) => word.toLocaleUpperCase());
    case 'lower':
      return recase(line, (word) => word.toLocaleLowerCase());
    case 'capital':
      return recase(line, (word) => word.replace(/\p{L}.*/su, capital));
  }
}

/** The characters around the cursor change places, at the end the last two; the cursor goes on. */
function transpose(line: Line): Line {
  const { text } = line;
  const right = line.cursor === text.length ? stepLeft(text, line.cursor) : line.cursor;
  const left = stepLeft(text, right);
  const end = stepRight(text, right);
  if (left === right || end === right) return line;
  const swapped = text.slice(0, left) + text.slice(right, end) + text.slice(left, right) + text.slice(end);
  return { ...line, text: swapped, cursor: end };
}

/** From the cursor to the end of the word. */
function recase(line: Line, change: (word: string) => string): Line {
  const { text, cursor } = line;
  const end = cursor + wordRight(text, cursor);
  const changed = change(text.slice(cursor, end));
  return { ...line, text: text.slice(0, cursor) + changed + text.slice(end), cursor: cursor + changed.length };
}

const capital = (word: string) => word.charAt(0).toLocaleUpperCase() + word.slice(1).toLocaleLowerCase();

function cut(line: Line, from: number, to: number, keep: boolean): Line {
  return {
    text: line.text.slice(0, from) + line.text.slice(to),
    cursor: from,
    killed: keep && to > from ? line.text.slice(from, to) : line.killed,
  };
}

export interface LineView {
  readonly before: string;
  /** The character under the cursor; a blank at the end. */
  readonly under: string;
  readonly after: string;
}

/** The part of the line around the cursor that fits into `columns`; exactly that wide with the cursor's cell. */
export function lineView(line: Line, columns: number): LineView {
  const end = stepRight(line.text, line.cursor);
  const under = fit(line.text.slice(line.cursor, end) || ' ', Math.max(1, width(line.text.slice(line.cursor, end))));
  const room = Math.max(0, columns - width(under));
  const nearBefore = line.text.slice(Math.max(0, line.cursor - columns * 2), line.cursor);
  const hidden = line.cursor > nearBefore.length || width(nearBefore) > room;
  const before = hidden ? tail(nearBefore, room) : nearBefore;
  const after = fit(clip(line.text.slice(end, end + columns * 2), room - width(before)), room - width(before));
  return { before, under, after };
}

/** The last characters that fit, with a mark before them that more is there; the same in every set of glyphs. */
function tail(text: string, columns: number): string {
  let kept = '';
  for (const segment of [...graphemes(text)].reverse()) {
    if (width(segment + kept) > columns - 1) break;
    kept = segment + kept;
  }
  return fit(`<${kept}`, Math.min(columns, width(kept) + 1));
}
