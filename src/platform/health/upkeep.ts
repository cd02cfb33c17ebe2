import type { Check } from './check.ts';

/** Days after which an ended session, and the answer of an operation, are removed by db maintain. */
export const sessionDays = 30;
export const answerDays = 90;

/** SQL conditions that db maintain and the doctor share. */
export const endedSession = `least(expires_at, coalesce(revoked_at, expires_at)) < current_timestamp - interval '${sessionDays} days'`;
export const oldAnswer = `created_at < current_timestamp - interval '${answerDays} days'`;

const maintain = 'Run solemate db maintain, and let a timer run it daily.';

/** What a timer should have done. */
export const upkeepChecks: readonly Check[] = [
  {
    key: 'product-stats-fresh',
    check: 'The figures of product_stats are younger than a day',
    hint: maintain,
    level: 'warning',
    sql: `select case
        when not c.relispopulated or s.at is null then 'never refreshed'
        else 'of ' || to_char(s.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')
      end as example
      from pg_class c
      left join (
        select (value #>> '{}')::timestamptz as at from store_settings where key = 'product_stats_refreshed_at'
      ) s on true
      where c.oid = 'public.product_stats'::regclass
        and (not c.relispopulated or s.at is null or s.at < current_timestamp - interval '26 hours')`,
  },
  {
    key: 'sessions-removed',
    check: `Sessions that ended ${sessionDays} days ago are removed`,
    hint: maintain,
    level: 'warning',
    sql: `select 'session ' || id as example
      from user_sessions
      where ${endedSession.replaceAll(String(sessionDays), String(sessionDays + 2))}`,
  },
  {
    key: 'answers-removed',
    check: `Answers of operations are kept for ${answerDays} days`,
    hint: maintain,
    level: 'warning',
    sql: `select 'operation ' || operation_id as example
      from operation_results
      where ${oldAnswer.replaceAll(String(answerDays), String(answerDays + 2))}`,
  },
  {
    key: 'statistics-gathered',
    check: 'The planner knows the tables',
    hint: maintain,
    level: 'warning',
    sql: `select relname as example
      from pg_class
      where oid in ('public.orders'::regclass, 'public.order_items'::regclass, 'public.inventory_transactions'::regclass)
        and reltuples < 0
        and exists (select from order_registry)`,
  },
];
