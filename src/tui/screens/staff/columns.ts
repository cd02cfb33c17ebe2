import { list } from '../../../operations/staff/list.ts';
import { sessions } from '../../../operations/staff/sessions.ts';
import { column } from '../../app/cells.ts';

export const staffColumns = [
  column(list, 'name', { width: 20, min: 10, priority: 1, grow: 36 }),
  column(list, 'role', { width: 9, priority: 2 }),
  column(list, 'state', { width: 13, priority: 3 }),
  column(list, 'email', { width: 28, min: 14, priority: 4 }),
  column(list, 'sessions', { width: 13, priority: 6 }),
  column(list, 'last_login_at', { width: 16, priority: 5 }),
  column(list, 'created_at', { width: 16, priority: 7 }),
];

export const sessionColumns = [
  column(sessions, 'name', { width: 20, min: 10, priority: 1, grow: 36 }),
  column(sessions, 'role', { width: 9, priority: 4 }),
  column(sessions, 'client', { width: 24, min: 10, priority: 2 }),
  column(sessions, 'last_seen_at', { width: 16, priority: 3 }),
  column(sessions, 'created_at', { width: 16, priority: 5 }),
  column(sessions, 'expires_at', { width: 16, priority: 7 }),
  column(sessions, 'open', { width: 4, priority: 6 }),
  column(sessions, 'email', { width: 28, min: 14, priority: 8 }),
];
