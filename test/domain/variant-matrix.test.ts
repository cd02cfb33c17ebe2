import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  cellKey,
  matrixOf,
  mostInRange,
  patternProblem,
  readColors,
  readSizes,
  sameSku,
  skuOf,
} from '../../src/domain/variant-matrix.ts';

describe('sizes', () => {
  test.each([
    ['36-39', ['36', '37', '38', '39']],
    ['36-37.5', ['36', '36.5', '37', '37.5']],
    ['36-38/0.5', ['36', '36.5', '37', '37.5', '38']],
    ['36 – 40/2', ['36', '38', '40']],
    ['s-XL', ['S', 'M', 'L', 'XL']],
    ['41, 42,42 ,, 43.5', ['41', '42', '43.5']],
    ['42 / Wide, one size', ['42 / Wide', 'one size']],
    ['M, m', ['M']],
  ])('%s', (text, sizes) => {
    expect(readSizes(text)).toEqual(sizes);
  });

  test('half sizes are in between when they are asked for', () => {
    expect(readSizes('42-44', true)).toEqual(['42', '42.5', '43', '43.5', '44']);
  });

  test.each([
    ['45-36', 'runs backwards'],
    ['XL-S', 'runs backwards'],
    ['36-45/2', 'does not arrive at 45'],
    ['36-45/0', 'goes nowhere'],
    [' , ', 'no size'],
    ['x'.repeat(21), 'longer than 20'],
    ['0-999', `a range has at most ${mostInRange}`],
    ['36-380', 'is 345 sizes'],
  ])('%s is refused', (text, said) => {
    expect(readSizes(text)).toEqual({ problem: expect.stringContaining(said) });
  });

  test('a range begins and ends as it says and rises by one step, whatever the step', () => {
    const half = (n: number) => `${Math.floor(n / 2)}${n % 2 === 1 ? '.5' : ''}`;
    fc.assert(
      fc.property(fc.nat(120), fc.nat(59), fc.integer({ min: 1, max: 6 }), (first, count, step) => {
        const last = first + count * step;
        const sizes = readSizes(`${half(first)}-${half(last)}/${half(step)}`);
        expect(sizes).toHaveLength(count + 1);
        const numbers = (sizes as string[]).map(Number);
        expect(numbers[0]).toBe(first / 2);
        expect(numbers.at(-1)).toBe(last / 2);
        for (const [place, size] of numbers.entries()) expect(size).toBe((first + place * step) / 2);
      }),
    );
  });
});

describe('colours', () => {
  test('have a code where the SKU says it shorter', () => {
    expect(readColors('black=BLK, Off White')).toEqual([
      { name: 'black', code: 'BLK' },
      { name: 'Off White', code: undefined },
    ]);
  });
  test.each([['=BLK'], ['black=B K'], [''], ['x'.repeat(51)]])('"%s" is refused', (text) => {
    expect(readColors(text)).toHaveProperty('problem');
  });
});

describe('the pattern of SKUs', () => {
  test('is filled with words in capitals', () => {
    const black = { name: 'Off white', code: undefined };
    expect(skuOf('{product}-{size}-{color}', 'RUN', '42.5', black)).toBe('RUN-42.5-OFF-WHITE');
    expect(skuOf('{product}-{size}-{color:3}', 'RUN', '42 / Wide', black)).toBe('RUN-42-WIDE-OFF');
    expect(skuOf('{product}.{colour}', 'RUN', null, { name: 'black', code: 'blk' })).toBe('RUN.BLK');
    expect(skuOf('{product}-{size}-{color}', 'RUN', null, null)).toBe('RUN');
    expect(skuOf('{product}-{size}-{color}', 'RUN', null, { name: 'black', code: undefined })).toBe('RUN-BLACK');
  });
  test('must tell the cells apart', () => {
    const both = { sizes: true, colors: true };
    expect(patternProblem('{product}-{size}-{color:3}', both)).toBeUndefined();
    expect(patternProblem('{product}-{size}', both)).toMatch(/no \{color\}/u);
    expect(patternProblem('{product}-{size}', { sizes: true, colors: false })).toBeUndefined();
    expect(patternProblem('{sku}', both)).toMatch(/knows/u);
    const cells = matrixOf(
      'RUN',
      ['42'],
      [
        { name: 'blue', code: undefined },
        { name: 'blush', code: undefined },
      ],
      '{product}-{size}-{color:2}',
    );
    expect(sameSku(cells)?.map(({ color }) => color)).toEqual(['blue', 'blush']);
  });
});

test('a matrix holds every combination once, and its SKUs differ as long as the words do', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/u);
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 60 }).map(String), { maxLength: 12 }),
      fc.uniqueArray(word, { maxLength: 6 }),
      (sizes, names) => {
        const cells = matrixOf(
          'RUN',
          sizes,
          names.map((name) => ({ name, code: undefined })),
        );
        expect(cells).toHaveLength(Math.max(sizes.length, 1) * Math.max(names.length, 1));
        expect(new Set(cells.map(({ size, color }) => cellKey(size, color))).size).toBe(cells.length);
        expect(sameSku(cells)).toBeUndefined();
        for (const { sku } of cells) expect(sku).toMatch(/^RUN(?:-[A-Z0-9]+)*$/u);
      },
    ),
  );
});

test('no text brings the readers down', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (text, halves) => {
      const sizes = readSizes(text, halves);
      if ('problem' in sizes) expect(sizes.problem).not.toBe('');
      else for (const size of sizes) expect(size.length).toBeLessThanOrEqual(20);
      const colors = readColors(text);
      if (!('problem' in colors)) for (const { name } of colors) expect(name.length).toBeLessThanOrEqual(50);
    }),
  );
});
