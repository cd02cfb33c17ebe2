import { list } from '../../../operations/customers/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { column } from '../../app/cells.ts';
import type { Column } from '../../widgets/table.ts';

/** Whether they may order, in words; nothing for those who may, who are nearly all. */
const account: Column<ListRow> = {
  ...column(list, 'is_active', { width: 11, priority: 5 }),
  label: 'Account',
  cell: (row, theme) => {
    if (row['deleted_at'] !== null) return { text: `${theme.glyphs.bad} deleted`, tone: 'off' };
    return row['is_active'] === true ? 'active' : { text: `${theme.glyphs.warning} closed`, tone: 'bad' };
  },
};

export const columns = [
  column(list, 'name', { width: 22, min: 12, priority: 1, grow: 36 }),
  column(list, 'email', { width: 24, min: 12, priority: 2 }),
  column(list, 'orders', { width: 6, priority: 3 }),
  column(list, 'spent', { width: 10, priority: 4 }),
  account,
  column(list, 'last_order_at', { width: 16, priority: 6 }),
  column(list, 'has_phone', { width: 5, priority: 7 }),
  column(list, 'created_at', { width: 16, priority: 8 }),
];
