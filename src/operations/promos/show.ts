import * as z from 'zod';
import { may } from '../../domain/permissions.ts';
import type { Tx } from '../../platform/database/types.ts';
import { operation } from '../operation.ts';
import { personName } from '../orders/steps.ts';
import { PromoCode } from './parts/fields.ts';
import { findPromo } from './parts/find.ts';
import { promoPage, type PromoPage } from './parts/types.ts';

export interface PromoShown extends PromoPage {
  /** Of the orders that hold it now; cancelled ones gave their use back. Null for who may not see customers. */
  readonly figures: { readonly orders: number; readonly discount: string; readonly revenue: string } | null;
  readonly newest_uses: readonly PromoUse[];
}

interface PromoUse {
  readonly order_number: string;
  readonly customer: string | null;
  readonly discount_amount: string;
  readonly total: string;
  readonly used_at: string;
}

export const show = operation({
  name: 'promos.show',
  summary: 'Show a promo code: its terms, its state, what it gave and what it brought.',
  permission: 'catalog:read',
  input: z.object({ code: PromoCode }),
  positional: ['code'],
  examples: ['promos show WELCOME10', 'promos show welcome10 --json'],
  reads: true,
  async run({ tx, actor }, { code }): Promise<PromoShown> {
    const promo = await findPromo(tx, code);
    const sees = may(actor.role, 'customers:read');
    return {
      ...promoPage(promo),
      figures: sees ? await figuresOf(tx, promo.id) : null,
      newest_uses: sees ? await usesOf(tx, promo.id) : [],
    };
  },
});

async function figuresOf(tx: Tx, id: string): Promise<PromoShown['figures']> {
  const found = await tx.one<NonNullable<PromoShown['figures']>>(
    `select count(*)::integer as orders, coalesce(sum(s.discount_amount), 0.00) as discount,
       coalesce(sum(o.total), 0.00) as revenue
     from promo_usage s
     join orders o on o.id = s.order_id and o.created_at = s.order_created_at
     where s.promo_code_id = $1::uuid`,
    [id],
  );
  return found ?? null;
}

async function usesOf(tx: Tx, id: string): Promise<PromoUse[]> {
  return tx.query<PromoUse>(
    `select o.order_number, ${personName('u')} as customer, s.discount_amount, o.total, s.used_at
     from promo_usage s
     join orders o on o.id = s.order_id and o.created_at = s.order_created_at
     join users u on u.id = s.user_id
     where s.promo_code_id = $1::uuid
     order by s.used_at desc, s.id desc
     limit 10`,
    [id],
  );
}
