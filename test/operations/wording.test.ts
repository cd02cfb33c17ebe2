import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { Money } from '../../src/operations/fields.ts';
import { problemsOf } from '../../src/operations/wording.ts';

const told = (schema: z.ZodType, input: unknown) => schema.safeParse(input).error?.issues[0]?.message;

test('a refused value is told in our words: what was given and what is needed', () => {
  expect(told(z.enum(['A', 'B']), 'C')).toBe('"C" is not one of A, B');
  expect(told(z.coerce.number().int().max(30), '99')).toBe('99 is too much: at most 30');
  expect(told(z.coerce.number().int().min(1), '0')).toBe('0 is too little: 1 or more is needed');
  expect(told(z.coerce.number().positive(), '0')).toBe('0 is too little: more than 0 is needed');
  expect(told(z.coerce.number().int(), '2.5')).toBe('2.5 is no whole number');
  expect(told(Money, '-5')).toBe('"-5" is not understood: an amount such as 129.00 is needed');
});

test('each field that is wrong is told once, in a list with its row', () => {
  const Line = z.object({ sku: z.string(), quantity: z.union([z.number(), z.string()]) });
  const input = z.object({
    lines: z.array(Line).min(1),
    reason: z.string().min(1, 'empty').regex(/x/u),
    to: z.coerce.number(),
  });
  const problems = (given: object) =>
    problemsOf(input.safeParse(given).error ?? new z.ZodError([])).map(({ key, within, problem }) =>
      [key, within, problem].filter(Boolean).join(' | '),
    );
  expect(problems({ lines: [{ sku: 'A', quantity: 1 }, { sku: 'B' }], reason: '', to: 'x' })).toEqual([
    'lines | row 2, quantity | it is needed',
    'reason | empty',
    'to | a whole number is needed',
  ]);
  expect(problems({ lines: { sku: 'A' }, reason: 'x', to: 1 })).toEqual(['lines | a list is needed']);
  expect(problems({ lines: [3], reason: 'x', to: 1 })).toEqual(['lines | row 1 | a record {…} is needed']);
  expect(problems({ lines: [], reason: 'x', to: 1 })).toEqual(['lines | it is empty']);
});

test('what is long is cut where it is repeated, and shows it', () => {
  expect(told(Money, '9'.repeat(100))).toContain(`"${'9'.repeat(40)}…" is not understood`);
});

test('words that a schema brings itself come first', () => {
  expect(told(z.number().min(6, 'six or more'), 5)).toBe('six or more');
});
