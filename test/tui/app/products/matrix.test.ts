import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { cellAt, counted, matrixOf, movedCell, positionOf } from '../../../../src/tui/app/products/matrix.ts';
import { cellText, cellUnder, cellWidth, matrixRows } from '../../../../src/tui/app/products/matrix-rows.ts';
import { createInput, generateInput } from '../../../../src/tui/screens/product/missing.ts';
import { readPieces } from '../../../../src/tui/screens/product/pieces.ts';
import { makeTheme } from '../../../../src/tui/theme/theme.ts';
import { product, variant } from '../../screens/product-fixture.ts';

const theme = makeTheme({ noColor: true, asciiGlyphs: true });
const red = 'Zoë \u001b[2Jred';
const matrix = matrixOf(product);

describe('the matrix', () => {
  test('has half sizes between whole ones and letters in their order, whichever colour brings them', () => {
    const mixed = [variant('42', 'a', 1), variant('40', 'b', 1), variant('42.5', 'b', 1), variant('9', 'a', 1)];
    expect(matrixOf({ ...product, variants: mixed }).sizes).toEqual(['9', '40', '42', '42.5']);
    const letters = ['XL', 'S', 'one size', 'M', 'L'].map((size) => variant(size, 'a', 1));
    expect(matrixOf({ ...product, variants: letters }).sizes).toEqual(['S', 'M', 'L', 'XL', 'one size']);
  });

  test('says of every cell how it stands: at its reorder point in one warehouse is low', () => {
    const state = (size: string, color: string) => cellAt(matrix, { size, color })?.state;
    expect(state('36', 'Black')).toBe('out');
    expect(state('37', 'Black')).toBe('low');
    expect(state('38', 'Black')).toBe('enough');
    expect(state('36', red)).toBe('off');
    expect(state('37', red)).toBe('archived');
    expect(state('44', red)).toBe('none');
    expect(counted(matrix)).toMatchObject({ out: 1, off: 1, archived: 1, none: 12 });
  });

  test('keeps the cursor inside, and on its cell when sizes are added before it', () => {
    const key = { size: '36', color: 'Black' };
    expect(movedCell(matrix, key, -1, -1)).toEqual(key);
    expect(movedCell(matrix, key, 1, 1)).toEqual({ size: '37', color: red });
    expect(movedCell(matrix, key, Infinity, Infinity)).toEqual({ size: '49', color: red });
    const more = matrixOf({ ...product, variants: [...product.variants, variant('35', 'Black', 1)] });
    expect(positionOf(more, key)).toEqual({ row: 0, column: 1 });
    expect(positionOf(matrix, { size: 'gone', color: 'gone' })).toEqual({ row: 0, column: 0 });
  });

  test('writes the word where there is room and a sign where there is not', () => {
    const low = cellAt(matrix, { size: '37', color: 'Black' });
    if (!low) throw new Error('no cell');
    expect([cellText(low, 9, theme), cellText(low, 6, theme)]).toEqual(['3 low', '3!']);
    expect(cellWidth(100, ['36', '37', '38'])).toBe(10);
    expect(cellWidth(60, matrix.sizes)).toBe(6);
  });
});

test('what is missing is made with the SKUs that its sisters suggest', () => {
  expect(createInput(product, { size: '50', color: 'Black' })).toMatchObject({ sku: 'RUN-50-BLA', size: '50' });
  expect(
    generateInput({ ...product, variants: [variant('36', 'Black', 0)] }, { sizes: ['36', '37'], colors: ['Black'] }),
  ).toEqual({
    product: 'RUN',
    sizes: '36,37',
    colors: 'Black=BLA',
  });
});

test.each([
  ['24', { quantity: 24, warehouse: 'BER' }],
  [' 24 ham ', { quantity: 24, warehouse: 'HAM' }],
  ['0', '"0" is no quantity: 1 or more is needed.'],
  ['-3', '"-3" is no quantity: 1 or more is needed.'],
  ['24 MUC', 'There is no open warehouse MUC: BER, HAM.'],
  ['24 HAM now', 'A quantity and at most a warehouse are needed, such as 24 or 24 HAM.'],
])('%j is read as a quick restock', (text, read) => {
  expect(readPieces(text, ['BER', 'HAM'], 'BER')).toEqual(read);
});

describe('a click in the matrix', () => {
  test.each([
    [40, 12],
    [80, 12],
    [120, 20],
    [24, 6],
  ])('is for the cell below whose size and beside whose colour it is, at %i columns', (width, height) => {
    const frame = { width, height, theme, currency: 'EUR', keys: { choose: 'Enter', restock: '+' } };
    const key = { size: '40', color: red };
    const rows = matrixRows(matrix, key, frame).map(stripVTControlCharacters);
    const found = new Map<string, { size: string | null; color: string | null; columns: number[]; line: number }>();
    for (let line = 0; line < height; line += 1) {
      for (let column = 0; column < width; column += 1) {
        const clicked = cellUnder(matrix, key, frame, { column, line });
        if (!clicked) continue;
        const name = JSON.stringify(clicked);
        const { columns } = found.get(name) ?? { columns: [] };
        found.set(name, { ...clicked, columns: [...columns, column], line });
      }
    }
    expect(found.size).toBeGreaterThan(1);
    for (const { size, color, columns, line } of found.values()) {
      const [from = 0, to = 0] = [columns[0], columns.at(-1)];
      expect(rows[0]?.slice(from, to + 1).trim()).toBe(size);
      const cell = cellAt(matrix, { size, color });
      const text = cell && cellText(cell, columns.length, theme).trim();
      expect(
        rows[line]
          ?.slice(from, to + 1)
          .replace(theme.glyphs.cursor, '')
          .trim(),
      ).toBe(text);
    }
  });
});
