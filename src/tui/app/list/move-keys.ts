import type { KeyHandlers } from '../dispatcher.ts';
import type { List } from './list.ts';

/** The keys that move the cursor of a list, of which so many rows are seen at once. */
export const moveKeys = (list: List, seen: () => number): KeyHandlers => ({
  'move.down': () => list.move(1),
  'move.up': () => list.move(-1),
  'move.first': list.first,
  'move.last': list.last,
  'move.page-down': () => list.move(seen()),
  'move.page-up': () => list.move(-seen()),
  'move.half-down': () => list.move(Math.ceil(seen() / 2)),
  'move.half-up': () => list.move(-Math.ceil(seen() / 2)),
});
