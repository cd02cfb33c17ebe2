import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addMoney,
  compareMoney,
  formatCents,
  multiplyMoney,
  parseCents,
  subtractMoney,
} from '../../src/domain/money.ts';
import { refundForLines, type RefundableOrder } from '../../src/domain/order-refund.ts';

const order: RefundableOrder = {
  // 2 x 99.90 and 3 x 12.50, 10 % off, 8 % tax, 4.90 for shipping
  total: '235.56',
  shipping: '4.90',
  lines: [
    { id: 'shoe', quantity: 2, total: '199.80' },
    { id: 'socks', quantity: 3, total: '37.50' },
  ],
};

test('a line comes back with its share of discount and tax; shipping stays until the last piece', () => {
  const one = refundForLines(order, {}, [{ id: 'shoe', quantity: 1 }]);
  expect(one).toEqual({ amount: '97.11', shipping: '0.00', lines: [{ id: 'shoe', quantity: 1, amount: '97.11' }] });
  const rest = refundForLines(order, { shoe: 1 }, [
    { id: 'shoe', quantity: 1 },
    { id: 'socks', quantity: 3 },
  ]);
  expect(rest.shipping).toBe('4.90');
  expect(addMoney(one.amount, rest.amount)).toBe(order.total);
});

test('without discount and tax a piece costs its price', () => {
  const plain = { ...order, total: '242.20' };
  expect(refundForLines(plain, {}, [{ id: 'socks', quantity: 2 }]).amount).toBe('25.00');
});

test('more than the line has, or a line of another order, is a mistake of the caller', () => {
  expect(() => refundForLines(order, { shoe: 2 }, [{ id: 'shoe', quantity: 1 }])).toThrow(RangeError);
  expect(() => refundForLines(order, {}, [{ id: 'hat', quantity: 1 }])).toThrow(RangeError);
});

const anyOrder = fc
  .record({
    lines: fc.array(
      fc.record({ quantity: fc.integer({ min: 1, max: 9 }), price: fc.integer({ min: 0, max: 30_000 }) }),
      { minLength: 1, maxLength: 6 },
    ),
    discount: fc.double({ min: 0, max: 1, noNaN: true }),
    tax: fc.integer({ min: 0, max: 5_000 }),
    shipping: fc.integer({ min: 0, max: 2_000 }),
  })
  .map(({ lines, discount, tax, shipping }): RefundableOrder => {
    const made = lines.map(({ quantity, price }, at) => {
      return { id: `line ${at}`, quantity, total: multiplyMoney(formatCents(BigInt(price)), quantity) };
    });
    const subtotal = made.reduce((sum, { total }) => sum + parseCents(total), 0n);
    const goods = subtotal - BigInt(Math.floor(Number(subtotal) * discount)) + BigInt(tax);
    return { lines: made, shipping: formatCents(BigInt(shipping)), total: formatCents(goods + BigInt(shipping)) };
  });

test('however the pieces come back, they are never less than nothing and together exactly the total', () => {
  const ways = anyOrder.chain((one) => {
    const pieces = one.lines.flatMap(({ id, quantity }) => Array.from({ length: quantity }, () => id));
    const shuffled = fc.shuffledSubarray(pieces, { minLength: pieces.length, maxLength: pieces.length });
    return fc.tuple(fc.constant(one), shuffled, fc.integer({ min: 1, max: 5 }));
  });
  fc.assert(
    fc.property(ways, ([one, pieces, parcel]) => {
      const back: Record<string, number> = {};
      let paid = '0.00';
      for (let at = 0; at < pieces.length; at += parcel) {
        const now = new Map<string, number>();
        for (const id of pieces.slice(at, at + parcel)) now.set(id, (now.get(id) ?? 0) + 1);
        const lines = [...now].map(([id, quantity]) => ({ id, quantity }));
        const refund = refundForLines(one, back, lines);
        expect(compareMoney(refund.amount, '0')).toBeGreaterThanOrEqual(0);
        const goods = subtractMoney(refund.amount, refund.shipping);
        expect(addMoney('0.00', ...refund.lines.map(({ amount }) => amount))).toBe(goods);
        for (const { id, quantity } of lines) back[id] = (back[id] ?? 0) + quantity;
        paid = addMoney(paid, refund.amount);
        expect(compareMoney(paid, one.total)).toBeLessThanOrEqual(0);
      }
      expect(paid).toBe(one.total);
    }),
  );
});
