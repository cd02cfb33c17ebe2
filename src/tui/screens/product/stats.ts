import { showMoney, shopCurrency } from '../../../domain/money.ts';
import { plural } from '../../../domain/plural.ts';
import type { ProductStats, SoldPart } from '../../../operations/products/stats.ts';
import { shortTime } from '../../app/cells.ts';
import type { DetailFrame } from '../../app/DetailScreen.tsx';
import { cell } from '../../widgets/beside.ts';
import { bar, sparkline } from '../../widgets/figures.ts';
import { keyValueLines, type Fact } from '../../widgets/small.tsx';
import { paintLine, type Spans } from '../../widgets/spans.ts';

/** How it sells, in lines. */
export function statsRows(stats: ProductStats, frame: DetailFrame): readonly string[] {
  const lines = [
    ...facts(stats, frame),
    ...parts('Sold and free by size', stats.sizes, frame),
    ...parts('Sold and free by colour', stats.colors, frame),
    ...ratings(stats, frame),
  ];
  return lines.map((line) => paintLine(line, frame.width, frame.theme));
}

function facts(stats: ProductStats, { theme }: DetailFrame): readonly Spans[] {
  const { sold, weeks } = stats;
  const lasts =
    stats.days_left === null
      ? `${stats.available} free; none was sold in 30 days`
      : `${stats.available} free, about ${plural(stats.days_left, 'day')} at the pace of the last 30`;
  const told: (Fact | undefined)[] = [
    { label: ' sold', value: `${sold.days_30} in 30 days, ${sold.days_90} in 90, ${sold.ever} ever` },
    {
      label: ' by week',
      value: [
        ['accent', sparkline(weeks, weeks.length, theme.glyphs)],
        ['dim', `  ${weeks.join(' ')}`],
      ],
    },
    { label: ' last sold', value: stats.last_sold_at === null ? 'never' : `${shortTime(stats.last_sold_at)} UTC` },
    stats.revenue === null ? undefined : { label: ' revenue', value: showMoney(stats.revenue, shopCurrency) },
    {
      label: ' returned',
      value:
        stats.return_rate === null
          ? 'nothing was sold yet'
          : `${stats.returned}, ${stats.return_rate} % of what was sold`,
    },
    { label: ' stock', value: lasts, tone: stats.days_left !== null && stats.days_left < 14 ? 'waiting' : 'plain' },
  ];
  return keyValueLines(told.filter((one) => one !== undefined));
}

function parts(title: string, rows: readonly SoldPart[], { width, theme }: DetailFrame): readonly Spans[] {
  if (rows.length === 0) return [];
  const most = Math.max(...rows.map(({ sold }) => sold));
  const room = Math.max(4, Math.min(40, width - 36));
  const lines = rows.map(({ name, sold, available }): Spans => [
    cell('plain', ` ${name}`, 14, theme),
    cell('plain', String(sold), 6, theme, 'right'),
    cell(available === 0 ? 'bad' : 'dim', `${available} free`, 11, theme, 'right'),
    ['accent', ` ${bar(sold, most, room, theme.glyphs)}`],
  ]);
  return [[], [['title', ` ${title}`]], ...lines];
}

function ratings({ ratings: counts }: ProductStats, { width, theme }: DetailFrame): readonly Spans[] {
  const most = Math.max(0, ...counts);
  if (most === 0) return [];
  const lines = counts
    .map((count, index): Spans => [
      cell('plain', ` ${plural(index + 1, 'star')}`, 14, theme),
      cell('plain', String(count), 6, theme, 'right'),
      ['accent', ` ${bar(count, most, Math.max(4, Math.min(40, width - 36)), theme.glyphs)}`],
    ])
    .toReversed();
  return [[], [['title', ' Approved reviews']], ...lines];
}
