import { NotFound } from '../../../domain/errors.ts';
import type { PromoTerms } from '../../../domain/promo.ts';
import type { Tx } from '../../../platform/database/types.ts';

export interface Promo extends PromoTerms {
  readonly id: string;
  readonly description: string | null;
  readonly version: number;
  readonly created_at: Date;
  /** The database's clock, which says whether a code has begun. */
  readonly now: Date;
}

/** @throws NotFound */
export const findPromo = (tx: Tx, code: string): Promise<Promo> => seek(tx, code, '');

/** Locked until the transaction ends. @throws NotFound */
export const lockPromo = (tx: Tx, code: string): Promise<Promo> => seek(tx, code, 'for no key update');

async function seek(tx: Tx, code: string, lock: string): Promise<Promo> {
  const found = await tx.one<Promo>(
    `select id, code, description, discount_type, discount_value, minimum_order, max_uses, current_uses, valid_from,
       valid_until, is_active, version, created_at, now() as now
     from promo_codes
     where code = upper(btrim($1))
     ${lock}`,
    [code],
  );
  if (found) return found;
  throw new NotFound(`There is no promo code ${code.slice(0, 60)}.`, { hint: 'See: solemate promos list' });
}
