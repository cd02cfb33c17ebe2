import { clean, clip, fit, width, type Align } from '../../../domain/display.ts';
import { plural } from '../../../domain/plural.ts';
import type { CountLine, CountShown } from './types.ts';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly align: Align;
  readonly of: (row: CountLine) => string;
}

const article = 28;
const number = (value: number | null) => (value === null ? '' : String(value));

/** A sheet to walk with: what is not counted yet has a line to write on; of what is counted it shows the difference. */
const columns: readonly Column[] = [
  { title: 'SKU', width: 24, align: 'left', of: ({ sku }) => sku },
  {
    title: 'Article',
    width: article,
    align: 'left',
    of: ({ name, size, color }) => {
      const variant = clean([size, color].filter(Boolean).join(' '));
      return `${clip(clean(name), Math.max(article - 1 - width(variant), 8))} ${variant}`;
    },
  },
  { title: 'Expected', width: 8, align: 'right', of: ({ expected, quantity }) => number(expected ?? quantity) },
  {
    title: 'Counted',
    width: 8,
    align: 'right',
    of: ({ counted }) => (counted === null ? '________' : String(counted)),
  },
  {
    title: 'Diff',
    width: 6,
    align: 'right',
    of: ({ difference, moved }) =>
      (difference === null || difference === 0 ? '' : difference > 0 ? `+${difference}` : String(difference)) +
      (moved ? '*' : ''),
  },
];

const minute = (time: string) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Pure. 78 columns, for a page of paper; `rows` in the order of the shelf. */
export function countSheet(count: CountShown): string {
  const blind = count.blind && count.status === 'OPEN';
  const shown = columns.filter(({ title }) => !blind || (title !== 'Expected' && title !== 'Diff'));
  const line = (of: (column: Column) => string) =>
    shown
      .map((column) => fit(clean(of(column)), column.width, column.align))
      .join(' ')
      .trimEnd();
  const by = (name: string | null) => (name === null ? '' : ` by ${clean(name)}`);
  const head = [
    `Count ${count.count_number} of ${clean(count.warehouse)} ${clean(count.warehouse_name)}: ${count.status}${blind ? ', blind' : ''}`,
    `Opened ${minute(count.opened_at)}${by(count.opened_by)}` +
      (count.closed_at === null ? '' : `, closed ${minute(count.closed_at)}${by(count.closed_by)}`),
    ...(count.note === null ? [] : [clean(count.note)]),
    `${plural(count.lines, 'line')}, ${count.counted_lines} counted` +
      (count.different_lines === null
        ? ''
        : `, ${count.different_lines} different: ${count.surplus ?? 0} more, ${count.shortage ?? 0} missing`),
  ];
  const body = [
    line(({ title }) => title),
    line((column) => '-'.repeat(column.width)),
    ...count.rows.map((row) => line(({ of }) => of(row))),
  ];
  const foot = [
    ...(count.rows.some(({ moved }) => moved) ? ['* stock moved since it was counted'] : []),
    ...(count.more ? ['There are more lines: --limit shows them.'] : []),
  ];
  return [...head, '', ...body, ...(foot.length > 0 ? ['', ...foot] : []), ''].join('\n');
}
