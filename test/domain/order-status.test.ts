import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  explainRefusal,
  findTransition,
  nextSteps,
  orderStatuses,
  transitions,
} from '../../src/domain/order-status.ts';
import { may, roles } from '../../src/domain/permissions.ts';

const status = fc.constantFrom(...orderStatuses);

describe('the order states', () => {
  test('12 of the 56 pairs are allowed, each once', () => {
    const pairs = transitions.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(pairs).size).toBe(12);
    expect(pairs).toHaveLength(12);
  });

  test('no order can ever come back to where it was', () => {
    fc.assert(
      fc.property(status, fc.array(fc.nat({ max: 20 }), { maxLength: 20 }), (start, choices) => {
        const seen = [start];
        for (const choice of choices) {
          const steps = transitions.filter(({ from }) => from === seen.at(-1));
          const step = steps[choice % Math.max(steps.length, 1)];
          if (!step) break;
          seen.push(step.to);
        }
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });

  test('only cancelling releases stock and promo, and nothing before it jumps to REFUNDED', () => {
    const released = transitions.filter(({ consequences }) => consequences.stock.includes('released'));
    expect(released.map(({ to }) => to)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    expect(findTransition('CONFIRMED', 'REFUNDED')).toBeUndefined();
    expect(findTransition('PROCESSING', 'REFUNDED')).toBeUndefined();
  });

  test('a role is offered exactly the steps its permissions allow', () => {
    fc.assert(
      fc.property(status, fc.constantFrom(...roles), (from, role) => {
        const offered = nextSteps(from, role);
        expect(offered.every((step) => step.from === from && may(role, step.permission))).toBe(true);
      }),
    );
    expect(nextSteps('PENDING', 'warehouse').map(({ to }) => to)).toEqual(['CONFIRMED']);
    expect(nextSteps('PENDING', 'oncall')).toEqual([]);
  });

  test('a refusal names the state and every allowed next one', () => {
    expect(explainRefusal('PENDING', 'SHIPPED')).toBe(
      'is PENDING and cannot become SHIPPED: from PENDING it can become CONFIRMED or CANCELLED',
    );
    expect(explainRefusal('REFUNDED', 'PENDING')).toContain('REFUNDED is the end');
    expect(explainRefusal('SHIPPED', 'SHIPPED')).toBe('is already SHIPPED');
    expect(explainRefusal('REFUNDED', 'PENDING', ' (by Ada, 09:12 UTC)')).toBe(
      'is REFUNDED (by Ada, 09:12 UTC) and cannot become PENDING: REFUNDED is the end',
    );
    fc.assert(
      fc.property(status, status, (from, to) => {
        if (from === to) return;
        for (const step of transitions.filter((one) => one.from === from))
          expect(explainRefusal(from, to)).toContain(step.to);
      }),
    );
  });
});
