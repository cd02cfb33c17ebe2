import { styledCharsFromTokens, tokenize, type StyledChar } from '@alcalzone/ansi-tokenize';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import InkOutput from '../../node_modules/ink/build/output.js';
import Output from '../../scripts/frame-output.mjs';

const style = fc.constantFrom(
  '',
  '\u001b[1m',
  '\u001b[31m',
  '\u001b[38;5;208m',
  '\u001b[22m',
  '\u001b[39m',
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
