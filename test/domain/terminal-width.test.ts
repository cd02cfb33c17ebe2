import { expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { narrow, segmenter, segments } from '../../src/domain/graphemes.ts';
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

test('every glyph is narrow, so that no frame waits for the library', () => {
  const glyphs = Object.values(unicode).flatMap((one: string | object) => Object.values(one)).map(String);
  expect(glyphs.filter((text) => !plain.test(text))).toEqual([]);
});

test('colours take no column; what else is escaped is as wide as the library says', () => {
  expect(terminalWidth('\u001b[1;38;5;208mÄhre ●\u001b[0m')).toBe(6);
  const linked = '\u001b]8;;https://solemate.example\u0007shop\u001b]8;;\u0007';
  expect(terminalWidth(linked)).toBe(stringWidth(linked));
  expect(terminalWidth('\u001b[31m陽菜\u001b[39m')).toBe(4);
});
