import { numberFormat } from './formats.ts';
import { localeTag } from './locale.ts';

/**
 * Money is a decimal string with two places, as PostgreSQL gives it; sums run on BigInt cents, so no float is ever near.
 */
export function parseCents(amount: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/u.exec(amount);
  if (!match) throw new RangeError(`"${amount.slice(0, 40)}" is no amount of money`);
  const cents = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return match[1] ? -cents : cents;
}

/**
 * An amount as people write it (`129,90`, `1.299,00`, `$1,299.00`) as the decimal text that operations take. What can
 * mean two things (`1,299`) stays as it is, for the schema to refuse.
 */
export function readMoney(typed: string): string {
  const amount = typed
    .trim()
    .replaceAll(/^(?:\p{Sc}|[A-Z]{3}(?=[ \d]))\s*|\s*(?:\p{Sc}|\b[A-Z]{3})$/gu, '')
    .replaceAll(/[ '\u00a0\u202f]/gu, '');
  const comma = /^(-?)(\d{1,3}(?:\.\d{3})+|\d+),(\d{1,2})$/u.exec(amount);
  if (comma) return `${comma[1] ?? ''}${(comma[2] ?? '').replaceAll('.', '')}.${comma[3] ?? ''}`;
  return /^-?\d{1,3}(?:,\d{3})+\.\d{1,2}$/u.test(amount) ? amount.replaceAll(',', '') : amount;
}

export function formatCents(cents: bigint): string {
  const size = cents < 0n ? -cents : cents;
  return `${cents < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}

export function addMoney(...amounts: readonly string[]): string {
  return formatCents(amounts.reduce((sum, amount) => sum + parseCents(amount), 0n));
}

export function subtractMoney(from: string, amount: string): string {
  return formatCents(parseCents(from) - parseCents(amount));
}

export function multiplyMoney(price: string, quantity: number): string {
  return formatCents(parseCents(price) * BigInt(quantity));
}

/** `percent` with up to two places, e.g. '12.5'; half a cent rounds away from zero, as PostgreSQL's round(numeric) does. */
export function percentOf(amount: string, percent: string): string {
  const scaled = parseCents(amount) * parseCents(percent);
  const half = scaled < 0n ? -5000n : 5000n;
  return formatCents((scaled + half) / 10000n);
}

/** Negative, zero or positive, for sorting and for limits. */
export function compareMoney(one: string, other: string): -1 | 0 | 1 {
  const difference = parseCents(one) - parseCents(other);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function minMoney(one: string, other: string): string {
  return compareMoney(one, other) <= 0 ? one : other;
}

/** One shop, one currency (schema.md row 41): the default of payments.currency. */
export const shopCurrency = 'USD';

/** For people only: `$1,299.00`. Intl takes the decimal string itself, so large amounts keep their cents. */
export function showMoney(amount: string, currency = shopCurrency, locale = localeTag()): string {
  return numberFormat(locale, { style: 'currency', currency }).format(amount as `${number}`);
}
