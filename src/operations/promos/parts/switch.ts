import { Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { lockPromo } from './find.ts';
import { promoPage, type PromoPage } from './types.ts';

/** @throws NotFound @throws Refused when it is so already */
export async function switchPromo(tx: Tx, code: string, on: boolean): Promise<PromoPage> {
  const promo = await lockPromo(tx, code);
  if (promo.is_active === on) throw new Refused(`${promo.code} is switched ${on ? 'on' : 'off'} already.`);
  await tx.query('update promo_codes set is_active = $2 where id = $1::uuid', [promo.id, on]);
  return promoPage({ ...promo, is_active: on, version: promo.version + 1 });
}
