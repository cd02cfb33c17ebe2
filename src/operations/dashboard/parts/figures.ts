import * as z from 'zod';
import { may, type Role } from '../../../domain/permissions.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { queueCap, type Dashboard, type QueueName, type QueueSize } from './types.ts';

/**
 * The start of a day, as a value: PostgreSQL then plans for the months concerned alone, and does not work it out again
 * for each order.
 */
const dayStart = (now: Date, daysAgo: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - daysAgo));

/** The clock of the database, from which its orders have their times. */
export async function clockOf(tx: Tx): Promise<Date> {
  const clock = await tx.one<{ now: Date }>('select now() as now');
  return clock?.now ?? new Date();
}

export const RevenueDays = z.coerce.number().int().min(0).max(90).default(14);

/** 24 counts, midnight UTC first. */
export async function loadHours(tx: Tx, now: Date): Promise<number[]> {
  const rows = await tx.query<{ hour: number; orders: number }>(
    `select extract(hour from created_at at time zone 'UTC')::integer as hour, count(*)::integer as orders
     from orders
     where created_at >= $1
     group by 1`,
    [dayStart(now, 0)],
  );
  const counts = new Map(rows.map(({ hour, orders }) => [hour, orders]));
  return Array.from({ length: 24 }, (_, hour) => counts.get(hour) ?? 0);
}

/** The last days, those without an order too; what was cancelled earned nothing. */
export async function loadRevenue(tx: Tx, now: Date, days: number): Promise<Dashboard['revenue_by_day']> {
  if (days === 0) return [];
  return tx.query<Dashboard['revenue_by_day'][number]>(
    `select to_char(d.day, 'YYYY-MM-DD') as day, coalesce(o.revenue, 0.00) as revenue, coalesce(o.orders, 0) as orders
     from generate_series($1::timestamptz at time zone 'UTC', $2::timestamptz at time zone 'UTC', '1 day') as d (day)
     left join (
       select date_trunc('day', created_at at time zone 'UTC') as day, sum(total) as revenue, count(*)::integer as orders
       from orders
       where created_at >= $1
         and status <> 'CANCELLED'
       group by 1
     ) o on o.day = d.day
     order by d.day`,
    [dayStart(now, days - 1), dayStart(now, 0)],
  );
}

/** Of money: not for everybody. */
const ofMoney = {
  refunds_pending: "refunds where status = 'REQUESTED'",
  money_owed: 'payments where owed_since is not null',
} as const satisfies Partial<Record<QueueName, string>>;

const queues: Record<Exclude<QueueName, keyof typeof ofMoney>, string> = {
  to_confirm: "orders where status = 'PENDING'",
  to_pick: "orders where status = 'CONFIRMED'",
  to_ship: "orders where status = 'PROCESSING'",
  returned: "orders where status = 'RETURNED'",
  low_stock: 'inventory where available <= reorder_point',
  reviews_waiting: "reviews where status = 'PENDING'",
};

/** Counted to the cap and no further: a queue of a million is as long as one of ten thousand. */
export async function loadQueues(tx: Tx, role: Role): Promise<Record<QueueName, QueueSize>> {
  const asked: [string, string][] = Object.entries(queues);
  if (may(role, 'payments:read')) asked.push(...Object.entries(ofMoney));
  const columns = asked.map(
    ([name, what]) => `(select count(*)::integer from (select 1 from ${what} limit ${queueCap + 1}) q) as ${name}`,
  );
  const row = await tx.one<Partial<Record<QueueName, number>>>(`select ${columns.join(',\n  ')}`);
  const size = (name: QueueName): QueueSize => {
    const count = row?.[name] ?? 0;
    return { count: Math.min(count, queueCap), more: count > queueCap };
  };
  return {
    to_confirm: size('to_confirm'),
    to_pick: size('to_pick'),
    to_ship: size('to_ship'),
    returned: size('returned'),
    refunds_pending: size('refunds_pending'),
    money_owed: size('money_owed'),
    low_stock: size('low_stock'),
    reviews_waiting: size('reviews_waiting'),
  };
}

export async function loadOldestPending(tx: Tx): Promise<string | null> {
  const row = await tx.one<{ created_at: Date }>(
    `select created_at
     from orders
     where status = 'PENDING'
     order by created_at, id
     limit 1`,
  );
  return row?.created_at.toISOString() ?? null;
}
