import { compareMoney, minMoney, percentOf, showMoney } from './money.ts';
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

export const promoRules = ['switched_on', 'started', 'not_ended', 'uses_left', 'minimum_order'] as const;
export type PromoRule = (typeof promoRules)[number];

/** One rule held against a code and an order. `told`: one sentence without a stop, what was seen. */
export interface PromoFinding {
  readonly rule: PromoRule;
  readonly passed: boolean;
  readonly told: string;
}

/** Every rule in the order in which placing an order asks them; the code can be used when all passed. */
export function promoFindings(promo: PromoTerms, subtotal: string, now: Date): PromoFinding[] {
  const { code, max_uses, current_uses, valid_from, valid_until, minimum_order } = promo;
  const name = `Promo code ${code}`;
  const of = (rule: PromoRule, passed: boolean, yes: string, no: string) => ({ rule, passed, told: passed ? yes : no });
  const used = `${current_uses}${max_uses === null ? '' : ` of ${max_uses}`}`;
  return [
    of('switched_on', promo.is_active, `${name} is switched on`, `${name} is switched off`),
    of(
      'started',
      valid_from === null || valid_from <= now,
      valid_from ? `${name} started ${day(valid_from)}` : `${name} has no first day`,
      `${name} starts ${valid_from ? day(valid_from) : ''}`,
    ),
    of(
      'not_ended',
      valid_until === null || valid_until > now,
      valid_until ? `${name} runs until ${lastDay(valid_until)}` : `${name} has no last day`,
      `${name} ended ${valid_until ? lastDay(valid_until) : ''}`,
    ),
    of(
      'uses_left',
      max_uses === null || current_uses < max_uses,
      max_uses === null ? `${name} has no limit; it was used ${used} times` : `${name} was used ${used} times`,
      `${name} is used up (${used})`,
    ),
    of(
      'minimum_order',
      compareMoney(subtotal, minimum_order) >= 0,
      `${name} needs an order of at least ${minimum_order}, which ${subtotal} is`,
      `${name} needs an order of at least ${minimum_order}; this one is ${subtotal}`,
    ),
  ];
}

/** Why the code cannot be used for an order of this subtotal now; undefined when it can. One sentence without a stop. */
export function promoRefusal(promo: PromoTerms, subtotal: string, now: Date): string | undefined {
  return promoFindings(promo, subtotal, now).find(({ passed }) => !passed)?.told;
}

const day = (time: Date) => time.toISOString().slice(0, 10);
/** The bound itself is not in it: until midnight is until the day before. */
const lastDay = (end: Date) => day(new Date(end.getTime() - 1));

export const promoStates = ['ACTIVE', 'SCHEDULED', 'USED_UP', 'EXPIRED', 'INACTIVE'] as const;
export type PromoState = (typeof promoStates)[number];

/** What a code is, in a word; the first that fits of: switched off, over, used up, not yet. */
export function promoState(promo: Omit<PromoTerms, 'code' | 'minimum_order'>, now: Date): PromoState {
  const { max_uses, current_uses, valid_from, valid_until } = promo;
  if (!promo.is_active) return 'INACTIVE';
  if (valid_until && valid_until <= now) return 'EXPIRED';
  if (max_uses !== null && current_uses >= max_uses) return 'USED_UP';
  if (valid_from && valid_from > now) return 'SCHEDULED';
  return 'ACTIVE';
}

/** The same as SQL over a row of promo_codes. */
export function promoStateSql(alias: string): string {
  return `case
    when not ${alias}.is_active then 'INACTIVE'
    when ${alias}.valid_until <= now() then 'EXPIRED'
    when ${alias}.current_uses >= ${alias}.max_uses then 'USED_UP'
    when ${alias}.valid_from > now() then 'SCHEDULED'
    else 'ACTIVE'
  end`;
}

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

/** `10 %`, `$5.00`, `free shipping`: a discount as people read it. */
export function toldDiscount({ discount_type, discount_value }: Pick<PromoTerms, 'discount_type' | 'discount_value'>) {
  if (discount_type === 'FREE_SHIPPING') return 'free shipping';
  if (discount_type === 'FIXED_AMOUNT') return showMoney(discount_value);
  return `${discount_value.replace(/\.0+$|(\.\d)0+$/u, '$1')} %`;
}

/** Letters and digits that nobody mistakes for another, on paper or on the phone; no vowels, so that no words arise. */
export const codeAlphabet = 'BCDFGHJKMNPQRSTVWXYZ23456789';

/** A code of `length` characters after the prefix. `pick(n)` gives a random whole number from 0 to n - 1. */
export function makeCode(prefix: string, length: number, pick: (below: number) => number): string {
  let code = prefix;
  for (let index = 0; index < length; index += 1) code += codeAlphabet.charAt(pick(codeAlphabet.length));
  return code;
}
