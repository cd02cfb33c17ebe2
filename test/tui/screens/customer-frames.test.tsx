import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import type { CustomerPage } from '../../../src/operations/customers/show.ts';
import type { DetailFrame, DetailRow } from '../../../src/tui/app/DetailScreen.tsx';
import { createReveal, shownFor, type Shown } from '../../../src/tui/screens/customers/reveal.ts';
import { customerTabs } from '../../../src/tui/screens/customers/tabs.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';

const page: CustomerPage = {
  id: 'c0000000-0000-4000-8000-000000000001',
  name: 'Anna \u202eSørensen 山田',
  first_name: 'Anna',
  last_name: 'Sørensen 山田',
  email: 'a…@example.com',
  version: 3,
  is_active: true,
  email_verified: false,
  has_phone: true,
  created_at: '2026-01-05T10:00:00.000Z',
  last_login_at: null,
  deleted_at: null,
  totals: {
    orders: 12,
    open: 1,
    cancelled: 2,
    returned: 1,
    spent: '1204.50',
    refunded: '129.00',
    average: '133.83',
    first_order_at: '2026-01-06T10:00:00.000Z',
    last_order_at: '2026-11-20T09:00:00.000Z',
  },
  addresses: [
    {
      id: 'x',
      type: 'shipping',
      is_default: true,
      name: 'Anna Sørensen',
      street_1: 'Lange Str. 12',
      street_2: null,
      postal_code: '10117',
      city: 'Berlin',
      state: 'BE',
      country: 'DE',
      has_phone: true,
    },
  ],
  orders: [
    {
      id: 'o',
      order_number: 'SM-2026-000123',
      status: 'PENDING',
      total: '129.00',
      created_at: '2026-11-20T09:00:00.000Z',
    },
    {
      id: 'p',
      order_number: 'SM-2026-000098',
      status: 'DELIVERED',
      total: '1029.00',
      created_at: '2026-10-20T09:00:00.000Z',
    },
  ],
  reviews: [
    {
      id: 'r',
      product: 'Trail Runner X',
      rating: 4,
      title: 'Good \u001b[31mgrip',
      status: 'APPROVED',
      created_at: '2026-10-28T09:00:00.000Z',
    },
  ],
  cart: {
    pieces: 2,
    value: '258.00',
    lines: [
      {
        sku: 'TRX-1-42',
        name: 'Trail Runner X',
        quantity: 2,
        price: '129.00',
        discount: '0.00',
        total: '258.00',
        added_at: '2026-11-20T09:00:00.000Z',
        updated_at: '2026-11-20T09:00:00.000Z',
      },
    ],
  },
  wishlist: [],
};
const shown: Shown = {
  contact: {
    id: page.id,
    name: page.name,
    email: 'anna@example.com',
    phone_number: '+49 30 1234567',
    address_phones: [{ name: 'Anna Sørensen', phone: '+49 30 7654321' }],
  },
  until: new Date('2026-11-23T14:03:00.000Z'),
};
const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};
const frameOf = (columns: number, theme: DetailFrame['theme']): DetailFrame => ({
  width: columns,
  height: 20,
  theme,
  now: new Date('2026-11-23T14:02:00.000Z'),
  key: () => 'u',
});
const textOf = (row: DetailRow): string => (typeof row === 'string' ? row : row.text);
const drawn = (columns: number, theme: DetailFrame['theme'], revealed?: Shown) =>
  customerTabs(() => undefined, revealed).flatMap(({ name, rows }) => [
    ...(rows ? [`[${name}]`] : []),
    ...(rows?.(page, frameOf(columns, theme)) ?? []).map(textOf),
  ]);

describe.each([20, 40, 80, 120, 200])('a customer at %d columns', (columns) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('looks as in its %s file and fits, tab by tab', (name) => {
    const rows = drawn(columns, themes[name]);
    for (const row of rows) expect(width(row)).toBeLessThanOrEqual(columns);
    expect(rows.join('')).not.toMatch(/\u202e|\u001b\[31mgrip/u);
    expectGolden(`customer-${columns}-${name}`, renderToString(<Rows rows={rows} />, { columns }));
  });
});

test('contact data is masked until it is revealed, and then says until when and that it is kept', () => {
  const masked = drawn(100, themes.plain).join('\n');
  expect(masked).not.toMatch(/anna@example\.com|1234567/u);
  const revealed = drawn(100, themes.plain, shown).join('\n');
  expect(revealed).toContain('Revealed until 14:03:00 UTC');
  expect(revealed).toMatch(/anna@example\.com[^]*\+49 30 1234567[^]*\+49 30 7654321/u);
});

describe('what was revealed', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('hides again by itself, a later look for its own time', () => {
    const reveal = createReveal();
    reveal.show(shown.contact);
    jest.advanceTimersByTime(shownFor - 1);
    expect(reveal.shown.get()?.contact.email).toBe('anna@example.com');
    reveal.show(shown.contact);
    jest.advanceTimersByTime(shownFor - 1);
    expect(reveal.shown.get()).toBeDefined();
    jest.advanceTimersByTime(1);
    expect(reveal.shown.get()).toBeUndefined();
  });

  test('leaves no timer behind when it is hidden by hand', () => {
    const reveal = createReveal();
    reveal.show(shown.contact);
    reveal.hide();
    expect(reveal.shown.get()).toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });
});
