import { styledCharsFromTokens, tokenize, type StyledChar } from '@alcalzone/ansi-tokenize';
import { expect, test } from '@jest/globals';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import InkOutput from '../../node_modules/ink/build/output.js';
import Output, { piecewise } from '../../scripts/frame-output.mjs';
import lineUpdate from '../../scripts/line-update.mjs';

const style = fc.constantFrom(
  '',
  '\u001b[1m',
  '\u001b[31m',
  '\u001b[38;5;208m',
  '\u001b[22m',
  '\u001b[39m',
  '\u001b[7m',
  '\u001b[27m',
  '\u001b[4m',
  '\u001b[24m',
  '\u001b[41m',
  '\u001b[49m',
  '\u001b[0m',
);
const letters = fc.constantFrom(
  'a',
  'Berlin',
  ' ',
  '陽菜',
  '한',
  '👩‍👧',
  'é',
  'e\u0301',
  '\u200b',
  '\n',
  '●',
  '…',
  '⚠️',
  '🇩🇪',
);
const text = fc.array(fc.tuple(style, letters), { maxLength: 12 }).map((parts) => parts.flat().join(''));
const place = fc.integer({ min: -3, max: 24 });
const edge = fc.option(fc.integer({ min: -2, max: 22 }), { nil: undefined });
/** The letters that are seen: in which order escape sequences stand is free, and one that is rewritten would be text. */
const shout = (line: string) => line.replaceAll(/(?<!\u001b\[[\d;]*)\p{L}/gu, (letter) => letter.toUpperCase());
const transform = fc.constantFrom(
  [],
  [shout],
  [(line: string, index: number) => `${index}${line}`, (line: string) => `\u001b[4m${line}\u001b[24m`],
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), x: place, y: place, text, transform }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('clip' as const), x1: edge, x2: edge, y1: edge, y2: edge }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unclip' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What is seen: in which order styles begin and end is nobody's business. */
function painted(painter: Pick<Output, 'write' | 'clip' | 'unclip' | 'get'>, steps: readonly Step[]): string[][] {
  for (const one of steps) {
    if (one.kind === 'write') painter.write(one.x, one.y, one.text, { transformers: [...one.transform] });
    else if (one.kind === 'clip') painter.clip(one);
    else painter.unclip();
  }
  const { output, height } = painter.get();
  const lines = output.split('\n');
  expect(lines).toHaveLength(height);
  const cell = ({ value, styles }: StyledChar) =>
    [value, ...styles.map(({ code }) => JSON.stringify(code)).sort()].join(' ');
  return lines.map((line) => styledCharsFromTokens(tokenize(line)).map(cell));
}

test('a frame is what Ink would have made of it, whatever was in the frame before', () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 22 }), height: fc.integer({ min: 1, max: 8 }) });
  const frames = fc.array(fc.tuple(size, fc.array(step, { maxLength: 12 })), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(frames, (all) => {
      for (const [given, steps] of all) {
        // Twice: the second time every line is remembered.
        for (let time = 0; time < 2; time += 1) {
          expect(painted(new Output(given), steps)).toEqual(painted(new InkOutput(given), steps));
        }
      }
    }),
    { numRuns: 1000 },
  );
});

const columns = 24;
const plainLetters = fc.constantFrom('a', 'b', ' ', '…', '●', 'é', '陽', '한');
/** Where pieces begin and how wide they are, as a layout keeps them from frame to frame. */
const places = fc
  .uniqueArray(fc.integer({ min: 0, max: columns }), { minLength: 2, maxLength: 5 })
  .map((edges) => edges.sort((a, b) => a - b))
  .map((edges) => edges.slice(1).map((end, at) => ({ x: edges[at] ?? 0, width: end - (edges[at] ?? 0) })));
const letterings = fc.array(fc.tuple(style, plainLetters), { minLength: 1, maxLength: columns });

/** Exactly so many columns, as a list's line is. */
function filled(letters: readonly (readonly [string, string])[], width: number): string {
  let [line, used] = ['', 0];
  for (const [look, letter] of letters) {
    const cells = /[陽한]/u.test(letter) ? 2 : 1;
    if (used + cells > width) break;
    line += look + letter;
    used += cells;
  }
  return line + ' '.repeat(width - used);
}

function lineOf(pieces: readonly { readonly x: number; readonly text: string }[]): string {
  const output = new Output({ width: columns, height: 1 });
  for (const { x, text: piece } of pieces) output.write(x, 0, piece, { transformers: [] });
  return output.get().output;
}

/** Every cell of the first line with its looks, in a terminal that gets these bytes. */
function shown(bytes: string): Promise<string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows: 2, allowProposedApi: true });
  return new Promise((resolve) => {
    terminal.write(bytes, () => {
      const line = terminal.buffer.active.getLine(0);
      const cells = Array.from({ length: columns }, (_, x) => {
        const cell = line?.getCell(x);
        return JSON.stringify([
          cell?.getChars() || ' ',
          ...[cell?.getFgColor(), cell?.getBgColor(), cell?.isBold(), cell?.isInverse(), cell?.isUnderline()],
        ]);
      });
      terminal.dispose();
      resolve(cells);
    });
  });
}

test('of a line only the pieces that changed are written, and it is then what the whole line would be', async () => {
  const slots = places.chain((all) =>
    fc.tuple(...all.map((place) => fc.record({ ...constant(place), was: letterings, is: fc.option(letterings) }))),
  );
  await fc.assert(
    fc.asyncProperty(slots, async (all) => {
      const before = lineOf(all.map(({ x, width, was }) => ({ x, text: filled(was, width) })));
      const after = lineOf(all.map(({ x, width, was, is }) => ({ x, text: filled(is ?? was, width) })));
      const update = lineUpdate(before, after, columns);
      expect(piecewise(before, after, columns)).toBe(update);
      expect(await shown(`${before}\u001b[1;1H${update}`)).toEqual(await shown(after));
    }),
    { numRuns: 500 },
  );
});

test('no blanks are written behind the end of a line, where they would be copied with it', () => {
  const line = (list: string, preview: string) =>
    lineOf([
      { x: 0, text: list.padEnd(12) },
      { x: 13, text: preview.padEnd(11) },
    ]);
  expect(lineUpdate(line('one', 'long words'), line('one', 'long'), columns)).toBe('\u001b[18G\u001b[K');
  expect(lineUpdate(line('one', 'long words'), line('other', ''), columns)).toBe('\u001b[2Gther\u001b[6G\u001b[K');
  expect(lineUpdate(line('other', ''), line('one', ''), columns)).toBe('\u001b[2Gne\u001b[4G\u001b[K');
  expect(lineUpdate(line('one', ''), line('one', 'long'), columns)).toBe('\u001b[14Glong');
});

test('a line with letters that terminals differ in is written whole', () => {
  const [before, after] = ['👩‍👧 and a child', '👨‍👧 and a child'].map((name) =>
    lineOf([
      { x: 0, text: name },
      { x: 20, text: 'kept' },
    ]),
  );
  expect(lineUpdate(before ?? '', after ?? '', columns)).toBe(`\u001b[1G\u001b[K${after}`);
});

const constant = ({ x, width }: { x: number; width: number }) => ({ x: fc.constant(x), width: fc.constant(width) });
