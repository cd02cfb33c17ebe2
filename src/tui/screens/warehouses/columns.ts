import { list } from '../../../operations/warehouses/list.ts';
import { column } from '../../app/cells.ts';

export const columns = [
  column(list, 'code', { width: 6, min: 4, priority: 1 }),
  column(list, 'name', { width: 24, min: 10, priority: 2, grow: 40 }),
  column(list, 'is_active', { width: 5, priority: 3 }),
  column(list, 'units', { width: 9, priority: 4 }),
  column(list, 'city', { width: 16, min: 8, priority: 5 }),
  column(list, 'country', { width: 7, priority: 6 }),
];
