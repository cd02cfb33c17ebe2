import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import type { OperationShown } from '../../../src/operations/audit/show.ts';
import type { DetailFrame, DetailRow } from '../../../src/tui/app/DetailScreen.tsx';
import { namedTables } from '../../../src/operations/audit/parts/record-names.ts';
import { changeRows, fieldsInOrder } from '../../../src/tui/screens/audit/diff.ts';
import { recordTarget } from '../../../src/tui/screens/audit/record.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';

const shown: OperationShown = {
  operation_id: '7d1f0c52-6a51-4a0e-9f0c-2b7f3a1d9e10',
  operation: 'products.edit',
  person: 'Mia Manager',
  changed_at: '2026-11-23T09:15:00.000Z',
  reason: 'the supplier \u001b[2J raised it',
  client: { face: 'terminal' },
  undoes: null,
  undone_through: null,
  undone_by: null,
  undo_refusal: null,
  rows: [
    {
      table_name: 'products',
      record_id: 'b0000000-0000-4000-8000-000000000001',
      record: 'TRX-1',
      action: 'UPDATE',
      fields: [
        { field: 'updated_at', from: '2026-11-01T00:00:00Z', to: '2026-11-23T09:15:00Z' },
        { field: 'price', from: '129.00', to: '139.00' },
        {
          field: 'description',
          from: 'A light shoe for long runs on soft ground, with a sole that keeps its grip when wet.',
          to: 'A light shoe for long runs on any ground, with a sole that keeps its grip when wet. Also in wide.',
        },
        { field: 'cost', from: null, to: '62.50' },
        { field: 'password_hash', from: '[redacted]', to: '[redacted]' },
      ],
    },
    {
      table_name: 'product_attributes',
      record_id: 'b0000000-0000-4000-8000-000000000002',
      record: 'TRX-1 sole',
      action: 'INSERT',
      fields: [
        { field: 'id', from: null, to: 'b0000000-0000-4000-8000-000000000002' },
        { field: 'name', from: null, to: 'sole' },
        { field: 'value', from: null, to: '靴底 rubber' },
      ],
    },
  ],
  more: false,
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
  key: (action) => (action === 'undo' ? 'z' : '?'),
});
const textOf = (row: DetailRow): string => (typeof row === 'string' ? row : row.text);

describe.each([20, 40, 80, 120, 200])('what an operation changed, at %d columns', (columns) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('looks as in its %s file and fits', (name) => {
    const rows = changeRows(shown, frameOf(columns, themes[name]), () => undefined).map(textOf);
    for (const row of rows) expect(width(row)).toBeLessThanOrEqual(columns);
    expect(rows.join('')).not.toContain('\u001b[2J');
    expectGolden(`change-${columns}-${name}`, renderToString(<Rows rows={rows} />, { columns }));
  });
});

test('what was changed comes first, what tells people little last', () => {
  expect(fieldsInOrder(shown.rows[0]?.fields ?? []).map(({ field }) => field)).toEqual([
    'price',
    'description',
    'cost',
    'updated_at',
    'password_hash',
  ]);
});

test('why it cannot be undone stands where else its key is', () => {
  const told = (part: Partial<OperationShown>) =>
    changeRows({ ...shown, ...part }, frameOf(80, themes.plain), () => undefined)
      .map(textOf)
      .join('\n');
  expect(told({})).toContain('z It can be undone');
  expect(told({ undo_refusal: 'orders.ship cannot be undone: a parcel that left cannot be called back.' })).toMatch(
    /a parcel that left\s+cannot be called back/u,
  );
  expect(told({ undone_through: 'x', undone_by: 'Ana' })).toContain('Undone by Ana already.');
});

test('a record leads to its page where it has one', () => {
  const of = (table_name: string, record: string | null, operation = '') =>
    recordTarget({ table_name, record_id: 'id-1', record }, operation);
  expect(of('order_items', 'SM-2026-000123 TRX-1')).toEqual({ screen: 'order', params: { order: 'SM-2026-000123' } });
  expect(of('product_attributes', 'TRX-1 sole')).toEqual({ screen: 'product', params: { product: 'TRX-1' } });
  expect(of('inventory', 'TRX-1-42 in BER')).toEqual({ screen: 'inventory', params: { sku: 'TRX-1-42' } });
  expect(of('reviews', 'TRX-1')).toEqual({ screen: 'review', params: { review: 'id-1' } });
  expect(of('users', 'a…@x.example', 'staff.role')).toEqual({ screen: 'member', params: { person: 'id-1' } });
  expect(of('users', 'a…@x.example', 'customers.edit')).toEqual({ screen: 'customer', params: { customer: 'id-1' } });
  expect(of('promo_codes', 'SPRING10')).toEqual({ screen: 'promo', params: { code: 'SPRING10' } });
  for (const table of namedTables) {
    const target = of(table, 'NAME-1 more');
    // Wherever it leads, there is such a screen, and it takes what it is given.
    if (target)
      expect(screens.find(({ name }) => name === target.screen)?.readParams(target.params)).toEqual(target.params);
  }
  expect(of('orders', null)).toBeUndefined();
  expect(of('store_settings', 'x')).toBeUndefined();
});
