import { expect, test } from '@jest/globals';
import { bigNumber } from '../../../../src/tui/widgets/big.ts';
import { tallyRows } from '../../../../src/tui/app/tally/format.ts';
import { jobs } from '../../../../src/tui/app/tally/jobs.ts';
import { toDraft } from '../../../../src/tui/app/tally/sending.ts';
import { empty, reduce } from '../../../../src/tui/app/tally/state.ts';
import type { Answer } from '../../../../src/tui/app/tally/tally.ts';
import type { Event, State } from '../../../../src/tui/app/tally/types.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { rowSheets } from '../../../helpers/row-sheets.tsx';

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

const states: Record<string, State> = {
  'restock-typing': counted,
  'restock-counted': confirmed,
  'restock-empty': ready,
  'restock-choosing': reduce(empty('restock', 'id'), { kind: 'places', places: warehouses }),
  'restock-choosing-late': reduce(reduce(empty('restock', 'id'), scan('A')), { kind: 'places', places: warehouses }),
  'restock-loading': { ...empty('restock', 'id'), choosing: 'place' },
  'restock-offline': reduce(reduce(ready, scan('RUN')), { kind: 'offline', offline: true }),
  'restock-doubt': [
    { kind: 'send', nextId: 'next' } as const,
    { kind: 'doubt', text: 'The connection broke off.' } as const,
  ].reduce<State>(reduce, confirmed),
  'restock-offer': { ...empty('restock', 'id'), offer: toDraft(confirmed) },
  'restock-menu': [{ kind: 'menu', page: 0 } as const, { kind: 'digit', digit: '1' } as const].reduce<State>(
    reduce,
    confirmed,
  ),
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

test.each(Object.entries({ ...states, ...others }))('"%s" is as in its file at every size', (name, state) => {
  for (const [theme, shown] of rowSheets((frame) => tallyRows(state, frame))) {
    expect(shown).not.toMatch(/\u001b\[2J|\u001b\[31mhostile/u);
    expectGolden(`tally/${name}-${theme}`, shown);
  }
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
