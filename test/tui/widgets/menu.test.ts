import { describe, expect, test } from '@jest/globals';
import { width } from '../../../src/domain/display.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { explainedLines, menuLines } from '../../../src/tui/widgets/menu.ts';
import { paintLine } from '../../../src/tui/widgets/spans.ts';

const theme = makeTheme({ noColor: true });
const hint = 'Say that a refund that is made by hand was paid out, with its reference.';
const choices = [
  { label: 'refunds', hint: 'screen' },
  { label: 'refunds complete', hint },
  { label: 'all orders of Monday that wait for money', hint: 'orders: status:PENDING since:7d' },
  { label: 'payments refund', disabled: 'warehouse may not' },
];
const drawn = (columns: number, cursor = 0) =>
  menuLines(choices, cursor, 10, columns, theme).map((spans) => paintLine(spans, columns, theme).trimEnd());

describe.each([36, 76, 116])('choices in %i columns', (columns) => {
  test('keep their names whole, one long name takes nothing from what stands beside the others', () => {
    const lines = drawn(columns);
    for (const [at, { label }] of choices.entries()) {
      expect(lines[at]).toContain(label.slice(0, columns - 1 - theme.glyphs.ellipsis.length));
      expect(width(lines[at] ?? '')).toBeLessThanOrEqual(columns);
    }
    expect(lines[0]).toContain('screen');
    expect(lines[1]).toMatch(/refunds complete +Say/u);
  });

  test('are told in whole words, and what was left out is told by an ellipsis', () => {
    const told = /refunds complete +(.*)$/u.exec(drawn(columns)[1] ?? '')?.[1] ?? '';
    const words = told.replace(/…$/u, '');
    expect(hint.startsWith(words)).toBe(true);
    expect([' ', ',', undefined]).toContain(hint[words.length]);
    expect(told.endsWith('…')).toBe(words !== hint);
  });
});

test('what has no room beside the chosen one is told whole below them, in the same number of lines for each', () => {
  const at = (cursor: number) =>
    explainedLines(choices, cursor, 9, 60, theme).lines.map((line) => paintLine(line, 60, theme));
  expect(at(1).join(' ').replaceAll(/ +/gu, ' ')).toContain(hint);
  expect(at(0)).toHaveLength(at(1).length);
});
