import { expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import type { ShownProduct, ShownVariant } from '../../../src/operations/products/show.ts';
import { productRows } from '../../../src/tui/screens/product/format.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';

const at = '2026-11-23T14:02:00.000Z';
const variant = (size: string, color: string, stock: number, is_active = true): ShownVariant => ({
  id: `${size}-${color}`,
  sku: `RUN-${color}-${size}`,
  size,
  color,
  price: '89.95',
  own_price: null,
  weight: null,
  images: null,
  is_active,
  stock,
  version: 1,
});
const variants = [
  ...Array.from({ length: 14 }, (_, index) => variant(String(36 + index), 'Black', index * 3)),
  variant('36', 'Zoë \u001b[2Jred', 7, false),
];
const product: ShownProduct = {
  id: 'p',
  sku: 'RUN',
  name: 'Runner 登山靴 \u001b]0;owned\u0007',
  slug: 'runner',
  description: 'Light and fast. '.repeat(12),
  brand: 'Stride',
  category: 'Running',
  price: '89.95',
  compare_price: '99.95',
  cost: null,
  weight: null,
  is_active: true,
  tags: ['new', 'light'],
  meta_title: null,
  meta_description: null,
  review_count: 1,
  avg_rating: '5.00',
  version: 1,
  created_at: at,
  updated_at: at,
  deleted_at: null,
  stats: { order_count: 13, total_sold: 18 },
  variants,
  inventory: variants.slice(0, 14).map(({ sku, stock }) => ({
    sku,
    warehouse: 'BER',
    quantity: stock + 1,
    reserved: 1,
    available: stock,
    reorder_point: 5,
  })),
  images: [],
  attributes: [{ name: 'Sole', value: 'rubber' }],
};

test.each([20, 40, 80, 120, 200])('a product at %d columns fits and looks as in its file', (columns) => {
  for (const [name, theme] of [
    ['dark', makeTheme()] as const,
    ['plain', makeTheme({ noColor: true, asciiGlyphs: true })] as const,
  ]) {
    const rows = productRows(product, { width: columns, theme, currency: 'USD' });
    for (const row of rows) expect(width(row)).toBe(columns);
    expect(rows.join('')).not.toMatch(/\u001b\[2J|\u001b\]/u);
    expectGolden(`product-${columns}-${name}`, renderToString(<Rows rows={rows} />, { columns }));
  }
});

test('a product without variants shows no empty matrix', () => {
  const plain = { ...product, variants: [], inventory: [] };
  const rows = productRows(plain, { width: 80, theme: makeTheme({ noColor: true }), currency: 'USD' });
  expect(rows.join('\n')).not.toContain('Free to sell');
});
