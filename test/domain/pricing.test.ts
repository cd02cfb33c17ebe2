import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareMoney, formatCents, parseCents } from '../../src/domain/money.ts';
import { changedPrice, isBelowCost, margin, readRounding, roundPrice } from '../../src/domain/pricing.ts';

const rounding = (text: string) => {
  const read = readRounding(text);
  if (!read) throw new Error(`${text} is no rounding`);
  return read;
};
const price = fc.bigInt({ min: 1n, max: 9_000_000_000n });
const roundings = fc.constantFrom('.00', '.99', '.95', '.50', '0.01', '0.05', '0.10', '0.5', '1', '5', '10.00');

describe('a price is changed', () => {
  test.each([
    ['100.00', { percent: '-10' }, undefined, '90.00'],
    ['99.90', { percent: '-12.5' }, undefined, '87.41'],
    ['99.90', { percent: '-12.5' }, '.99', '86.99'],
    ['99.90', { percent: '-12.5' }, '0.05', '87.40'],
    ['99.90', { amount: '-5' }, '.00', '95.00'],
    ['99.90', { amount: '5.10' }, undefined, '105.00'],
    ['99.90', { amount: '+5.10' }, undefined, '105.00'],
    ['100.00', { percent: '+2.5' }, undefined, '102.50'],
    ['20.00', { to: '19.99' }, undefined, '19.99'],
    ['0.30', { percent: '10' }, '.00', '1.00'],
    ['0.30', { percent: '10' }, '.99', '0.99'],
    ['0.02', { percent: '-10' }, '0.05', '0.05'],
    ['12.50', { percent: '0' }, '1', '13.00'],
  ])('%s by %j rounded to %s is %s', (old, change, to, wanted) => {
    expect(changedPrice(old, change, to === undefined ? undefined : rounding(to))).toEqual({ price: wanted });
  });

  test.each([
    ['50.00', { amount: '-50' }, '0.00, which is no price'],
    ['50.00', { amount: '-60' }, '-10.00, which is no price'],
    ['50.00', { percent: '-100' }, 'no price'],
    ['99999999.99', { percent: '1' }, 'more than can be kept'],
  ])('%s by %j is none', (old, change, told) => {
    expect(changedPrice(old, change)).toEqual({ problem: expect.stringContaining(told) });
  });

  test('a rounding that is none is not read', () => {
    for (const text of ['', '.9', '.999', '0', '0.00', '-1', 'x', '1e3', '0.005']) {
      expect(readRounding(text)).toBeUndefined();
    }
  });

  test('what is rounded is a price, is so rounded, is nearest, and stays when rounded again', () => {
    fc.assert(
      fc.property(price, roundings, (cents, text) => {
        const how = rounding(text);
        const step = how.kind === 'step' ? how.cents : 100n;
        const rounded = roundPrice(cents, how);
        expect(rounded).toBeGreaterThan(0n);
        expect((rounded - (how.kind === 'step' ? 0n : how.cents)) % step).toBe(0n);
        expect(roundPrice(rounded, how)).toBe(rounded);
        const away = rounded > cents ? rounded - cents : cents - rounded;
        expect(away * 2n <= step || rounded <= step).toBe(true);
      }),
    );
  });

  test('a cheaper article stays no dearer than a dearer one', () => {
    const change = fc.integer({ min: -9900, max: 20_000 }).map((hundredths) => ({
      percent: (hundredths / 100).toFixed(2),
    }));
    fc.assert(
      fc.property(price, price, change, fc.option(roundings, { nil: undefined }), (one, other, how, text) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const round = text === undefined ? undefined : rounding(text);
        const a = changedPrice(formatCents(low), how, round);
        const b = changedPrice(formatCents(high), how, round);
        if ('price' in a && 'price' in b) expect(compareMoney(a.price, b.price)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('an amount up and down again is as before', () => {
    fc.assert(
      fc.property(price, fc.bigInt({ min: 1n, max: 900_000_000n }), (cents, by) => {
        const up = changedPrice(formatCents(cents), { amount: formatCents(by) });
        if (!('price' in up)) throw new Error(up.problem);
        expect(changedPrice(up.price, { amount: formatCents(-by) })).toEqual({ price: formatCents(cents) });
      }),
    );
  });
});

test('below cost is below, not equal, and never without a cost', () => {
  expect(isBelowCost('10.00', '10.00')).toBe(false);
  expect(isBelowCost('9.99', '10.00')).toBe(true);
  expect(isBelowCost('0.01', null)).toBe(false);
});

test('the margin is what is left of the price, rounded to a tenth', () => {
  expect(margin('100.00', '60.00')).toBe('40.0');
  expect(margin('99.90', '33.30')).toBe('66.7');
  expect(margin('50.00', '60.00')).toBe('-20.0');
  expect(margin('50.00', null)).toBeNull();
  fc.assert(
    fc.property(price, price, (sold, cost) => {
      const share = margin(formatCents(sold), formatCents(cost)) ?? '';
      const exact = Number(((sold - cost) * 1_000_000n) / sold) / 10_000;
      expect(Math.abs(Number(share) - exact)).toBeLessThanOrEqual(0.0502);
      expect(parseCents(share)).toBeLessThanOrEqual(10_000n);
    }),
  );
});
