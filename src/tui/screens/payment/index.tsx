import * as z from 'zod';
import { screen } from '../../app/screen.ts';
import { Payment } from './Payment.tsx';

export const payment = screen({
  name: 'payment',
  title: ({ order }) => `Payment of ${order}`,
  words: ['payment'],
  permission: 'payments:read',
  component: Payment,
  params: z.object({ order: z.string().trim().min(1).max(50) }),
  needsParams: true,
  twin: ({ order }) => `payments show ${order}`,
});
