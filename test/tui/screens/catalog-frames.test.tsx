import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import type { ShownBrand } from '../../../src/operations/brands/show.ts';
import type { ProductDiff } from '../../../src/operations/products/diff.ts';
import type { ProductHistory } from '../../../src/operations/products/history.ts';
import type { ProductStats } from '../../../src/operations/products/stats.ts';
import type { ProductWhy } from '../../../src/operations/products/why.ts';
import type { PromoShown } from '../../../src/operations/promos/show.ts';
import type { PromoTried } from '../../../src/operations/promos/try.ts';
import type { DetailFrame, DetailRow } from '../../../src/tui/app/DetailScreen.tsx';
import { usesText } from '../../../src/tui/app/promos/look.ts';
import type { AppApi } from '../../../src/tui/app/screen.ts';
import { brandRows } from '../../../src/tui/screens/brand/index.tsx';
import { diffRows } from '../../../src/tui/screens/product-diff/format.ts';
import { historyRows } from '../../../src/tui/screens/product/history.ts';
import { attributeRows, imageRows } from '../../../src/tui/screens/product/parts.ts';
import { statsRows } from '../../../src/tui/screens/product/stats.ts';
import { whyRows } from '../../../src/tui/app/products/why.ts';
import { previewLines } from '../../../src/tui/screens/products/Preview.tsx';
import { promoRows } from '../../../src/tui/screens/promo/format.ts';
import { triedRows } from '../../../src/tui/screens/promo-try/index.tsx';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { paintLine } from '../../../src/tui/widgets/spans.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { product } from './product-fixture.ts';

const at = '2026-11-23T14:02:00.000Z';
const hostile = 'Evil \u001b[2J\u202etext';

const diff: ProductDiff = {
  sku: 'RUN',
  from: { version: 1, at, by: null },
  to: { version: 4, at, by: 'ana@solemate.example' },
  rows: [
    { field: 'price', from: '89.95', to: '79.95' },
    { field: 'is_active', from: true, to: false },
    { field: 'tags', from: [], to: ['new', hostile] },
    { field: 'description', from: 'Light and fast. '.repeat(9), to: null },
  ],
};

const history: ProductHistory = {
  sku: 'RUN',
  version: 2,
  rows: [
    {
      at,
      by: 'ana@solemate.example',
      operation: 'products.edit',
      operation_id: null,
      reason: 'wrong price list',
      version: 2,
      what: 'product',
      name: 'RUN',
      action: 'changed',
      changes: [],
      changed: 'price 89.95 → 79.95',
    },
    {
      at,
      by: 'ben@solemate.example',
      operation: 'variants.edit',
      operation_id: null,
      reason: null,
      version: null,
      what: 'variant',
      name: 'RUN-42-BLK',
      action: 'changed',
      changes: [],
      changed: `barcode none → ${hostile}`,
    },
    {
      at,
      by: null,
      operation: null,
      operation_id: null,
      reason: null,
      version: 1,
      what: 'product',
      name: 'RUN',
      action: 'made',
      changes: [],
      changed: '',
    },
  ],
};

const stats: ProductStats = {
  sku: 'RUN',
  sold: { days_30: 24, days_90: 61, ever: 240 },
  last_sold_at: at,
  returned: 12,
  return_rate: '5.0',
  revenue: '21588.00',
  available: 8,
  days_left: 10,
  weeks: [2, 0, 5, 9, 4, 4, 8, 12, 3, 0, 6, 8],
  sizes: [
    { name: '42', sold: 120, available: 3 },
    { name: '43', sold: 60, available: 0 },
  ],
  colors: [{ name: hostile, sold: 240, available: 8 }],
  ratings: [1, 0, 2, 9, 30],
};

const why: ProductWhy = {
  sku: 'RUN',
  name: 'Runner',
  variant: null,
  visible: true,
  buyable: false,
  rows: [
    {
      effect: 'unbuyable',
      code: 'no_stock',
      finding: 'none of its 3 variants on sale has stock',
      remedy: 'inventory restock; why one of them: products why SKU',
    },
    { effect: 'warning', code: 'no_image', finding: 'it has no picture', remedy: 'images add RUN' },
  ],
};

const promo: PromoShown = {
  id: 'c',
  code: 'WELCOME10',
  state: 'ACTIVE',
  discount_type: 'PERCENTAGE',
  discount_value: '10.00',
  minimum_order: '50.00',
  max_uses: 100,
  current_uses: 37,
  valid_from: '2026-11-01T00:00:00.000Z',
  valid_until: '2027-01-01T00:00:00.000Z',
  is_active: true,
  description: `Newsletter ${hostile}`,
  version: 2,
  created_at: at,
  figures: { orders: 37, discount: '412.30', revenue: '3710.70' },
  newest_uses: [],
};

const tried: PromoTried = {
  code: 'WELCOME10',
  applies: false,
  order_number: 'SM-2026-000123',
  subtotal: '39.90',
  discount: '0.00',
  shipping_before: '4.90',
  shipping: '4.90',
  rules: [
    { rule: 'switched_on', passed: true, told: 'Promo code WELCOME10 is switched on' },
    {
      rule: 'minimum_order',
      passed: false,
      told: 'Promo code WELCOME10 needs an order of at least 50.00; this one is 39.90',
    },
  ],
};

const brand: ShownBrand = {
  id: 'b',
  name: `Stride ${hostile}`,
  slug: 'stride',
  website: 'https://stride.example',
  logo_url: null,
  description: 'Shoes that go on. '.repeat(8),
  status: 'ACTIVE',
  is_active: true,
  version: 3,
  created_at: at,
  deleted_at: null,
  counts: { products: 12, on_sale: 10, archived: 2 },
};

const app = { actor: { id: 'a', email: 'ana@solemate.example', name: 'Ana', role: 'manager' } } as unknown as AppApi;
const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};

function pages(frame: DetailFrame): Readonly<Record<string, readonly DetailRow[]>> {
  return {
    preview: previewLines(product, frame.width, frame.height, frame.theme).map((line) =>
      paintLine(line, frame.width, frame.theme),
    ),
    pictures: imageRows(app)(product, frame),
    'no pictures': imageRows(app)({ ...product, images: [] }, frame),
    attributes: attributeRows(app)(product, frame),
    stats: statsRows(stats, frame),
    history: historyRows(app)(history, frame),
    why: whyRows(why, frame),
    diff: diffRows(diff, frame),
    promo: promoRows(promo, frame),
    tried: triedRows(tried, frame),
    brand: brandRows(brand, frame),
  };
}

describe.each([
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const)('pages of the catalogue at %d columns and %d rows', (columns, rows) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('look as in their %s file, every row fits', (name) => {
    const frame = { width: columns, height: rows - 4, theme: themes[name], now: new Date(at), key: () => 'a' };
    const drawn = Object.entries(pages(frame)).flatMap(([page, lines]) => {
      const texts = lines.map((line) => (typeof line === 'string' ? line : line.text));
      for (const text of texts) expect([page, width(text)]).toEqual([page, columns]);
      return [`== ${page}`.padEnd(columns), ...texts];
    });
    expect(drawn.join('')).not.toMatch(/\u001b\[2J|\u202e|\u001b\]/u);
    expectGolden(`catalog-${columns}x${rows}-${name}`, renderToString(<Rows rows={drawn} />, { columns }));
  });
});

test('uses are told with their limit, and with a bar where there is room', () => {
  const theme = themes.plain;
  expect(usesText(5, null, 20, theme)).toBe('5, no limit');
  expect(usesText(50, 100, 17, theme)).toBe('50/100 #####');
  expect(usesText(50, 100, 8, theme)).toBe('50/100');
});
