import { z } from 'zod';
import { screen } from '../../app/screen.ts';
import { Restock } from './Restock.tsx';

export const restock = screen({
  name: 'restock',
  title: () => 'Restock',
  words: ['restock', 'receive goods', 'scan in'],
  permission: 'stock:write',
  component: Restock,
  params: z.object({}).strict(),
  twin: () => 'inventory restock --help',
});
