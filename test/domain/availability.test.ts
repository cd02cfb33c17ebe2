import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { whyNot, type ProductFacts, type StockFacts, type VariantFacts } from '../../src/domain/availability.ts';

const full: StockFacts = { available: 5, reserved: 0, closed: 0 };
const none: StockFacts = { available: 0, reserved: 0, closed: 0 };
const variant = (sku: string, more: Partial<VariantFacts> = {}): VariantFacts => ({
  sku,
  price: null,
  is_active: true,
  archived: false,
  with_product: false,
  stock: full,
  ...more,
});
const good: ProductFacts = {
  sku: 'RUN',
  archived: false,
  is_active: true,
  price: '99.90',
  compare_price: null,
  cost: '40.00',
  brand: 'Stride',
  brand_active: true,
  category: 'Shoes',
  category_active: true,
  images: 2,
  description: true,
  variants: [variant('RUN-41'), variant('RUN-42')],
  stock: none,
};
const codes = (facts: Partial<ProductFacts>, wanted?: string) =>
  whyNot({ ...good, ...facts }, wanted).map(({ effect, code }) => `${effect} ${code}`);

describe('why customers cannot see or buy it', () => {
  test('nothing stands in the way of a good one', () => {
    expect(codes({})).toEqual([]);
    expect(codes({}, 'RUN-42')).toEqual([]);
    expect(codes({ variants: [], stock: full })).toEqual([]);
  });

  test.each<[string, Partial<ProductFacts>, string | undefined, string[]]>([
    [
      'archived',
      { archived: true, is_active: false, variants: [variant('A', { is_active: false, with_product: true })] },
      undefined,
      ['hidden archived'],
    ],
    ['not on sale', { is_active: false }, 'RUN-42', ['hidden inactive']],
    ['a category that is not shown', { category_active: false }, undefined, ['hidden category_inactive']],
    [
      'no variant on sale',
      { variants: [variant('A', { is_active: false })] },
      undefined,
      ['hidden no_variant_on_sale'],
    ],
    [
      'this variant is not on sale',
      { variants: [variant('A', { is_active: false })] },
      'A',
      ['hidden variant_inactive'],
    ],
    [
      'this variant is archived',
      { variants: [variant('A', { is_active: false, archived: true, stock: none })] },
      'A',
      ['hidden variant_archived', 'unbuyable no_stock'],
    ],
    ['no stock at all', { variants: [variant('A', { stock: none })] }, undefined, ['unbuyable no_stock']],
    [
      'some variants without',
      { variants: [variant('A', { stock: none }), variant('B')] },
      undefined,
      ['warning variants_without_stock'],
    ],
    [
      'all of it reserved',
      { variants: [variant('A', { stock: { available: 0, reserved: 3, closed: 0 } })] },
      'A',
      ['unbuyable all_reserved'],
    ],
    [
      'only in a closed warehouse',
      { variants: [], stock: { available: 0, reserved: 0, closed: 4 } },
      undefined,
      ['unbuyable warehouse_inactive'],
    ],
    [
      'nothing to look at',
      { images: 0, description: false, brand: null, category: null },
      undefined,
      ['warning no_category', 'warning no_brand', 'warning no_image', 'warning no_description'],
    ],
    ['a former price that is lower', { compare_price: '89.00' }, undefined, ['warning compare_price']],
    ['a price below the cost', { cost: '100.00' }, undefined, ['warning below_cost']],
    ['a variant below the cost', { variants: [variant('A', { price: '39.00' })] }, 'A', ['warning below_cost']],
  ])('%s', (_, facts, wanted, told) => {
    expect(codes(facts, wanted)).toEqual(told);
  });

  test('the gravest comes first, and each says what to do', () => {
    const stock = fc.record({ available: fc.nat(2), reserved: fc.nat(2), closed: fc.nat(2) });
    const some = fc.record({
      sku: fc.constantFrom('A', 'B'),
      price: fc.constant(null),
      is_active: fc.boolean(),
      archived: fc.boolean(),
      with_product: fc.boolean(),
      stock,
    });
    const facts = fc.record({
      archived: fc.boolean(),
      is_active: fc.boolean(),
      category_active: fc.boolean(),
      brand_active: fc.boolean(),
      images: fc.nat(1),
      variants: fc.array(some, { maxLength: 3 }),
      stock,
    });
    fc.assert(
      fc.property(facts, fc.constantFrom(undefined, 'A'), (given, wanted) => {
        const found = whyNot({ ...good, ...given }, wanted);
        const grave = found.map(({ effect }) => ['hidden', 'unbuyable', 'warning'].indexOf(effect));
        expect(grave).toEqual(grave.toSorted());
        for (const { finding, remedy } of found) expect(finding && remedy).not.toBe('');
        expect(new Set(found.map(({ code }) => code)).size).toBe(found.length);
      }),
    );
  });
});
