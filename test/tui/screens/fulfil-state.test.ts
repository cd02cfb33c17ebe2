import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  currentParcel,
  currentRow,
  phaseOf,
  start,
  toDraft,
  type Event,
  type State,
} from '../../../src/tui/screens/fulfil/model.ts';
import { canUndo, reduce } from '../../../src/tui/screens/fulfil/state.ts';
import {
  after,
  digits,
  enter,
  fresh,
  id,
  one,
  orders,
  packed,
  picked,
  queues,
  ready,
  scan,
  scans,
  taken,
  three,
  two,
} from './fulfil-fixture.ts';

const rows = (state: State) => state.folded.rows.map(({ sku, picked, wanted }) => `${sku} ${picked}/${wanted}`);
const label = '00340434161094042557';

describe('before the first shelf', () => {
  test('a digit chooses the warehouse, one that is alone chooses itself', () => {
    const asked = after(fresh, { kind: 'queues', queues });
    expect(phaseOf(asked)).toBe('warehouse');
    expect(after(asked, ...digits('2')).warehouse).toBe('HAM');
    expect(after(asked, ...digits('7')).warehouse).toBe('');
    expect(after(fresh, { kind: 'queues', queues: queues.slice(0, 1) }).warehouse).toBe('BER');
    expect(after(asked, scan('BOOT-42')).flash?.text).toBe('Choose the warehouse first: its number.');
  });

  test('Enter takes so many orders as were typed, a scan of an order that one', () => {
    expect(after(ready, enter).taking).toEqual({ orders: undefined });
    expect(after(ready, ...digits('12'), enter)).toMatchObject({ most: 12, taking: { orders: undefined } });
    expect(after(ready, ...digits('99'), enter)).toMatchObject({ flash: { tone: 'bad' }, taking: undefined });
    expect(after(ready, scan('sm-2026-000124')).taking).toEqual({ orders: two });
    expect(after(ready, scan('BOOT-42')).flash?.tone).toBe('bad');
  });
});

describe('picking', () => {
  test('goes by shelves over all orders, and a scan counts up whatever code it is', () => {
    expect(rows(taken)).toEqual(['BOOT-42 0/3', 'SOCKS 0/1', 'TRL-39-田中 0/1']);
    expect(currentRow(taken)?.sku).toBe('BOOT-42');
    const two = after(taken, ...scans('4006381333931', 'socks'));
    expect(rows(two)).toEqual(['BOOT-42 1/3', 'SOCKS 1/1', 'TRL-39-田中 0/1']);
    expect(currentRow(two)?.sku).toBe('BOOT-42');
  });

  test('a wrong item and one too many are refused in words, and nothing else changes', () => {
    const wrong = after(taken, scan('RUN-42-BLK'));
    expect(wrong).toEqual({
      ...taken,
      flash: { tone: 'bad', text: 'WRONG: RUN-42-BLK is not on the list. Put it back.' },
    });
    const enough = after(taken, ...scans('SOCKS', 'SOCKS'));
    expect(enough.flash).toEqual({ tone: 'bad', text: 'ENOUGH: all 1 of SOCKS are picked.' });
    expect(rows(enough)).toContain('SOCKS 1/1');
  });

  test('a typed quantity is for the shelf one stands at; fewer than wanted asks, and short leaves the rest', () => {
    const typed = after(taken, ...digits('2'), enter);
    expect(rows(typed)[0]).toBe('BOOT-42 2/3');
    expect(typed.asking).toBe('BOOT-42');
    expect(after(typed, scan('BOOT-42'))).toMatchObject({ asking: undefined });
    expect(rows(after(typed, scan('BOOT-42')))[0]).toBe('BOOT-42 3/3');
    const short = after(typed, ...digits('1'));
    expect(currentRow(short)?.sku).toBe('SOCKS');
    expect(rows(after(typed, ...digits('2')))[0]).toBe('BOOT-42 2/3');
    expect(after(taken, ...digits('9'), enter).flash?.text).toBe('TOO MANY: 3 of BOOT-42 are wanted.');
  });

  test('undo takes back the last scan, and the shelf is the one of before', () => {
    const undone = after(taken, ...scans('SOCKS', 'BOOT-42'), { kind: 'undo' }, { kind: 'undo' });
    expect(rows(undone)).toEqual(rows(taken));
    expect(undone.flash?.text).toBe('Undone: SOCKS.');
    expect(after(undone, { kind: 'undo' }).flash?.text).toBe('There is nothing to undo.');
    expect([taken, after(taken, ...scans('SOCKS')), undone].map(canUndo)).toEqual([false, true, false]);
  });
});

describe('packing', () => {
  test('begins by itself when all is picked, with the first order, and refuses what is not in it', () => {
    expect(phaseOf(picked)).toBe('pack');
    expect(currentParcel(picked)?.order).toBe(one);
    const wrong = after(picked, scan('TRL-39'));
    expect(wrong.flash?.text).toBe(`WRONG: TRL-39 is not in ${one}.`);
    expect(wrong.entries).toBe(picked.entries);
    const more = after(picked, ...scans('BOOT-42', 'BOOT-42', 'BOOT-42'));
    expect(more.flash?.text).toBe('ENOUGH: all 2 of BOOT-42 are in the parcel.');
  });

  test('a complete parcel wants its label, read twice; then the next order opens', () => {
    expect(phaseOf(packed)).toBe('label');
    expect(after(packed, scan('BOOT-42')).flash?.text).toBe('WRONG: BOOT-42 is an item, not a label.');
    expect(after(packed, scan(two)).flash?.text).toContain('is an order number');
    const labelled = after(packed, scan(label));
    expect(labelled.sending).toBeUndefined();
    expect(after(labelled, scan('OTHER-LABEL')).sending).toBeUndefined();
    const sent = after(labelled, scan(label));
    expect(sent.sending).toEqual({
      operationId: id,
      order: one,
      warehouse: 'BER',
      carrier: 'DHL',
      tracking: label,
      lines: [
        { sku: 'BOOT-42', quantity: 2 },
        { sku: 'SOCKS', quantity: 1 },
      ],
      state: 'sent',
    });
    const gone = after(sent, { kind: 'shipped', id });
    expect(currentParcel(gone)?.order).toBe(two);
    expect(gone.flash?.text).toBe(`${one} has left with DHL.`);
    expect(after(gone, { kind: 'undo' }).flash?.text).toBe(`${one} has left: that cannot be undone.`);
    expect(canUndo(gone)).toBe(false);
  });

  test('a digit chooses the carrier; without a label nothing ships', () => {
    expect(after(packed, ...digits('2')).carrier).toBe('UPS');
    expect(after(packed, enter)).toMatchObject({ sending: undefined, flash: { tone: 'bad' } });
  });

  test('a refused parcel keeps everything, and another label can be read', () => {
    const refused = after(packed, scan(label), enter, { kind: 'refused', text: 'That label is taken.' });
    expect(refused).toMatchObject({ sending: undefined, flash: { tone: 'bad', text: 'That label is taken.' } });
    expect(phaseOf(refused)).toBe('label');
    expect(after(refused, ...scans('NEW-LABEL', 'NEW-LABEL')).sending?.tracking).toBe('NEW-LABEL');
  });

  test('what was short lacks in the last order, which goes in part, and the desk is told', () => {
    const short = after(taken, ...digits('2'), enter, ...digits('1'), ...scans('SOCKS', 'TRL-39'));
    expect(currentParcel(short)?.order).toBe(one);
    const first = after(short, ...scans('BOOT-42', 'BOOT-42', 'SOCKS', label, label), { kind: 'shipped', id });
    expect(currentParcel(first)?.order).toBe(three);
    const over = after(first, ...scans('TRL-39', 'LABEL-3', 'LABEL-3'), { kind: 'shipped', id });
    expect(phaseOf(over)).toBe('ready');
    expect(over.flash?.text).toBe(`2 orders shipped. Nothing was found for ${two}.`);
    expect(over.notes).toMatchObject([{ order: two, text: 'Not found when picking in BER: 1 of BOOT-42.' }]);
  });

  test('an order left for later is passed over', () => {
    const later = after(packed, { kind: 'leave order', id });
    expect(currentParcel(later)?.order).toBe(two);
    expect(currentParcel(after(later, { kind: 'undo' }))?.order).toBe(one);
  });
});

test('an order that was cancelled meanwhile is taken out of the round, and the picker is told', () => {
  const [first, , last] = orders;
  const now = after(picked, { kind: 'refreshed', orders: [first, last].filter((one) => one !== undefined), id });
  expect(now.flash?.text).toBe(`${two} is yours no more: cancelled, or given away. Put its pieces back.`);
  expect(rows(now)).toEqual(['BOOT-42 3/2', 'SOCKS 1/1', 'TRL-39-田中 1/1']);
  expect(now.folded.parcels.map(({ state }) => state)).toEqual(['open', 'left', 'open']);
});

test('a round that was cut off goes on as it stood, and its parcel is sent again under the same id', () => {
  const sent = after(packed, scan(label), enter);
  const again = start(JSON.parse(JSON.stringify(toDraft(sent))) as Partial<State>, ['DHL']);
  expect(again.sending).toEqual(sent.sending);
  expect(again.folded).toEqual(sent.folded);
  expect(phaseOf(again)).toBe('label');
});

const any: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('BOOT-42', 'SOCKS', 'TRL-39', 'RUN-1', one, 'LABEL-1', 'LABEL-2').map(scan) },
  fc.nat(9).map((digit): Event => ({ kind: 'digit', digit, id })),
  fc.constantFrom<Event>(
    enter,
    { kind: 'undo' },
    { kind: 'escape' },
    { kind: 'backspace' },
    { kind: 'short' },
    { kind: 'move', by: 1 },
    { kind: 'leave order', id },
    { kind: 'shipped', id },
    { kind: 'refused', text: 'no' },
    { kind: 'refreshed', orders: orders.slice(0, 2), id },
    { kind: 'choose warehouse' },
  ),
);

test('whatever is scanned and pressed: never more is picked or packed than wanted, and only what was packed is sent', () => {
  fc.assert(
    fc.property(fc.array(any, { maxLength: 60 }), (events) => {
      events.reduce((before, event) => {
        const state = reduce(before, event);
        for (const { lines, state: where } of state.folded.parcels) {
          for (const { ordered, picked: found, packed: inside } of lines) {
            expect(found).toBeLessThanOrEqual(ordered);
            if (where === 'open') expect(inside).toBeLessThanOrEqual(ordered);
          }
        }
        const { sending } = state;
        if (sending && !before.sending) {
          const parcel = currentParcel(before);
          expect(sending.order).toBe(parcel?.order);
          expect(sending.tracking).toBe(parcel?.tracking);
          const inside = parcel?.lines
            .filter((one) => one.packed > 0)
            .map(({ sku, packed: quantity }) => ({ sku, quantity }));
          expect(sending.lines).toEqual(inside);
        }
        return state;
      }, taken);
    }),
  );
});

test('undo after any scan or quantity brings back what was picked and packed before', () => {
  fc.assert(
    fc.property(fc.array(any, { maxLength: 40 }), any, (events, last) => {
      const before = events.reduce(reduce, taken);
      const now = reduce(before, last);
      if (now.entries.length !== before.entries.length + 1 || now.sending) return;
      if (!['scan', 'digit', 'enter'].includes(last.kind)) return;
      expect(reduce({ ...now, typing: '', asking: undefined }, { kind: 'undo' }).folded).toEqual(before.folded);
    }),
  );
});
