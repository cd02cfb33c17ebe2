import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import type { ShownProduct } from '../../../src/operations/products/parts/shown.ts';
import { overviewRows } from '../../../src/tui/screens/product/format.ts';
import { matrixOf, type CellKey } from '../../../src/tui/app/products/matrix.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';
import { product } from './product-fixture.ts';

const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};
const keys = { choose: 'Enter', restock: '+' };

function drawn(page: ShownProduct, key: CellKey | undefined, columns: number, rows: number, theme = themes.plain) {
  const frame = { width: columns, height: rows - 4, theme, currency: 'USD', keys };
  return overviewRows(page, matrixOf(page), key, frame);
}

describe.each([
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const)('a product at %d columns and %d rows', (columns, rows) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('looks as in its %s file, and fits', (name) => {
    const all = drawn(product, { size: '42', color: 'Black' }, columns, rows, themes[name]);
    for (const row of all) expect(width(row)).toBe(columns);
    expect(all.join('')).not.toMatch(/\u001b\[2J|\u001b\]/u);
    const frame = name === 'plain' ? all : all.slice(0, rows - 4);
    expectGolden(`product-${columns}x${rows}-${name}`, renderToString(<Rows rows={frame} />, { columns }));
  });

  test('the cell of the cursor and its stock are in the first screenful, wherever it stands', () => {
    for (const [size, color, seen] of [
      ['36', 'Black', '36 Black'],
      ['49', 'Black', '49 Black'],
      ['49', 'Zoë \u001b[2Jred', 'not made'],
    ] as const) {
      const first = drawn(product, { size, color }, columns, rows).slice(0, rows - 4);
      expect(first.join('\n')).toContain(seen);
    }
  });
});

test('a product without variants is one cell of its own', () => {
  const whole = {
    ...product,
    variants: [],
    inventory: [{ sku: 'RUN', warehouse: 'BER', quantity: 4, reserved: 1, available: 3, reorder_point: 5 }],
  };
  const shown = drawn(whole, undefined, 80, 24).join('\n');
  expect(shown).toContain('3 low');
  expect(shown).toContain('the product itself');
});
