import { list } from '../../../operations/inventory/list.ts';
import { column } from '../../app/cells.ts';
import type { ListRow } from '../../../operations/listing.ts';
import type { Column } from '../../widgets/table.ts';

/** Low stock by word and glyph, not by colour alone. */
const available: Column<ListRow> = {
  ...column(list, 'available', { width: 9, min: 6, priority: 2 }),
  label: 'Free',
  cell: (row, theme) =>
    row['low'] === true
      ? {
          text: `${theme.glyphs.warning} ${String(row['available'])}`,
          tone: row['available'] === 0 ? 'bad' : 'waiting',
        }
      : String(row['available']),
};

export const columns = [
  column(list, 'sku', { width: 20, min: 18, priority: 1 }),
  column(list, 'warehouse', { width: 4, priority: 3, label: 'At' }),
  available,
  column(list, 'quantity', { width: 8, min: 7, priority: 4, label: 'On hand' }),
  column(list, 'reserved', { width: 8, priority: 5 }),
  column(list, 'name', { width: 24, min: 10, priority: 6, grow: 36 }),
  column(list, 'size', { width: 6, priority: 7 }),
  column(list, 'color', { width: 10, min: 6, priority: 8 }),
  column(list, 'reorder_point', { width: 10, priority: 9 }),
  column(list, 'brand', { width: 14, min: 8, priority: 10 }),
  column(list, 'last_restocked', { width: 16, priority: 11 }),
];
