import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatFilter, parseFilter, type FilterOperator } from '../../src/domain/filter.ts';

const operators: readonly FilterOperator[] = ['=', '>', '>=', '<', '<=', '!='];

describe('parseFilter', () => {
  test('words with a key filter, the others are free text', () => {
    const { terms, text } = parseFilter('status:PENDING total:>100 since:7d red "two words"');
    expect(terms.map(({ key, operator, value }) => [key, operator, value])).toEqual([
      ['status', '=', 'PENDING'],
      ['total', '>', '100'],
      ['since', '=', '7d'],
    ]);
    expect(text).toBe('red two words');
  });

  test.each([
    ['name:"Ana María"', 'name', '=', 'Ana María'],
    ['Status:pending', 'status', '=', 'pending'],
    ['total:>=49.90', 'total', '>=', '49.90'],
    ['status:!=CANCELLED', 'status', '!=', 'CANCELLED'],
    ['name:"not closed', 'name', '=', 'not closed'],
    ['number:SM-2026-000123', 'number', '=', 'SM-2026-000123'],
    ['name:日本', 'name', '=', '日本'],
  ])('%s is one filter', (source, key, operator, value) => {
    const [term, ...more] = parseFilter(source).terms;
    expect(term).toMatchObject({ key, operator, value });
    expect(more).toEqual([]);
  });

  test('a term says where it stands, so that an error can point at it', () => {
    const source = '  red status:SENT  total:>9 ';
    const found = parseFilter(source).terms.map(({ start, end }) => source.slice(start, end));
    expect(found).toEqual(['status:SENT', 'total:>9']);
  });

  test('nothing and blanks are no filter', () => {
    expect(parseFilter('')).toEqual({ terms: [], text: '' });
    expect(parseFilter('  \t ')).toEqual({ terms: [], text: '' });
  });

  test('any text is taken, a megabyte too, and no term lies outside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (source) => {
        for (const { start, end } of parseFilter(source).terms) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(source.length);
        }
      }),
    );
    expect(parseFilter('x'.repeat(1_000_000)).text).toHaveLength(1_000_000);
    expect(parseFilter(':"'.repeat(100_000)).terms).toEqual([]);
  });
});

test('what is written out reads back the same', () => {
  const key = fc.stringMatching(/^[a-z][a-z_]{0,9}$/u);
  // A value that begins with an operator would be read as one; a person cannot type such a value either.
  const value = fc
    .string({ minLength: 1, maxLength: 12 })
    .filter((text) => !/^[<>=!]|"/u.test(text) && text.trim() !== '');
  const term = fc.record({ key, operator: fc.constantFrom(...operators), value });
  const text = fc.constantFrom('', 'red', 'red shoes', '日本 42');
  fc.assert(
    fc.property(fc.array(term, { maxLength: 5 }), text, (terms, free) => {
      const read = parseFilter(formatFilter({ terms, text: free }));
      expect(read.terms.map(({ key: k, operator, value: v }) => ({ key: k, operator, value: v }))).toEqual(terms);
      expect(read.text).toBe(free);
    }),
  );
});
