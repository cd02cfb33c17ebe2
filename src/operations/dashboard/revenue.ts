import * as z from 'zod';
import { shopCurrency } from '../../domain/money.ts';
import { operation } from '../operation.ts';
import { clockOf, loadRevenue, RevenueDays } from './parts/figures.ts';
import type { Revenue } from './parts/types.ts';

/** Apart from the rest of the dashboard: it reads every order of these days, and whoever looks at what waits does not wait. */
export const revenue = operation({
  name: 'dashboard.revenue',
  summary: 'Show what the last days earned, today included: orders placed that day and not cancelled.',
  permission: 'reports:read',
  input: z.object({ days: RevenueDays.describe('how many days, today last') }),
  examples: ['dashboard revenue', 'dashboard revenue --days 30 --csv'],
  reads: true,
  csv: true,
  run: async ({ tx }, { days }): Promise<Revenue> => ({
    currency: shopCurrency,
    rows: await loadRevenue(tx, await clockOf(tx), days),
  }),
});
