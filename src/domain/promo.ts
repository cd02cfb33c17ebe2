import { compareMoney, minMoney, percentOf } from './money.ts';
import type { PromoType } from './order-status.ts';

export interface PromoTerms {
  readonly code: string;
  readonly discount_type: PromoType;
  readonly discount_value: string;
  readonly minimum_order: string;
  readonly max_uses: number | null;
  readonly current_uses: number;
  readonly valid_from: Date | null;
  readonly valid_until: Date | null;
  readonly is_active: boolean;
}

/** Why the code cannot be used for an order of this subtotal now; undefined when it can. One sentence without a stop. */
export function promoRefusal(promo: PromoTerms, subtotal: string, now: Date): string | undefined {
  const { code, max_uses, current_uses } = promo;
  if (!promo.is_active) return `Promo code ${code} is switched off`;
  if (promo.valid_from && promo.valid_from > now) return `Promo code ${code} starts ${day(promo.valid_from)}`;
  if (promo.valid_until && promo.valid_until <= now) return `Promo code ${code} ended ${day(promo.valid_until)}`;
  if (max_uses !== null && current_uses >= max_uses)
    return `Promo code ${code} is used up (${current_uses} of ${max_uses})`;
  if (compareMoney(subtotal, promo.minimum_order) < 0) {
    return `Promo code ${code} needs an order of at least ${promo.minimum_order}; this one is ${subtotal}`;
  }
  return undefined;
}

const day = (time: Date) => time.toISOString().slice(0, 10);

/** What the code takes off the goods and what shipping costs with it; never more than the goods are worth. */
export function applyPromo(
  promo: Pick<PromoTerms, 'discount_type' | 'discount_value'> | undefined,
  subtotal: string,
  shipping: string,
): { discount: string; shipping: string } {
  if (!promo) return { discount: '0.00', shipping };
  switch (promo.discount_type) {
    case 'PERCENTAGE':
      return { discount: percentOf(subtotal, promo.discount_value), shipping };
    case 'FIXED_AMOUNT':
      return { discount: minMoney(promo.discount_value, subtotal), shipping };
    case 'FREE_SHIPPING':
      return { discount: '0.00', shipping: '0.00' };
  }
}
