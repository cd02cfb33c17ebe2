import { describe, expect, test } from '@jest/globals';
import { optionText, planOptions } from '../../../src/domain/shopify/options.ts';

type Values = readonly [string, string, string];

function texts(names: Values, variants: readonly Values[]) {
  const plan = planOptions(names, variants);
  const slots = variants.map((values) => [optionText(values, plan.size), optionText(values, plan.color)]);
  return { slots, attributes: plan.attributes, warnings: plan.warnings };
}

describe('planOptions', () => {
  test('"Title" with "Default Title" is a product without options', () => {
    expect(texts(['Title', '', ''], [['', '', '']]).slots).toEqual([[null, null]]);
  });

  test.each([
    ['Size', 'Color'],
    ['Shoe size (EU)', 'Colour'],
    ['Größe', 'Farbe'],
    ['Pointure', 'Coloris'],
  ])('%s and %s are size and colour in either order', (size, color) => {
    expect(texts([size, color, ''], [['42', 'Black', '']]).slots).toEqual([['42', 'Black']]);
    expect(texts([color, size, ''], [['Black', '42', '']]).slots).toEqual([['42', 'Black']]);
  });

  test('another option with one value is an attribute of the product', () => {
    const { slots, attributes, warnings } = texts(
      ['Size', 'Material', ''],
      [
        ['41', 'Leather', ''],
        ['42', 'Leather', ''],
      ],
    );
    expect(slots).toEqual([
      ['41', null],
      ['42', null],
    ]);
    expect(attributes).toEqual([{ name: 'Material', value: 'Leather' }]);
    expect(warnings).toEqual([]);
  });

  test('another option that varies keeps variants apart: a width with the size, a material with the colour', () => {
    const { slots, warnings } = texts(
      ['Size', 'Width', 'Material'],
      [
        ['41', 'Wide', 'Suede'],
        ['41', 'Narrow', 'Leather'],
      ],
    );
    expect(slots).toEqual([
      ['41 / Wide', 'Suede'],
      ['41 / Narrow', 'Leather'],
    ]);
    expect(warnings).toHaveLength(2);
  });

  test('of two sizes the second is added to the first', () => {
    const { slots } = texts(
      ['EU size', 'US size', ''],
      [
        ['42', '9', ''],
        ['43', '10', ''],
      ],
    );
    expect(slots).toEqual([
      ['42 / 9', null],
      ['43 / 10', null],
    ]);
  });
});
