import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Conflict, InvalidInput, Refused } from '../../../domain/errors.ts';
import { parseFilter } from '../../../domain/filter.ts';
import { plural } from '../../../domain/plural.ts';
import { readRounding, type PriceChange } from '../../../domain/pricing.ts';
import { Reason, required, Sku, text } from '../../fields.ts';
import { BelowCost } from './below-cost.ts';
import { Price } from './columns.ts';
import type { PriceRow } from './price-rows.ts';

export const PriceInput = z.object({
  skus: z.array(Sku).max(10_000).optional().describe('SKUs of products or variants'),
  filter: text(2000)
    .optional()
    .describe('all products of this filter of "products list", e.g. "brand:stride price:>100"'),
  percent: z
    .string()
    .trim()
    .regex(/^[+-]?\d{1,4}(\.\d{1,2})?$/u, 'a percentage such as -10 or 2.5 is needed')
    .optional()
    .describe('per cent more, or less: -10'),
  amount: z
    .string()
    .trim()
    .regex(/^[+-]?\d{1,8}(\.\d{1,2})?$/u, 'an amount such as -5.00 is needed')
    .optional()
    .describe('money more, or less: -5.00'),
  to: Price.optional().describe('the same price for all'),
  round: z
    .string()
    .trim()
    .refine((given) => readRounding(given) !== undefined, 'it is none of .99, .00, 0.05, 1 and the like')
    .optional()
    .describe('.99: prices that end so; 0.05 or 1: multiples of it'),
  what: z
    .enum(['all', 'price', 'variants', 'compare_price'])
    .default('all')
    .describe('price: of products; variants: their own prices; all: both; compare_price: former prices'),
  expect: required(80)
    .optional()
    .describe('fingerprint of a dry run; refused when anything would come out otherwise now'),
  below_cost: BelowCost,
  reason: Reason.optional(),
});

export type PriceInput = z.infer<typeof PriceInput>;

/** Nobody is asked about an act that will be refused for what it was given. */
export function isComplete(given: PriceInput): boolean {
  try {
    readChange(given);
    return true;
  } catch {
    return false;
  }
}

export function readChange({ percent, amount, to, what, skus, filter }: PriceInput): PriceChange {
  const ways = [percent, amount, to].filter((one) => one !== undefined).length;
  if (ways !== 1) throw new InvalidInput('Say by how much: one of --percent, --amount and --to.');
  if ((skus?.length ?? 0) > 0 === (filter !== undefined)) {
    throw new InvalidInput('Say which: SKUs or --filter.', { hint: '--filter active:yes is everything on sale.' });
  }
  if (to !== undefined && what === 'all' && filter !== undefined) {
    throw new InvalidInput('One price for every product and every variant under a filter is hardly meant: add --what.');
  }
  return percent !== undefined ? { percent } : amount !== undefined ? { amount } : { to: to ?? '' };
}

/** A search finds what fits best, at most a thousand: it is no set whose prices could be changed. */
export function demandFilter(filter = ''): string {
  const words = parseFilter(filter);
  if (words.text === '' && words.terms.length > 0) return filter;
  throw new InvalidInput(
    words.text === ''
      ? 'The filter is empty.'
      : `"${words.text.slice(0, 60)}" is a search, and no prices are changed by a search.`,
    { hint: 'Use filters such as brand:, category:, tag:, sku:, price: or active:yes for everything on sale.' },
  );
}

export const fingerprintOf = (rows: readonly PriceRow[]): string => {
  const text = rows.map(({ id, field, from, to }) => `${id} ${field} ${from} ${to}`).join('\n');
  return `${rows.length}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
};

export function demandExpected(expected: string | undefined, now: string): void {
  if (expected === undefined || expected === now) return;
  const [before, after] = [expected, now].map((one) => one.split('-')[0] ?? '');
  const seen = before === after ? 'a price moved' : `it was ${before} prices and is ${after} now`;
  throw new Conflict(`This is not what was previewed: ${seen}.`, {
    hint: 'Run it with --dry-run again and look at the rows.',
    details: { expected, fingerprint: now },
  });
}

export function tooLow(low: readonly PriceRow[], fingerprint: string): Refused {
  const told = low.slice(0, 3).map(({ sku, to, cost }) => `${sku} ${to} (cost ${cost ?? ''})`);
  const more = low.length > 3 ? ` and ${low.length - 3} more` : '';
  return new Refused(`${plural(low.length, 'price')} would fall below cost: ${told.join(', ')}${more}.`, {
    hint: 'Nothing was changed; add --below-cost when that is meant.',
    details: { below_cost: low.length, fingerprint, rows: low.slice(0, 1000) },
  });
}

export function impossible(problems: readonly { sku: string; reason: string }[], total: number): Refused {
  const told = problems.slice(0, 3).map(({ sku, reason }) => `${sku}: ${reason}`);
  return new Refused(`${problems.length} of ${total} prices cannot be changed so: ${told.join('; ')}.`, {
    hint: 'Nothing was changed.',
    details: { count: problems.length, rows: problems.slice(0, 1000) },
  });
}
