import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import { bigNumber } from '../../../src/tui/screens/restock/big.ts';
import { commitConsequences, commitQuestion, restockRows } from '../../../src/tui/screens/restock/format.ts';
import { empty, reduce, toDraft, type Event, type State } from '../../../src/tui/screens/restock/state.ts';
import type { Answer } from '../../../src/tui/screens/restock/tally.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../helpers/golden.ts';

const at = '2026-11-23T14:02:00.000Z';
const warehouses = [
  { code: 'BER', name: 'Berlin' },
  { code: 'HAM', name: 'Hamburg \u001b[31mhostile\u001b[0m' },
];
const known = (sku: string, name: string, variant: string, onHand: number): Answer => {
  return { state: 'known', sku, name, variant, onHand };
};
const scan = (code: string): Event => ({ kind: 'scan', code, at });
const ready = reduce(empty('id'), { kind: 'warehouses', warehouses, remembered: 'BER' });
const events: Event[] = [
  scan('RUN-42-BLK'),
  scan('RUN-42-BLK'),
  scan('TRL-39-田中'),
  scan('4006381333931'),
  {
    kind: 'answers',
    warehouse: 'BER',
    answers: {
      'RUN-42-BLK': known('RUN-42-BLK', 'Runner Zoë Ångström', '42 black', 5),
      'TRL-39-田中': known(
        'TRL-39-田中',
        '登山靴 👟 with a very long name that cannot fit anywhere',
        '39 \u001b[2Jred',
        120,
      ),
      '4006381333931': { state: 'unknown', why: 'unknown code' },
    },
  },
  scan('RUN-42-BLK'),
  { kind: 'digit', digit: '1' },
  { kind: 'digit', digit: '2' },
];
const counted = events.reduce(reduce, ready);
const confirmed = reduce(counted, { kind: 'confirm quantity' });

const sizes = [
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;
const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};
const states: Record<string, State> = {
  typing: counted,
  counted: confirmed,
  empty: ready,
  choosing: reduce(empty('id'), { kind: 'warehouses', warehouses }),
  'choosing-late': reduce(reduce(empty('id'), scan('A')), { kind: 'warehouses', warehouses }),
  loading: { ...empty('id'), choosing: true },
  offline: reduce(reduce(ready, scan('RUN')), { kind: 'offline', offline: true }),
  doubt: [
    { kind: 'send', nextId: 'next' } as const,
    { kind: 'doubt', text: 'The connection broke off.' } as const,
  ].reduce<State>(reduce, confirmed),
  offer: { ...empty('id'), offer: toDraft(confirmed) },
};

describe.each(sizes)('at %d columns and %d rows', (columns, rows) => {
  const frame = { width: columns, height: rows - 3 };

  test.each(Object.keys(states))(
    'no row of the state "%s" is wider than the screen, and no escape of a customer stays',
    (name) => {
      for (const theme of Object.values(themes)) {
        const drawn = restockRows(states[name] ?? ready, { ...frame, theme });
        expect(drawn).toHaveLength(frame.height);
        for (const row of drawn) expect(width(row)).toBeLessThanOrEqual(columns);
        expect(drawn.join('')).not.toContain('\u001b[2J');
        expect(drawn.join('')).not.toContain('\u001b[31mhostile');
      }
    },
  );

  test.each(Object.keys(themes) as (keyof typeof themes)[])('the %s frame is as drawn in its file', (theme) => {
    const drawn = (name: string) => restockRows(states[name] ?? ready, { ...frame, theme: themes[theme] });
    const shown = theme === 'plain' ? Object.keys(states) : ['typing'];
    for (const name of shown) {
      expectGolden(
        `restock-${name}-${columns}x${rows}-${theme}`,
        renderToString(<Rows rows={drawn(name)} />, { columns }),
      );
    }
  });
});

test('a count is drawn five rows high', () => {
  expect(bigNumber(10, '#')).toEqual([' #  ###', '##  # #', ' #  # #', ' #  # #', '### ###']);
});

test('the confirmation tells what is booked, where, and what stays', () => {
  expect(commitQuestion(confirmed)).toBe('Book 2 lines, 13 pieces into BER?');
  expect(commitConsequences(reduce(confirmed, { kind: 'reference', text: 'PO-77' }))).toEqual([
    'Stock at BER goes up by 13 pieces at once.',
    'Purchase order PO-77.',
    '1 unknown code (1 piece) stay on the tally.',
  ]);
});
