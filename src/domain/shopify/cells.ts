/** Readers of single cells. Each gives the value or, as `problem`, one clause that says what is wrong with it. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

const quoted = (text: string) => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;

/**
 * An amount as a decimal string with two places; null when the cell is empty. A comma stands for the point only in
 * files cut by semicolons (that is how a European Excel saves), because elsewhere 1,234 can mean two things.
 */
export function readAmount(text: string, decimalComma: boolean): Read<string | null> {
  const given = text.trim();
  if (given === '') return { value: null };
  const plain = decimalComma ? given.replace(/^(\d+),(\d+)$/u, '$1.$2') : given;
  // A megabyte of zeros would keep the expression busy for an hour.
  const match = plain.length <= 40 ? /^\+?0*(\d+)(?:\.(\d{1,2})0*)?$/u.exec(plain) : null;
  if (!match) {
    const why = plain.startsWith('-') ? 'it is negative' : 'an amount such as 129.00 is needed';
    return { problem: `${quoted(given)} is no price: ${why}` };
  }
  const whole = match[1] ?? '0';
  if (whole.length > 8) return { problem: `${quoted(given)} is too much: at most 99999999.99 can be kept` };
  return { value: `${whole}.${(match[2] ?? '').padEnd(2, '0')}` };
}

export const isZero = (amount: string) => /^[0.]+$/u.test(amount);

/**
 * Shopify's grams as kilograms with three places, rounded half up; null when empty or zero, which is how an export
 * says "not weighed". The column is in grams whatever the weight unit column says: that one is for display.
 */
export function readGrams(text: string, decimalComma: boolean): Read<string | null> {
  const given = text.trim();
  if (given === '') return { value: null };
  const plain = decimalComma ? given.replace(',', '.') : given;
  const match = /^\+?(\d{1,9})(?:\.(\d+))?$/u.exec(plain);
  if (!match) return { problem: `${quoted(given)} is no weight in grams` };
  const up = (match[2] ?? '0').charCodeAt(0) >= 0x35 ? 1 : 0;
  const grams = Number(match[1]) + up;
  if (grams === 0) return { value: null };
  const padded = String(grams).padStart(4, '0');
  return { value: `${padded.slice(0, -3)}.${padded.slice(-3)}` };
}

/** Kilograms with three places; null when empty. */
export function readKilograms(text: string): Read<string | null> {
  const given = text.trim();
  if (given === '') return { value: null };
  const match = given.length <= 40 ? /^0*(\d{1,7})(?:\.(\d{1,3})0*)?$/u.exec(given) : null;
  if (!match) return { problem: `${quoted(given)} is no weight: kilograms such as 0.85 are needed` };
  return { value: `${match[1] ?? '0'}.${(match[2] ?? '').padEnd(3, '0')}` };
}

/** Pieces in stock; Shopify lets them fall below zero. */
export function readQuantity(text: string): Read<number | null> {
  const given = text.trim();
  if (given === '') return { value: null };
  if (!/^[+-]?\d{1,9}(\.0+)?$/u.test(given))
    return { problem: `${quoted(given)} is no quantity: a whole number is needed` };
  return { value: Number(given) };
}

export function readYesNo(text: string): Read<boolean | null> {
  const given = text.trim().toLowerCase();
  if (given === '') return { value: null };
  if (['true', 'yes', '1'].includes(given)) return { value: true };
  if (['false', 'no', '0'].includes(given)) return { value: false };
  return { problem: `${quoted(text.trim())} is neither TRUE nor FALSE` };
}

const statuses = ['active', 'draft', 'archived', 'unlisted'] as const;

/** Shopify's status; only an active product is on sale. */
export function readStatus(text: string): Read<(typeof statuses)[number] | null> {
  const given = text.trim().toLowerCase();
  if (given === '') return { value: null };
  const known = statuses.find((one) => one === given);
  if (known !== undefined) return { value: known };
  return { problem: `${quoted(text.trim())} is none of active, draft, archived` };
}

export function readUrl(text: string): Read<string | null> {
  const given = text.trim();
  if (given === '') return { value: null };
  if (given.length > 500) return { problem: `the address has ${given.length} characters, at most 500 can be kept` };
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return { problem: `${quoted(given)} is no http or https address` };
  }
  return { value: given };
}

/** Characters as PostgreSQL counts them for varchar: code points. */
export const lengthOf = (text: string): number => Array.from(text).length;

/** Text that would mean something else when cut. */
export function readText(text: string, max: number): Read<string | null> {
  const given = text.trim();
  if (given === '') return { value: null };
  if (given.includes('\0')) return { problem: 'it holds a NUL byte' };
  const length = lengthOf(given);
  return length > max ? { problem: `it has ${length} characters, at most ${max} can be kept` } : { value: given };
}

/** Shopify and Excel users put an apostrophe before digits to keep a spreadsheet from reading a number. */
export const withoutApostrophe = (code: string) => code.trim().replace(/^'/u, '');

/** Null when there is none. A very long tag is a description in the wrong column, and no index would take it. */
export function readTags(text: string): Read<string[] | null> {
  const tags = text.split(',').map((tag) => tag.trim());
  const distinct = [...new Set(tags.filter((tag) => tag !== ''))];
  const long = distinct.find((tag) => lengthOf(tag) > 255);
  if (long !== undefined) return { problem: `the tag ${quoted(long)} has more than 255 characters` };
  return { value: distinct.length > 0 ? distinct : null };
}
