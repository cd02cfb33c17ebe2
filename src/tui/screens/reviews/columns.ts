import { list } from '../../../operations/reviews/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { column } from '../../app/cells.ts';
import { stars } from '../../widgets/figures.ts';
import type { Column } from '../../widgets/table.ts';

const rating: Column<ListRow> = {
  ...column(list, 'rating', { width: 6, priority: 2 }),
  label: 'Stars',
  align: 'left',
  cell: (row, theme) => stars(Number(row['rating']), theme.glyphs),
};

const bought: Column<ListRow> = {
  ...column(list, 'is_verified', { width: 6, priority: 4 }),
  cell: (row, theme) =>
    row['is_verified'] === true ? { text: `${theme.glyphs.ok} yes`, tone: 'good' } : { text: 'no', tone: 'waiting' },
};

const copied: Column<ListRow> = {
  ...column(list, 'same_text', { width: 9, priority: 8 }),
  cell: (row, theme) =>
    Number(row['same_text']) > 0
      ? { text: `${theme.glyphs.warning} ${String(row['same_text'])}`, tone: 'waiting' }
      : '',
};

/** The title, or how the text begins where there is none. */
const title: Column<ListRow> = {
  ...column(list, 'title', { width: 18, min: 8, priority: 1, grow: 40 }),
  label: 'Review',
  cell: (row) => String(row['title'] ?? row['comment'] ?? ''),
};

/** What comes next in the queue, where there is room for little. */
export const queueColumns = [rating, title, bought, column(list, 'product', { width: 14, min: 8, priority: 5 })];

export const columns = [
  column(list, 'status', { width: 10, priority: 1 }),
  rating,
  { ...title, priority: 3 },
  bought,
  column(list, 'product', { width: 18, min: 8, priority: 5 }),
  column(list, 'customer', { width: 16, min: 8, priority: 6 }),
  column(list, 'created_at', { width: 16, priority: 7 }),
  copied,
  column(list, 'rejection_reason', { width: 24, min: 10, priority: 9 }),
];
