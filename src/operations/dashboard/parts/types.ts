/** `dashboard.show`: one look at the shop, times UTC. */
export interface Dashboard {
  readonly at: string;
  readonly orders_today: number;
  /** 24 counts, midnight first. */
  readonly orders_by_hour: readonly number[];
  /** The last days, 14 unless others are asked for: oldest first, today last. */
  readonly revenue_by_day: readonly RevenueDay[];
  readonly currency: string;
  readonly queues: Readonly<Record<QueueName, QueueSize>>;
  /** ISO time of the oldest order still PENDING. */
  readonly oldest_pending_at: string | null;
  readonly stuck: readonly StuckOrder[];
}

/** The total of the orders placed that day and not cancelled. */
export interface RevenueDay {
  readonly day: string;
  readonly revenue: string;
  readonly orders: number;
}

/** `dashboard.revenue`. */
export interface Revenue {
  readonly currency: string;
  readonly rows: readonly RevenueDay[];
}

export const queueNames = [
  'to_confirm',
  'to_pick',
  'to_ship',
  'returned',
  'refunds_pending',
  'money_owed',
  'low_stock',
  'reviews_waiting',
] as const;
export type QueueName = (typeof queueNames)[number];

/** Counted up to `queueCap`; when there are more, `count` is the cap and `more` is true ("1000+"). */
export interface QueueSize {
  readonly count: number;
  readonly more: boolean;
}

export const queueCap = 10_000;

/** Oldest first, at most ten. */
export interface StuckOrder {
  readonly id: string;
  readonly order_number: string;
  readonly status: string;
  readonly since: string;
  readonly why: string;
}
