import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../../src/domain/display.ts';
import { bigNumber } from '../../../../src/tui/widgets/big.ts';
import { tallyRows } from '../../../../src/tui/app/tally/format.ts';
import { jobs } from '../../../../src/tui/app/tally/jobs.ts';
import { toDraft } from '../../../../src/tui/app/tally/sending.ts';
import { empty, reduce } from '../../../../src/tui/app/tally/state.ts';
import type { Answer } from '../../../../src/tui/app/tally/tally.ts';
import type { Event, State } from '../../../../src/tui/app/tally/types.ts';
import { makeTheme } from '../../../../src/tui/theme/theme.ts';
import { Rows } from '../../../../src/tui/widgets/Rows.tsx';
import { expectGolden } from '../../../helpers/golden.ts';

const at = '2026-11-23T14:02:00.000Z';
const warehouses = [
  { code: 'BER', name: 'Berlin' },
  { code: 'HAM', name: 'Hamburg \u001b[31mhostile\u001b[0m' },
];
const known = (sku: string, name: string, variant: string, onHand: number): Answer => {
  return { state: 'known', sku, name, variant, onHand };
};
const scan = (code: string): Event => ({ kind: 'scan', code, at });
const ready = reduce(empty('restock', 'id'), { kind: 'places', places: warehouses, remembered: 'BER' });
const events: Event[] = [
  scan('RUN-42-BLK'),
  scan('RUN-42-BLK'),
  scan('TRL-39-田中'),
  scan('4006381333931'),
  {
    kind: 'answers',
    place: 'BER',
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
  choosing: reduce(empty('restock', 'id'), { kind: 'places', places: warehouses }),
  'choosing-late': reduce(reduce(empty('restock', 'id'), scan('A')), { kind: 'places', places: warehouses }),
  loading: { ...empty('restock', 'id'), choosing: 'place' },
  offline: reduce(reduce(ready, scan('RUN')), { kind: 'offline', offline: true }),
  doubt: [
    { kind: 'send', nextId: 'next' } as const,
    { kind: 'doubt', text: 'The connection broke off.' } as const,
  ].reduce<State>(reduce, confirmed),
  offer: { ...empty('restock', 'id'), offer: toDraft(confirmed) },
  menu: [{ kind: 'menu', page: 0 } as const, { kind: 'digit', digit: '1' } as const].reduce<State>(reduce, confirmed),
};

const sheet: Event[] = [
  { kind: 'places', places: [{ code: '12', name: 'BER, third quarter' }] },
  scan('RUN-42-BLK'),
  scan('RUN-42-BLK'),
  scan('SOCKS'),
  {
    kind: 'answers',
    place: '12',
    answers: {
      'RUN-42-BLK': { ...known('RUN-42-BLK', 'Runner', '42 black', 5), counted: 4 } as Answer,
      SOCKS: { ...known('SOCKS', 'Wool socks', '', 0), note: 'not kept in BER: HAM 3' } as Answer,
    },
  },
];
const others: Record<string, State> = {
  'count-choosing': reduce(empty('count', 'id'), {
    kind: 'places',
    places: [
      { code: '7', name: 'HAM' },
      { code: '12', name: 'BER' },
    ],
  }),
  'count-found': sheet.reduce(reduce, empty('count', 'id')),
  'transfer-short': [
    { kind: 'places', places: warehouses } as const,
    { kind: 'place', code: 'BER' } as const,
    { kind: 'place', code: 'HAM' } as const,
    scan('RUN-42-BLK'),
    { kind: 'digit', digit: '7' } as const,
    { kind: 'answers', place: 'BER', answers: { 'RUN-42-BLK': known('RUN-42-BLK', 'Runner', '42 black', 5) } } as const,
  ].reduce<State>(reduce, empty('transfer', 'id')),
};

describe.each(sizes)('at %d columns and %d rows', (columns, rows) => {
  const frame = { width: columns, height: rows - 3 };

  test.each(Object.keys(states))(
    'no row of the state "%s" is wider than the screen, and no escape of a customer stays',
    (name) => {
      for (const theme of Object.values(themes)) {
        const drawn = tallyRows(states[name] ?? ready, { ...frame, theme });
        expect(drawn).toHaveLength(frame.height);
        for (const row of drawn) expect(width(row)).toBeLessThanOrEqual(columns);
        expect(drawn.join('')).not.toContain('\u001b[2J');
        expect(drawn.join('')).not.toContain('\u001b[31mhostile');
      }
    },
  );

  test.each(Object.keys(themes) as (keyof typeof themes)[])('the %s frame is as drawn in its file', (theme) => {
    const drawn = (name: string) => tallyRows(states[name] ?? ready, { ...frame, theme: themes[theme] });
    const shown = theme === 'plain' ? Object.keys(states) : ['typing'];
    for (const name of shown) {
      expectGolden(
        `restock-${name}-${columns}x${rows}-${theme}`,
        renderToString(<Rows rows={drawn(name)} />, { columns }),
      );
    }
  });

  test('a count and a transfer are drawn as in their files', () => {
    for (const [name, state] of Object.entries(others)) {
      const drawn = tallyRows(state, { ...frame, theme: themes.plain });
      for (const row of drawn) expect(width(row)).toBeLessThanOrEqual(columns);
      expectGolden(`${name}-${columns}x${rows}-plain`, renderToString(<Rows rows={drawn} />, { columns }));
    }
  });
});

test('a count is drawn five rows high', () => {
  expect(bigNumber(10, '#')).toEqual([' #  ###', '##  # #', ' #  # #', ' #  # #', '### ###']);
});

test('the confirmation tells what is booked, where, and what stays', () => {
  expect(jobs.restock.question(confirmed)).toBe('Book 2 lines, 13 pieces into BER?');
  expect(jobs.restock.consequences(reduce(confirmed, { kind: 'reference', text: 'PO-77' }))).toEqual([
    'Stock at BER goes up by 13 pieces at once.',
    'Purchase order PO-77.',
    '1 unknown code (1 piece) stays on the tally.',
  ]);
});
