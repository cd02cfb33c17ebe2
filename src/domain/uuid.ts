export interface UuidRange {
  readonly from: string;
  readonly to: string;
  /** All 32 digits were given. */
  readonly whole: boolean;
}

/**
 * The first and the last UUID that begin with what was given: 8 or more hex digits, with or without dashes. Undefined
 * when it is no beginning of a UUID. An index on a UUID finds what lies between.
 */
export function uuidRange(given: string): UuidRange | undefined {
  const digits = given.trim().replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{8,32}$/u.test(digits)) return undefined;
  return { from: dashed(digits.padEnd(32, '0')), to: dashed(digits.padEnd(32, 'f')), whole: digits.length === 32 };
}

const dashed = (digits: string) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
