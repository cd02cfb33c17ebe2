/** Every character that is drawn rather than said; each one column wide in both sets. */
export interface Glyphs {
  readonly cursor: string;
  readonly marked: string;
  readonly up: string;
  readonly down: string;
  readonly changed: string;
  readonly live: string;
  readonly lost: string;
  /** Somebody else is there. */
  readonly person: string;
  readonly crumb: string;
  readonly ellipsis: string;
  /** From what it was to what it is. */
  readonly arrow: string;
  readonly ok: string;
  readonly bad: string;
  readonly warning: string;
  readonly info: string;
  readonly dot: string;
  /** Where a line of several ends, inside one that is typed. */
  readonly newline: string;
  readonly checkbox: readonly [off: string, on: string];
  /** Eight heights for sparklines, from none to full. */
  readonly levels: readonly string[];
  readonly bar: string;
  /** Before what is below it is hidden, and where it is shown. */
  readonly folded: string;
  readonly unfolded: string;
  /** Eighths of a bar's last cell, none first; where there are none a bar ends with a whole cell. */
  readonly partial: readonly string[];
  readonly star: readonly [empty: string, full: string];
  readonly spinner: readonly string[];
  readonly line: {
    readonly horizontal: string;
    readonly vertical: string;
    readonly topLeft: string;
    readonly topRight: string;
    readonly bottomLeft: string;
    readonly bottomRight: string;
  };
  /** Heavy line, for a production store's frame. */
  readonly heavy: string;
  /** Broken line, where nothing can be changed. */
  readonly broken: string;
  readonly steps: readonly [waiting: string, begun: string, half: string, out: string, done: string, undone: string];
}

export const unicode: Glyphs = {
  cursor: '▌',
  marked: '◆',
  up: '↑',
  down: '↓',
  changed: 'Δ',
  live: '●',
  lost: '○',
  person: '☻',
  crumb: '›',
  ellipsis: '…',
  arrow: '→',
  ok: '✓',
  bad: '✗',
  warning: '!',
  info: 'i',
  dot: '·',
  newline: '↵',
  checkbox: ['☐', '☒'],
  levels: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  bar: '█',
  folded: '▸',
  unfolded: '▾',
  partial: [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'],
  star: ['☆', '★'],
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
  line: { horizontal: '─', vertical: '│', topLeft: '┌', topRight: '┐', bottomLeft: '└', bottomRight: '┘' },
  heavy: '━',
  broken: '╌',
  steps: ['○', '◔', '◑', '◕', '●', '✗'],
};

/**
 * Sentences are written with these wherever they are made; where there is only ASCII each is shown as what is nearest to
 * it and as wide.
 */
const nearest: Readonly<Record<string, string>> = {
  '\u2026': '~',
  '\u00b7': '-',
  '\u2192': '>',
  '\u2190': '<',
  '\u2191': '^',
  '\u2193': 'v',
  '\u2013': '-',
  '\u2014': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u00d7': 'x',
};
const typographic = new RegExp(`[${Object.keys(nearest).join('')}]`, 'gu');

/** The program's own typography in ASCII; letters, which are people's names and words, stay as they are. */
export const inAscii = (text: string): string => text.replace(typographic, (found) => nearest[found] ?? found);

export const ascii: Glyphs = {
  cursor: '>',
  marked: '*',
  up: '^',
  down: 'v',
  changed: '~',
  live: '*',
  lost: 'o',
  person: '@',
  crumb: '>',
  ellipsis: '~',
  arrow: '>',
  ok: '+',
  bad: 'x',
  warning: '!',
  info: 'i',
  dot: '-',
  newline: '|',
  checkbox: ['_', 'X'],
  levels: [' ', '_', '.', ':', '-', '=', '+', '*', '#'],
  bar: '#',
  folded: '+',
  unfolded: '-',
  partial: [' ', ' ', ' ', ' ', '#', '#', '#', '#'],
  star: ['.', '*'],
  spinner: ['|', '/', '-', '\\'],
  line: { horizontal: '-', vertical: '|', topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+' },
  heavy: '=',
  broken: '.',
  steps: ['.', 'c', 'p', 's', 'd', 'x'],
};
