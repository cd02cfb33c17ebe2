import * as z from 'zod';
import { shellWord } from '../../app/list-params.ts';
import { screen } from '../../app/screen.ts';
import { Order } from './Order.tsx';

export const order = screen({
  name: 'order',
  title: ({ order }) => order,
  words: ['order'],
  permission: 'orders:read',
  component: Order,
  params: z.object({ order: z.string().trim().min(1).max(50) }),
  needsParams: true,
  twin: ({ order }) => `orders show ${shellWord(order)}`,
});
