import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import { orderStatuses } from '../../../src/domain/order-status.ts';
import { consequencesOf, nextStep } from '../../../src/tui/app/orders/steps.ts';
import { newsBetween, orderRows } from '../../../src/tui/screens/order/format.ts';
import { textOf } from '../../../src/tui/app/detail-view.ts';
import type { OrderPage } from '../../../src/operations/orders/parts/types.ts';
import { makeTheme, type Theme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';
import { now, orderPage, stepsFrom } from './order-fixture.ts';

const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};
const keys = { next: 'f', actions: 'x' };
const go = () => undefined;
const drawnAt = (page: OrderPage, columns: number, theme: Theme) =>
  orderRows(page, { width: columns, theme, now, keys, go }).map(textOf);

describe.each([
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const)('an order at %d columns and %d rows', (columns, rows) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])(
    'looks as in its %s file, every row as wide as the screen',
    (name) => {
      const drawn = drawnAt(orderPage(), columns, themes[name]);
      for (const row of drawn) expect(width(row)).toBe(columns);
      expect(drawn.join('')).not.toMatch(/\u001b\[2J|\u202e|\u001b\]/u);
      const frame = name === 'plain' ? drawn : drawn.slice(0, rows - 3);
      expectGolden(`order-${columns}x${rows}-${name}`, renderToString(<Rows rows={frame} />, { columns }));
    },
  );
});

test.each([
  [40, 30],
  [72, 64],
  [80, 17],
  [80, 40],
  [120, 60],
  [200, 100],
])('at %d columns a SKU of %d letters stands whole in the items, with its total', (columns, length) => {
  const [one] = orderPage().items;
  if (!one) throw new Error('no item');
  const sku = `${'A'.repeat(length - 1)}Z`;
  const drawn = drawnAt(orderPage({ items: [{ ...one, sku }] }), columns, themes.plain);
  const items = drawn.slice(
    drawn.findIndex((row) => row.includes('Items (1)')),
    drawn.findIndex((row) => row.includes('Money')),
  );
  expect(items.join('\n')).toContain(sku);
  expect(items.join('\n')).toContain('$179.90');
  for (const row of items) expect(width(row)).toBe(columns);
});

describe('the next step', () => {
  test.each([
    ['PENDING', 'orders.confirm'],
    ['CONFIRMED', 'orders.process'],
    ['PROCESSING', 'orders.ship'],
    ['SHIPPED', 'orders.deliver'],
  ] as const)('from %s is %s', (status, operation) => {
    expect(nextStep(orderPage({ status, next_steps: stepsFrom(status) }))?.operation).toBe(operation);
  });

  test.each(orderStatuses.slice(4))(
    'from %s there is none: nothing is cancelled, returned or refunded by one key',
    (status) => {
      expect(nextStep(orderPage({ status, next_steps: stepsFrom(status) }))).toBeUndefined();
    },
  );

  test('that is not allowed now tells why in place of its key', () => {
    const [step] = stepsFrom('PENDING');
    if (!step) throw new Error('no step');
    const page = orderPage({
      status: 'PENDING',
      next_steps: [{ ...step, enabled: false, reason: 'The payment failed.' }],
    });
    const drawn = drawnAt(page, 80, themes.plain).join('\n');
    expect(drawn).toContain('confirm: The payment failed.');
    expect(drawn).not.toContain('f confirm');
  });

  test('tells what happens to stock and money, and leaves out what does not change', () => {
    const [ship] = stepsFrom('PROCESSING');
    if (!ship) throw new Error('no step');
    expect(consequencesOf(ship, orderPage())).toEqual([
      'The shipped pieces leave the warehouse: quantity and reserved go down. This cannot be undone.',
    ]);
  });
});

test('a confirmation tells whether this order is paid', () => {
  const [confirm] = stepsFrom('PENDING');
  if (!confirm) throw new Error('no step');
  const { money } = orderPage();
  expect(consequencesOf(confirm, orderPage())).toEqual(['The reserved pieces stay reserved.', 'It is paid: $572.47.']);
  expect(consequencesOf(confirm, orderPage({ money: { ...money, paid: '0.00', due: '572.47' } }))[1]).toBe(
    'It is not paid: $572.47 stays due, to be paid later.',
  );
});

test('a change by somebody else is told with the name', () => {
  const shipped = orderPage({
    status: 'SHIPPED',
    timeline: [
      { at: now.toISOString(), kind: 'status', text: 'PROCESSING → SHIPPED', note: null, actor: 'Ana Admin' },
      { at: now.toISOString(), kind: 'shipment', text: 'sent', note: null, actor: 'Ana Admin' },
    ],
  });
  expect(newsBetween(orderPage(), shipped)).toEqual({
    by: 'Ana Admin',
    text: 'SM-2026-000123 is SHIPPED now: Ana Admin did that.',
  });
  expect(newsBetween(orderPage(), orderPage())).toBeUndefined();
});

test('a line of an item leads to its product, one of the customer to them and to their other orders', () => {
  const went: string[] = [];
  const rows = orderRows(orderPage(), {
    width: 80,
    theme: themes.plain,
    now,
    keys,
    go: (screen, about) => went.push(`${screen} ${about}`),
  });
  for (const row of rows) if (typeof row !== 'string') row.open();
  expect(went).toEqual(['product RUN-42-BLK', 'product TRL-39-RED', 'customer c', 'order SM-2026-000098']);
});
