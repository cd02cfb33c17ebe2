import { list } from '../../../operations/products/list.ts';
import { column } from '../../app/cells.ts';

export const columns = [
  column(list, 'sku', { width: 18, min: 11, priority: 1 }),
  column(list, 'name', { width: 28, min: 16, priority: 2, grow: 36 }),
  column(list, 'available', { width: 9, priority: 3, label: 'Free' }),
  column(list, 'price', { width: 10, min: 8, priority: 4 }),
  column(list, 'status', { width: 10, priority: 5 }),
  column(list, 'brand', { width: 14, min: 8, priority: 6 }),
  column(list, 'category', { width: 14, min: 8, priority: 7 }),
  column(list, 'variants', { width: 8, priority: 8 }),
  column(list, 'avg_rating', { width: 6, priority: 9 }),
  column(list, 'updated_at', { width: 16, priority: 10 }),
];
