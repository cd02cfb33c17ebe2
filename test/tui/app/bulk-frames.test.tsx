import { expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import type { BulkRow } from '../../../src/operations/bulk.ts';
import { confirm } from '../../../src/operations/orders/confirm.ts';
import { progressLines, resultLines, resultTable, summaryLines } from '../../../src/tui/app/bulk/format.ts';
import { consequences, countsOf, merged, openKeys, type BulkState } from '../../../src/tui/app/bulk/state.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { paintLine } from '../../../src/tui/widgets/spans.ts';
import { expectGolden } from '../../helpers/golden.ts';

const done = (key: string): BulkRow => ({
  key,
  state: 'done',
  replayed: false,
  result: { order_number: key },
  error: null,
});
const failed = (key: string, message: string): BulkRow => ({
  key,
  state: 'failed',
  replayed: false,
  result: null,
  error: { code: 'refused', message, hint: 'Record the payment first.', details: {} },
});
const rows = [
  done('SM-2026-000001'),
  failed('SM-2026-000002', 'SM-2026-000002 is not paid: \u001b[2Jits payment is PENDING.'),
  { ...done('SM-2026-000003'), replayed: true },
  { ...done('SM-2026-000004'), state: 'not_tried' as const },
];
const state: BulkState = {
  phase: 'finished',
  operation: confirm,
  label: 'Confirm',
  targets: rows.map(({ key }) => ({ key, name: key })),
  operationId: '2f1e0a52-6a0a-4f6e-9b0c-3d5f1c2b4a69',
  own: new Map(),
  input: { pay_later: false },
  counts: countsOf(rows),
  total: rows.length,
  rows,
  dryRun: false,
  ended: undefined,
};

test.each([20, 40, 80, 120, 200])('a run at %d columns fits and looks as in its file', (columns) => {
  for (const [name, theme] of [
    ['dark', makeTheme()] as const,
    ['light', makeTheme({ name: 'light' })] as const,
    ['plain', makeTheme({ noColor: true, asciiGlyphs: true })] as const,
  ]) {
    const running = { ...state, phase: 'running' as const };
    const spans = [
      ...progressLines({ ...state, phase: 'looking' }, columns, theme),
      ...progressLines({ ...running, phase: 'trying', counts: countsOf(rows.slice(0, 2)) }, columns, theme),
      ...progressLines(running, columns, theme),
      ...summaryLines(state, 'order', columns, theme),
      ...summaryLines({ ...state, dryRun: true }, 'order', columns, theme),
      ...summaryLines({ ...state, ended: new Error('The database went away.') }, 'order', columns, theme),
      ...resultLines(state, columns, theme),
    ];
    const painted = spans.map((line) => paintLine(line, columns, theme));
    for (const row of painted) expect(width(row)).toBe(columns);
    expect(painted.join('')).not.toContain('\u001b[2J');
    expectGolden(`bulk-${columns}-${name}`, renderToString(<Rows rows={painted} />, { columns }));
  }
});

test('the question tells how many are refused and why, and whether there is a way back', () => {
  expect(consequences({ ...state, dryRun: true }, 'order')).toEqual([
    '1 order would be refused and left as they are:',
    'SM-2026-000002 is not paid: \u001b[2Jits payment is PENDING.',
    'There is no undo for this.',
  ]);
});

test('another try is for what was refused or not tried, and takes its place among the others', () => {
  expect(openKeys(rows)).toEqual(['SM-2026-000002', 'SM-2026-000004']);
  const after = merged(rows, [done('SM-2026-000002')]);
  expect(after.map(({ key }) => key)).toEqual(rows.map(({ key }) => key));
  expect(countsOf(after)).toEqual({ done: 3, failed: 0, notTried: 1 });
});

test('the copied table has a line for each record, those that need somebody first', () => {
  expect(resultTable(state).map(([record, outcome]) => `${record ?? ''} ${outcome ?? ''}`)).toEqual([
    'record outcome',
    'SM-2026-000002 refused',
    'SM-2026-000004 not tried',
    'SM-2026-000001 done',
    'SM-2026-000003 done',
  ]);
});
