import type { Migration } from './migration.ts';

const tables = `
create table reviews (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references products (id) on delete cascade,
  user_id uuid not null references users (id),
  order_id uuid,
  order_created_at timestamptz(3),
  rating integer not null constraint reviews_rating_check check (rating >= 1 and rating <= 5),
  title varchar(255),
  comment text,
  images text[],
  is_verified boolean not null default false,
  helpful_count integer not null default 0 constraint reviews_helpful_count_check check (helpful_count >= 0),
  status varchar(20) not null default 'PENDING',
  rejection_reason text,
  moderated_by uuid references users (id),
  moderated_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint check_review_status check (status in ('PENDING', 'APPROVED', 'REJECTED')),
  constraint check_rejection_reason check (status <> 'REJECTED' or coalesce(btrim(rejection_reason), '') <> ''),
  -- schema.md row 25
  unique nulls not distinct (product_id, user_id, order_id),
  -- MATCH FULL: an order without its month would escape the check
  constraint reviews_order_id_fkey foreign key (order_id, order_created_at)
    references orders (id, created_at) match full
);
create index idx_reviews_product_id on reviews (product_id, created_at desc, id desc);
create index idx_reviews_user_id on reviews (user_id, created_at desc, id desc);
create index idx_reviews_rating on reviews (rating, created_at desc, id desc);
create index idx_reviews_status on reviews (status, created_at desc, id desc);
create index idx_reviews_created_at on reviews (created_at desc, id desc);
-- schema.md row 28
create index idx_reviews_order_id on reviews (order_id);
create index idx_reviews_moderated_by on reviews (moderated_by);
create trigger reviews_fill
  before insert or update of order_id, order_created_at on reviews
  for each row execute function fill_order_created_at();
create trigger update_reviews_updated_at
  before update on reviews
  for each row execute function update_updated_at();
`;

/** `arrived` is a condition on an order o. 0029 looks at what it was as well. */
export const reviewIsVerified = (
  verb: string,
  arrived: string,
) => `${verb} function review_is_verified(p_user_id uuid, p_product_id uuid, p_order_id uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select exists (
    select from orders o
    join order_items i on i.order_id = o.id
    where o.user_id = p_user_id
      and ${arrived}
      and i.product_id = p_product_id
      and (p_order_id is null or o.id = p_order_id)
  )
$$;
`;

const rules = `
-- schema.md row 42: verified means that the customer has this product from an order that arrived
${reviewIsVerified('create', "o.status = 'DELIVERED'")}
create function prepare_review() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- what arrived once stays verified, also after a return
  if tg_op = 'INSERT' or not old.is_verified
    or (new.user_id, new.product_id, new.order_id) is distinct from (old.user_id, old.product_id, old.order_id) then
    new.is_verified := review_is_verified(new.user_id, new.product_id, new.order_id);
  else
    new.is_verified := true;
  end if;
  if tg_op = 'UPDATE' and new.status <> old.status then
    new.moderated_by := coalesce(current_user_id(), new.moderated_by);
    new.moderated_at := current_timestamp;
  end if;
  if new.status <> 'REJECTED' then
    new.rejection_reason := null;
  end if;
  return new;
end $$;
create trigger reviews_prepare
  before insert or update on reviews
  for each row execute function prepare_review();

create function verify_reviews_of_order() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  update reviews r
  set is_verified = true
  where r.user_id = new.user_id
    and not r.is_verified
    and (r.order_id is null or r.order_id = new.id)
    and r.product_id in (select i.product_id from order_items i where i.order_id = new.id);
  return null;
end $$;
create trigger orders_verify_reviews
  after update of status on orders
  for each row when (old.status <> new.status and new.status = 'DELIVERED')
  execute function verify_reviews_of_order();

-- schema.md row 10: NEW is null on DELETE, and a review can move to another product. Row 11: only APPROVED reviews
-- count.
create function update_product_stats() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- two reviews of one product at once: the second waits, then counts both
  perform from products p
  where p.id in (coalesce(new.product_id, old.product_id), coalesce(old.product_id, new.product_id))
  order by p.id
  for no key update;
  -- only when they differ: an UPDATE that changes nothing would count as an edit
  update products p
  set review_count = s.review_count,
    avg_rating = s.avg_rating
  from (
    select q.id, count(r.id) as review_count, round(avg(r.rating), 2) as avg_rating
    from products q
    left join reviews r on r.product_id = q.id and r.status = 'APPROVED'
    where q.id in (coalesce(new.product_id, old.product_id), coalesce(old.product_id, new.product_id))
    group by q.id
  ) s
  where p.id = s.id
    and (p.review_count, p.avg_rating) is distinct from (s.review_count::integer, s.avg_rating);
  return null;
end $$;
create trigger trigger_update_product_stats
  after insert or delete or update of product_id, rating, status on reviews
  for each row execute function update_product_stats();
`;

export const reviews: Migration = {
  name: '0010-reviews',
  up: [tables, rules],
  down: `
drop trigger orders_verify_reviews on orders;
drop table reviews;
drop function update_product_stats();
drop function verify_reviews_of_order();
drop function prepare_review();
drop function review_is_verified(uuid, uuid, uuid);
`,
};
