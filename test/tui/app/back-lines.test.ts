import { describe, expect, test } from '@jest/globals';
import { backConsequences } from '../../../src/tui/app/orders/back.ts';
import { outLinesText, readBack } from '../../../src/tui/app/orders/back-lines.ts';
import { orderPage } from '../screens/order-fixture.ts';

const { items } = orderPage();
const [shoe, boot] = items;
if (!shoe || !boot) throw new Error('the fixture has two lines');
const page = orderPage({
  status: 'DELIVERED',
  items: [
    { ...shoe, quantity: 2, shipped: 2, returned: 0 },
    { ...boot, quantity: 3, shipped: 3, returned: 1 },
  ],
});

describe('what came back', () => {
  test('is asked for with all that is out', () => {
    expect(outLinesText(page)).toBe(`${shoe.sku}=2, ${boot.sku}=2`);
  });

  test('is read with its condition, whichever way it is typed', () => {
    expect(readBack(`${shoe.sku.toLowerCase()}=1:Damaged; ${shoe.sku}  ${boot.sku}=0`, page)).toEqual([
      { sku: shoe.sku, quantity: 1, condition: 'DAMAGED' },
      { sku: shoe.sku, quantity: 1, condition: undefined },
    ]);
  });

  test.each([
    ['', 'Say at least one SKU, e.g. SKU=1.'],
    ['HAT=1', 'HAT is no line of SM-2026-000123.'],
    [`${boot.sku}=x`, `"x" is no quantity for ${boot.sku}.`],
    [`${boot.sku}=1:wet`, '"wet" is no condition: resaleable, damaged or lost.'],
    [`${boot.sku}=3`, `Of ${boot.sku} 2 are out, not 3.`],
    [`${boot.sku}=1,${boot.sku}=2:lost`, `Of ${boot.sku} 2 are out, not 3.`],
    [`${boot.sku}=1,${boot.sku}=1`, `${boot.sku} stands there twice.`],
    [`${boot.sku}=0`, 'Nothing would come back: every quantity is 0.'],
  ])('"%s" is told what is wrong with it', (text, sentence) => {
    expect(readBack(text, page)).toBe(sentence);
  });

  test('is told before it is booked', () => {
    const part = readBack(`${shoe.sku}=1:lost`, page);
    if (typeof part === 'string') throw new Error(part);
    expect(backConsequences(page, part, 'resaleable')).toEqual([
      `Back: 1 x ${shoe.sku} (lost).`,
      '3 pieces stay with the customer; the order stays DELIVERED.',
      'Stock goes up at once. This cannot be undone.',
    ]);
    const all = readBack(outLinesText(page), page);
    if (typeof all === 'string') throw new Error(all);
    expect(backConsequences(page, all, 'damaged')[1]).toBe(
      'Nothing stays with the customer: the order becomes RETURNED.',
    );
  });
});
