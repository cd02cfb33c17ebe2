import * as z from 'zod';
import { screen } from '../../app/screen.ts';
import { Fulfil } from './Fulfil.tsx';

export const fulfil = screen({
  name: 'fulfil',
  title: () => 'Fulfilment',
  words: ['fulfil', 'pick and pack', 'fulfilment', 'ship orders'],
  permission: 'orders:fulfil',
  component: Fulfil,
  params: z.object({}).strict(),
  twin: () => 'orders to-pick',
});
