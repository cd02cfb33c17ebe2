import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { toldDiscount } from '../../domain/promo.ts';
import { entered, Money } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandWindow, discountValue, NewCode, promoFields, PromoTypeInput } from './parts/fields.ts';
import { findPromo } from './parts/find.ts';
import { promoPage, type PromoPage } from './parts/types.ts';

export const create = operation({
  name: 'promos.create',
  summary: 'Make a promo code: a percentage, an amount, or free shipping.',
  permission: 'promos:write',
  input: z.object({
    code: NewCode.describe('the code as customers type it; their capitals do not matter'),
    type: PromoTypeInput,
    value: entered('plain', Money).optional().describe('percent or amount; none for free shipping'),
    ...promoFields,
  }),
  positional: ['code'],
  examples: [
    'promos create SPRING26 --type PERCENTAGE --value 15 --minimum 50 --max-uses 500 --until 2027-03-31',
    'promos create POSTFREE --type FREE_SHIPPING --description "newsletter of December"',
  ],
  dryRun: true,
  undoable: true,
  refreshes: ['promo_codes'],
  done: (promo: PromoPage) =>
    `${promo.code} gives ${toldDiscount(promo)} and is ${promo.state.toLowerCase().replace('_', ' ')}.`,
  async run({ tx }, { code, type, value, minimum, max_uses, from, until, description }): Promise<PromoPage> {
    const amount = discountValue(type, value);
    demandWindow(from ?? null, until ?? null);
    const made = await tx.one(
      `insert into promo_codes
         (code, discount_type, discount_value, minimum_order, max_uses, valid_from, valid_until, description)
       values ($1, $2, $3, coalesce($4, 0), $5, $6, $7, $8)
       on conflict (code) do nothing
       returning id`,
      [
        code,
        type,
        amount,
        minimum ?? null,
        max_uses ?? null,
        from ?? null,
        until ?? null,
        description === '' ? null : (description ?? null),
      ],
    );
    const promo = await findPromo(tx, code);
    if (made) return promoPage(promo);
    throw new Refused(`There is a promo code ${code} already.`, {
      hint: promo.is_active ? 'Edit that one, or take another code.' : 'It is switched off: "promos activate" it.',
    });
  },
});
