import type { PromoType } from '../../../domain/order-status.ts';
import { promoState, type PromoState } from '../../../domain/promo.ts';
import type { Promo } from './find.ts';

/** A code as it is told: money as decimal text, times as ISO UTC. */
export interface PromoPage {
  readonly id: string;
  readonly code: string;
  readonly state: PromoState;
  readonly discount_type: PromoType;
  readonly discount_value: string;
  readonly minimum_order: string;
  readonly max_uses: number | null;
  readonly current_uses: number;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly is_active: boolean;
  readonly description: string | null;
  readonly version: number;
  readonly created_at: string;
}

export function promoPage(promo: Promo): PromoPage {
  return {
    id: promo.id,
    code: promo.code,
    state: promoState(promo, promo.now),
    discount_type: promo.discount_type,
    discount_value: promo.discount_value,
    minimum_order: promo.minimum_order,
    max_uses: promo.max_uses,
    current_uses: promo.current_uses,
    valid_from: promo.valid_from?.toISOString() ?? null,
    valid_until: promo.valid_until?.toISOString() ?? null,
    is_active: promo.is_active,
    description: promo.description,
    version: promo.version,
    created_at: promo.created_at.toISOString(),
  };
}
