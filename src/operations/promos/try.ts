import * as z from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { addMoney } from '../../domain/money.ts';
import { applyPromo, promoFindings, type PromoFinding } from '../../domain/promo.ts';
import type { Tx } from '../../platform/database/types.ts';
import { Money, naming, OrderNumber, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { findCustomer, findOrder, priceLines, SkuQuantities, type SkuQuantity } from '../orders/steps.ts';
import { PromoCode } from './parts/fields.ts';
import { findPromo } from './parts/find.ts';

interface Rule extends Omit<PromoFinding, 'rule'> {
  /** One of promoRules, or `order_open`, `only_code` of an order that there is already. */
  readonly rule: string;
}

export interface PromoTried {
  readonly code: string;
  readonly applies: boolean;
  readonly order_number: string | null;
  readonly subtotal: string;
  /** What it would give; nothing when it does not apply. */
  readonly discount: string;
  readonly shipping_before: string;
  readonly shipping: string;
  readonly rules: readonly Rule[];
}

/** What the code is held against. `mine`: the order has this code already, so that its own use is not counted. */
interface Basket {
  readonly order_number: string | null;
  readonly subtotal: string;
  readonly shipping: string;
  readonly mine: boolean;
  readonly rules: readonly Rule[];
}

export const tryPromo = operation({
  name: 'promos.try',
  summary: 'Say whether a promo code would apply to an order or a basket now, and which rule says no.',
  permission: 'orders:read',
  input: z.object({
    code: PromoCode,
    order: OrderNumber.optional(),
    customer: naming('customer', required(255)).optional().describe('e-mail of the customer, with --lines'),
    lines: SkuQuantities.optional().describe('a basket as SKU=QUANTITY, several with commas between'),
    shipping: Money.default('0.00').describe('shipping cost of the basket'),
  }),
  positional: ['code'],
  examples: [
    'promos try WELCOME10 --order SM-2026-000123',
    'promos try WELCOME10 --customer anna@example.com --lines RUN-42-BLK=1',
  ],
  reads: true,
  async run({ tx }, { code, order, customer, lines, shipping }): Promise<PromoTried> {
    const promo = await findPromo(tx, code);
    const basket = await basketOf(tx, promo.id, { order, customer, lines, shipping });
    const current_uses = promo.current_uses - (basket.mine ? 1 : 0);
    const rules = [...basket.rules, ...promoFindings({ ...promo, current_uses }, basket.subtotal, promo.now)];
    const applies = rules.every(({ passed }) => passed);
    return {
      code: promo.code,
      applies,
      order_number: basket.order_number,
      subtotal: basket.subtotal,
      shipping_before: basket.shipping,
      ...applyPromo(applies ? promo : undefined, basket.subtotal, basket.shipping),
      rules,
    };
  },
});

interface Asked {
  readonly order: string | undefined;
  readonly customer: string | undefined;
  readonly lines: readonly SkuQuantity[] | undefined;
  readonly shipping: string;
}

async function basketOf(tx: Tx, promoId: string, { order, customer, lines, shipping }: Asked): Promise<Basket> {
  if ((order === undefined) === (lines === undefined)) {
    throw new InvalidInput('Say either which order (--order) or which basket (--lines).');
  }
  if (order !== undefined) return orderBasket(tx, promoId, order);
  if (customer !== undefined) await findCustomer(tx, customer);
  const priced = await priceLines(tx, lines ?? []);
  const subtotal = addMoney('0.00', ...priced.map(({ total }) => total));
  return { order_number: null, subtotal, shipping, mine: false, rules: [] };
}

async function orderBasket(tx: Tx, promoId: string, given: string): Promise<Basket> {
  const key = await findOrder(tx, given);
  const order = await tx.one<{
    status: string;
    subtotal: string;
    shipping: string;
    promo: string | null;
    mine: boolean;
  }>(
    `select o.status, o.subtotal, o.shipping, c.code as promo, o.promo_code_id is not distinct from $3::uuid as mine
     from orders o
     left join promo_codes c on c.id = o.promo_code_id
     where o.id = $1::uuid
       and o.created_at = $2::timestamptz`,
    [key.id, key.created_at, promoId],
  );
  const { status = '', subtotal = '0.00', shipping = '0.00', promo = null, mine = false } = order ?? {};
  const open = status === 'PENDING';
  const alone = promo === null || mine;
  const name = key.order_number;
  const rules = [
    { rule: 'order_open', passed: open, told: `${name} is ${status}${open ? '' : ': its totals are fixed'}` },
    {
      rule: 'only_code',
      passed: alone,
      told: alone ? `${name} has no other promo code` : `${name} has ${promo} already`,
    },
  ];
  // a cancelled order has given its use back
  return { order_number: name, subtotal, shipping, mine: mine && status !== 'CANCELLED', rules };
}
