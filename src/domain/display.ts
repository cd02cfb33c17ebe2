import { graphemes } from './graphemes.ts';
import { plain, terminalWidth } from './terminal-width.ts';

/**
 * The edge between data and a terminal (terminal.md, "What customers typed is hostile"). Names, reviews, notes and
 * addresses come from outside: everything printed for people passes through here, JSON never does.
 */
export type Align = 'left' | 'right' | 'center';

// Each alternative stops at the next ESC, so a text made of a million introducers is still read once.
const sequences = new RegExp(
  [
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)',
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?',
    '\\u001b[ -/]*[0-~]?',
  ].join('|'),
  'gu',
);
const lineBreaks = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/gu;
const blanks = /[\t\u2028\u2029]/gu;
const controls = /\p{Cc}/gu;
/** Bidi embeddings, overrides and isolates, marks, soft hyphen, fillers: they show nothing and move what others show. */
const invisible = /(?![\u200c\u200d\ufe0e\ufe0f\u{e0020}-\u{e007f}])[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
/** A pile of marks on one letter reaches into the rows above and below. */
const piledMarks = /(\p{M}{4})\p{M}+/gu;

/** One line without escape sequences, control, bidi or other invisible characters; line breaks become blanks. */
export function clean(text: string): string {
  if (plain.test(text)) return text;
  return strip(text.replace(lineBreaks, ' '));
}

/** The same for text of several lines, e.g. the body of a review. */
export function cleanLines(text: string): string[] {
  return text.split(lineBreaks).map(strip);
}

function strip(line: string): string {
  if (plain.test(line)) return line;
  return line
    .toWellFormed()
    .replace(sequences, '')
    .replace(blanks, ' ')
    .replace(controls, '')
    .replace(invisible, '')
    .replace(piledMarks, '$1');
}

/** Terminal columns that a clean text takes: CJK and emoji two, combining marks none. */
export function width(text: string): number {
  return terminalWidth(text);
}

/**
 * Cleaned and made exactly `columns` wide: padded, or cut at a whole character with `ellipsis` in the last column.
 * Style (colour, bold) is put around the answer, never inside the text.
 */
export function fit(text: string, columns: number, align: Align = 'left', ellipsis = '…'): string {
  if (columns <= 0) return '';
  const short = clip(clean(text.length > 4096 ? `${text.slice(0, 4096)}${ellipsis}` : text), columns, ellipsis);
  const room = columns - width(short);
  if (align === 'right') return ' '.repeat(room) + short;
  const before = align === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(before) + short + ' '.repeat(room - before);
}

/** A clean text cut to at most `columns`, not padded. */
export function clip(text: string, columns: number, ellipsis = '…'): string {
  if (plain.test(text)) return text.length <= columns ? text : keep(text.slice(0, columns), columns, ellipsis);
  // No column of a clean text takes that many; measuring a megabyte to show a line of it is felt.
  const most = (columns + 1) * 64;
  const head = text.length > most ? text.slice(0, most) : text;
  return head === text && width(text) <= columns ? text : keep(head, columns, ellipsis);
}

/** A clean text in pieces of at most `columns`, parted between whole characters; one that is wider stands alone. */
export function pieces(text: string, columns: number): string[] {
  if (width(text) <= columns) return [text];
  const found: string[] = [];
  let piece = '';
  let used = 0;
  for (const segment of graphemes(text)) {
    const next = width(segment);
    if (piece !== '' && used + next > columns) {
      found.push(piece);
      piece = '';
      used = 0;
    }
    piece += segment;
    used += next;
  }
  return [...found, piece];
}

function keep(text: string, columns: number, ellipsis: string): string {
  const room = columns - width(ellipsis);
  if (room < 0) return '';
  if (plain.test(text)) return text.slice(0, room) + ellipsis;
  let kept = '';
  let used = 0;
  for (const segment of graphemes(text)) {
    const next = width(segment);
    if (used + next > room) break;
    kept += segment;
    used += next;
  }
  return kept + ellipsis;
}
