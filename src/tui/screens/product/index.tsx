import * as z from 'zod';
import { shellWord } from '../../app/list-params.ts';
import { screen } from '../../app/screen.ts';
import { Product } from './Product.tsx';

export const product = screen({
  name: 'product',
  title: ({ product: given }) => given,
  words: ['product'],
  permission: 'catalog:read',
  component: Product,
  params: z.object({ product: z.string().trim().min(1).max(255) }),
  needsParams: true,
  twin: ({ product: given }) => `products show ${shellWord(given)}`,
});
