import * as z from 'zod';
import { screen } from '../../app/screen.ts';
import { Connect } from './Connect.tsx';

export const connect = screen({
  name: 'connect',
  title: () => 'Connect a database',
  words: ['connect', 'connect own database profile'],
  permission: 'orders:read',
  component: Connect,
  params: z.object({}),
  twin: () => 'config test',
});
