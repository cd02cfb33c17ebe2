import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseList } from '../../../../src/tui/app/tally/paste.ts';
import { commitProblem, toDraft } from '../../../../src/tui/app/tally/sending.ts';
import { empty, reduce } from '../../../../src/tui/app/tally/state.ts';
import { fold, totals, type Answer } from '../../../../src/tui/app/tally/tally.ts';
import type { Draft, Event, State } from '../../../../src/tui/app/tally/types.ts';

const at = '2026-11-23T14:02:00.000Z';
const first = '00000000-0000-4000-8000-000000000001';
const second = '00000000-0000-4000-8000-000000000002';
const known = (sku: string, onHand = 5): Answer => ({
  state: 'known',
  sku,
  name: 'Runner',
  variant: '42 black',
  onHand,
});
const berlin = { code: 'BER', name: 'Berlin' };
const hamburg = { code: 'HAM', name: 'Hamburg' };

const ready = reduce(empty('restock', first), { kind: 'places', places: [berlin, hamburg], remembered: 'BER' });
const after = (...events: Event[]) => events.reduce(reduce, ready);
const scan = (code: string): Event => ({ kind: 'scan', code, at });
const typed = (digits: string): Event[] => Array.from(digits, (digit) => ({ kind: 'digit', digit }));
const answered = (answers: Record<string, Answer>): Event => ({ kind: 'answers', place: 'BER', answers });
const counts = (state: State) => Object.fromEntries(state.lines.map(({ key, quantity }) => [key, quantity]));

describe('counting', () => {
  test('what a list left out is still told when its last code turns out unknown', () => {
    const state = after(
      { kind: 'list', text: 'SKU-A,3\nSKU-B,-1\nSKU-C,4', at },
      answered({ 'SKU-C': { state: 'unknown', why: 'unknown code' } }),
    );
    expect(state.flash?.text).toContain('1 left out; line 2');
    expect(state.flash?.text).toContain('SKU-C: unknown code');
  });

  test('a second scan of the same SKU adds one', () => {
    expect(counts(after(scan('A'), scan('B'), scan('A')))).toEqual({ A: 2, B: 1 });
  });

  test('digits after a scan set the quantity of that line once Enter confirms them', () => {
    const half = after(scan('A'), scan('A'), ...typed('12'));
    expect(half.typing).toBe('12');
    expect(counts(half)).toEqual({ A: 2 });
    expect(counts(reduce(half, { kind: 'confirm quantity' }))).toEqual({ A: 12 });
  });

  test('a scan confirms the quantity that was typed for the line before', () => {
    expect(counts(after(scan('A'), ...typed('7'), scan('B')))).toEqual({ A: 7, B: 1 });
  });

  test('digits before anything was scanned are answered in words and count nothing', () => {
    const state = after(...typed('42'));
    expect(state.flash?.text).toBe('Scan something first, then type how many.');
    expect(state.entries).toEqual([]);
  });

  test('a quantity over a million leaves the line as it was and says so', () => {
    const state = after(scan('A'), ...typed('999999999'), { kind: 'confirm quantity' });
    expect(counts(state)).toEqual({ A: 1 });
    expect(state.flash).toMatchObject({ tone: 'bad', text: expect.stringContaining('999999999 is too many') });
  });

  test('a quantity of zero takes the line off, and undo brings it back', () => {
    const state = after(scan('A'), scan('A'), ...typed('0'), { kind: 'confirm quantity' });
    expect(counts(state)).toEqual({});
    expect(counts(reduce(state, { kind: 'undo' }))).toEqual({ A: 2 });
  });

  test('an empty code, a NUL byte and a code of 101 characters are refused in words', () => {
    expect(after(scan('  ')).flash?.text).toBe('Not counted: the code is empty.');
    expect(after(scan('A\0B')).flash?.text).toBe('Not counted: the code holds a NUL byte.');
    expect(after(scan('X'.repeat(101))).flash?.text).toContain('longer than 100');
  });

  test('codes named like things of the language are codes like any other', () => {
    expect(counts(after(scan('constructor'), scan('__proto__'), scan('constructor')))).toMatchObject({
      constructor: 2,
    });
    expect(after(scan('__proto__')).lines).toHaveLength(1);
  });

  test('two codes of one SKU become one line when the answer comes', () => {
    const state = after(scan('4006381333931'), scan('RUN-42'), answered({ '4006381333931': known('RUN-42') }));
    expect(counts(state)).toEqual({ 'RUN-42': 2 });
    expect(state.selected).toBe('RUN-42');
  });
});

describe('unknown codes', () => {
  const state = after(
    scan('A'),
    scan('typo'),
    scan('typo'),
    answered({ A: known('A'), typo: { state: 'unknown', why: 'unknown code' } }),
  );

  test('stay on the tally, counted apart', () => {
    expect(totals(state.lines)).toMatchObject({ lines: 1, units: 1, unknownLines: 1, unknownUnits: 2, allUnits: 3 });
    expect(state.flash?.tone).toBe('bad');
  });

  test('can be corrected, which moves their pieces', () => {
    const corrected = reduce(state, { kind: 'correct', to: 'A' });
    expect(counts(corrected)).toEqual({ A: 3 });
    expect(counts(reduce(corrected, { kind: 'undo' }))).toEqual({ A: 1, typo: 2 });
  });

  test('can be taken off', () => expect(counts(reduce(state, { kind: 'drop' }))).toEqual({ A: 1 }));

  test('are not sent and stay for the next commit', () => {
    const sent = reduce(state, { kind: 'send', nextId: second });
    expect(sent.sending).toMatchObject({ operationId: first, lines: [{ sku: 'A', quantity: 1 }] });
    expect(counts(sent)).toEqual({ typo: 2 });
    expect(sent.operationId).toBe(second);
  });

  test('alone cannot be committed', () => {
    expect(commitProblem(reduce(after(scan('X')), answered({ X: { state: 'unknown', why: 'unknown code' } })))).toBe(
      'Only unknown codes are on the tally.',
    );
  });
});

describe('one commit', () => {
  const checked = after(scan('A'), scan('B'), scan('B'), answered({ A: known('A'), B: known('B') }));
  const sent = reduce(checked, { kind: 'send', nextId: second });

  test('needs a warehouse, a count and every code checked', () => {
    expect(commitProblem(reduce(empty('restock', first), scan('A')))).toBe('Choose a warehouse first.');
    expect(commitProblem(ready)).toBe('Nothing is counted yet.');
    expect(commitProblem(after(scan('A')))).toBe('1 code is not checked yet.');
    expect(commitProblem(checked)).toBeUndefined();
    expect(commitProblem(sent)).toBe('The commit before this one is not answered yet.');
  });

  test('what is scanned while it is under way belongs to the next one', () => {
    const meanwhile = reduce(sent, scan('C'));
    expect(counts(meanwhile)).toEqual({ C: 1 });
    expect(meanwhile.sending?.lines).toEqual(sent.sending?.lines);
    expect(counts(reduce(meanwhile, { kind: 'booked', replayed: false }))).toEqual({ C: 1 });
  });

  test('in doubt keeps its id and its content for sending again', () => {
    const doubt = reduce(reduce(sent, { kind: 'doubt', text: 'The connection broke off.' }), scan('B'));
    const again = reduce(doubt, { kind: 'send again' });
    expect(again.sending).toMatchObject({ operationId: first, lines: sent.sending?.lines, state: 'sent' });
    expect(reduce(again, { kind: 'booked', replayed: true }).flash?.text).toContain('nothing was booked twice');
  });

  test('refused brings the lines back, with what was scanned meanwhile', () => {
    const back = reduce(reduce(sent, scan('B')), { kind: 'refused', text: 'BER is closed.' });
    expect(counts(back)).toEqual({ A: 1, B: 3 });
    expect(back.flash).toEqual({ tone: 'bad', text: 'BER is closed.' });
    expect(back.sending).toBeUndefined();
  });
});

describe('a draft', () => {
  test('of nothing is none', () => expect(toDraft(ready)).toBeUndefined());

  test('gives the same tally when it is continued, to be looked up afresh', () => {
    const before = after(
      scan('A'),
      scan('B'),
      ...typed('4'),
      { kind: 'confirm quantity' },
      answered({ A: known('A') }),
    );
    const draft = toDraft(before);
    const offered = reduce(empty('restock', second), {
      kind: 'offer',
      draft: JSON.parse(JSON.stringify(draft)) as Draft,
    });
    expect(counts(offered)).toEqual({});
    const continued = reduce(offered, { kind: 'continue' });
    expect(counts(continued)).toEqual({ A: 1, B: 4 });
    expect(continued).toMatchObject({ operationId: first, startedAt: at, place: berlin, catalogue: {} });
  });

  test('is continued by a scan, so that nothing scanned is lost', () => {
    const draft = toDraft(after(scan('A')));
    if (!draft) throw new Error('no draft');
    expect(counts(reduce(reduce(ready, { kind: 'offer', draft }), scan('A')))).toEqual({ A: 2 });
  });
});

describe('a pasted list', () => {
  test('takes one SKU a line with an optional quantity after tab, comma, semicolon or blank', () => {
    const list = parseList('sku,quantity\r\nA\r\nB\t3\r\nC, 4\nD;5\n\nE 6\n"F",7\n');
    expect(list).toEqual({
      adds: [
        { code: 'A', quantity: 1 },
        { code: 'B', quantity: 3 },
        { code: 'C', quantity: 4 },
        { code: 'D', quantity: 5 },
        { code: 'E', quantity: 6 },
        { code: 'F', quantity: 7 },
      ],
      bad: [],
    });
  });

  test.each(['A,-1', 'A,0', 'A,1.5', 'A,1000001', 'A -3', 'A,many'])(
    'leaves out "%s" with its row and the reason',
    (row) => {
      expect(parseList(`B\n${row}`)).toMatchObject({ adds: [{ code: 'B' }], bad: [{ row: 2 }] });
    },
  );

  test('of 10,000 lines is one entry that one undo takes back', () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `SKU-${index % 500}\t2`).join('\n');
    const state = after(scan('A'), { kind: 'list', text, at });
    expect(state.lines).toHaveLength(501);
    expect(totals(state.lines).allUnits).toBe(20_001);
    expect(counts(reduce(state, { kind: 'undo' }))).toEqual({ A: 1 });
  });

  test('over the limit says the limit and what to use instead', () => {
    const state = after({ kind: 'list', text: 'A\n'.repeat(20_001), at });
    expect(state.flash?.text).toBe(
      'That list has 20,001 lines and this screen takes 20,000: use solemate inventory restock --file.',
    );
    expect(state.entries).toEqual([]);
  });
});

describe('any sequence of events', () => {
  const code = fc.constantFrom('A', 'B', 'C', 'alias of A', 'typo');
  const event: fc.Arbitrary<Event> = fc.oneof(
    { weight: 6, arbitrary: code.map(scan) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(...Array.from('0123456789')).map((digit): Event => ({ kind: 'digit', digit })),
    },
    fc.constantFrom<Event>(
      { kind: 'confirm quantity' },
      { kind: 'backspace' },
      { kind: 'undo' },
      { kind: 'drop' },
      { kind: 'move', by: 1 },
      { kind: 'move', by: -1 },
      { kind: 'correct', to: 'B' },
      { kind: 'list', text: 'A 3\nC', at },
      answered({ A: known('A'), 'alias of A': known('A'), typo: { state: 'unknown', why: 'unknown code' } }),
      { kind: 'refused', text: 'no' },
      { kind: 'send', nextId: second },
    ),
  );

  test('keeps the tally the sum of its lines, each line a whole number of pieces from 1 to a million', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const state = after(...events);
        expect(state.lines).toEqual(fold(state.entries, state.catalogue));
        expect(totals(state.lines).allUnits).toBe(state.lines.reduce((sum, { quantity }) => sum + quantity, 0));
        for (const { quantity } of state.lines) {
          expect(Number.isInteger(quantity) && quantity >= 1 && quantity <= 1_000_000).toBe(true);
        }
        expect(new Set(state.lines.map(({ key }) => key)).size).toBe(state.lines.length);
        const selectable = state.selected === undefined || state.lines.some(({ key }) => key === state.selected);
        expect(selectable).toBe(true);
      }),
    );
  });

  test('undo takes back exactly the last change', () => {
    const changes = event.filter(({ kind }) => ['scan', 'drop', 'correct', 'list'].includes(kind));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), changes, (events, last) => {
        const before = reduce(after(...events), { kind: 'forget quantity' });
        const changed = reduce(before, last);
        fc.pre(changed.entries.length === before.entries.length + 1);
        const undone = reduce(changed, { kind: 'undo' });
        expect(undone.lines).toEqual(before.lines);
        expect(undone.entries).toEqual(before.entries);
      }),
    );
  });

  test('no piece is lost between sending and a refusal', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const before = reduce(after(...events, { kind: 'refused', text: '' }), { kind: 'forget quantity' });
        const sent = reduce(before, { kind: 'send', nextId: second });
        const back = reduce(sent, { kind: 'refused', text: '' });
        expect(totals(back.lines).allUnits).toBe(totals(before.lines).allUnits);
      }),
    );
  });
});

describe('the numbered list', () => {
  const menu: Event = { kind: 'menu', page: 0 };

  test('takes digits for itself, and a scan closes it and counts', () => {
    const open = after(scan('A'), menu, ...typed('12'));
    expect(open).toMatchObject({ menu: 0, typing: '12' });
    const scanned = reduce(open, scan('B'));
    expect(scanned).toMatchObject({ menu: undefined, typing: '' });
    expect(counts(scanned)).toEqual({ A: 1, B: 1 });
  });
});

describe('a count', () => {
  const sheets = [
    { code: '12', name: 'BER' },
    { code: '13', name: 'HAM' },
  ];
  const sheet = reduce(reduce(empty('count', first), { kind: 'places', places: sheets }), {
    kind: 'place',
    code: '12',
  });
  const on = (...events: Event[]) => events.reduce(reduce, sheet);

  test('keeps a line of none, for none there is an answer', () => {
    const state = on(scan('A'), ...typed('0'), { kind: 'confirm quantity' });
    expect(counts(state)).toEqual({ A: 0 });
    const sent = [
      { kind: 'answers', place: '12', answers: { A: known('A') } } as const,
      { kind: 'send', nextId: second } as const,
    ].reduce<State>(reduce, state);
    expect(sent.sending).toMatchObject({ place: '12', lines: [{ sku: 'A', quantity: 0 }] });
    expect(counts(reduce(sent, { kind: 'refused', text: 'no' }))).toEqual({ A: 0 });
    expect(counts(reduce(state, { kind: 'drop' }))).toEqual({});
  });

  test('what is scanned for one sheet never lands on another one', () => {
    const other = on(scan('A'), { kind: 'begin', code: '13' });
    expect(other.place?.code).toBe('12');
    expect(other.flash?.text).toBe('What was scanned for count 12 is not finished: hand it in or discard it first.');
    expect(on({ kind: 'begin', code: '13' }).place?.code).toBe('13');
  });

  test('a sheet that was opened a moment ago is taken when the list of sheets comes', () => {
    const waiting = on({ kind: 'begin', code: '14' });
    expect(waiting.place).toBeUndefined();
    const all = [...sheets, { code: '14', name: 'BER' }];
    expect(reduce(waiting, { kind: 'places', places: all })).toMatchObject({
      place: { code: '14' },
      choosing: undefined,
    });
  });

  test('something that lies in another warehouse is told', () => {
    const odd: Answer = { ...known('A'), note: 'not kept in BER: HAM 3' } as Answer;
    const state = on(scan('A'), { kind: 'answers', place: '12', answers: { A: odd } });
    expect(state.flash).toEqual({ tone: 'bad', text: 'A: not kept in BER: HAM 3.' });
  });
});

describe('a transfer', () => {
  const start = reduce(empty('transfer', first), { kind: 'places', places: [berlin, hamburg] });

  test('asks where from, then where to among the others, and is not sent before both are known', () => {
    const from = reduce(start, { kind: 'place', code: 'BER' });
    expect([start.choosing, from.choosing]).toEqual(['place', 'target']);
    expect(reduce(from, { kind: 'place', code: 'BER' }).flash?.tone).toBe('bad');
    expect(commitProblem(reduce(from, scan('A')))).toBe('Choose a warehouse first.');
    const both = reduce(from, { kind: 'place', code: 'HAM' });
    expect(both).toMatchObject({ place: berlin, target: hamburg, choosing: undefined });
    const turned = reduce(reduce(both, { kind: 'choose place' }), { kind: 'place', code: 'HAM' });
    expect(turned).toMatchObject({ place: hamburg, target: undefined, choosing: 'target' });
  });
});
