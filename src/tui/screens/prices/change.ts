import { readRounding } from '../../../domain/pricing.ts';

/** What was typed, in the words of products.price. */
export interface TypedChange {
  readonly percent?: string;
  readonly amount?: string;
  readonly to?: string;
  readonly round?: string;
  readonly what?: 'price' | 'variants' | 'compare_price';
}

const whats: Readonly<Record<string, NonNullable<TypedChange['what']>>> = {
  products: 'price',
  variants: 'variants',
  former: 'compare_price',
};

/**
 * `-10% .99`, `+2.00`, `=89.90 variants`, `5% ~0.05`: by how much, then how it is rounded (`.99`: prices that end so,
 * `~0.05`: multiples of it) and, where not all are meant, which. Undefined while nothing is typed; a sentence for what
 * is not understood.
 */
export function readChangeLine(line: string): TypedChange | string | undefined {
  const words = line.trim().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return undefined;
  let change: TypedChange = {};
  for (const word of words) {
    const read = readWord(word);
    if (typeof read === 'string') return read;
    const twice = Object.keys(read).some(
      (key) => kindOf(key) && Object.keys(change).some((one) => kindOf(one) === kindOf(key)),
    );
    if (twice) return `"${word}" says it a second time.`;
    change = { ...change, ...read };
  }
  const told = change.percent ?? change.amount ?? change.to;
  return told === undefined ? 'By how much? Such as -10%, +2.00 or =89.90.' : change;
}

const kindOf = (key: string): string => (['percent', 'amount', 'to'].includes(key) ? 'by' : key);

function readWord(word: string): TypedChange | string {
  const what = whats[word.toLowerCase()];
  if (what !== undefined) return { what };
  if (/^\.\d{2}$/u.test(word)) return { round: word };
  const rounding = /^~(.+)$/u.exec(word)?.[1];
  if (rounding !== undefined) {
    return readRounding(rounding) ? { round: rounding } : `"${word}" rounds to nothing: .99, ~0.05 or ~1 do.`;
  }
  const percent = /^([+-]?\d{1,4}(?:\.\d{1,2})?)%$/u.exec(word)?.[1];
  if (percent !== undefined) return { percent };
  if (/^[+-]\d{1,8}(?:\.\d{1,2})?$/u.test(word)) return { amount: word };
  const to = /^=?(\d{1,8}(?:\.\d{1,2})?)$/u.exec(word)?.[1];
  if (to !== undefined) return { to };
  return `"${word.slice(0, 30)}" is not understood: -10%, +2.00, =89.90, then .99 or ~0.05 to round.`;
}
