import { describe, expect, jest, test } from '@jest/globals';
import { Refused } from '../../../src/domain/errors.ts';
import type { PricesChanged } from '../../../src/operations/products/price.ts';
import { readChangeLine } from '../../../src/tui/screens/prices/change.ts';
import { priceLines, warningsOf } from '../../../src/tui/screens/prices/columns.ts';
import { createPreview } from '../../../src/tui/screens/prices/preview.ts';

describe('a change of prices in one line', () => {
  test.each([
    ['-10%', { percent: '-10' }],
    ['5% .99', { percent: '5', round: '.99' }],
    ['+2.00 ~0.05', { amount: '+2.00', round: '0.05' }],
    ['=89.90 variants', { to: '89.90', what: 'variants' }],
    ['89.90', { to: '89.90' }],
    ['former -5', { amount: '-5', what: 'compare_price' }],
  ])('%j is understood', (line, read) => {
    expect(readChangeLine(line)).toEqual(read);
  });

  test.each([
    ['.99', 'By how much? Such as -10%, +2.00 or =89.90.'],
    ['-10% -5%', '"-5%" says it a second time.'],
    ['-10% +2.00', '"+2.00" says it a second time.'],
    ['ten', '"ten" is not understood: -10%, +2.00, =89.90, then .99 or ~0.05 to round.'],
    ['-10% ~0', '"~0" rounds to nothing: .99, ~0.05 or ~1 do.'],
  ])('%j is told what is wrong', (line, problem) => {
    expect(readChangeLine(line)).toBe(problem);
  });

  test('nothing typed is nothing wrong', () => expect(readChangeLine('  ')).toBeUndefined());
});

const row = (sku: string, warning: string | null) =>
  ({ sku, name: sku, field: 'price', from: '10.00', to: '9.00', cost: null, margin: null, warning }) as const;
const result: PricesChanged = {
  changed: 3,
  unchanged: 0,
  below_cost: 1,
  fingerprint: '3-x',
  rows: [row('A', null), row('B', 'below cost'), row('C', 'not below its former price 9.00')],
};

test('rows that want a second look are counted', () => {
  expect(warningsOf(priceLines(result))).toEqual({ warnings: 2, below: 1 });
});

describe('a preview', () => {
  const fail = jest.fn();

  test('gives up the one before it, and shows only the newest', async () => {
    const given: AbortSignal[] = [];
    const answers: (() => void)[] = [];
    const slow = ((_operation: unknown, _input: unknown, signal: AbortSignal) => {
      given.push(signal);
      return new Promise((resolve) => answers.push(() => resolve({ ...result, changed: given.length })));
    }) as never;
    const preview = createPreview({ preview: slow, fail }, { filter: 'active:yes' });
    preview.typed('-10%');
    const first = preview.now();
    preview.typed('-20%');
    const second = preview.now();
    for (const answer of answers) answer();
    expect([await first, await second]).toEqual([false, true]);
    expect(given[0]?.aborted).toBe(true);
    expect(preview.state.get()).toMatchObject({ loading: false, line: '-20%', change: { percent: '-20' } });
    preview.stop();
  });

  test('tells what the dry run refuses, and shows no rows then', async () => {
    const refuses = (() => Promise.reject(new Refused('"shoe" is a search.'))) as never;
    const preview = createPreview({ preview: refuses, fail }, { filter: 'shoe' });
    preview.typed('-10%');
    expect(await preview.now()).toBe(false);
    expect(preview.state.get()).toMatchObject({ problem: '"shoe" is a search.', shown: undefined });
    preview.stop();
  });

  test('of a line that is not understood is none', async () => {
    const preview = createPreview({ preview: (() => Promise.resolve(result)) as never, fail }, {});
    preview.typed('much cheaper');
    expect(await preview.now()).toBe(false);
    expect(preview.state.get().problem).toContain('"much" is not understood');
  });
});
