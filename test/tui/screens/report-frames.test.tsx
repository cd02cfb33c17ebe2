import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import { changeText, reportRows, reportTable, type ReportView } from '../../../src/tui/screens/reports/format.ts';
import { kindOf, kinds, type ReportData, type ReportRow } from '../../../src/tui/screens/reports/kinds.ts';
import { before, periodNames, stretchOf, stretchWords } from '../../../src/tui/screens/reports/period.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';

const figures = (net: string, orders: number) => ({
  net,
  orders,
  pieces: orders * 2,
  returned: 1,
  discount: '5.00',
  total: net,
  refunded: '0.00',
  after_refunds: net,
});
const rowOf = (name: string, net: string, orders: number): ReportRow => ({
  key: name.toLowerCase(),
  name,
  ...figures(net, orders),
});
const data: ReportData = {
  rows: [
    rowOf('Stride', '12040.50', 93),
    rowOf('Kestrel Peak \u001b[2J Outdoor Company', '8020.00', 61),
    rowOf('靴の店', '310.00', 3),
    rowOf('Plain', '0.00', 0),
  ],
  totals: figures('20370.50', 157),
};
const earlier: ReportData = {
  rows: [rowOf('Stride', '10000.00', 80), rowOf('Plain', '250.00', 2)],
  totals: figures('21000.00', 170),
};
const view: ReportView = {
  kind: kindOf('sales'),
  group: 'brand',
  when: '2026-10-25 to 2026-11-23',
  called: 'the last 30 days',
  compared: '2026-09-25 to 2026-10-24',
  data,
  before: earlier,
  selected: 1,
  keys: { group: 'b', period: 't', compare: 'c' },
};
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
] as const)('a report at %d columns and %d rows', (columns, rows) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('looks as in its %s file and fits', (name) => {
    const frame = { width: columns, height: rows - 4, theme: themes[name] };
    const drawn = reportRows(view, frame);
    expect(drawn).toHaveLength(frame.height);
    for (const one of drawn) expect(width(one)).toBeLessThanOrEqual(columns);
    expect(drawn.join('')).not.toContain('\u001b[2J');
    expectGolden(`report-${columns}x${rows}-${name}`, renderToString(<Rows rows={drawn} />, { columns }));
  });
});

test('a change is told by sign and word', () => {
  expect(changeText('112.00', '100.00').text).toBe('+12 %');
  expect(changeText(90, 100).text).toBe('-10 %');
  expect(changeText('1.00', '0.00').text).toBe('new');
  expect(changeText('0.00', '0.00').text).toBe('');
  expect(changeText('100.10', '100.00').text).toBe('=');
  expect(changeText(100_000, 1).text).toBe('+>999 %');
  expect(changeText(null, 5).text).toBe('-100 %');
});

test('a file has the raw figures, the keys that people search by first', () => {
  const [head, first] = reportTable(view);
  expect(head?.slice(0, 4)).toEqual(['key', 'name', 'net', 'orders']);
  expect(first?.slice(0, 4)).toEqual(['stride', 'Stride', '12040.50', '93']);
});

describe('periods', () => {
  const now = new Date('2026-11-23T23:59:00Z');

  test('are whole days and months of UTC, each with the same length before it', () => {
    const of = (name: string) => {
      const stretch = stretchOf(name, now);
      return stretch && `${stretchWords(stretch)} | ${stretchWords(before(stretch))}`;
    };
    expect(Object.fromEntries(periodNames.map((name) => [name, of(name)]))).toEqual({
      today: '2026-11-23 | 2026-11-22',
      yesterday: '2026-11-22 | 2026-11-21',
      '7d': '2026-11-17 to 2026-11-23 | 2026-11-10 to 2026-11-16',
      '30d': '2026-10-25 to 2026-11-23 | 2026-09-25 to 2026-10-24',
      month: '2026-11-01 to 2026-11-30 | 2026-10-01 to 2026-10-31',
      'last-month': '2026-10-01 to 2026-10-31 | 2026-09-01 to 2026-09-30',
      quarter: '2026-10-01 to 2026-12-31 | 2026-07-01 to 2026-09-30',
      year: '2026-01-01 to 2026-12-31 | 2025-01-01 to 2025-12-31',
      '12-months': '2025-12-01 to 2026-11-30 | 2024-12-01 to 2025-11-30',
    });
  });

  test('of one’s own are two days that exist, in order', () => {
    expect(stretchOf('2026-11-01 to 2026-11-15', now)).toEqual({ from: '2026-11-01', to: '2026-11-16' });
    expect(stretchOf('2026-11-01..2026-11-01', now)).toEqual({ from: '2026-11-01', to: '2026-11-02' });
    for (const wrong of ['2026-02-31 to 2026-03-02', '2026-11-15 to 2026-11-01', 'soon', '2026-11-01', ''])
      expect(stretchOf(wrong, now)).toBeUndefined();
  });
});

test('every report draws a figure that it has, and every row of goods leads somewhere', () => {
  for (const kind of kinds) {
    expect(kind.columns.length).toBeGreaterThan(3);
    expect(kind.target('product', 'TRX-1', { from: '2026-11-01', to: '2026-12-01' })?.screen).toBe('product');
    for (const group of kind.groups) {
      const target = kind.target(group, '2026-11', { from: '2026-11-01', to: '2026-12-01' });
      if (target)
        expect(screens.find(({ name }) => name === target.screen)?.readParams(target.params)).toEqual(target.params);
    }
  }
  const sales = kindOf('sales');
  expect(sales.target('day', '2026-11-30', { from: '2026-11-01', to: '2026-12-01' })?.params).toEqual({
    filter: 'since:2026-11-30 until:2026-12-01',
  });
  expect(sales.target('month', '2026-12', { from: '2026-01-01', to: '2027-01-01' })?.params).toEqual({
    filter: 'since:2026-12-01 until:2027-01-01',
  });
});
