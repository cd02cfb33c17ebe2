import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addMoney,
  compareMoney,
  formatCents,
  minMoney,
  multiplyMoney,
  parseCents,
  percentOf,
  showMoney,
  subtractMoney,
} from '../../src/domain/money.ts';

const cents = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });

describe('money', () => {
  test('text and cents are the same amount both ways', () => {
    fc.assert(fc.property(cents, (amount) => expect(parseCents(formatCents(amount))).toBe(amount)));
    expect(parseCents('-0.05')).toBe(-5n);
    expect(parseCents('7')).toBe(700n);
    expect(parseCents('7.5')).toBe(750n);
  });

  test('what was added can be taken away again', () => {
    fc.assert(
      fc.property(cents, cents, (one, other) => {
        const [a, b] = [formatCents(one), formatCents(other)];
        expect(subtractMoney(addMoney(a, b), b)).toBe(a);
      }),
    );
    expect(addMoney('0.10', '0.20')).toBe('0.30');
  });

  test('a quantity multiplies like repeated addition', () => {
    fc.assert(
      fc.property(cents, fc.nat({ max: 50 }), (amount, quantity) => {
        const price = formatCents(amount);
        const sum = addMoney('0.00', ...Array.from({ length: quantity }, () => price));
        expect(multiplyMoney(price, quantity)).toBe(sum);
      }),
    );
  });

  test('a percentage rounds half a cent away from zero', () => {
    expect(percentOf('0.05', '10')).toBe('0.01');
    expect(percentOf('-0.05', '10')).toBe('-0.01');
    expect(percentOf('0.04', '10')).toBe('0.00');
    expect(percentOf('129.99', '12.5')).toBe('16.25');
    fc.assert(fc.property(cents, (amount) => expect(percentOf(formatCents(amount), '100')).toBe(formatCents(amount))));
  });

  test('amounts compare by value', () => {
    fc.assert(
      fc.property(cents, cents, (one, other) => {
        expect(compareMoney(formatCents(one), formatCents(other))).toBe(one < other ? -1 : one > other ? 1 : 0);
      }),
    );
    expect(minMoney('9.00', '10.00')).toBe('9.00');
  });

  test.each(['', 'abc', '1.234', '1e3', ' 1', '1,00', 'NaN'])('"%s" is no amount', (text) => {
    expect(() => parseCents(text)).toThrow(RangeError);
  });

  test('people see the currency, to the cent, however large', () => {
    expect(showMoney('1299.00')).toBe('$1,299.00');
    expect(showMoney('9007199254740993.01')).toBe('$9,007,199,254,740,993.01');
  });
});
