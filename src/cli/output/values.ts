import type { ColumnType } from '../../operations/listing.ts';
import { clean } from '../../domain/display.ts';

/** One value of JSON-safe data as a person reads it, on one line. Times are UTC and say so. */
export function readable(value: unknown, type?: ColumnType): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return clean(isTime(value) ? time(value) : value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((one) => readable(one, type)).join(', ');
  return Object.entries(value)
    .filter(([, one]) => one !== null)
    .map(([key, one]) => `${label(key).toLowerCase()} ${readable(one)}`)
    .join(', ');
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/u;

const isTime = (text: string): boolean => isoTime.test(text) && !Number.isNaN(Date.parse(text));

const time = (text: string): string => `${new Date(text).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** `order_number` → `Order number`. */
export function label(key: string): string {
  const words = clean(key)
    .replaceAll('_', ' ')
    .trim()
    .replace(/^is (?=.)/u, '')
    .replace(/^told$/u, 'what changed')
    .replace(/\bsku\b/u, 'SKU')
    .replace(/\bemail\b/u, 'e-mail')
    .replace(/\burl\b/u, 'URL')
    .replace(/\bcolor(?=s?\b)/u, 'colour');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Amounts and counts stand under each other by their last digit. */
export function numeric(texts: readonly string[]): boolean {
  return texts.some((text) => text !== '') && texts.every((text) => /^([+-]?\d{1,12}(\.\d+)?)?$/u.test(text));
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
