import type { Migration } from './migration.ts';

export const views: Migration = {
  name: '0013-views',
  up: `
-- schema.md row 13: SELECT * would freeze today's columns; named, and without password_hash. security_invoker: a view
-- shows nobody more than the tables do.
create view active_products with (security_invoker = true) as
select id, sku, name, slug, description, category_id, brand_id, price, compare_price, cost, weight, is_active, tags,
  meta_title, meta_description, review_count, avg_rating, search_vector, version, created_at, updated_at, deleted_at
from products
where deleted_at is null;

create view active_users with (security_invoker = true) as
select id, email, first_name, last_name, phone_number, phone_number_hash, role, is_active, email_verified, last_login_at,
  failed_logins, locked_until, version, created_at, updated_at, deleted_at
from users
where deleted_at is null;

-- schema.md row 12: reviews times lines counted both too often; each is summed by itself, cancelled orders and reviews
-- that were not approved left out
create materialized view product_stats as
select
  p.id,
  coalesce(r.review_count, 0) as review_count,
  r.avg_rating,
  coalesce(s.order_count, 0) as order_count,
  coalesce(s.total_sold, 0) as total_sold
from products p
left join (
  select product_id, count(*) as review_count, avg(rating) as avg_rating
  from reviews
  where status = 'APPROVED'
  group by product_id
) r on r.product_id = p.id
left join (
  select i.product_id, count(distinct i.order_id) as order_count, sum(i.quantity) as total_sold
  from order_items i
  join orders o on o.id = i.order_id and o.created_at = i.order_created_at
  where o.status <> 'CANCELLED'
    -- a cancelled order that was paid back ends as REFUNDED
    and not exists (
      select from order_status_history h
      where h.order_id = o.id and h.to_status = 'CANCELLED'
    )
  group by i.product_id
) s on s.product_id = p.id;
create unique index product_stats_id_idx on product_stats (id);

-- CONCURRENTLY: readers go on; its age is shown, so it is kept
create function refresh_product_stats() returns timestamptz
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtext('product_stats'));
  refresh materialized view concurrently product_stats;
  insert into store_settings (key, value)
  values ('product_stats_refreshed_at', to_jsonb(current_timestamp))
  on conflict (key) do update set value = excluded.value;
  return current_timestamp;
end $$;
`,
  down: `
drop function refresh_product_stats();
drop materialized view product_stats;
drop view active_users;
drop view active_products;
`,
};
