import { z } from 'zod';
import './wording.ts';

/**
 * Input fields that many operations share. Each says in one clause what it wants; a NUL byte is refused everywhere
 * because PostgreSQL cannot store it, and text is capped so that a pasted megabyte is told so at once.
 */
const noNul = (text: string) => !text.includes('\0');

export const text = (max: number) =>
  z.string().trim().max(max, `at most ${max} characters`).refine(noNul, 'it holds a NUL byte');

export const required = (max: number) => text(max).min(1, 'it is empty');

/** Order number, e.g. SM-2026-000123; an order's id is taken as well. */
export const OrderNumber = required(50).describe('order number, e.g. SM-2026-000123');

export const Sku = required(100).describe('SKU of a variant (or of a product without variants)');

export const WarehouseCode = required(20).describe('warehouse code, e.g. BER');

const whole = 'a whole number from 1 to 1000000 is needed';

/** Counted pieces. A flag's text, a CSV cell or a number; never a fraction, zero, negative or huge. */
export const Quantity = z
  .union([z.number(), z.string().trim()])
  .transform((given, context) => {
    const number = typeof given === 'number' ? given : /^\+?\d{1,9}$/u.test(given) ? Number(given) : NaN;
    if (Number.isInteger(number) && number >= 1 && number <= 1_000_000) return number;
    context.addIssue({ code: 'custom', message: `"${String(given).slice(0, 40)}" is no quantity: ${whole}` });
    return z.NEVER;
  })
  .describe('how many pieces, 1 to 1000000');

/** A decimal string with two places, never a float. */
export const Money = z
  .string()
  .trim()
  .regex(/^\d{1,8}(\.\d{1,2})?$/u, {
    error: ({ input }) => `"${String(input).slice(0, 40)}" is not understood: an amount such as 129.00 is needed`,
  })
  .describe('amount, e.g. 129.00');

export const Reason = required(500).describe('why, kept in the audit log');

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
