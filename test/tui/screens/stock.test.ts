import { describe, expect, test } from '@jest/globals';
import type { LedgerRow, StockCard } from '../../../src/operations/inventory/parts/ledger-types.ts';
import type { CountShown } from '../../../src/operations/counts/parts/types.ts';
import type { ListRow } from '../../../src/operations/listing.ts';
import type { StockFound } from '../../../src/operations/inventory/parts/types.ts';
import { width } from '../../../src/domain/display.ts';
import { movementChange } from '../../../src/tui/app/stock/movements.ts';
import { previewRows } from '../../../src/tui/screens/inventory/Preview.tsx';
import * as sheet from '../../../src/tui/screens/count/format.ts';
import { homeRows, workOf } from '../../../src/tui/screens/handheld/format.ts';
import { balanceCurve, headingRow, headRows, movementRow } from '../../../src/tui/screens/ledger/format.ts';
import { createPager, joined } from '../../../src/tui/screens/ledger/pager.ts';
import * as looked from '../../../src/tui/screens/lookup/format.ts';
import { linesOf, quantityOf, rubbed, suggested, taken, typed } from '../../../src/tui/screens/low/quantities.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { expectGolden } from '../../helpers/golden.ts';

const sizes = [
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;
const themes = { dark: makeTheme(), light: makeTheme({ name: 'light' }), plain: makeTheme({ noColor: true }) };

const movement = (position: number, more: Partial<LedgerRow> = {}): LedgerRow => ({
  id: `m${position}`,
  created_at: new Date(Date.UTC(2026, 0, position)).toISOString(),
  type: 'RESTOCK',
  quantity: 2,
  quantity_after: position * 2,
  reserved_after: 0,
  reference_type: null,
  reference_id: null,
  order_number: null,
  notes: null,
  actor: 'Jonas',
  ...more,
});
const rows = [
  movement(4, { type: 'SALE', quantity: 3, quantity_after: 5, order_number: 'SM-2026-000123', actor: null }),
  movement(3, {
    type: 'RESERVATION',
    quantity: 3,
    quantity_after: 8,
    reserved_after: 3,
    order_number: 'SM-2026-000123',
  }),
  movement(2, { type: 'ADJUSTMENT', quantity: -1, quantity_after: 8, notes: 'damaged \u001b[31min the store room' }),
  movement(1, { quantity: 9, quantity_after: 9, notes: 'PO-1001' }),
];
const card: StockCard = {
  sku: 'RUN-42-BLK',
  warehouse: 'BER',
  quantity: 5,
  reserved: 0,
  available: 5,
  rows,
  more: false,
  next: null,
};
const counted: CountShown = {
  id: 'c',
  count_number: 12,
  warehouse_id: 'w',
  warehouse: 'BER',
  warehouse_name: 'Berlin',
  status: 'OPEN',
  blind: false,
  note: 'third quarter',
  opened_by: 'Jonas',
  opened_at: '2026-11-23T14:02:00.000Z',
  closed_by: null,
  closed_at: null,
  lines: 3,
  counted_lines: 2,
  different_lines: 2,
  surplus: 2,
  shortage: 1,
  more: false,
  rows: [
    {
      sku: 'RUN-42-BLK',
      name: 'Runner',
      size: '42',
      color: 'black',
      barcode: null,
      quantity: 5,
      expected: 5,
      counted: 7,
      difference: 2,
      moved: true,
      counted_by: 'Jonas',
      counted_at: null,
    },
    {
      sku: 'TRL-39-田中',
      name: '登山靴 👟',
      size: '39',
      color: 'red',
      barcode: null,
      quantity: 1,
      expected: 1,
      counted: 0,
      difference: -1,
      moved: false,
      counted_by: 'Jonas',
      counted_at: null,
    },
    {
      sku: 'SOCKS',
      name: 'Wool socks',
      size: null,
      color: null,
      barcode: null,
      quantity: 40,
      expected: null,
      counted: null,
      difference: null,
      moved: false,
      counted_by: null,
      counted_at: null,
    },
  ],
};
const found: StockFound = {
  code: 'RUN-42-BLK',
  sku: 'RUN-42-BLK',
  product_id: 'p',
  variant_id: 'v',
  name: 'Runner Zoë',
  size: '42',
  color: 'black',
  price: '99.90',
  barcode: null,
  is_active: true,
  stock: [
    { warehouse: 'BER', warehouse_name: 'Berlin', quantity: 12, reserved: 3, available: 9, reorder_point: 10 },
    { warehouse: 'HAM', warehouse_name: 'Hamburg', quantity: 0, reserved: 0, available: 0, reorder_point: null },
  ],
  orders: [
    {
      order_number: 'SM-2026-000123',
      status: 'PROCESSING',
      warehouse: 'BER',
      quantity: 3,
      reserved_at: '2026-11-20T08:00:00.000Z',
    },
  ],
};
const known = ['restock', 'counting', 'lookup', 'transfer', 'low', 'inventory', 'orders', 'counts', 'dashboard'];

describe.each(sizes)('at %d columns and %d rows', (columns, height) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('the %s pages are as drawn in their files', (name) => {
    const frame = { width: columns, height: height - 3, theme: themes[name], now: new Date('2026-11-23T14:00:00Z') };
    const pages = {
      handheld: homeRows(
        workOf(known, 'warehouse', (job) => job === 'count'),
        1,
        frame,
      ),
      ledger: [
        ...headRows(card, rows, frame),
        headingRow(frame),
        ...rows.map((one, at) => movementRow(one, frame, at === 1)),
      ],
      count: [
        ...sheet.headRows(counted, frame),
        sheet.headingRow(frame),
        ...counted.rows.map((one) => sheet.lineRow(one, frame)),
      ],
      lookup: [
        ...looked.articleRows(found, frame),
        ...looked.freeRows(found, frame),
        ...found.stock.map((one) => looked.placeRow(one, frame)),
        ...found.orders.map((one) => looked.orderRow(one, frame)),
      ],
      'inventory-preview': previewRows(card, columns, frame.theme),
    };
    for (const [page, drawn] of Object.entries(pages)) {
      for (const row of drawn) expect(width(row)).toBeLessThanOrEqual(columns);
      expect(drawn.join('')).not.toContain('\u001b[31min');
      expectGolden(`stock-${page}-${columns}x${height}-${name}`, drawn.join('\n'));
    }
  });
});

test('a movement tells what it did to the shelf, or in brackets to what is promised', () => {
  expect(rows.map(movementChange)).toEqual(['-3', '(+3)', '-1', '+9']);
});

describe('the balance over time', () => {
  test('has of each column its last balance', () => {
    expect(balanceCurve(rows, 3)).toEqual([8, 8, 5]);
    expect(balanceCurve([], 5)).toEqual([]);
    expect(balanceCurve(rows.slice(0, 1), 2)).toEqual([5, 5]);
  });
});

describe('the pages of a stock card', () => {
  test('new movements come on top of what was read already', () => {
    const old = { rows: rows.slice(1), next: 'older' };
    expect(joined({ ...card, rows: rows.slice(0, 2), next: 'not this' }, old)).toEqual({ rows, next: 'older' });
  });

  test('where a whole page is new, what is behind it is read again', () => {
    expect(joined({ ...card, rows: rows.slice(0, 1), next: 'here' }, { rows: rows.slice(2), next: 'older' })).toEqual({
      rows: rows.slice(0, 1),
      next: 'here',
    });
  });

  test('go back one after the other until the first movement', async () => {
    const asked: (string | undefined)[] = [];
    const pager = createPager((_limit, after) => {
      asked.push(after);
      return Promise.resolve({
        ...card,
        rows: after === undefined ? rows.slice(0, 2) : rows.slice(2),
        next: after === undefined ? 'two' : null,
      });
    });
    const settled = () =>
      new Promise<void>((resolve) => {
        const stop = pager.state.subscribe(() => {
          if (pager.state.get().loading) return;
          stop();
          resolve();
        });
      });
    for (const step of [pager.reload, pager.older]) {
      const done = settled();
      step();
      await done;
    }
    pager.older();
    expect(asked).toEqual([undefined, 'two']);
    expect(pager.state.get().rows).toEqual(rows);
  });
});

describe('quantities to order', () => {
  const one: ListRow = { id: '1', sku: 'A', warehouse: 'BER', quantity: 12 };
  const two: ListRow = { id: '2', sku: 'B', warehouse: 'HAM', quantity: 24 };

  test('are the suggestion until digits say otherwise, row by row', () => {
    const half = ['0', '7'].reduce((now, digit) => typed(now, '1', digit), suggested);
    expect(half.typing).toEqual({ id: '1', digits: '7' });
    const other = typed(half, '2', '3');
    expect([quantityOf(other, one), quantityOf(taken(other), two)]).toEqual([7, 3]);
    expect(rubbed(rubbed(half)).typing).toBeUndefined();
  });

  test('what was set to none is not ordered', () => {
    expect(linesOf(typed(suggested, '1', '0'), [one, two])).toEqual([{ sku: 'B', warehouse: 'HAM', quantity: 24 }]);
  });
});

test('the work of a handheld is what there is and what the role may do, each with its own digit', () => {
  const digits = (role: 'oncall' | 'warehouse') =>
    workOf(known, role, () => false).map(({ digit, screen }) => digit + screen);
  expect(digits('warehouse').slice(0, 3)).toEqual(['1restock', '3counting', '4lookup']);
  expect(digits('oncall').slice(0, 2)).toEqual(['4lookup', '6low']);
});
