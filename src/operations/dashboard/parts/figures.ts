import * as z from 'zod';
import type { OrderStatus } from '../../../domain/order-status.ts';
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

/** Which orders wait for whom, each status looked up in the index that is by status. */
const orderQueues = {
  to_confirm: 'PENDING',
  to_pick: 'CONFIRMED',
  to_ship: 'PROCESSING',
  returned: 'RETURNED',
} as const satisfies Partial<Record<QueueName, OrderStatus>>;

/** Of money: not for everybody. */
const ofMoney = {
  refunds_pending: "refunds where status = 'REQUESTED'",
  money_owed: 'payments where owed_since is not null',
} as const satisfies Partial<Record<QueueName, string>>;

const otherQueues = {
  low_stock: 'inventory where available <= reorder_point',
  reviews_waiting: "reviews where status = 'PENDING'",
} as const satisfies Partial<Record<QueueName, string>>;

export interface Waiting {
  /** The clock of the database, from which its orders have their times. */
  readonly now: Date;
  readonly queues: Record<QueueName, QueueSize>;
  readonly oldestPendingAt: string | null;
}

/**
 * Counted to the cap and no further: a queue of a million is as long as one of ten thousand. One statement, in which the
 * months of the orders are planned for once and not for every status.
 */
export async function loadWaiting(tx: Tx, role: Role): Promise<Waiting> {
  const asked: [string, string][] = Object.entries(otherQueues);
  if (may(role, 'payments:read')) asked.push(...Object.entries(ofMoney));
  const counted = (what: string) => `(select count(*)::integer from (select 1 from ${what} limit ${queueCap + 1}) q)`;
  const row = await tx.one<Partial<Record<QueueName, number>> & WaitingRow>(
    `select now() as now,
       (
         select json_object_agg(s.status, ${counted('orders o where o.status = s.status')})
         from unnest($1::text[]) as s (status)
       ) as orders,
       (select created_at from orders where status = 'PENDING' order by created_at, id limit 1) as oldest_pending_at,
       ${asked.map(([name, what]) => `${counted(what)} as ${name}`).join(',\n       ')}`,
    [Object.values(orderQueues)],
  );
  const size = (count = 0): QueueSize => ({ count: Math.min(count, queueCap), more: count > queueCap });
  const ofOrders = (name: keyof typeof orderQueues) => size(row?.orders[orderQueues[name]]);
  return {
    now: row?.now ?? new Date(),
    oldestPendingAt: row?.oldest_pending_at?.toISOString() ?? null,
    queues: {
      to_confirm: ofOrders('to_confirm'),
      to_pick: ofOrders('to_pick'),
      to_ship: ofOrders('to_ship'),
      returned: ofOrders('returned'),
      refunds_pending: size(row?.refunds_pending),
      money_owed: size(row?.money_owed),
      low_stock: size(row?.low_stock),
      reviews_waiting: size(row?.reviews_waiting),
    },
  };
}

interface WaitingRow {
  readonly now: Date;
  readonly orders: Partial<Record<OrderStatus, number>>;
  readonly oldest_pending_at: Date | null;
}
