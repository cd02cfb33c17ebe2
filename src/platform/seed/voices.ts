import { amount, span, staffOf, temporary, type Shop } from './shop.ts';
import { hostileReviewTexts, rejectionReasons, reviewTexts } from './texts.ts';

const columns = `(
  id, product_id, user_id, order_id, order_created_at, rating, title, comment, images, is_verified, helpful_count,
  status, rejection_reason, moderated_by, moderated_at, created_at, updated_at
)`;

/** Makes seed_texts: what reviews say, the hostile ones last. */
export async function prepareReviews({ db }: Shop): Promise<void> {
  const rows = [...reviewTexts, ...hostileReviewTexts].map((text, index) => ({
    place: index + 1,
    ...text,
    hostile: index >= reviewTexts.length,
  }));
  await temporary(db, 'seed_texts', 'place int, rating int, title text, comment text, hostile boolean', rows);
}

/** SQL: the columns from rating on, for a query with key `k`, text `x` and time `at`; decided unless it is recent. */
function opinion({ dice, now }: Shop, verified: string): string {
  const rejected = `(x.hostile and ${dice.unit('k', 'judged')} < 0.8 or ${dice.unit('k', 'judged')} < 0.06)`;
  const open = `(${now} - at < interval '6 days' and ${dice.unit('k', 'open')} < 0.7 or ${dice.unit('k', 'open')} < 0.03)`;
  const decidedAt = `at + (${now} - at) * least(0.9, 0.02 + 0.3 * ${dice.unit('k', 'decided')})`;
  return `x.rating, x.title, x.comment,
    case when ${dice.unit('k', 'photo')} < 0.1
      then array['https://images.solemate.example/reviews/' || k || '.jpg']
    end,
    ${verified}, floor(9 * ${dice.unit('k', 'helpful')} ^ 3)::int,
    case when ${open} then 'PENDING' when ${rejected} then 'REJECTED' else 'APPROVED' end,
    case when not ${open} and ${rejected} then ${dice.pick('$1::text[]', 'k', 'why rejected')} end,
    case when not ${open} then ${staffOf(dice, 'manager', 'k', 'who judges')} end,
    case when not ${open} then ${decidedAt} end,
    at,
    case when ${open} then at else ${decidedAt} end`;
}

/** A text for key `k`: one in twelve is hostile. */
function textOf({ dice }: Shop): string {
  const plain = reviewTexts.length;
  const hostile = hostileReviewTexts.length;
  return `case
    when ${dice.unit('k', 'hostile')} < 0.08 then ${plain} + ${dice.whole('k', 'which hostile', 1, hostile)}
    else 1 + floor(${plain} * ${dice.unit('k', 'text')} ^ 1.4)::int
  end`;
}

/** Reviews of staged orders that arrived, at most one an order; the same words from many people are quite normal. */
export async function writeReviews(shop: Shop): Promise<void> {
  const { db, dice, now } = shop;
  await db.query(
    `insert into reviews ${columns}
    with said as (
      select
        o.n as k, o.id as order_id, o.created_at as order_created_at, c.id as user_id, v.product_id,
        date_trunc('milliseconds', o.delivered_at + ${span(`10 + 700 * ${dice.unit('o.n', 'reviewed')} ^ 2`, 'hours')}) as at
      from seed_o o
      join seed_c c on c.n = o.customer
      join seed_l l on l.n = o.n and l.j = 1
      join seed_v v on v.n = l.variant
      where o.delivered_at is not null
        and o.returned_at is null
        and ${dice.unit('o.n', 'reviews')} < 0.32
    )
    select ${dice.uuid('review', 'k')}, product_id, user_id, order_id, order_created_at, ${opinion(shop, 'true')}
    from said
    join seed_texts x on x.place = ${textOf(shop)}
    where at < ${now}`,
    [rejectionReasons],
  );
}

/**
 * Reviews without an order, carts and wishlists. One customer in ten (those whose number ends in 7) never orders, so
 * what they say is unverified for certain.
 */
export async function writeVoices(shop: Shop): Promise<void> {
  const { db, dice, now } = shop;
  await db.query(
    `insert into reviews ${columns}
    with said as (
      select
        c.n as k, c.id as user_id,
        (select count(*) from seed_p where state = 'sold') as products,
        c.joined + (${now} - c.joined) * ${dice.unit('c.n', 'browsed')} as at
      from seed_c c
      where c.n % 10 = 7
        and ${dice.unit('c.n', 'talks')} < 0.6
    )
    select
      ${dice.uuid('loose review', 'k')}, p.id, said.user_id, null, null, ${opinion(shop, 'false')}
    from said
    join seed_texts x on x.place = ${textOf(shop)}
    join products p on p.id = ${dice.uuid('product', `floor(products * ${dice.unit('k', 'about')})::bigint`)}`,
    [rejectionReasons],
  );
  await db.query(
    `insert into cart_items (
      id, user_id, product_id, variant_id, quantity, price, discount, added_at, updated_at
    )
    with filled as (
      select
        c.n, c.id, j,
        8 * floor((select count(slot) / 8 from seed_v) * ${dice.unit('c.n * 8 + j', 'in cart')} ^ 1.5)::bigint
          + (j + ${dice.whole('c.n', 'cart slot', 0, 7)}) % 8 as slot,
        greatest(c.joined, ${now} - ${span(`60 * ${dice.unit('c.n * 8 + j', 'put in cart')} ^ 2`, 'days')}) as at
      from seed_c c
      cross join lateral generate_series(1, ${dice.whole('c.n', 'cart', 1, 4)}) j
      where ${dice.unit('c.n', 'has cart')} < 0.2
    )
    select
      ${dice.uuid('cart', "f.n || '.' || f.j")}, f.id, v.product_id, v.id, ${dice.whole('f.n * 8 + f.j', 'cart pieces', 1, 2)},
      ${amount('v.price')}, 0, f.at, f.at
    from filled f
    join seed_v v on v.slot = f.slot`,
  );
  await db.query(
    `insert into wishlist_items (id, user_id, product_id, added_at)
    select distinct on (c.id, p.id)
      ${dice.uuid('wish', "c.n || '.' || j")}, c.id, p.id,
      greatest(c.joined, ${now} - ${span(`300 * ${dice.unit('c.n * 8 + j', 'wished')} ^ 2`, 'days')})
    from seed_c c
    cross join lateral generate_series(1, ${dice.whole('c.n', 'wishes', 1, 5)}) j
    join products p
      on p.id = ${dice.uuid('product', `floor((select count(*) from seed_p where state in ('sold', 'new')) * ${dice.unit('c.n * 8 + j', 'wish')})::bigint`)}
    where ${dice.unit('c.n', 'wishing')} < 0.25
    order by c.id, p.id, j`,
  );
}

/** Figures that a trigger would have kept: approved reviews only. */
export async function finishReviews({ db }: Shop): Promise<void> {
  await db.query(
    `update products p
    set review_count = r.count,
      avg_rating = r.average
    from (
      select product_id, count(*) as count, avg(rating) as average
      from reviews
      where status = 'APPROVED'
      group by product_id
    ) r
    where r.product_id = p.id`,
  );
}
