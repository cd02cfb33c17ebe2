import { showNumber } from '../../../domain/locale.ts';
import { showMoney } from '../../../domain/money.ts';
import { age } from '../../../domain/time.ts';
import type { Dashboard } from '../../../operations/dashboard/parts/types.ts';
import type { Theme } from '../../theme/theme.ts';
import { sparkline } from '../../widgets/figures.ts';
import { cell, sideBySide } from '../../widgets/beside.ts';
import { columnChart } from '../../widgets/chart.ts';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';
import { figures, type Besides, type Figure } from './figures.ts';

export interface DashboardFrame extends Besides {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly now: Date;
  /** True in the sample shop: says what this is and what to try. */
  readonly sample: boolean;
}

export function dashboardRows(data: Dashboard, selected: string | undefined, frame: DashboardFrame): readonly string[] {
  const all = figures(data, frame);
  const chosen = all.find(({ id }) => id === selected) ?? all[0];
  const rows = frame.width < 60 || frame.height < 13 ? narrow(all, chosen, frame) : wide(data, all, chosen, frame);
  return Array.from({ length: frame.height }, (_, index) => rows[index] ?? '');
}

/** `1       12  to confirm`: the digit opens it. */
function figureRow(one: Figure, digit: number, chosen: Figure | undefined, columns: number, theme: Theme): Spans {
  const here = one === chosen;
  const mark = here ? theme.glyphs.cursor : ' ';
  const label = [one.label, one.detail].filter(Boolean).join(` ${theme.glyphs.dot} `);
  const key = one.kind === 'queue' && digit <= 9 ? String(digit) : ' ';
  const room = one.kind === 'stuck' ? one.value.length : 8;
  if (here) return [cell('selected', `${mark}${key} ${one.value.padStart(room)}  ${label}`, columns, theme)];
  const value = one.tone === 'plain' ? 'strong' : one.tone;
  return [['key', ` ${key} `], [value, one.value.padStart(room)], `  ${label}`];
}

type Draw = (one: Figure, columns: number) => Spans;

/** The figures alone, the chosen one always in sight. */
function narrow(all: readonly Figure[], chosen: Figure | undefined, frame: DashboardFrame): readonly string[] {
  const { width, height, theme } = frame;
  const tips =
    frame.sample && height > all.length ? [paintLine([['dim', ' Sample shop: try things. ? keys']], width, theme)] : [];
  const index = chosen ? all.indexOf(chosen) : 0;
  const start = Math.max(0, Math.min(index - Math.floor(height / 2), all.length - height));
  const row = (one: Figure, at: number) => paintLine(figureRow(one, at + 1, chosen, width, theme), width, theme);
  return [...all.map(row).slice(start, start + height), ...tips];
}

function wide(
  data: Dashboard,
  all: readonly Figure[],
  chosen: Figure | undefined,
  frame: DashboardFrame,
): readonly string[] {
  const { width, height, theme } = frame;
  const draw: Draw = (one, columns) => figureRow(one, all.indexOf(one) + 1, chosen, columns, theme);
  const paint = (rows: readonly Spans[]) => rows.map((row) => paintLine(row, width, theme));
  const queues = all.filter(({ kind }) => kind === 'queue');
  const shop = all.filter(({ kind }) => kind === 'shop');
  const left = Math.min(34, Math.floor(width * 0.42));
  const right = width - left - 3;
  const tips = paint(frame.sample ? sampleTips(width, height) : []);
  const shopRows = paint(shop.map((one) => draw(one, width)));
  const spare = height - 4 - queues.length - shopRows.length - tips.length - 6;
  const tall = Math.max(queues.length, Math.min(queues.length + spare, 16));
  const waiting: Spans[] = [[['title', ' Waiting']], ...queues.map((one) => draw(one, left))];
  const top = [
    ...paint(hourRows(data, frame)),
    '',
    ...sideBySide(waiting, revenueRows(data, tall, right, frame), [left, 3, right], theme),
    ...(shopRows.length > 0 ? ['', ...shopRows] : []),
  ];
  const room = height - top.length - tips.length - (tips.length > 0 ? 1 : 0);
  const stuck = all.filter(({ kind }) => kind === 'stuck');
  const below = tips.length > 0 ? ['', ...tips] : [];
  return [...top, ...paint(stuckRows(stuck, chosen, room, draw, frame)), ...below];
}

function hourRows(data: Dashboard, { width, theme, now }: DashboardFrame): readonly Spans[] {
  const oldest = data.oldest_pending_at === null ? '' : `oldest to confirm waits ${age(data.oldest_pending_at, now)}`;
  const step = width >= 100 ? 2 : 1;
  const line = Array.from(sparkline(data.orders_by_hour, 24, theme.glyphs), (level) => level.repeat(step)).join('');
  const most = Math.max(0, ...data.orders_by_hour);
  return [
    [
      ['title', ' Today'],
      ['plain', `  ${showNumber(data.orders_today)} orders`],
      ['waiting', oldest === '' ? '' : `  ${oldest}`],
    ],
    [
      ['dim', ' by hour 00 '],
      ['accent', line],
      ['dim', ` 23 UTC  most ${most} an hour`],
    ],
  ];
}

/** The last days as columns on an axis, today at the right. */
function revenueRows(data: Dashboard, height: number, columns: number, frame: DashboardFrame): readonly Spans[] {
  const { theme, revenue } = frame;
  const title: Spans = [['title', 'Revenue by day']];
  if (data.revenue_by_day.length === 0) {
    if (revenue === 'failed') return [title, [['dim', 'could not be added up; r tries again']]];
    return revenue === 'coming' ? [title, ...Array.from({ length: height }, (): Spans => [])] : [];
  }
  const points = data.revenue_by_day.map(({ day, revenue }) => ({ label: day.slice(5), amount: Number(revenue) }));
  const show = (amount: number) => showMoney(amount.toFixed(2), data.currency).replace(/\.00$/u, '');
  return [title, ...columnChart(points, { width: columns, height, theme, show })];
}

function stuckRows(
  stuck: readonly Figure[],
  chosen: Figure | undefined,
  room: number,
  draw: Draw,
  { width, theme }: DashboardFrame,
): readonly Spans[] {
  if (room < 3) return [];
  if (stuck.length === 0) return [[], [['good', ` ${theme.glyphs.ok} No order is stuck.`]]];
  const shown = Math.min(stuck.length, room - 2);
  const index = chosen ? Math.max(stuck.indexOf(chosen), 0) : 0;
  const start = Math.max(0, Math.min(index - shown + 1, stuck.length - shown));
  const title: Spans = [['title', ` Stuck orders (${stuck.length})`]];
  return [[], title, ...stuck.slice(start, start + shown).map((one) => draw(one, width))];
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
  if (height < 30) return wrap(short, width - 2).map((text): Spans => [['accent', ` ${text}`]]);
  return [[['accent', ` ${what}`]], ...tips.map((text): Spans => [['plain', ` ${text}`]])];
}
