import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { formatCents, parseCents } from '../../../src/domain/money.ts';
import { revenue } from '../../../src/operations/dashboard/revenue.ts';
import { show } from '../../../src/operations/dashboard/show.ts';
import { queueNames } from '../../../src/operations/dashboard/parts/types.ts';
import { run } from '../../../src/operations/operation.ts';
import type { Role } from '../../../src/domain/permissions.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(async () => db.close());

const earned = async (role: Role, days?: number) =>
  (await run(revenue, { days }, { database: db.database, actor: db.actor(role) })).output;
const look = async (role: Role) => (await run(show, {}, { database: db.database, actor: db.actor(role) })).output;

test('the dashboard tells what the tables tell', async () => {
  const seen = await look('manager');
  const [told] = await db.sql<Record<string, number>>(
    `select
       (select count(*)::int from orders where created_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC') as today,
       (select count(*)::int from orders where status = 'PENDING') as to_confirm,
       (select count(*)::int from orders where status = 'CONFIRMED') as to_pick,
       (select count(*)::int from orders where status = 'PROCESSING') as to_ship,
       (select count(*)::int from orders where status = 'RETURNED') as returned,
       (select count(*)::int from refunds where status = 'REQUESTED') as refunds_pending,
       (select count(*)::int from payments where owed_since is not null) as money_owed,
       (select count(*)::int from inventory where available <= reorder_point) as low_stock,
       (select count(*)::int from reviews where status = 'PENDING') as reviews_waiting`,
  );
  expect(seen.orders_by_hour).toHaveLength(24);
  expect(seen.orders_today).toBe(told?.['today']);
  for (const name of queueNames)
    expect([name, seen.queues[name]]).toEqual([name, { count: told?.[name], more: false }]);

  expect(seen.revenue_by_day).toHaveLength(14);
  expect(seen.revenue_by_day.at(-1)?.day).toBe(seen.at.slice(0, 10));
  const days = await db.sql<{ day: string; revenue: string }>(
    `select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day, sum(total)::text as revenue
     from orders where status <> 'CANCELLED' group by 1`,
  );
  for (const { day, revenue } of seen.revenue_by_day) {
    expect(revenue).toBe(days.find((one) => one.day === day)?.revenue ?? '0.00');
  }

  const [oldest] = await db.sql<{ at: Date }>(`select min(created_at) as at from orders where status = 'PENDING'`);
  expect(seen.oldest_pending_at).toBe(oldest?.at.toISOString());
  const since = seen.stuck.map((one) => one.since);
  expect(since).toEqual([...since].sort());
  for (const { why, status } of seen.stuck) expect(why).toMatch(new RegExp(`^${status} for \\d+d: `, 'u'));
});

test('everybody of the staff may look, the warehouse without the money', async () => {
  expect((await look('oncall')).revenue_by_day).toHaveLength(14);
  const seen = await look('warehouse');
  expect(seen.revenue_by_day).toEqual([]);
  await expect(earned('warehouse')).rejects.toThrow('may not run dashboard revenue');
  expect(seen.queues.to_pick).toEqual((await look('manager')).queues.to_pick);
  await expect(look('customer')).rejects.toThrow('may not run dashboard show');
});

test('the revenue by itself is that of the dashboard, for as many days as are asked for', async () => {
  const seen = await look('manager');
  expect(await earned('manager')).toEqual({ currency: seen.currency, rows: seen.revenue_by_day });
  const month = (await earned('manager', 30)).rows;
  expect(month.slice(-14)).toEqual(seen.revenue_by_day);
  const [told] = await db.sql<{ revenue: string }>(
    `select sum(total)::text as revenue from orders
     where status <> 'CANCELLED' and created_at >= date_trunc('day', now() at time zone 'UTC' - interval '29 days') at time zone 'UTC'`,
  );
  expect(formatCents(month.reduce((sum, { revenue: day }) => sum + parseCents(day), 0n))).toBe(told?.revenue);
  const { output } = await run(show, { days: 0 }, { database: db.database, actor: db.actor('manager') });
  expect(output.revenue_by_day).toEqual([]);
});
