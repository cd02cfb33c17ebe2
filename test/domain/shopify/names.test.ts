import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { giveNames, makeSlug, skuLength, wishedSku } from '../../../src/domain/shopify/names.ts';

describe('wishedSku', () => {
  test.each([
    ['ocean-blue-shirt', [], 'OCEAN-BLUE-SHIRT'],
    ['runner', ['Größe 42½', 'Crème / Rosé'], 'RUNNER-GROSSE-42-1-2-CREME-ROSE'],
    ['runner', ['', 'Black'], 'RUNNER-BLACK'],
    ['led-high-tops', ['42'], 'LED-HIGH-TOPS-42'],
  ])('%s %j becomes %s', (handle, options, sku) => {
    expect(wishedSku(handle, options)).toBe(sku);
  });

  test('letters that a label printer has not are told apart by a fingerprint', () => {
    const one = wishedSku('スニーカー', ['赤']);
    const other = wishedSku('スニーカー', ['青']);
    expect(one).toMatch(/^[0-9A-F]{8}-[0-9A-F]{8}$/u);
    expect(one).not.toBe(other);
  });

  test('it is always made of capitals, digits and dashes, 1 to 100 long, the same each time', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(words, fc.array(words, { maxLength: 3 }), (handle, options) => {
        const sku = wishedSku(handle, options);
        expect(sku).toMatch(/^[A-Z0-9-]{1,100}$/u);
        expect(wishedSku(handle, options)).toBe(sku);
      }),
    );
  });
});

describe('giveNames', () => {
  const few = fc.constantFrom('A', 'A-2', 'A-3', 'B', 'LONG'.repeat(25));

  test('every name is given once, none of them is taken, and a free wish is granted', () => {
    fc.assert(
      fc.property(fc.array(few, { maxLength: 30 }), fc.uniqueArray(few), (wishes, taken) => {
        const names = giveNames(wishes, new Set(taken), skuLength);
        expect(new Set(names).size).toBe(wishes.length);
        expect(names.filter((name) => taken.includes(name))).toEqual([]);
        expect(names.every((name) => name.length <= skuLength)).toBe(true);
        const [first] = wishes;
        if (first !== undefined && !taken.includes(first)) expect(names[0]).toBe(first);
        expect(giveNames(wishes, new Set(taken), skuLength)).toEqual(names);
      }),
    );
  });

  test('ten thousand equal wishes are given in no time', () => {
    expect(giveNames(Array<string>(10_000).fill('X'), new Set(), skuLength).at(-1)).toBe('X-10000');
  });
});

test('a slug is lower case and keeps within its column', () => {
  expect(makeSlug('Dr. Martens & Søn', 100)).toBe('dr-martens-son');
  expect(makeSlug('x'.repeat(300), 100)).toHaveLength(100);
});
