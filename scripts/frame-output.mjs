// Stands in for Ink's Output in the bundle, with the same cells in every frame (test/tui/frame-output.test.ts). Ink takes
// every line of every frame apart into styled characters and puts it together again, though most lines are those of the
// frame before: half of a key's time. Here a text is taken apart once, and a line that is laid out of the same pieces as
// in the last frame is the same line.
import { reduceAnsiCodesIncremental, styledCharsToString, tokenize } from '@alcalzone/ansi-tokenize';
import stringWidth from 'string-width';
import { narrow, wide } from '../src/domain/graphemes.ts';
import { recent, remembered } from '../src/domain/remembered.ts';
import { colours } from '../src/domain/terminal-width.ts';
import { readyLines } from '../src/tui/widgets/ready-lines.ts';

/** Texts kept taken apart: the screen that is seen, and the rows around it. */
const most = 500;
const ignorable = /^\p{Default_Ignorable_Code_Point}+$/u;
const blank = Object.freeze({ value: ' ', styles: Object.freeze([]) });

/** Every unit is a character that all terminals give the same cells. */
export const simple = new RegExp(`^(?:[\\n -~${narrow}${wide}]|\\u001b\\[[\\d;]*m)*$`, 'u');

/** What a text looks like line by line; whoever gets the same text gets the same objects. */
const taken = remembered(most, piecesOf);
const single = remembered(most, (line) => pieceOf(charactersOf(line)));
const codesOf = remembered(most, (text) => tokenize(text).filter(({ type }) => type === 'ansi'));
readyLines.rememberedBy(taken);

/** Of the lines of the last frames: where each piece of a line begins, and the piece, in turn. */
const rowOf = recent(most);
let last = { width: 0, rows: [], lines: [] };

/** Characters in a row share the array of their styles: where it is the same one nothing has to be compared. */
function charactersOf(text) {
  if (simple.test(text)) return unitsOf(text);
  let styles = [];
  const characters = [];
  for (const token of tokenize(text)) {
    if (token.type === 'ansi') styles = reduceAnsiCodesIncremental(styles, [token]);
    else if (token.type === 'char' && !ignorable.test(token.value)) characters.push({ value: token.value, styles });
  }
  return characters;
}

/** What nearly every text is: colours, and units that are a character each. */
function unitsOf(text) {
  let styles = [];
  const characters = [];
  let at = 0;
  for (const { 0: code, index } of text.matchAll(colours)) {
    for (; at < index; at += 1) characters.push({ value: text[at], styles });
    styles = reduceAnsiCodesIncremental(styles, codesOf(code));
    at += code.length;
  }
  for (; at < text.length; at += 1) characters.push({ value: text[at], styles });
  return characters;
}

const emptied = ({ styles }) => ({ value: ' ', styles });

/** @returns one piece a line; styles go on over the ends of lines */
function piecesOf(text) {
  const lines = [[]];
  for (const character of charactersOf(text)) {
    if (character.value === '\n') lines.push([]);
    else lines.at(-1).push(character);
  }
  return lines.map(pieceOf);
}

function pieceOf(characters) {
  const text = styledCharsToString(characters);
  const width = stringWidth(text);
  const widths = characters.map(({ value }) => widthOf(value));
  // Each character has the cells that it takes of the text's width: no sign without one, none that joins another.
  const even = !widths.includes(0) && widths.reduce((sum, one) => sum + one, 0) === width;
  return { characters, text, width, even, cuts: new Map() };
}

function widthOf(value) {
  return value.length === 1 && value >= ' ' && value <= '~' ? 1 : stringWidth(value);
}

/**
 * The columns from..to of a piece, kept with it: it is cut where boxes of the layout end, in a few places. A wide
 * character of which only a half is left is a blank with its styles.
 */
function cut(piece, from, to) {
  if (from === 0 && to === piece.width && piece.even) return piece;
  const name = `${from} ${to}`;
  const known = piece.cuts.get(name) ?? pieceOf(charactersBetween(piece, from, to));
  piece.cuts.set(name, known);
  return known;
}

function charactersBetween({ characters }, from, to) {
  const left = [];
  let column = 0;
  for (const character of characters) {
    if (from >= to) break;
    const width = widthOf(character.value);
    const start = column;
    column += width;
    if (column <= from) continue;
    if (start >= to) break;
    left.push(width > 1 && (start < from || column > to) ? emptied(character) : character);
  }
  return left;
}

export default class Output {
  #clips = [];
  #rows;
  #width;

  constructor({ width, height }) {
    this.#width = width;
    this.#rows = Array.from({ length: height }, () => []);
  }

  clip(clip) {
    const outer = this.#clips.at(-1);
    // An inner box does not let anything out of the outer one.
    this.#clips.push(
      outer
        ? {
            x1: tighter(outer.x1, clip.x1, Math.max),
            x2: tighter(outer.x2, clip.x2, Math.min),
            y1: tighter(outer.y1, clip.y1, Math.max),
            y2: tighter(outer.y2, clip.y2, Math.min),
          }
        : clip,
    );
  }

  unclip() {
    this.#clips.pop();
  }

  write(x, y, text, { transformers }) {
    if (text === '') return;
    let pieces = taken(text);
    const clip = this.#clips.at(-1);
    let [left, top] = [x, y];
    if (clip) {
      const [across, down] = [
        typeof clip.x1 === 'number' && typeof clip.x2 === 'number',
        typeof clip.y1 === 'number' && typeof clip.y2 === 'number',
      ];
      if ((clip.x1 !== undefined && clip.x1 >= clip.x2) || (clip.y1 !== undefined && clip.y1 >= clip.y2)) return;
      if (across) {
        const widest = pieces.reduce((most, { width }) => Math.max(most, width), 0);
        if (x + widest < clip.x1 || x > clip.x2) return;
      }
      if (down && (y + pieces.length < clip.y1 || y > clip.y2)) return;
      if (across) {
        const from = Math.max(0, clip.x1 - x);
        pieces = pieces.map((piece) => cut(piece, from, Math.min(piece.width, clip.x2 - x)));
        left = Math.max(x, clip.x1);
      }
      if (down) {
        pieces = pieces.slice(Math.max(0, clip.y1 - y), Math.min(pieces.length, clip.y2 - y));
        top = Math.max(y, clip.y1);
      }
    }
    for (const [index, piece] of pieces.entries()) {
      const row = this.#rows[top + index];
      if (!row) continue;
      let drawn = piece;
      if (transformers.length > 0) {
        const changed = transformers.reduce((line, transform) => transform(line, index + top - y), piece.text);
        // A text without colours of its own gets none: it is taken apart already.
        if (changed !== piece.text) drawn = single(changed);
      }
      if (drawn.characters.length > 0) row.push(left, drawn);
    }
  }

  get() {
    const lines = this.#rows.map((row, y) =>
      last.width === this.#width && same(row, last.rows[y]) ? last.lines[y] : laidOut(row, this.#width),
    );
    last = { width: this.#width, rows: this.#rows, lines };
    for (const [y, line] of lines.entries()) rowOf.keep(line, this.#rows[y]);
    return { output: lines.join('\n'), height: lines.length };
  }
}

const tighter = (one, other, choose) => (one === undefined ? other : other === undefined ? one : choose(one, other));

function same(row, before) {
  if (before === undefined || row.length !== before.length) return false;
  for (let at = 0; at < row.length; at += 1) if (row[at] !== before[at]) return false;
  return true;
}

/** @param row where each piece begins, and the piece, in turn */
function laidOut(row, width) {
  if (!sideBySide(row, width)) return laidOver(row, width);
  let line = '';
  let column = 0;
  for (let at = 0; at < row.length; at += 2) {
    line += ' '.repeat(row[at] - column) + row[at + 1].text;
    column = row[at] + row[at + 1].width;
  }
  return line.trimEnd();
}

function sideBySide(row, width) {
  let column = 0;
  for (let at = 0; at < row.length; at += 2) {
    const [x, piece] = [row[at], row[at + 1]];
    if (x < column || x + piece.width > width || !piece.even) return false;
    column = x + piece.width;
  }
  return true;
}

/**
 * What to write over a line so that it becomes another one: the pieces that are others, each in its place. Undefined where
 * the pieces have not the same places. Both lines are simple.
 */
export function piecewise(previous, next, columns) {
  const [before, row] = [rowOf.get(previous), rowOf.get(next)];
  if (!before || !row || before.length !== row.length || !sideBySide(before, columns)) return undefined;
  // Blanks that are written behind a line would be copied with it.
  const [ended, ends] = [endOf(before), endOf(row)];
  let written = '';
  for (let at = 0; at < row.length; at += 2) {
    const [x, piece, was] = [row[at], row[at + 1], before[at + 1]];
    if (before[at] !== x || was.width !== piece.width) return undefined;
    if (was !== piece) written += difference(x, was, piece, ends);
  }
  return ended > ends ? `${written}\u001b[${ends + 1}G\u001b[K` : written;
}

/** The column behind the last of a line that is no plain blank. */
function endOf(row) {
  for (let at = row.length - 2; at >= 0; at -= 2) {
    const { characters, width } = row[at + 1];
    let [to, column] = [characters.length, row[at] + width];
    while (to > 0 && characters[to - 1].value === ' ' && characters[to - 1].styles.length === 0)
      [to, column] = [to - 1, column - 1];
    if (to > 0) return column;
  }
  return 0;
}

/** The characters of a piece from the first to the last that are others, and none behind the line's end. */
function difference(x, was, piece, ends) {
  const [before, characters] = [was.characters, piece.characters];
  let [from, column] = [0, x];
  while (from < characters.length && alike(before[from], characters[from])) {
    column += widthOf(characters[from].value);
    from += 1;
  }
  let [to, end, edge] = [characters.length, before.length, x + piece.width];
  const shorter = () => {
    to -= 1;
    edge -= widthOf(characters[to].value);
  };
  for (; to > from && end > from && alike(before[end - 1], characters[to - 1]); end -= 1) shorter();
  while (to > from && edge > ends) shorter();
  if (to === from) return '';
  const all = from === 0 && to === characters.length;
  return `\u001b[${column + 1}G${all ? piece.text : styledCharsToString(characters.slice(from, to))}`;
}

const alike = (one, other) =>
  one !== undefined &&
  one.value === other.value &&
  one.styles.length === other.styles.length &&
  one.styles.every((style, at) => style === other.styles[at]);

/** What is written later lies over what was before. */
function laidOver(row, width) {
  const cells = new Array(width).fill(blank);
  for (let at = 0; at < row.length; at += 2) lay(cells, row[at], row[at + 1].characters);
  const line = cells.length > width ? cells.filter((cell) => cell !== undefined) : cells;
  return styledCharsToString(line).trimEnd();
}

function lay(cells, x, characters) {
  let column = x;
  // Over the second half of a wide character: its first half is none any more.
  if (cells[column]?.value === '' && column > 0 && widthOf(cells[column - 1]?.value ?? '') > 1) {
    cells[column - 1] = emptied(cells[column - 1]);
  }
  for (const character of characters) {
    cells[column] = character;
    const width = Math.max(1, widthOf(character.value));
    for (let more = 1; more < width; more += 1) {
      cells[column + more] = { value: column < 0 ? ' ' : '', styles: character.styles };
    }
    column += width;
  }
  if (cells[column]?.value === '') cells[column] = emptied(cells[column]);
}
