import { clean, fit } from '../../../domain/display.ts';
import { showMoney, shopCurrency } from '../../../domain/money.ts';
import type { StockFound, WarehouseStock } from '../../../operations/inventory/parts/types.ts';
import type { DetailFrame } from '../../app/DetailScreen.tsx';
import { bigNumber, bigWidth } from '../../widgets/big.ts';
import { paintLine, type Spans } from '../../widgets/spans.ts';

type Frame = Pick<DetailFrame, 'width' | 'height' | 'theme' | 'now'>;

/** What it is, in as few rows as a handheld has. */
export function articleRows(found: StockFound, { width, theme }: Frame): readonly string[] {
  const variant = [found.size, found.color].filter(Boolean).join(' ');
  const off = found.is_active ? [] : [['bad', ` ${theme.glyphs.bad} not on sale`] as const];
  const head: Spans = [['strong', ` ${found.sku}`], ...off];
  const money = showMoney(found.price, shopCurrency);
  return [
    paintLine(head, width, theme),
    paintLine([` ${[found.name, variant].filter(Boolean).join(' ')} ${theme.glyphs.dot} ${money}`], width, theme),
  ];
}

/** All free pieces, large enough for an arm's length, where there is room for them. */
export function freeRows(found: StockFound, { width, height, theme }: Frame): readonly string[] {
  const free = found.stock.reduce((sum, { available }) => sum + available, 0);
  const label = ` ${free} free in all warehouses`;
  if (height < 12 || bigWidth(free) + 2 > width) return [theme.paint('accent', fit(label, width))];
  const beside = ['', '', 'free in all', 'warehouses', ''];
  return bigNumber(free, theme.glyphs.bar).map((row, index) =>
    theme.paint('accent', fit(` ${row}  ${beside[index] ?? ''}`, width)),
  );
}

/** `BER    12 there  3 reserved  9 free` */
export function placeRow(place: WarehouseStock, { width, theme }: Frame): string {
  const { quantity, reserved, available, reorder_point } = place;
  const low = reorder_point !== null && available <= reorder_point;
  const sign = low ? ` ${theme.glyphs.warning} low` : '';
  const narrow = width < 34;
  const text = narrow
    ? ` ${clean(place.warehouse)} ${quantity}, ${available} free${low ? theme.glyphs.warning : ''}`
    : ` ${fit(clean(place.warehouse), 5)}${fit(String(quantity), 5, 'right')} there ${fit(String(available), 4, 'right')} free${sign}${reserved > 0 ? `  ${reserved} reserved` : ''}`;
  const tone = quantity === 0 ? 'dim' : low ? 'waiting' : 'plain';
  return theme.paint(tone, fit(text, width, 'left', theme.glyphs.ellipsis));
}

const hours = 3_600_000;

/** `SM-2026-000123  2 from BER  PROCESSING  3d` */
export function orderRow(order: StockFound['orders'][number], { width, theme, now }: Frame): string {
  const age = Math.max(0, Math.floor((now.getTime() - Date.parse(order.reserved_at)) / hours));
  const since = age >= 48 ? `${Math.floor(age / 24)}d` : `${age}h`;
  const text = ` ${clean(order.order_number)}  ${order.quantity} ${clean(order.warehouse)}  ${since}  ${order.status}`;
  return theme.paint('plain', fit(text, width, 'left', theme.glyphs.ellipsis));
}
