import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import { queueNames, type Dashboard } from '../../../src/operations/dashboard/parts/types.ts';
import { byDigit, figures, moved } from '../../../src/tui/screens/dashboard/figures.ts';
import { dashboardRows } from '../../../src/tui/screens/dashboard/format.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';

const now = new Date('2026-11-23T14:02:00.000Z');
const days = Array.from({ length: 14 }, (_, index) => {
  const orders = (index * 5) % 11;
  return { day: `2026-11-${10 + index}`, revenue: `${orders * 131}.50`, orders };
});
const data: Dashboard = {
  at: now.toISOString(),
  orders_today: 17,
  orders_by_hour: [0, 0, 0, 0, 0, 1, 2, 1, 3, 8, 5, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  revenue_by_day: days,
  currency: 'USD',
  queues: {
    to_confirm: { count: 12, more: false },
    to_pick: { count: 3, more: false },
    to_ship: { count: 10_000, more: true },
    returned: { count: 0, more: false },
    refunds_pending: { count: 2, more: false },
    money_owed: { count: 1, more: false },
    low_stock: { count: 41, more: false },
    reviews_waiting: { count: 5, more: false },
  },
  oldest_pending_at: '2026-11-21T14:02:00.000Z',
  stuck: [
    {
      id: 'a',
      order_number: 'SM-2026-000007',
      status: 'PENDING',
      since: '2026-11-01T00:00:00.000Z',
      why: 'The payment failed \u001b[2J twice.',
    },
    {
      id: 'b',
      order_number: 'SM-2026-000009',
      status: 'PROCESSING',
      since: '2026-11-02T00:00:00.000Z',
      why: 'Picked 21 days ago and not sent.',
    },
  ],
};
const besides = {
  role: 'admin',
  unfinished: 1,
  backup: { word: 'WARNING', tone: 'waiting', sentence: 'the newest full backup is 26 hours old' },
} as const;
const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};

describe.each([
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const)('the dashboard at %d columns and %d rows', (columns, rows) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('looks as in its %s file and fits', (name) => {
    const frame = { width: columns, height: rows - 3, theme: themes[name], now, sample: true, ...besides };
    const drawn = dashboardRows(data, 'to_ship', frame);
    expect(drawn).toHaveLength(frame.height);
    for (const row of drawn) expect(width(row)).toBeLessThanOrEqual(columns);
    expect(drawn.join('')).not.toContain('\u001b[2J');
    expectGolden(`dashboard-${columns}x${rows}-${name}`, renderToString(<Rows rows={drawn} />, { columns }));
  });

  test('shows whatever is selected', () => {
    for (const { id, value } of figures(data, besides)) {
      const drawn = dashboardRows(data, id, {
        width: columns,
        height: rows - 3,
        theme: themes.dark,
        now,
        sample: false,
        ...besides,
      });
      expect(drawn.join('\n')).toContain(value);
    }
  });
});

test('an empty shop draws nothing but noughts', () => {
  const none = { count: 0, more: false };
  const empty: Dashboard = {
    ...data,
    orders_today: 0,
    orders_by_hour: Array.from({ length: 24 }, () => 0),
    revenue_by_day: days.map(({ day }) => ({ day, revenue: '0.00', orders: 0 })),
    queues: {
      to_confirm: none,
      to_pick: none,
      to_ship: none,
      returned: none,
      refunds_pending: none,
      money_owed: none,
      low_stock: none,
      reviews_waiting: none,
    },
    oldest_pending_at: null,
    stuck: [],
  };
  const frame = {
    width: 80,
    height: 21,
    theme: themes.plain,
    now,
    sample: false,
    role: 'admin',
    unfinished: 0,
  } as const;
  const drawn = dashboardRows(empty, undefined, frame);
  expect(drawn.join('\n')).toContain('No order is stuck.');
  expect(drawn.join('\n')).not.toContain('#');
});

test('every figure opens its list, the queues by their digits as well', () => {
  expect(Array.from({ length: 9 }, (_, index) => byDigit(figures(data, besides), index + 1)?.id)).toEqual([
    'today',
    ...queueNames,
  ]);
  for (const { target } of figures(data, besides)) {
    const screen = screens.find(({ name }) => name === target.screen);
    expect([target.screen, screen?.readParams(target.params)]).toEqual([target.screen, target.params]);
  }
  const warehouse = figures(data, { role: 'warehouse', unfinished: 0 });
  expect(warehouse.map(({ id }) => id)).not.toContain('money_owed');
  expect(warehouse.find(({ id }) => id === 'reviews_waiting')?.target.screen).toBe('reviews');
  expect(figures(data, besides).find(({ id }) => id === 'reviews_waiting')?.target.screen).toBe('moderate');
  expect(figures(data, besides).find(({ id }) => id === 'to_confirm')?.target).toEqual({
    screen: 'orders',
    params: { filter: 'status:PENDING' },
  });
});

test('the selection moves within the figures and survives a refresh', () => {
  const all = figures(data, besides);
  expect(moved(all, undefined, 1)).toBe('to_confirm');
  expect(moved(all, 'b', 1)).toBe('b');
  expect(moved(all, 'today', -1)).toBe('today');
  expect(moved(all, 'gone', 0)).toBe('today');
});

test('the place of the revenue is kept while its days are added up, and it says so when they cannot be', () => {
  const frame = { width: 120, height: 37, theme: themes.plain, now, sample: false, ...besides };
  const place = (rows: readonly string[]) => rows.findIndex((row) => row.includes('Stuck orders'));
  const early = { ...data, revenue_by_day: [] };
  const coming = dashboardRows(early, undefined, { ...frame, revenue: 'coming' });
  expect(coming.join('\n')).toContain('Revenue by day');
  expect(place(coming)).toBe(place(dashboardRows(data, undefined, frame)));
  const failed = dashboardRows(early, undefined, { ...frame, revenue: 'failed' });
  expect(failed.join('\n')).toContain('could not be added up; r tries again');
});
