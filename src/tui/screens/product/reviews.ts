import { list } from '../../../operations/reviews/list.ts';
import { column } from '../../app/cells.ts';

export const reviewColumns = [
  column(list, 'status', { width: 11, priority: 2 }),
  column(list, 'rating', { width: 6, priority: 1 }),
  column(list, 'title', { width: 20, min: 10, priority: 4, grow: 30 }),
  column(list, 'comment', { width: 40, min: 14, priority: 3, grow: 80 }),
  column(list, 'customer', { width: 16, min: 8, priority: 6 }),
  column(list, 'is_verified', { width: 6, priority: 7 }),
  column(list, 'created_at', { width: 16, priority: 5 }),
];
