import * as z from 'zod';
import { quoted } from '../../wording.ts';

/** A whole number as a flag's text, a CSV cell or a number; never a fraction, never huge. */
const whole = (pattern: RegExp, wanted: string) =>
  z.union([z.number(), z.string().trim()]).transform((given, context) => {
    const number = pattern.test(String(given)) ? Number(given) : NaN;
    if (Number.isInteger(number) && Math.abs(number) <= 1_000_000) return number;
    context.addIssue({ code: 'custom', message: `${quoted(String(given))} is not ${wanted}` });
    return z.NEVER;
  });

export const Change = whole(/^[+-]?\d{1,9}$/u, 'a whole number such as 3 or -3, at most 1000000');
export const Count = whole(/^\+?\d{1,9}$/u, 'a whole number from 0 to 1000000');

/** An empty cell is one that was left out. */
export const ifGiven = <T extends z.ZodType>(schema: T) =>
  z.preprocess((cell) => (typeof cell === 'string' && cell.trim() === '' ? undefined : cell), schema.optional());
