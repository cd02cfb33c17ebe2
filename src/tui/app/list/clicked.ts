import type { ListRow } from '../../../operations/listing.ts';
import type { List } from './list.ts';

/** A click goes to the row on that line of the list; one on the row that has the cursor opens it. False: there is none. */
export function clickedRow(list: List, line: number, open: ((row: ListRow) => unknown) | undefined): boolean {
  const { top, cursor, height, rows } = list.state.get();
  const row = rows[top + line];
  if (line < 0 || line >= height || !row) return false;
  if (top + line === cursor) open?.(row);
  else list.move(top + line - cursor);
  return true;
}
