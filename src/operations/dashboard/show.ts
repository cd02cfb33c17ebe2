import * as z from 'zod';
import { shopCurrency } from '../../domain/money.ts';
import { may } from '../../domain/permissions.ts';
import { operation } from '../operation.ts';
import { loadHours, loadOldestPending, loadQueues, loadRevenue } from './parts/figures.ts';
import { loadStuck } from './parts/stuck.ts';
import type { Dashboard } from './parts/types.ts';

export const show = operation({
  name: 'dashboard.show',
  summary: 'Show the shop today: orders by hour, revenue, what waits for whom, what is stuck.',
  permission: 'orders:read',
  input: z.object({}),
  examples: ['dashboard show', 'dashboard show --json'],
  reads: true,
  async run({ tx, actor }): Promise<Dashboard> {
    const clock = await tx.one<{ now: Date }>('select now() as now');
    const now = clock?.now ?? new Date();
    const hours = await loadHours(tx);
    return {
      at: now.toISOString(),
      orders_today: hours.reduce((sum, count) => sum + count, 0),
      orders_by_hour: hours,
      revenue_by_day: may(actor.role, 'reports:read') ? await loadRevenue(tx) : [],
      currency: shopCurrency,
      queues: await loadQueues(tx, actor.role),
      oldest_pending_at: await loadOldestPending(tx),
      stuck: await loadStuck(tx, now),
    };
  },
});
