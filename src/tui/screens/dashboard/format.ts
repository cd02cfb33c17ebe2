import { compareMoney, parseCents, showMoney } from '../../../domain/money.ts';
import { age } from '../../../domain/time.ts';
import type { Dashboard } from '../../../operations/dashboard/parts/types.ts';
import type { Theme } from '../../theme/theme.ts';
import { sparkline } from '../../widgets/figures.ts';
import { cell, sideBySide } from '../../widgets/beside.ts';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';
import { figures, type Figure } from './figures.ts';

export interface DashboardFrame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly now: Date;
  /** True in the sample shop: says what this is and what to try. */
  readonly sample: boolean;
  /** Restocks that were counted and not booked. */
  readonly unfinished?: number;
}

export function dashboardRows(data: Dashboard, selected: string | undefined, frame: DashboardFrame): readonly string[] {
  const all = figures(data, frame.unfinished);
  const chosen = all.find(({ id }) => id === selected) ?? all[0];
  const rows = frame.width < 60 || frame.height < 13 ? narrow(all, chosen, frame) : wide(data, all, chosen, frame);
  return Array.from({ length: frame.height }, (_, index) => rows[index] ?? '');
}

function figureRow(one: Figure, chosen: Figure | undefined, columns: number, theme: Theme): Spans {
  const here = one === chosen;
  const mark = here ? theme.glyphs.cursor : ' ';
  const label = [one.label, one.detail].filter(Boolean).join(` ${theme.glyphs.dot} `);
  if (here) return [cell('selected', `${mark}${one.value.padStart(8)}  ${label}`, columns, theme)];
  const value = one.tone === 'plain' ? 'strong' : one.tone;
  return [cell(value, ` ${one.value.padStart(8)}`, Math.max(9, one.value.length + 1), theme), ['plain', `  ${label}`]];
}

/** The figures alone, the chosen one always in sight. */
function narrow(all: readonly Figure[], chosen: Figure | undefined, frame: DashboardFrame): readonly string[] {
  const { width, height, theme } = frame;
  const tips =
    frame.sample && height > all.length ? [paintLine([['dim', ' Sample shop: try things. ? keys']], width, theme)] : [];
  const index = chosen ? all.indexOf(chosen) : 0;
  const start = Math.max(0, Math.min(index - Math.floor(height / 2), all.length - height));
  const shown = all.slice(start, start + height);
  return [...shown.map((one) => paintLine(figureRow(one, chosen, width, theme), width, theme)), ...tips];
}

function wide(
  data: Dashboard,
  all: readonly Figure[],
  chosen: Figure | undefined,
  frame: DashboardFrame,
): readonly string[] {
  const { width, height, theme } = frame;
  const numbers = all.filter(({ detail }) => detail === '');
  const stuck = all.filter(({ detail }) => detail !== '');
  const left = Math.min(34, Math.floor(width * 0.42));
  const right = width - left - 3;
  const tips = frame.sample ? sampleTips(width, height) : [];
  const days = Math.max(
    numbers.length,
    Math.min(data.revenue_by_day.length, height - tips.length - 6 - Math.min(stuck.length + 2, 6)),
  );
  const queues: Spans[] = [[['title', ' Waiting']], ...numbers.map((one) => figureRow(one, chosen, left, theme))];
  const shown = data.revenue_by_day.length > 0;
  const chart: Spans[] = shown ? [[['title', 'Revenue by day']], ...revenueRows(data, days, right, theme)] : [];
  const top = [
    ...hourRows(data, frame).map((row) => paintLine(row, width, theme)),
    '',
    ...sideBySide(queues, chart, [left, 3, right], theme),
  ];
  const paint = (rows: readonly Spans[]) => rows.map((row) => paintLine(row, width, theme));
  const hint = paint(tips);
  const room = height - top.length - hint.length - (hint.length > 0 ? 1 : 0);
  const list = stuckRows(stuck, chosen, room, width, theme);
  const below = hint.length > 0 ? ['', ...hint] : [];
  return [...top, ...paint(list), ...below];
}

function hourRows(data: Dashboard, { width, theme, now }: DashboardFrame): readonly Spans[] {
  const today = data.revenue_by_day.at(-1);
  const oldest = data.oldest_pending_at === null ? '' : `oldest to confirm waits ${age(data.oldest_pending_at, now)}`;
  const step = width >= 100 ? 2 : 1;
  const line = Array.from(sparkline(data.orders_by_hour, 24, theme.glyphs), (level) => level.repeat(step)).join('');
  return [
    [
      ['strong', today ? ` Today ${showMoney(today.revenue, data.currency)}` : ' Today'],
      ['plain', `  ${data.orders_today.toLocaleString('en')} orders`],
      ['waiting', oldest === '' ? '' : `  ${oldest}`],
    ],
    [
      ['dim', ' by hour 00 '],
      ['accent', line],
      ['dim', ' 23 UTC'],
    ],
  ];
}

/** The last days, newest below, the best one a full bar. */
function revenueRows(data: Dashboard, days: number, columns: number, theme: Theme): readonly Spans[] {
  const shown = data.revenue_by_day.slice(-days);
  const amounts = shown.map(({ revenue }) => showMoney(revenue, data.currency));
  const amountColumns = Math.max(...amounts.map((text) => text.length), 0);
  const room = Math.max(columns - 6 - amountColumns - 2 - 8, 4);
  const most = shown.reduce((best, { revenue }) => (compareMoney(revenue, best) > 0 ? revenue : best), '0');
  return shown.map(({ day, revenue, orders }, index): Spans => {
    const length = parseCents(most) === 0n ? 0 : Number((parseCents(revenue) * BigInt(room)) / parseCents(most));
    const bar = length === 0 && parseCents(revenue) > 0n ? 1 : length;
    return [
      ['dim', `${day.slice(5)} `],
      cell('accent', theme.glyphs.bar.repeat(bar), room, theme),
      ['plain', ` ${(amounts[index] ?? '').padStart(amountColumns)}`],
      ['dim', `${String(orders).padStart(6)} x`],
    ];
  });
}

function stuckRows(
  stuck: readonly Figure[],
  chosen: Figure | undefined,
  room: number,
  width: number,
  theme: Theme,
): readonly Spans[] {
  if (room < 3) return [];
  if (stuck.length === 0) return [[], [['good', ` ${theme.glyphs.ok} No order is stuck.`]]];
  const shown = Math.min(stuck.length, room - 2);
  const index = chosen ? Math.max(stuck.indexOf(chosen), 0) : 0;
  const start = Math.max(0, Math.min(index - shown + 1, stuck.length - shown));
  const title: Spans = [['title', ` Stuck orders (${stuck.length})`]];
  return [[], title, ...stuck.slice(start, start + shown).map((one) => figureRow(one, chosen, width, theme))];
}

/** For a person who has just started it for the first time. */
function sampleTips(width: number, height: number): readonly Spans[] {
  const what = 'This is a sample shoe shop: try anything in it. Three things:';
  const tips = [
    '1  Open "to confirm" and an order; f takes it on, step by step.',
    '2  :restock counts goods in: scan or type SKUs, Ctrl-s books them.',
    '3  ? shows every key, : goes anywhere (an order number, a SKU, a word).',
  ];
  const short =
    'Sample shop, try anything: open "to confirm" and an order, f takes it on; :restock counts goods in; ? shows every key.';
  if (height < 28) return wrap(short, width - 2).map((text): Spans => [['accent', ` ${text}`]]);
  return [[['accent', ` ${what}`]], ...tips.map((text): Spans => [['plain', ` ${text}`]])];
}
