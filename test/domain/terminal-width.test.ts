import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { narrow, segmenter, segments, wide } from '../../src/domain/graphemes.ts';
import { plain, terminalWidth } from '../../src/domain/terminal-width.ts';
import { unicode } from '../../src/tui/theme/glyphs.ts';

const units = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));
const narrowOnes = units.filter((unit) => new RegExp(`^[${narrow}]$`, 'u').test(unit));

test('what is taken for narrow is a character of one column, alone and in a row', () => {
  expect(narrowOnes.length).toBeGreaterThan(1400);
  expect(narrowOnes.filter((one) => stringWidth(one) !== 1)).toEqual([]);
  const row = narrowOnes.join('');
  expect([...segmenter.segment(row)]).toHaveLength(row.length);
  expect([...segments(row)]).toHaveLength(row.length);
});

test('what is taken for wide is a character of two columns, alone and in a row', () => {
  const wideOnes = units.filter((unit) => new RegExp(`^[${wide}]$`, 'u').test(unit));
  expect(wideOnes.length).toBeGreaterThan(30_000);
  expect(wideOnes.filter((one) => stringWidth(one) !== 2)).toEqual([]);
  const row = wideOnes.join('');
  expect([...segmenter.segment(row)]).toHaveLength(row.length);
  expect([...segmenter.segment(wideOnes.reverse().join(''))]).toHaveLength(row.length);
  expect(terminalWidth(`a${row}é`)).toBe(2 * row.length + 2);
});

test('every glyph is narrow, so that no frame waits for the library', () => {
  const glyphs = JSON.stringify(Object.values(unicode));
  expect(glyphs).toMatch(plain);
});

test('colours take no column; what else is escaped is as wide as the library says', () => {
  expect(terminalWidth('\u001b[1;38;5;208mÄhre ●\u001b[0m')).toBe(6);
  const linked = '\u001b]8;;https://solemate.example\u0007shop\u001b]8;;\u0007';
  expect(terminalWidth(linked)).toBe(stringWidth(linked));
  expect(terminalWidth('\u001b[31m陽菜\u001b[39m')).toBe(4);
});

test('a text is as wide as the library says, but for scripts that terminals write letter by letter', () => {
  const letters = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(letters, (text) => {
      fc.pre(!/[\p{Mc}\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u0e33\u0eb3]/u.test(text));
      expect(terminalWidth(text)).toBe(stringWidth(text));
    }),
    { numRuns: 2000 },
  );
});
