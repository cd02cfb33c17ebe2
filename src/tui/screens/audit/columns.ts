import { showDayTime } from '../../../domain/locale.ts';
import { list } from '../../../operations/audit/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { column } from '../../app/cells.ts';
import type { Column } from '../../widgets/table.ts';

/** The operation; what was changed by no operation of ours is told as such. */
const through: Column<ListRow> = {
  ...column(list, 'operation', { width: 17, min: 12, priority: 2 }),
  cell: (row) =>
    row['operation'] === null ? { text: 'outside this program', tone: 'waiting' } : String(row['operation']),
};

/** For a handheld: when, who and which record, a whole SKU of it; what it went through and the fields are a key away. */
export const shortColumns: readonly Column<ListRow>[] = [
  {
    ...column(list, 'changed_at', { width: 11, priority: 1 }),
    cell: (row) => showDayTime(String(row['changed_at'])),
  },
  column(list, 'person', { width: 12, min: 6, priority: 3 }),
  column(list, 'record', { width: 24, min: 19, priority: 2, grow: 40 }),
  { ...through, priority: 4 },
];

export const columns = [
  column(list, 'changed_at', { width: 16, priority: 1 }),
  column(list, 'person', { width: 16, min: 8, priority: 3 }),
  through,
  // Half a SKU or half an order number names nothing.
  column(list, 'record', { width: 24, min: 20, priority: 4, grow: 40 }),
  column(list, 'fields', { width: 20, min: 14, priority: 5 }),
  column(list, 'table_name', { width: 16, min: 8, priority: 6 }),
  column(list, 'action', { width: 8, priority: 7 }),
  column(list, 'reason', { width: 24, min: 10, priority: 8 }),
  column(list, 'client', { width: 8, priority: 9 }),
];
