import type pg from 'pg';
import { plural } from '../../domain/plural.ts';
import { answerDays, endedSession, oldAnswer, sessionDays } from '../health/upkeep.ts';

export interface Step {
  readonly key: string;
  /** What is going on, for a progress line. */
  readonly doing: string;
  /** How much there is to do; looks only. */
  count(client: pg.Client): Promise<number>;
  /** Does it, in as many transactions as it likes, and says how much was done. Repeatable after a lock was refused. */
  run(client: pg.Client): Promise<number>;
  tell(done: number, dryRun: boolean): string;
}

const months = `(extract(year from now() at time zone 'UTC') - 2024) * 12 + extract(month from now() at time zone 'UTC') + 3`;
const missingMonths = `select m::date::text as month
  from generate_series(
    timestamp '2024-01-01', timestamp '2024-01-01' + make_interval(months => (${months})::integer - 1), interval '1 month'
  ) m
  where to_regclass('public.orders_' || to_char(m, 'YYYY_MM')) is null
  order by m`;

async function countOf(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`select count(*)::integer as count from (${sql}) q`);
  return rows[0]?.count ?? 0;
}

async function changed(client: pg.Client, sql: string): Promise<number> {
  return (await client.query(sql)).rowCount ?? 0;
}

/** Many rows in many small transactions: nobody waits for one of them for long. */
async function inBatches(one: () => Promise<number>): Promise<number> {
  let all = 0;
  for (let some = await one(); some > 0; some = await one()) all += some;
  return all;
}

const batch = 5000;
const wrongStock = `select v.id
  from product_variants v
  left join (select variant_id, sum(available) as available from inventory group by variant_id) i on i.variant_id = v.id
  where v.stock <> coalesce(i.available, 0)`;
const wrongReviews = `select p.id
  from products p
  left join (
    select product_id, count(*)::integer as reviews, round(avg(rating), 2) as average
    from reviews
    where status = 'APPROVED'
    group by product_id
  ) r on r.product_id = p.id
  where (p.review_count, p.avg_rating) is distinct from (coalesce(r.reviews, 0), r.average)`;
/** The newest shipment with a number, where the order has another. */
const wrongTracking = `select h.id
  from (
    select distinct on (order_id) id, order_id, order_created_at, tracking_number
    from shipments
    where tracking_number is not null
    order by order_id, created_at desc, id desc
  ) h
  join orders o on o.id = h.order_id and o.created_at = h.order_created_at
  where o.tracking_number is distinct from h.tracking_number`;
const unsearchable = `select p.id from products p where not exists (select from product_search s where s.product_id = p.id)`;

const staleStats = `select from pg_class c
  where c.oid = 'public.product_stats'::regclass
    and not exists (
      select from store_settings
      where key = 'product_stats_refreshed_at'
        and c.relispopulated
        and (value #>> '{}')::timestamptz > current_timestamp - interval '5 minutes'
    )`;

const counted =
  (one: string, many: string, done: string, none: string) =>
  (number: number, dryRun: boolean): string =>
    number === 0 ? none : `${plural(number, one, many)} ${dryRun ? `to be ${done}` : done}.`;

/** The rows are locked first, in the order of their ids, so that what is counted then is what is set. */
const recount = (table: string, wrong: string, set: string) => async (client: pg.Client) =>
  inBatches(async () => {
    await client.query('begin');
    try {
      const { rows } = await client.query<{ id: string }>(`${wrong} order by 1 limit ${batch}`);
      const ids = rows.map(({ id }) => id);
      await client.query(`select from ${table} where id = any ($1::uuid[]) order by id for no key update`, [ids]);
      const { rowCount } = await client.query(`${set} and x.id = any ($1::uuid[])`, [ids]);
      await client.query('commit');
      return rowCount ?? 0;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  });

export const maintainSteps: readonly Step[] = [
  {
    key: 'months',
    doing: 'Making the months ahead',
    count: (client) => countOf(client, missingMonths),
    async run(client) {
      const { rows } = await client.query<{ month: string }>(missingMonths);
      // One at a time: each makes the shop wait for a moment.
      for (const { month } of rows) await client.query('select ensure_order_partitions($1::date, 1)', [month]);
      return rows.length;
    },
    tell: counted('month of orders', 'months of orders', 'made', 'Orders have their months, up to three ahead.'),
  },
  {
    key: 'sessions',
    doing: 'Removing sessions that are over',
    count: (client) => countOf(client, `select from user_sessions where ${endedSession}`),
    run: (client) =>
      inBatches(() =>
        changed(
          client,
          `delete from user_sessions where id in (select id from user_sessions where ${endedSession} limit ${batch})`,
        ),
      ),
    tell: counted('old session', 'old sessions', 'removed', `No session ended more than ${sessionDays} days ago.`),
  },
  {
    key: 'answers',
    doing: 'Removing old answers',
    count: (client) => countOf(client, `select from operation_results where ${oldAnswer}`),
    // The audit log goes on knowing the ids: a copy that comes later is refused (migration 0025).
    run: (client) =>
      inBatches(() =>
        changed(
          client,
          `delete from operation_results
          where operation_id in (select operation_id from operation_results where ${oldAnswer} limit ${batch})`,
        ),
      ),
    tell: counted(
      'answer of an old operation',
      'answers of old operations',
      'removed',
      `No answer is older than ${answerDays} days.`,
    ),
  },
  {
    key: 'variant_stock',
    doing: 'Counting the stock of variants',
    count: (client) => countOf(client, wrongStock),
    run: recount(
      'product_variants',
      wrongStock,
      `update product_variants x
      set stock = (select coalesce(sum(i.available), 0) from inventory i where i.variant_id = x.id)
      where x.stock <> (select coalesce(sum(i.available), 0) from inventory i where i.variant_id = x.id)`,
    ),
    tell: counted(
      'variant',
      'variants',
      'counted anew from their inventory',
      'The stock of every variant is that of its inventory.',
    ),
  },
  {
    key: 'review_figures',
    doing: 'Counting reviews',
    count: (client) => countOf(client, wrongReviews),
    run: recount(
      'products',
      wrongReviews,
      `update products x
      set (review_count, avg_rating) = (
        select count(*), round(avg(r.rating), 2) from reviews r where r.product_id = x.id and r.status = 'APPROVED'
      )
      where true`,
    ),
    tell: counted(
      'product',
      'products',
      'rated anew from their approved reviews',
      'The review figures of every product are right.',
    ),
  },
  {
    key: 'tracking_numbers',
    doing: 'Comparing tracking numbers',
    count: (client) => countOf(client, wrongTracking),
    // Written again as it is: the trigger that copies it to the order does the rest.
    run: (client) =>
      changed(client, `update shipments set tracking_number = tracking_number where id in (${wrongTracking})`),
    tell: counted(
      'order',
      'orders',
      'given the number of their newest shipment',
      'Every order has the tracking number of its newest shipment.',
    ),
  },
  {
    key: 'search',
    doing: 'Looking for products without words',
    count: (client) => countOf(client, unsearchable),
    async run(client) {
      const { rows } = await client.query<{ id: string }>(unsearchable);
      await client.query('select refresh_product_search($1::uuid[])', [rows.map(({ id }) => id)]);
      return rows.length;
    },
    tell: counted('product', 'products', 'made findable', 'Every product can be found by its words.'),
  },
  {
    key: 'product_stats',
    doing: 'Refreshing the product figures',
    count: (client) => countOf(client, staleStats),
    async run(client) {
      await client.query('select refresh_product_stats()');
      return 1;
    },
    tell: (done, dryRun) =>
      done === 0
        ? 'The product figures are younger than 5 minutes.'
        : `The product figures ${dryRun ? 'are to be' : 'were'} refreshed.`,
  },
  {
    key: 'statistics',
    doing: 'Gathering statistics',
    count: () => Promise.resolve(1),
    async run(client) {
      // Whoever vacuums a table at this moment gathers them as well.
      await client.query('analyze (skip_locked)');
      return 1;
    },
    tell: (_done, dryRun) => (dryRun ? 'Statistics are to be gathered.' : 'Statistics were gathered.'),
  },
];
