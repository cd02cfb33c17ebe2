import { compareMoney, formatCents, parseCents, percentOf } from './money.ts';

/** How a new price is made of an old one. `percent` and `amount` may be below zero: '-10', '2.50'. */
export type PriceChange =
  | { readonly percent: string }
  | { readonly amount: string }
  /** The same for all. */
  | { readonly to: string };

/** Prices as a shop writes them: multiples of a step (0.05, 1.00), or always the same cents (.99). */
export type Rounding =
  { readonly kind: 'step'; readonly cents: bigint } | { readonly kind: 'ending'; readonly cents: bigint };

const most = 9_999_999_999n;

/** `.99` and `.00` are endings, `0.05`, `0.5` and `5` are steps; undefined for what is neither. */
export function readRounding(text: string): Rounding | undefined {
  const ending = /^\.(\d{2})$/u.exec(text);
  if (ending) return { kind: 'ending', cents: BigInt(ending[1] ?? '0') };
  if (!/^\d{1,4}(\.\d{1,2})?$/u.test(text)) return undefined;
  const cents = parseCents(text);
  return cents > 0n ? { kind: 'step', cents } : undefined;
}

/** The nearest price that is so rounded and more than nothing; of two as near the higher one. */
export function roundPrice(cents: bigint, rounding: Rounding): bigint {
  const step = rounding.kind === 'step' ? rounding.cents : 100n;
  const offset = rounding.kind === 'step' ? 0n : rounding.cents;
  const past = (((cents - offset) % step) + step) % step;
  const below = cents - past;
  const nearest = past * 2n >= step ? below + step : below;
  return nearest > 0n ? nearest : nearest + step * ((-nearest + step) / step);
}

/** The new price, or one clause that says why there is none. */
export function changedPrice(
  price: string,
  change: PriceChange,
  rounding?: Rounding,
): { readonly price: string } | { readonly problem: string } {
  const cents = beforeRounding(price, change);
  if (cents <= 0n) return { problem: `${price} would become ${formatCents(cents)}, which is no price` };
  const rounded = rounding ? roundPrice(cents, rounding) : cents;
  if (rounded > most)
    return { problem: `${price} would become ${formatCents(rounded)}, which is more than can be kept` };
  return { price: formatCents(rounded) };
}

function beforeRounding(price: string, change: PriceChange): bigint {
  // People write +10 where they mean more; an amount of money has no plus.
  const plain = (given: string) => given.replace(/^\+/u, '');
  if ('to' in change) return parseCents(change.to);
  if ('amount' in change) return parseCents(price) + parseCents(plain(change.amount));
  return parseCents(price) + parseCents(percentOf(price, plain(change.percent)));
}

/** Nobody has to answer for a price that equals the cost, nor for one whose cost nobody knows. */
export function isBelowCost(price: string, cost: string | null): boolean {
  return cost !== null && compareMoney(price, cost) < 0;
}

/** What is left of the price, in per cent of it with one place; null when the cost is not known. */
export function margin(price: string, cost: string | null): string | null {
  if (cost === null) return null;
  const cents = parseCents(price);
  const left = (cents - parseCents(cost)) * 1000n;
  const half = left < 0n ? -cents / 2n : cents / 2n;
  const tenths = (left + half) / cents;
  const size = tenths < 0n ? -tenths : tenths;
  return `${tenths < 0n ? '-' : ''}${size / 10n}.${size % 10n}`;
}
