import { subtractMoney } from '../../../domain/money.ts';
import type { PricesChanged } from '../../../operations/products/price.ts';
import type { Column } from '../../widgets/table.ts';

type Changed = PricesChanged['rows'][number];

export interface PriceLine extends Changed {
  readonly id: string;
}

export function priceLines({ rows }: PricesChanged): readonly PriceLine[] {
  return rows.map((row) => ({ ...row, id: `${row.sku} ${row.field}` }));
}

export const columns: readonly Column<PriceLine>[] = [
  { key: 'sku', label: 'SKU', width: 20, min: 18, priority: 1, cell: ({ sku }) => sku },
  { key: 'name', label: 'Name', width: 24, min: 10, grow: 40, priority: 6, cell: ({ name }) => name },
  {
    key: 'field',
    label: 'What',
    width: 7,
    priority: 7,
    cell: ({ field }) => (field === 'compare_price' ? 'former' : 'price'),
  },
  { key: 'from', label: 'Old', width: 9, min: 8, priority: 3, align: 'right', cell: ({ from }) => from },
  {
    key: 'to',
    label: 'New',
    width: 10,
    min: 9,
    priority: 2,
    align: 'right',
    // The sign is here too: where there is little room the column of warnings is the first to go.
    cell: ({ to, warning }, { glyphs }) =>
      warning === null ? { text: to, tone: 'strong' } : { text: `${glyphs.warning} ${to}`, tone: 'waiting' },
  },
  {
    key: 'by',
    label: 'By',
    width: 9,
    min: 8,
    priority: 5,
    align: 'right',
    cell: ({ from, to }, { glyphs }) => {
      const by = subtractMoney(to, from);
      return by.startsWith('-') ? `${glyphs.down} ${by}` : `${glyphs.up} +${by}`;
    },
  },
  {
    key: 'margin',
    label: 'Left %',
    width: 7,
    priority: 8,
    align: 'right',
    cell: ({ margin: left }) => left ?? '',
  },
  {
    key: 'warning',
    label: 'Warning',
    width: 22,
    min: 10,
    priority: 4,
    cell: ({ warning }, { glyphs }) =>
      warning === null
        ? ''
        : { text: `${glyphs.warning} ${warning}`, tone: warning === 'below cost' ? 'bad' : 'waiting' },
  },
];

/** How many rows want a second look. */
export function warningsOf(rows: readonly PriceLine[]): { readonly warnings: number; readonly below: number } {
  return {
    warnings: rows.filter(({ warning }) => warning !== null).length,
    below: rows.filter(({ warning }) => warning === 'below cost').length,
  };
}
