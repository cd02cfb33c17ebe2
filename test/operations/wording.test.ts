import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { Money } from '../../src/operations/fields.ts';

const told = (schema: z.ZodType, input: unknown) => schema.safeParse(input).error?.issues[0]?.message;

test('a refused value is told in our words: what was given and what is needed', () => {
  expect(told(z.enum(['A', 'B']), 'C')).toBe('"C" is not one of A, B');
  expect(told(z.coerce.number().int().max(30), '99')).toBe('99 is too much: at most 30');
  expect(told(z.coerce.number().int().min(1), '0')).toBe('0 is too little: 1 or more is needed');
  expect(told(z.coerce.number().positive(), '0')).toBe('0 is too little: more than 0 is needed');
  expect(told(z.coerce.number().int(), '2.5')).toBe('2.5 is no whole number');
  expect(told(Money, '-5')).toBe('"-5" is not understood: an amount such as 129.00 is needed');
});

test('words that a schema brings itself come first', () => {
  expect(told(z.number().min(6, 'six or more'), 5)).toBe('six or more');
});
