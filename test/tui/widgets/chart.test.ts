import { describe, expect, test } from '@jest/globals';
import { width } from '../../../src/domain/display.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { barCells, columnChart, niceTop } from '../../../src/tui/widgets/chart.ts';
import { spansWidth, type Spans } from '../../../src/tui/widgets/spans.ts';

const unicode = makeTheme({ noColor: true });
const ascii = makeTheme({ noColor: true, asciiGlyphs: true });
const textOf = (spans: Spans) => spans.map((span) => (typeof span === 'string' ? span : span[1])).join('');
const show = (amount: number) => String(amount);

test('an axis ends with a round number that is not below the most', () => {
  expect([0, 1, 7, 12, 99, 101, 1310.5].map(niceTop)).toEqual([1, 1, 8, 12, 100, 120, 1600]);
});

describe('columns on an axis', () => {
  const points = [1, 0, 4, 8].map((amount, index) => ({ label: `d${index + 1}`, amount }));

  test('stand as high as their figures, the figures of the axis beside them', () => {
    const drawn = columnChart(points, { width: 20, height: 6, theme: unicode, show }).map(textOf);
    expect(drawn).toEqual([
      '8 │            ███ ',
      '  │            ███ ',
      '  │        ███ ███ ',
      '  │▄▄▄     ███ ███ ',
      '0 └────────────────',
      '   d1  d2  d3  d4  ',
    ]);
  });

  test('are drawn without any glyph beyond ASCII', () => {
    const drawn = columnChart(points, { width: 20, height: 6, theme: ascii, show }).map(textOf).join('');
    expect(drawn).toMatch(/^[ -~]*$/u);
  });

  test.each([12, 20, 80, 200])('fit into %d columns, the newest kept', (columns) => {
    const many = Array.from({ length: 60 }, (_, index) => ({ label: `11-${index + 1}`, amount: index * 13.7 }));
    for (const spans of columnChart(many, { width: columns, height: 8, theme: unicode, show }))
      expect(spansWidth(spans)).toBeLessThanOrEqual(columns);
  });

  test('of nothing at all are an empty chart', () => {
    const none = points.map((one) => ({ ...one, amount: 0 }));
    const drawn = columnChart(none, { width: 20, height: 6, theme: unicode, show }).map(textOf).join('');
    expect(drawn).not.toContain('█');
    expect(columnChart([], { width: 20, height: 6, theme: unicode, show }).length).toBeGreaterThan(2);
  });
});

describe('a bar', () => {
  test('is as long as its share, to an eighth of a cell; what is not nothing is seen', () => {
    expect(barCells({ amount: 50 }, 100, 10, unicode)).toBe('█████     ');
    expect(barCells({ amount: 51.3 }, 100, 10, unicode)).toBe('█████▏    ');
    expect(barCells({ amount: 0.001 }, 100, 10, unicode)).toBe('▏         ');
    expect(barCells({ amount: 0 }, 100, 10, unicode)).toBe('          ');
    expect(barCells({ amount: 51.3 }, 100, 10, ascii)).toBe('#####     ');
    expect(barCells({ amount: 0.001 }, 100, 10, ascii)).toBe('#         ');
  });

  test('has a tick where it was before, also beyond its end', () => {
    expect(barCells({ amount: 50, before: 80 }, 100, 10, unicode)).toBe('█████   │ ');
    expect(barCells({ amount: 50, before: 20 }, 100, 10, unicode)).toBe('██│██     ');
    expect(barCells({ amount: 100, before: 100 }, 100, 10, unicode)).toBe('█████████│');
  });

  test('is exactly as wide as asked', () => {
    for (const amount of [-5, 0, 3, 99, 100, 1e9, NaN]) {
      expect(width(barCells({ amount, before: 3 }, 100, 7, unicode))).toBe(7);
    }
  });
});
