import * as z from 'zod';
import { isCountry } from '../domain/country.ts';
import { quoted } from './wording.ts';

/**
 * Input fields that many operations share. Each says in one clause what it wants; a NUL byte is refused everywhere
 * because PostgreSQL cannot store it, and text is capped so that a pasted megabyte is told so at once.
 */
const noNul = (text: string) => !text.includes('\0');

export const text = (max: number) =>
  z.string().trim().max(max, `at most ${max} characters`).refine(noNul, 'it holds a NUL byte');

export const required = (max: number) => text(max).min(1, 'it is empty');

/** Records that a field can name; records.ts says where each kind is found. */
export type RecordKind =
  | 'order'
  | 'product'
  | 'variant'
  | 'article'
  | 'brand'
  | 'category'
  | 'warehouse'
  | 'customer'
  | 'promo'
  | 'staff'
  | 'review'
  | 'count'
  | 'refund'
  | 'operation';

/** What a field names, in its schema: forms offer such records as it is typed, and completion can. */
export const naming = <T extends z.ZodType>(kind: RecordKind, type: T): T => type.meta({ names: kind });

/**
 * How a field is best typed where its type does not say it. `long`: several lines; `lines`: records with more behind each;
 * `secret` is never shown nor kept, `contact` never kept outside the database; `plain`: takes back what a part said.
 */
export const entered = <T extends z.ZodType>(
  entry: 'money' | 'date' | 'long' | 'lines' | 'secret' | 'contact' | 'plain',
  type: T,
): T => type.meta({ entry });

/** Order number, e.g. SM-2026-000123; an order's id is taken as well. */
export const OrderNumber = naming('order', required(50)).describe('order number, e.g. SM-2026-000123');

/** One that is there: stock, lines of an order. */
export const Sku = naming('article', required(100)).describe('SKU of a variant (or of a product without variants)');

/** One that is to be given. */
export const NewSku = required(100).describe('SKU, up to 100 characters');

export const WarehouseCode = naming('warehouse', required(20)).describe('warehouse code, e.g. BER');

export const Country = z
  .string()
  .trim()
  .toUpperCase()
  .refine(isCountry, {
    error: ({ input }) => `${quoted(String(input))} is no country: two letters are needed, e.g. DE`,
  })
  .describe('country, two letters');

const whole = 'a whole number from 1 to 1000000 is needed';

/** Counted pieces. A flag's text, a CSV cell or a number; never a fraction, zero, negative or huge. */
export const Quantity = z
  .union([z.number(), z.string().trim()])
  .transform((given, context) => {
    const number = typeof given === 'number' ? given : /^\+?\d{1,9}$/u.test(given) ? Number(given) : NaN;
    if (Number.isInteger(number) && number >= 1 && number <= 1_000_000) return number;
    context.addIssue({ code: 'custom', message: `${quoted(String(given))} is no quantity: ${whole}` });
    return z.NEVER;
  })
  .describe('how many pieces, 1 to 1000000');

/** A decimal string with two places, never a float. */
export const Money = z
  .string()
  .trim()
  .regex(/^\d{1,8}(\.\d{1,2})?$/u, {
    error: ({ input }) => `${quoted(String(input))} is not understood: an amount such as 129.00 is needed`,
  })
  .meta({ entry: 'money' })
  .describe('amount, e.g. 129.00');

export const Reason = entered('long', required(500)).describe('why, kept in the audit log');

/** A file given to an operation: a path or `-` on the command line, a path in the terminal. Read as a stream, once. */
export interface InputFileValue {
  readonly name: string;
  open(): AsyncIterable<Uint8Array>;
}

export function isInputFile(value: unknown): value is InputFileValue {
  return typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function';
}

export const InputFile = z
  .custom<InputFileValue>(isInputFile, 'a file is needed')
  .meta({ inputFile: true })
  .describe('a file, or - for standard input');
