import { describe, expect, test } from '@jest/globals';
import {
  readAmount,
  readGrams,
  readQuantity,
  readStatus,
  readTags,
  readUrl,
  readYesNo,
  withoutApostrophe,
} from '../../../src/domain/shopify/cells.ts';

describe('readAmount', () => {
  test.each([
    ['50', '50.00'],
    ['0050.5', '50.50'],
    ['19.99', '19.99'],
    ['19.9900', '19.99'],
    ['99999999.99', '99999999.99'],
    [' 7.10 ', '7.10'],
    ['', null],
  ])('%j is %j', (given, value) => {
    expect(readAmount(given, false)).toEqual({ value });
  });

  test.each(['abc', '-5', '1e3', '$50', '1,299.00', '50,00', '19.999', '.', '1 000', 'NaN', '٣', '100000000'])(
    '%j is refused',
    (given) => {
      expect(readAmount(given, false)).toHaveProperty('problem');
    },
  );

  test('a comma is the point only where semicolons part the cells', () => {
    expect(readAmount('49,95', true)).toEqual({ value: '49.95' });
    expect(readAmount('1.234,50', true)).toHaveProperty('problem');
  });
});

test.each([
  ['0', null],
  ['', null],
  ['850', '0.850'],
  ['1250.5', '1.251'],
  ['453.59237', '0.454'],
  ['0.4', null],
  ['999999999', '999999.999'],
])('%j grams are %j kg', (given, value) => {
  expect(readGrams(given, false)).toEqual({ value });
});

test('a weight, a quantity, a yes or no, a status and an address that are none are refused', () => {
  for (const read of [readGrams('-1', false), readGrams('heavy', false), readQuantity('1.5'), readQuantity('1e9')]) {
    expect(read).toHaveProperty('problem');
  }
  for (const read of [readYesNo('maybe'), readStatus('live'), readUrl('javascript:alert(1)'), readUrl('picture.jpg')]) {
    expect(read).toHaveProperty('problem');
  }
});

test('what Shopify and spreadsheets write is understood', () => {
  expect(readQuantity('-3')).toEqual({ value: -3 });
  expect(readYesNo('TRUE')).toEqual({ value: true });
  expect(readStatus('Draft')).toEqual({ value: 'draft' });
  expect(readTags('men, sale ,,men')).toEqual({ value: ['men', 'sale'] });
  expect(withoutApostrophe("'00123")).toBe('00123');
});
