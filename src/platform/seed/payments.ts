import { amount, type Shop } from './shop.ts';
import { cancelReasons, declineReasons, refundReasons, returnReasons } from './texts.ts';

/** When and how the money of the staged orders came, and went back. Makes seed_r, the refunds. */
export async function writePayments(shop: Shop): Promise<void> {
  await stageRefunds(shop);
  await writePaymentRows(shop);
  await writeRefundRows(shop);
}

/**
 * Each refund with its amount in cents. Full ones moved their order to REFUNDED; partial ones belong to a returned
 * line; some wait at the provider or failed there, with the goods back or the order cancelled and the money owed.
 */
async function stageRefunds({ db, dice, now }: Shop): Promise<void> {
  const twice = `${dice.unit('o.n', 'two refunds')} < 0.12`;
  const line = `least(l.quantity * l.price - l.discount, floor(t.total / 2))`;
  const owed = `o.refunded_at is null and o.unrefunded and coalesce(o.returned_at, o.cancelled_at) is not null
    and coalesce(o.paid_at < coalesce(o.returned_at, o.cancelled_at), false)`;
  const later = `coalesce(o.returned_at, o.cancelled_at) + (${now} - coalesce(o.returned_at, o.cancelled_at)) * 0.4`;
  await db.query('drop table if exists seed_r');
  await db.query(
    `create temp table seed_r as
    select
      o.n, o.payment_id, o.provider, o.manager, r.part, r.cents::bigint as cents, r.status, r.line_id,
      date_trunc('milliseconds', r.at) as at
    from (
      -- by turns, newest first: what is owed is asked for at the provider, was refused there, not begun, half paid
      select o.*, case when ${owed} then row_number() over (partition by ${owed} order by o.n desc) % 4 end as mood
      from seed_o o
    ) o
    join seed_t t on t.n = o.n
    join seed_l l on l.n = o.n and l.j = 1
    cross join lateral (values
      (1, case when ${twice} then floor(t.total / 3) else t.total end, 'COMPLETED', null::uuid, o.refunded_at - interval '2 minutes'),
      (2, t.total - floor(t.total / 3), 'COMPLETED', null, case when ${twice} then o.refunded_at end),
      (3, ${line}, case when o.partly_at + interval '5 hours' < ${now} then 'COMPLETED' else 'REQUESTED' end, l.id, o.partly_at + interval '1 minute'),
      (4, t.total, 'REQUESTED', null, case when o.mood = 1 then ${later} end),
      (5, t.total, 'FAILED', null, case when o.mood in (1, 2) then ${later} - interval '1 hour' end),
      (6, floor(t.total / 2), 'COMPLETED', null, case when o.mood = 0 then ${later} end)
    ) r (part, cents, status, line_id, at)
    where r.at is not null
      and r.at < ${now}`,
  );
  await db.query('analyze seed_r');
}

async function writePaymentRows({ db, dice, orders }: Shop): Promise<void> {
  const captured = `(o.paid_at is not null and o.paid_at <= coalesce(o.cancelled_at, o.paid_at))`;
  const digits = `substr(md5(o.payment_id::text), 1, 24)`;
  await db.query(
    `insert into payments (
      id, order_id, order_created_at, user_id, amount, currency, status, provider, transaction_id, payment_method,
      failure_reason, metadata, refund_amount, refunded_at, owed_since, created_at, updated_at
    )
    with judged as (
      select
        o.*, t.total, c.id as user_id, r.cents as refunded, r.at as refund_at, q.at as asked_at,
        case
          when r.cents = t.total then 'REFUNDED'
          when r.cents > 0 then 'PARTIAL_REFUND'
          when ${captured} then 'COMPLETED'
          when o.cancelled_at is not null then 'FAILED'
          when o.n = ${orders - 2} and o.fate = 'fresh' then 'PROCESSING'
          when o.n = ${orders - 3} and o.fate = 'fresh' then 'FAILED'
          when o.fate = 'never paid' and ${dice.unit('o.n', 'declined')} < 0.6 then 'FAILED'
          when o.fate <> 'fresh' and ${dice.unit('o.n', 'under way')} < 0.3 then 'PROCESSING'
          else 'PENDING'
        end as payment_status
      from seed_o o
      join seed_t t on t.n = o.n
      join seed_c c on c.n = o.customer
      left join (
        select n, sum(cents) as cents, max(at) as at
        from seed_r
        where status = 'COMPLETED'
        group by n
      ) r on r.n = o.n
      left join (
        select n, min(at) as at
        from seed_r
        where status = 'REQUESTED'
        group by n
      ) q on q.n = o.n
    )
    select
      o.payment_id, o.id, o.created_at, o.user_id, ${amount('o.total')}, 'USD', o.payment_status, o.provider,
      case
        when o.provider = 'manual' and not ${captured} then null
        when o.payment_status = 'PENDING' then null
        else (case o.provider when 'stripe' then 'pi_' when 'paypal' then 'PAY-' when 'klarna' then 'krn_' else 'WIRE-' end)
          || ${digits}
      end,
      case o.provider
        when 'stripe' then (array['card', 'card', 'card', 'apple_pay', 'google_pay'])[${dice.whole('o.n', 'method', 1, 5)}]
        when 'paypal' then 'paypal'
        when 'klarna' then 'invoice'
        else 'bank_transfer'
      end,
      case
        when o.payment_status <> 'FAILED' then null
        when o.cancelled_at is not null then 'order cancelled'
        else ${dice.pick('$1::text[]', 'o.n', 'declined because')}
      end,
      case
        when o.confirmed_at < coalesce(o.paid_at, 'infinity')
          then jsonb_build_object('pay_later', true, 'pay_later_by', o.manager, 'pay_later_at', to_jsonb(o.confirmed_at))
        when o.provider = 'stripe'
          then jsonb_build_object('last4', lpad((${dice.whole('o.n', 'card', 0, 9999)})::text, 4, '0'))
      end,
      ${amount('coalesce(o.refunded, 0)')}, o.refund_at,
      case when o.payment_status in ('COMPLETED', 'PARTIAL_REFUND') then coalesce(o.asked_at, o.returned_at, o.cancelled_at) end,
      o.created_at,
      greatest(o.created_at, case when ${captured} then o.paid_at end, o.cancelled_at, o.refund_at)
    from judged o`,
    [declineReasons],
  );
}

async function writeRefundRows({ db, dice }: Shop): Promise<void> {
  await db.query(
    `insert into refunds (
      id, payment_id, amount, reason, status, provider, provider_reference, lines, requested_by, created_at,
      updated_at, completed_at, failure_reason
    )
    select
      ${dice.uuid('refund', "r.n || '.' || r.part")}, r.payment_id, ${amount('r.cents')},
      case
        when r.line_id is not null then 'Returned: ' || ${dice.pick('$2::text[]', 'r.n', 'why returned')}
        else ${dice.pick('$1::text[]', 'r.n', 'why refunded')}
      end,
      r.status, r.provider,
      case when r.status = 'COMPLETED' then 're_' || substr(md5(r.payment_id::text || r.part), 1, 24) end,
      case when r.line_id is not null
        then jsonb_build_array(jsonb_build_object('order_item_id', r.line_id, 'quantity', l.quantity))
      end,
      r.manager, r.at - interval '20 seconds', r.at,
      case when r.status = 'COMPLETED' then r.at end,
      case when r.status = 'FAILED' then 'The provider refused: the card was closed' end
    from seed_r r
    join seed_l l on l.n = r.n and l.j = 1`,
    [refundReasons, returnReasons],
  );
}

/** Every step that the staged orders took, by whom and why; and the uses of promo codes that were not given back. */
export async function writeHistory({ db, dice }: Shop): Promise<void> {
  const before = `case when o.processed_at is not null then 'PROCESSING' when o.confirmed_at is not null then 'CONFIRMED' else 'PENDING' end`;
  await db.query(
    `insert into order_status_history (
      id, order_id, order_created_at, from_status, to_status, changed_by, notes, created_at
    )
    select ${dice.uuid('step', 'o.n || e.to_status')}, o.id, o.created_at, e.from_status, e.to_status, e.actor, e.notes, e.at
    from seed_o o
    join seed_c c on c.n = o.customer
    cross join lateral (values
      (null, 'PENDING', o.created_at, c.id, null),
      ('PENDING', 'CONFIRMED', o.confirmed_at, o.manager,
        case when o.confirmed_at < coalesce(o.paid_at, 'infinity') then 'Invoice, to be paid later' end),
      ('CONFIRMED', 'PROCESSING', o.processed_at, o.picker, null),
      ('PROCESSING', 'SHIPPED', o.shipped_at, o.picker, null),
      ('SHIPPED', 'DELIVERED', o.delivered_at, o.picker, null),
      (${before}, 'CANCELLED', o.cancelled_at, o.manager, ${dice.pick('$1::text[]', 'o.n', 'why cancelled')}),
      (case when o.delivered_at is null then 'SHIPPED' else 'DELIVERED' end, 'RETURNED', o.returned_at, o.picker,
        ${dice.pick('$2::text[]', 'o.n', 'why returned')}),
      (case
        when o.returned_at is not null then 'RETURNED'
        when o.cancelled_at is not null then 'CANCELLED'
        else 'DELIVERED'
      end, 'REFUNDED', o.refunded_at, o.manager, ${dice.pick('$3::text[]', 'o.n', 'why refunded')})
    ) e (from_status, to_status, at, actor, notes)
    where e.at is not null`,
    [cancelReasons, returnReasons, refundReasons],
  );
  await db.query(
    `insert into promo_usage (
      id, promo_code_id, order_id, order_created_at, user_id, discount_amount, used_at
    )
    select ${dice.uuid('promo use', 'o.n')}, t.promo_id, o.id, o.created_at, c.id, ${amount('t.discount')}, o.created_at
    from seed_o o
    join seed_t t on t.n = o.n
    join seed_c c on c.n = o.customer
    where t.promo_id is not null
      and o.cancelled_at is null`,
  );
}
