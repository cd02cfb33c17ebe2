import { list } from '../../../operations/orders/list.ts';
import { column } from '../../app/cells.ts';

export const columns = [
  column(list, 'order_number', { width: 15, priority: 1 }),
  column(list, 'status', { width: 12, priority: 2 }),
  column(list, 'total', { width: 10, min: 8, priority: 3 }),
  column(list, 'customer', { width: 18, min: 10, priority: 4, grow: 36 }),
  column(list, 'created_at', { width: 16, priority: 5 }),
  column(list, 'items', { width: 5, priority: 6 }),
  column(list, 'payment_status', { width: 16, min: 12, priority: 7 }),
  column(list, 'city', { width: 14, min: 8, priority: 8 }),
  column(list, 'country', { width: 7, priority: 9 }),
  column(list, 'assigned_to', { width: 16, min: 8, priority: 10 }),
  column(list, 'tracking_number', { width: 20, min: 12, priority: 11 }),
];
