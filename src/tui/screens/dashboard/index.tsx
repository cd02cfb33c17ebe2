import * as z from 'zod';
import { screen } from '../../app/screen.ts';
import { Dashboard } from './Dashboard.tsx';

export const dashboard = screen({
  name: 'dashboard',
  title: () => 'Dashboard',
  words: ['dashboard', 'home', 'overview'],
  permission: 'orders:read',
  component: Dashboard,
  params: z.object({}).strict(),
  twin: () => 'dashboard show',
});
