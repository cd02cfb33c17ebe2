import { articleGroups, type ArticleGroup } from './groups.ts';

const periods = {
  day: `to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD')`,
  week: `to_char(o.created_at at time zone 'UTC', 'IYYY"-W"IW')`,
  month: `to_char(o.created_at at time zone 'UTC', 'YYYY-MM')`,
} as const;

export type SalesGroup = keyof typeof periods | 'promo' | ArticleGroup;
export const salesGroups = [...Object.keys(periods), 'promo', ...Object.keys(articleGroups)] as [
  SalesGroup,
  ...SalesGroup[],
];

export const isPeriod = (by: SalesGroup): by is keyof typeof periods => by in periods;

const within = (column: string) => `${column} >= $1::timestamptz and ${column} < $2::timestamptz`;

/**
 * What was ordered in [$1, $2) and not cancelled: a cancelled order that was paid back ends as REFUNDED. Conditions on
 * created_at alone, so that the other months are not touched.
 */
const sold = `undone as (
    select o.id
    from orders o
    join order_status_history h on h.order_id = o.id and h.to_status = 'CANCELLED'
    where o.status = 'REFUNDED'
      and ${within('o.created_at')}
      and ${within('h.order_created_at')}
  ),
  given_back as (
    select p.order_id, p.refund_amount
    from payments p
    where p.refund_amount > 0
      and ${within('p.order_created_at')}
  ),
  sold as (
    select o.id, o.created_at, o.promo_code_id, o.discount, o.tax, o.shipping,
      coalesce(p.refund_amount, 0.00) as refunded
    from orders o
    left join given_back p on p.order_id = o.id
    where ${within('o.created_at')}
      and o.status <> 'CANCELLED'
      and not exists (select from undone u where u.id = o.id)
  ),
  -- nothing comes back before it was ordered
  returned as (
    select t.order_item_id, sum(t.quantity) as pieces
    from inventory_transactions t
    where t.type = 'RETURN'
      and t.order_item_id is not null
      and t.created_at >= $1::timestamptz
    group by t.order_item_id
  ),
  -- as they lie, by their dates: looked up order by order they would be read from all over the table
  lines as materialized (
    select i.id, i.order_id, i.product_id, i.variant_id, i.quantity, i.price * i.quantity as gross, i.discount, i.total,
      coalesce(r.pieces, 0) as returned
    from order_items i
    left join returned r on r.order_item_id = i.id
    where ${within('i.order_created_at')}
  )`;

/** Of whole orders: nothing has to be divided. */
function byOrder(key: string, name: string, joins: string): string {
  return `${sold},
  goods as (
    select order_id, sum(quantity) as pieces, sum(gross) as gross, sum(discount) as discount, sum(returned) as returned
    from lines
    group by order_id
  ),
  parts as (
    select coalesce(${key}, '') as key, ${name} as name, o.id as order_id, g.pieces, g.returned, g.gross,
      g.discount + o.discount as discount, o.tax, o.shipping, o.refunded
    from sold o
    ${joins}
    left join goods g on g.order_id = o.id
  )`;
}

/** What a line has of an amount of its order: by the running sum, so that the lines' shares are the amount to the cent. */
const share = (amount: string) =>
  `round(${amount} * x.upto / x.whole, 2) - round(${amount} * (x.upto - x.weight) / x.whole, 2)`;

/** Of goods: what is the order's as a whole (its discount, tax, shipping, refunds) is divided by the lines' totals. */
function byArticle(by: ArticleGroup): string {
  const { key, name, joins } = articleGroups[by];
  return `${sold},
  weighed as (
    select o.id as order_id, o.discount as order_discount, o.tax, o.shipping, o.refunded,
      l.id as line_id, l.product_id, l.variant_id, l.quantity, l.gross, l.discount, l.returned,
      -- a free order is divided by pieces
      case when sum(l.total) over whole > 0 then l.total else l.quantity end as weight
    from sold o
    join lines l on l.order_id = o.id
    window whole as (partition by l.order_id)
  ),
  shared as (
    select w.*,
      sum(w.weight) over (partition by w.order_id order by w.line_id) as upto,
      sum(w.weight) over (partition by w.order_id) as whole
    from weighed w
  ),
  parts as (
    select coalesce(${key}, '') as key, ${name} as name, x.order_id, x.quantity as pieces, x.returned, x.gross,
      x.discount + ${share('x.order_discount')} as discount,
      ${share('x.tax')} as tax,
      ${share('x.shipping')} as shipping,
      ${share('x.refunded')} as refunded
    from shared x
    ${joins}
  )`;
}

/** `parts` for groupedStatement: $1 and $2 bound the time. */
export function salesParts(by: SalesGroup): string {
  if (isPeriod(by)) return byOrder(periods[by], periods[by], '');
  if (by === 'promo') {
    return byOrder('c.code', "coalesce(c.code, 'no promo code')", 'left join promo_codes c on c.id = o.promo_code_id');
  }
  return byArticle(by);
}
