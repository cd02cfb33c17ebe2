import { hourShares, type Batch } from './calendar.ts';
import { span, staffOf, type Shop } from './shop.ts';

/** Shares of what becomes of an order, in the order of their bounds; they add up to 1. */
const fates: readonly (readonly [string, number])[] = [
  ['delivered', 0.79],
  ['split', 0.03],
  ['cancelled unpaid', 0.03],
  ['cancelled paid', 0.035],
  ['returned', 0.045],
  ['sent back', 0.012],
  ['goodwill', 0.013],
  ['partly returned', 0.03],
  ['never paid', 0.008],
  ['waits for stock', 0.007],
];

/** The newest orders of all still wait for somebody to confirm them, whatever their fate. */
const freshOrders = 8;

function fateOf(key: string): string {
  let bound = 0;
  const cases = fates
    .slice(0, -1)
    .map(([fate, share]) => `when ${key} < ${(bound += share).toFixed(4)} then '${fate}'`);
  return `case ${cases.join(' ')} else '${fates.at(-1)?.[0] ?? ''}' end`;
}

/**
 * Makes seed_o for one batch: every order with its moment, customer, fate and the times of its life. A time after now
 * has not come yet and is null, so the state follows from the times and can never disagree with the history.
 */
export async function stageOrders(shop: Shop, batch: Batch): Promise<void> {
  const { db, dice, now, orders, customers } = shop;
  const u = (label: string) => dice.unit('n', label);
  // Steps of the golden ratio: each fate turns up soon, in small shops too, and in no visible pattern.
  const spread = (step: string, label: string) => {
    const sum = `(n * ${step}::float8 + ${dice.roll(label, 0)})`;
    return `(${sum} - floor(${sum}))`;
  };
  const turn = spread('0.6180339887498949', 'turn');
  // Two orders lie about half sent for weeks: what nobody looks after is what a back office must show.
  const forgotten = `n in (${orders - Math.floor(orders * 0.4)}, ${orders - Math.floor(orders * 0.3)})`;
  const known = `least(${customers}, greatest(20, floor(${customers} * (0.15 + 0.85 * n / ${orders})) - 1))`;
  const hour = `width_bucket(least(at, 0.999999), $1::float8[]) - 1`;
  const confirmed = `(1 + 44 * ${u('confirm')} ^ 1.5)`;
  const processed = `(${confirmed} + 2 + 50 * ${u('process')} ^ 1.3)`;
  const firstShipped = `(${processed} + 3 + 60 * ${u('ship')} ^ 1.3)`;
  const shipped = `case fate
    when 'split' then ${firstShipped} + 30 + 70 * ${u('second ship')}
    when 'waits for stock' then ${firstShipped} + case when ${u('forgotten')} < 0.75 and not (${forgotten}) then 160 + 120 * ${u('second ship')} end
    else ${firstShipped}
  end`;
  await db.query('drop table if exists seed_o');
  await db.query(
    `create temp table seed_o as
    with placed as materialized (
      select n, d.day, d.top * (n - d.first + ${u('minute')}) / d.count as at
      from seed_days d
      cross join lateral generate_series(greatest(d.first, ${batch.from}), least(d.first + d.count - 1, ${batch.to})) n
      where d.count > 0
    ),
    timed as materialized (
      select
        n,
        date_trunc('milliseconds', day + ${span(`${hour} + (at - ($1::float8[])[${hour} + 1]) / (($1::float8[])[${hour} + 2] - ($1::float8[])[${hour} + 1])`, 'hours')}) as created_at,
        case when n > ${orders - freshOrders} then 'fresh' when ${forgotten} then 'waits for stock' else ${fateOf(turn)} end as fate,
        case
          when ${u('odd name')} < 0.06 then least(3 * ${dice.whole('n', 'who', 1, 24)}, ${known})
          else 1 + floor((${known} - 1) * ${u('who')} ^ 1.3)
        end::bigint as customer,
        case
          when ${u('provider')} < 0.58 then 'stripe'
          when ${u('provider')} < 0.80 then 'paypal'
          when ${u('provider')} < 0.91 then 'klarna'
          else 'manual'
        end as provider,
        1 + width_bucket(${u('lines')}, array[0.18, 0.42, 0.66, 0.83, 0.93]) as lines
      from placed
    ),
    hours as materialized (
      select
        *,
        case when fate not in ('fresh', 'cancelled unpaid', 'never paid') then ${confirmed} end as h_confirmed,
        case
          when fate = 'fresh' then case when ${orders} - n in (0, 4, 5, 6, 7) then 0.001 end
          when fate in ('cancelled unpaid', 'never paid') then null
          when provider = 'klarna' and fate <> 'cancelled paid' and ${u('pay later')} < 0.3 then ${processed} + 1
          when ${u('slow payment')} < 0.12 then ${confirmed} * 0.9
          else 0.005 + 0.02 * ${u('payment')}
        end as h_paid,
        case when fate not in ('fresh', 'cancelled unpaid', 'never paid') then ${processed} end as h_processed,
        case when fate in ('split', 'waits for stock') then ${firstShipped} end as h_first,
        case when fate not in ('fresh', 'cancelled unpaid', 'cancelled paid', 'never paid') then ${shipped} end as h_shipped,
        case
          when fate = 'cancelled unpaid' then 2 + 70 * ${u('cancel')}
          when fate = 'never paid' and ${u('forgotten')} < 0.7 then 340 + 100 * ${u('cancel')}
          when fate = 'cancelled paid' then ${confirmed} + (${processed} - ${confirmed}) * 2 * ${u('cancel')}
        end as h_cancelled,
        24 + 120 * ${u('deliver')} as road,
        72 + 400 * ${u('return')} as kept,
        ${u('refund')} as refund,
        ${spread('0.7548776662466927', 'unrefunded')} < 0.22 as unrefunded
      from timed
    ),
    lives as materialized (
      select
        *,
        case when fate = 'cancelled paid' and h_processed > h_cancelled then null else h_processed end as h_picked,
        case
          when h_shipped is null or fate = 'sent back' then null
          else h_shipped + road
        end as h_delivered,
        case
          when fate = 'returned' then h_shipped + road + kept
          when fate = 'sent back' then h_shipped + 150 + kept / 2
        end as h_returned,
        case fate when 'partly returned' then h_shipped + road + kept end as h_partly,
        case
          when fate in ('returned', 'sent back') and not unrefunded
            then h_shipped + (case fate when 'returned' then road + kept else 150 + kept / 2 end) + 4 + 150 * refund
          when fate = 'goodwill' then h_shipped + road + 90 + 300 * refund
          when fate = 'cancelled paid' and not unrefunded and refund < 0.6 then h_cancelled + 0.05
          when fate = 'cancelled paid' and not unrefunded then h_cancelled + 20 + 250 * refund
        end as h_refunded
      from hours
    ),
    cut as materialized (
      select
        *,
        ${[
          'confirmed',
          'paid',
          'picked',
          'first',
          'shipped',
          'delivered',
          'cancelled',
          'returned',
          'partly',
          'refunded',
        ]
          .map((step) => `${past(`h_${step}`, now)} as ${step}_at`)
          .join(',\n        ')}
      from lives
    )
    select
      n,
      ${dice.uuid('order', 'n')} as id,
      'SM-' || to_char(created_at at time zone 'UTC', 'YYYY') || '-' || lpad(n::text, greatest(6, length(n::text)), '0') as number,
      created_at, fate,
      case when customer % 10 = 7 then customer - 1 else customer end as customer,
      provider, greatest(lines, case when fate in ('split', 'waits for stock') then 2 else 1 end) as lines,
      ${span('road', 'hours')} as road, unrefunded,
      confirmed_at, paid_at, picked_at as processed_at, first_at, shipped_at, delivered_at, cancelled_at, returned_at,
      partly_at, refunded_at,
      case
        when refunded_at is not null then 'REFUNDED'
        when returned_at is not null then 'RETURNED'
        when cancelled_at is not null then 'CANCELLED'
        when delivered_at is not null then 'DELIVERED'
        when shipped_at is not null then 'SHIPPED'
        when picked_at is not null then 'PROCESSING'
        when confirmed_at is not null then 'CONFIRMED'
        else 'PENDING'
      end as status,
      greatest(
        created_at, confirmed_at, picked_at, first_at, shipped_at, delivered_at, cancelled_at, returned_at, refunded_at
      ) as touched_at,
      ${staffOf(dice, 'manager', 'n', 'who confirms')} as manager,
      ${staffOf(dice, 'warehouse', 'n', 'who picks')} as picker,
      ${dice.uuid('payment', 'n')} as payment_id
    from cut`,
    [hourShares()],
  );
  await db.query('analyze seed_o');
}

/** SQL: the moment so many hours after the order came in, or null when that is still to come. */
const past = (hours: string, now: string): string =>
  `case
    when created_at + ${span(hours, 'hours')} < ${now}
      then date_trunc('milliseconds', created_at + ${span(hours, 'hours')})
  end`;
