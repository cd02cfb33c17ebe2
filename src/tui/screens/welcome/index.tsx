import * as z from 'zod';
import { screen } from '../../app/screen.ts';
import { Welcome } from './Welcome.tsx';

export const welcome = screen({
  name: 'welcome',
  title: () => 'Welcome',
  words: ['welcome', 'first run', 'what is this'],
  permission: 'orders:read',
  component: Welcome,
  params: z.object({}),
});
