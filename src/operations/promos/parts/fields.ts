import * as z from 'zod';
import { InvalidInput } from '../../../domain/errors.ts';
import { compareMoney, formatCents, parseCents } from '../../../domain/money.ts';
import { promoTypes, type PromoType } from '../../../domain/order-status.ts';
import { entered, Money, naming, required, text } from '../../fields.ts';
import type { ColumnValue } from '../../editing.ts';

/** A code as people say it; case does not matter. */
export const PromoCode = naming('promo', required(50))
  .transform((code) => code.toUpperCase())
  .describe('promo code, in any case');

/** A code to be made: no blanks, nothing that needs quoting on paper or in a shell. */
export const NewCode = required(50)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/u, 'letters, digits, dots, dashes and underscores only')
  .transform((code) => code.toUpperCase());

export const PromoTypeInput = z.enum(promoTypes).describe('what it gives');

const wantedDay = 'a day such as 2026-12-01, or an ISO time, is needed';

/** Empty clears it. A day as the last one counts to its end. */
const instant = (end: boolean) =>
  z
    .string()
    .trim()
    .transform((given, context): string | null => {
      if (given === '') return null;
      const whole = given.length === 10;
      const date = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z?)?$/u.test(given)
        ? new Date(whole || given.endsWith('Z') ? given : `${given}Z`)
        : new Date(NaN);
      if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(given.slice(0, 10))) {
        context.addIssue({ code: 'custom', message: `"${given.slice(0, 40)}" is not understood: ${wantedDay}` });
        return z.NEVER;
      }
      return new Date(date.getTime() + (whole && end ? 86_400_000 : 0)).toISOString();
    });

/** How `from` is written for what is kept: the day alone where it begins with the day. */
export const firstDay = (kept: string | null): string | null =>
  kept?.endsWith('T00:00:00.000Z') ? kept.slice(0, 10) : kept;

/** How `until` is written: a code that ends when a day ends has that day as its last. */
export function lastDay(kept: string | null): string | null {
  if (!kept?.endsWith('T00:00:00.000Z')) return kept;
  return new Date(new Date(kept).getTime() - 86_400_000).toISOString().slice(0, 10);
}

export const UseLimit = z.union([z.number(), z.string().trim()]).transform((given, context): number | null => {
  if (given === '') return null;
  const number = /^\d{1,9}$/u.test(String(given)) ? Number(given) : 0;
  if (number >= 1) return number;
  context.addIssue({ code: 'custom', message: `"${String(given).slice(0, 40)}" is no limit: 1 or more is needed` });
  return z.NEVER;
});

/** Fields that create, generate and edit share. */
export const promoFields = {
  minimum: Money.optional().describe('smallest subtotal of an order that may use it'),
  max_uses: UseLimit.optional().describe('how many orders may use it; no limit when left out'),
  from: entered('date', instant(false)).optional().describe('first day, or an ISO time; UTC'),
  until: entered('date', instant(true)).optional().describe('last day, to its end, or an ISO time; UTC'),
  description: entered('long', text(2000)).optional().describe('for staff: what it is for'),
};

export interface PromoFields {
  readonly minimum?: string | undefined;
  readonly max_uses?: number | null | undefined;
  readonly from?: string | null | undefined;
  readonly until?: string | null | undefined;
  readonly description?: string | undefined;
}

/** By the names of their columns; only what was given. */
export function promoColumns(fields: PromoFields): Record<string, ColumnValue> {
  const { minimum, max_uses, from, until, description } = fields;
  return {
    ...(minimum !== undefined && { minimum_order: minimum }),
    ...(max_uses !== undefined && { max_uses }),
    ...(from !== undefined && { valid_from: from }),
    ...(until !== undefined && { valid_until: until }),
    ...(description !== undefined && { description: description || null }),
  };
}

/** @throws InvalidInput when the value does not fit the type @returns the value as it is kept */
export function discountValue(type: PromoType, value: string | undefined): string {
  if (type === 'FREE_SHIPPING') {
    if (value === undefined || compareMoney(value, '0') === 0) return '0.00';
    throw new InvalidInput('Free shipping has no value.', { hint: 'Leave --value out.' });
  }
  if (value === undefined || compareMoney(value, '0') === 0) {
    throw new InvalidInput(`A code of type ${type} needs a value greater than zero.`, {
      hint: 'Give it with --value.',
    });
  }
  if (type === 'PERCENTAGE' && compareMoney(value, '100') > 0) {
    throw new InvalidInput(`${value} % is more than everything: a percentage is at most 100.`);
  }
  return formatCents(parseCents(value));
}

/** @throws InvalidInput when it would end before it begins */
export function demandWindow(from: string | Date | null, until: string | Date | null): void {
  if (from === null || until === null || new Date(until) > new Date(from)) return;
  const told = (time: string | Date) =>
    new Date(time)
      .toISOString()
      .replace(/(?:T00:00)?:00\.000Z$/u, '')
      .replace('T', ' ');
  throw new InvalidInput(`It would end (${told(until)} UTC) before it begins (${told(from)} UTC).`);
}
