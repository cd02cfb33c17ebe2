import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { remembered } from '../../src/domain/remembered.ts';

test('the answer is always that of the function, and one asked for among the last so many others is not worked out again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.integer({ min: 0, max: 20 })), (most, keys) => {
      const worked: number[] = [];
      const double = remembered(most, (key: number) => {
        worked.push(key);
        return key * 2;
      });
      for (const [at, key] of keys.entries()) {
        const before = worked.length;
        expect(double(key)).toBe(key * 2);
        const last = keys.lastIndexOf(key, at - 1);
        const between = new Set(keys.slice(last + 1, at));
        if (at > 0 && last >= 0 && between.size < most) expect(worked).toHaveLength(before);
      }
    }),
  );
});

test('what is seldom asked for is forgotten', () => {
  let worked = 0;
  const same = remembered(10, (key: number) => {
    worked += 1;
    return key;
  });
  for (let key = 0; key < 30; key += 1) same(key);
  same(0);
  expect(worked).toBe(31);
});
