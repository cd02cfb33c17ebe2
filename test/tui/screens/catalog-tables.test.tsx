import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import type { ImportReport } from '../../../src/operations/products/parts/import-report.ts';
import type { PricesChanged } from '../../../src/operations/products/price.ts';
import { columnsWith } from '../../../src/tui/screens/categories/columns.ts';
import { shownRows, type TreeRow } from '../../../src/tui/screens/categories/tree.ts';
import { columns as priceColumns, priceLines } from '../../../src/tui/screens/prices/columns.ts';
import { columns as noteColumns, noteLines } from '../../../src/tui/screens/product-import/report.ts';
import { makeTheme, type Theme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { formatHeader, formatRow, placeColumns, type Column } from '../../../src/tui/widgets/table.ts';
import { expectGolden } from '../../helpers/golden.ts';

const hostile = 'Evil \u001b[2J\u202etext';

const prices: PricesChanged = {
  changed: 3,
  unchanged: 0,
  below_cost: 1,
  fingerprint: '3-x',
  rows: [
    {
      sku: 'RUN',
      name: 'Runner',
      field: 'price',
      from: '89.95',
      to: '79.99',
      cost: '41.00',
      margin: '48.7',
      warning: null,
    },
    {
      sku: 'RUN-42-BLK',
      name: hostile,
      field: 'price',
      from: '94.95',
      to: '39.99',
      cost: '41.00',
      margin: '-2.5',
      warning: 'below cost',
    },
    {
      sku: 'SOCKS',
      name: 'Socks 登山靴',
      field: 'compare_price',
      from: '9.00',
      to: '12.99',
      cost: null,
      margin: null,
      warning: 'not below its former price 9.00',
    },
  ],
};

const report = {
  rejected: [{ row: 4, line: 4, handle: 'bad', column: 'Variant Price', reason: `"${hostile}" is no price` }],
  warnings: [{ row: 7, line: 7, handle: 'nova', reason: 'its picture has no alt text' }],
  skipped: [{ handle: 'old', reason: 'the shop has it already' }],
  made_skus: [{ row: 3, handle: 'nova', sku: 'NOVA-42' }],
} as unknown as ImportReport;

const category = (id: string, depth: number, more: Partial<TreeRow> = {}): TreeRow => ({
  id,
  name: id,
  slug: id.toLowerCase(),
  path: id,
  depth,
  products: 3,
  products_below: 3,
  is_active: true,
  archived: false,
  version: 1,
  ...more,
});
const tree = shownRows(
  [
    category('Men', 0, { products_below: 9 }),
    category('Boots', 1, { products_below: 6 }),
    category('Winter', 2),
    category(hostile, 1, { is_active: false }),
    category('Women', 0, { archived: true, is_active: false }),
  ],
  new Set(['Boots']),
);

function table<R>(columns: readonly Column<R>[], rows: readonly R[], cells: number, theme: Theme): readonly string[] {
  const placed = placeColumns(columns, cells);
  const drawn = rows.map((row, at) => formatRow(placed, row, { selected: at === 1, marked: false }, cells, theme));
  return [formatHeader(placed, cells, theme), ...drawn];
}

const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};

describe.each([20, 40, 80, 120, 200])('tables of the catalogue at %d columns', (cells) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('look as in their %s file, every row fits', (name) => {
    const theme = themes[name];
    const rows = [
      ...table(priceColumns, priceLines(prices), cells, theme),
      ...table(noteColumns, noteLines(report), cells, theme),
      ...table(columnsWith('Men'), tree, cells, theme),
    ];
    for (const row of rows) expect(width(row)).toBe(cells);
    expect(rows.join('')).not.toMatch(/\u001b\[2J|\u202e|\u001b\]/u);
    expectGolden(`catalog-tables-${cells}-${name}`, renderToString(<Rows rows={rows} />, { columns: cells }));
  });
});

test('what stands in the way of an import is told first', () => {
  expect(noteLines(report).map(({ kind }) => kind)).toEqual(['rejected', 'warning', 'skipped', 'SKU made']);
});
