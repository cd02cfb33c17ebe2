import * as z from 'zod';
import { Refused } from '../../../domain/errors.ts';
import { addMoney, compareMoney } from '../../../domain/money.ts';
import { isBelowCost } from '../../../domain/pricing.ts';
import type { Confirmation } from '../../operation.ts';

/**
 * Selling below the cost takes a typed yes (operations.md). What an article costs stands in the database, where no
 * question can look: so `run` refuses, and whoever means it says so with this field, for which the words are asked.
 */
export const BelowCost = z.boolean().default(false).describe('agree that a price is below the cost');

export const typedBelowCost = (question: string): Confirmation => ({ question, typed: 'BELOW COST' });

interface Prices {
  readonly price: string;
  readonly cost: string | null;
}

/** Both told in one call and one below the other: the words can be asked before. */
export function askBelowCost({
  price,
  cost,
  below_cost,
}: {
  price?: string | undefined;
  cost?: string | undefined;
  below_cost?: boolean;
}): Confirmation | undefined {
  if (price && cost && isBelowCost(price, cost)) return typedBelowCost(`The price ${price} is below the cost ${cost}.`);
  return below_cost ? typedBelowCost('The price may be below the cost.') : undefined;
}

/**
 * @param agreed the words were asked for
 * @throws Refused when the change makes the price lower than the cost; one that was so before is left alone
 */
export function demandAboveCost(sku: string, before: Prices | undefined, after: Prices, agreed: boolean): void {
  if (agreed || !isBelowCost(after.price, after.cost)) return;
  if (
    before &&
    isBelowCost(before.price, before.cost) &&
    compareMoney(after.price, before.price) === 0 &&
    same(before.cost, after.cost)
  )
    return;
  throw new Refused(
    `${sku} would be sold for ${addMoney(after.price)} and costs the shop ${addMoney(after.cost ?? '0')}.`,
    {
      hint: 'Add --below-cost when that is meant.',
      details: { sku, price: after.price, cost: after.cost },
    },
  );
}

const same = (one: string | null, other: string | null) =>
  one !== null && other !== null && compareMoney(one, other) === 0;
