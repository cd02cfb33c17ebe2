import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isLow, ledgerEffect, suggestedReorder, transactionTypes } from '../../src/domain/stock.ts';
import { age, clock } from '../../src/domain/time.ts';

describe('stock', () => {
  test('each kind of ledger row moves the counters as the table says', () => {
    const effects = Object.fromEntries(transactionTypes.map((type) => [type, ledgerEffect(type, 3)]));
    expect(effects).toEqual({
      RESTOCK: { quantity: 3, reserved: 0 },
      SALE: { quantity: -3, reserved: -3 },
      RETURN: { quantity: 3, reserved: 0 },
      ADJUSTMENT: { quantity: 3, reserved: 0 },
      RESERVATION: { quantity: 0, reserved: 3 },
      RELEASE: { quantity: 0, reserved: -3 },
    });
    expect(ledgerEffect('ADJUSTMENT', -2)).toEqual({ quantity: -2, reserved: 0 });
  });

  test('selling or releasing what was reserved leaves nothing reserved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (pieces) => {
        for (const end of ['SALE', 'RELEASE'] as const)
          expect(ledgerEffect('RESERVATION', pieces).reserved + ledgerEffect(end, pieces).reserved).toBe(0);
      }),
    );
  });

  test('the suggested reorder is whole lots and lifts the level above its reorder point', () => {
    const level = fc.record({
      available: fc.integer({ min: 0, max: 500 }),
      reorder_point: fc.integer({ min: 0, max: 500 }),
      reorder_quantity: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(level, (one) => {
        const suggested = suggestedReorder(one);
        if (!isLow(one)) expect(suggested).toBe(0);
        else {
          expect(suggested % Math.max(one.reorder_quantity, 1)).toBe(0);
          expect(isLow({ ...one, available: one.available + suggested })).toBe(false);
        }
      }),
    );
  });
});

describe('times for people', () => {
  const now = new Date('2026-11-23T14:02:00Z');
  test.each([
    ['2026-11-23T14:01:18Z', '42s'],
    ['2026-11-23T14:00:00Z', '2m'],
    ['2026-11-23T10:30:00Z', '3h'],
    ['2026-11-18T14:02:00Z', '5d'],
    ['2026-11-23T15:00:00Z', '0s'],
  ])('%s was %s ago', (then, expected) => expect(age(then, now)).toBe(expected));

  test('a clock time names the day only when it is not today', () => {
    expect(clock('2026-11-23T09:05:00Z', now)).toBe('09:05 UTC');
    expect(clock('2026-11-22T09:05:00Z', now)).toBe('2026-11-22 09:05 UTC');
  });
});
