import { toldDiscount, type PromoState } from '../../../domain/promo.ts';
import type { PromoType } from '../../../domain/order-status.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { firstDay, lastDay } from '../../../operations/promos/parts/fields.ts';
import { shortTime } from '../cells.ts';
import { statusLook } from '../../theme/status.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { bar } from '../../widgets/figures.ts';

const words: Readonly<Record<PromoState, string>> = {
  ACTIVE: 'live',
  SCHEDULED: 'scheduled',
  USED_UP: 'used up',
  EXPIRED: 'expired',
  INACTIVE: 'off',
};

/** A code's state as glyph and word, with what its colour means. */
export function promoLook(state: PromoState, { glyphs }: Theme): { readonly text: string; readonly tone: Tone } {
  const { glyph, tone } = statusLook(words[state], glyphs);
  return { text: `${glyph} ${words[state]}`, tone };
}

/** `37/100` and a bar of how much of the limit is used; without a limit the uses alone. */
export function usesText(uses: number, limit: number | null, columns: number, { glyphs }: Theme): string {
  if (limit === null) return `${uses}, no limit`;
  const figures = `${uses}/${limit}`;
  const room = columns - figures.length - 1;
  return room < 3 ? figures : `${figures} ${bar(uses, limit, room, glyphs)}`;
}

export const givesOf = (row: ListRow): string =>
  toldDiscount({ discount_type: row['discount_type'] as PromoType, discount_value: String(row['discount_value']) });

/** `2026-12-01`, with the time only where it does not begin with the day; empty for at once. */
export const fromText = (at: string | null): string => dayText(firstDay(at));

/** The last day it can be used, as it was typed; empty for no end. */
export const untilText = (at: string | null): string => dayText(lastDay(at));

const dayText = (day: string | null): string => (day === null ? '' : day.length > 10 ? shortTime(day) : day);
