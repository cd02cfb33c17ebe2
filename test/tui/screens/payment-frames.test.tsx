import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import { paymentRows } from '../../../src/tui/screens/payment/format.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';
import { payment } from './payment-fixture.ts';

const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};
const now = new Date('2026-11-23T14:02:00.000Z');

describe.each([
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const)('a payment at %d columns and %d rows', (columns, rows) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('looks as in its %s file', (name) => {
    const frame = { width: columns, height: rows - 3, theme: themes[name], now, key: () => 'f' };
    const drawn = paymentRows(payment(), frame);
    for (const row of drawn) expect(width(row)).toBe(columns);
    expect(drawn.join('')).not.toMatch(/\u001b\[2J|\u202e|\u001b\]/u);
    const shown = name === 'plain' ? drawn : drawn.slice(0, rows - 3);
    expectGolden(`payment-${columns}x${rows}-${name}`, renderToString(<Rows rows={shown} />, { columns }));
  });
});
