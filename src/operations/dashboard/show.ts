import * as z from 'zod';
import { shopCurrency } from '../../domain/money.ts';
import { may } from '../../domain/permissions.ts';
import { operation } from '../operation.ts';
import { loadHours, loadRevenue, loadWaiting, RevenueDays } from './parts/figures.ts';
import { loadStuck } from './parts/stuck.ts';
import type { Dashboard } from './parts/types.ts';

export const show = operation({
  name: 'dashboard.show',
  summary: 'Show the shop today: orders by hour, revenue, what waits for whom, what is stuck.',
  permission: 'orders:read',
  input: z.object({ days: RevenueDays.describe('days of revenue; 0: none, which is quicker in a large shop') }),
  examples: ['dashboard show', 'dashboard show --days 0 --json'],
  reads: true,
  async run({ tx, actor }, { days }): Promise<Dashboard> {
    const { now, queues, oldestPendingAt } = await loadWaiting(tx, actor.role);
    const hours = await loadHours(tx, now);
    return {
      at: now.toISOString(),
      orders_today: hours.reduce((sum, count) => sum + count, 0),
      orders_by_hour: hours,
      revenue_by_day: may(actor.role, 'reports:read') ? await loadRevenue(tx, now, days) : [],
      currency: shopCurrency,
      queues,
      oldest_pending_at: oldestPendingAt,
      stuck: await loadStuck(tx, now),
    };
  },
});
