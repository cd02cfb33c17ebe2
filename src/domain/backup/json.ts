/** What one command may print and still be read: 30 days of a busy shop's WAL list take a fifth of it. */
export const largestOutput = 64 * 1024 * 1024;

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Integers that a double cannot hold stay the text they were, e.g. a system-id of 7710958258781564633. */
const keepLargeIntegers: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/u.test(source)
    ? source
    : value;

/** @throws SyntaxError */
export function parseJson(text: string): unknown {
  return JSON.parse(text, keepLargeIntegers as (key: string, value: unknown) => unknown);
}

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectAt = (value: unknown, key: string): Json => {
  const inner = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
};

export const listAt = (value: unknown, key: string): readonly unknown[] => {
  const inner = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return Array.isArray(inner) ? inner : [];
};

export const textAt = (value: unknown, key: string): string | undefined => {
  const inner = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof inner === 'string' ? inner : undefined;
};

export const numberAt = (value: unknown, key: string): number | undefined => {
  const inner = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof inner === 'number' && Number.isFinite(inner) ? inner : undefined;
};
