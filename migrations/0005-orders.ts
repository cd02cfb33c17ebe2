import type { Migration } from './migration.ts';

const ordersTable = `
-- schema.md row 42: SM-YYYY-NNNNNN, one sequence over all years
create sequence order_number_seq;
create function next_order_number() returns text
language sql volatile security definer set search_path = public, pg_temp
as $$
  select 'SM-' || to_char(current_timestamp at time zone 'UTC', 'YYYY') || '-'
    || lpad(n::text, greatest(6, length(n::text)), '0')
  from nextval('order_number_seq') n
$$;

-- schema.md rows 6 and 7: the key of a partitioned table holds the partition key; order_registry below keeps id and
-- order_number unique over all months. Row 5: payments.order_id is the 1:1, so there is no payment_id here.
create table orders (
  id uuid not null default gen_random_uuid(),
  order_number varchar(50) not null default next_order_number(),
  user_id uuid not null references users (id),
  status varchar(20) not null default 'PENDING',
  subtotal decimal(10, 2) not null,
  -- schema.md row 22: NULL would let a wrong total through
  discount decimal(10, 2) not null default 0,
  tax decimal(10, 2) not null default 0,
  shipping decimal(10, 2) not null default 0,
  total decimal(10, 2) not null,
  notes text,
  shipping_address jsonb not null,
  billing_address jsonb not null,
  promo_code_id uuid references promo_codes (id),
  tracking_number varchar(100),
  assigned_to uuid references users (id),
  version integer not null default 1,
  -- schema.md row 40: milliseconds, so that a JavaScript Date finds the row again
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint orders_pkey primary key (id, created_at),
  constraint check_order_status check (
    status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'RETURNED', 'REFUNDED')
  ),
  -- schema.md row 22: section 8.1
  constraint check_order_total check (total = subtotal - discount + tax + shipping),
  constraint check_order_amounts check (subtotal >= 0 and discount >= 0 and tax >= 0 and shipping >= 0 and total >= 0)
) partition by range (created_at);
-- the document's three, each in the order staff page through the list
create index idx_orders_user_id on orders (user_id, created_at desc, id desc);
create index idx_orders_status on orders (status, created_at desc, id desc);
create index idx_orders_created_at on orders (created_at desc, id desc);
-- schema.md row 28
create index idx_orders_promo_code_id on orders (promo_code_id) where promo_code_id is not null;
create index idx_orders_assigned_to on orders (assigned_to, created_at desc, id desc) where assigned_to is not null;
-- the list can be sorted by total and filtered by city
create index idx_orders_total on orders (total desc, id desc);
create index idx_orders_city on orders (lower(shipping_address ->> 'city'), created_at desc, id desc);

create trigger update_orders_updated_at
  before update on orders
  for each row execute function update_updated_at();

-- schema.md row 7: global uniqueness, and the way from an id or a number to its month
create table order_registry (
  order_id uuid constraint order_registry_pkey primary key,
  -- keeps the name that the document's UNIQUE would have had
  order_number varchar(50) not null constraint orders_order_number_key unique,
  created_at timestamptz(3) not null,
  constraint order_registry_full_key unique (order_id, created_at, order_number),
  constraint order_registry_order_fkey foreign key (order_id, created_at)
    references orders (id, created_at) on delete cascade
);
-- what people type is the beginning of a number or, more often, its end
create index idx_order_registry_number_prefix on order_registry (order_number varchar_pattern_ops);
create index idx_order_registry_number_suffix on order_registry (reverse(order_number) text_pattern_ops);
-- the way back: without it ATTACH would let in an order that nobody registered
alter table orders add constraint orders_registered_fkey
  foreign key (id, created_at, order_number) references order_registry (order_id, created_at, order_number)
  deferrable initially deferred;

create function register_order() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  insert into order_registry (order_id, order_number, created_at)
  values (new.id, new.order_number, new.created_at);
  return null;
end $$;
-- triggers of one event run by name: the registry is what the others look in
create trigger orders_enter_registry
  after insert on orders
  for each row execute function register_order();

-- children say only order_id; the month is looked up, whatever the client wrote there
create function fill_order_created_at() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if new.order_id is null then
    new.order_created_at := null;
    return new;
  end if;
  select r.created_at into new.order_created_at from order_registry r where r.order_id = new.order_id;
  if not found then
    raise exception using
      errcode = 'foreign_key_violation',
      constraint = tg_table_name || '_order_id_fkey',
      table = tg_table_name,
      message = format('order %s does not exist', new.order_id);
  end if;
  return new;
end $$;
`;

const partitions = `
-- schema.md row 8: months from the past to the future, idempotent, one at a time, bounds written with their zone. There
-- is no DEFAULT partition: draining one deletes orders and cascades to their lines.
create function ensure_order_partitions(p_from date, p_months integer) returns integer
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  first_month date;
  next_month date;
  partition_name text;
  made integer := 0;
begin
  if p_months < 1 or p_months > 1200 then
    raise exception using errcode = 'invalid_parameter_value', message = 'from 1 to 1200 months can be made at once';
  end if;
  perform pg_advisory_xact_lock(hashtext('orders_partitions'));
  for first_month in
    select (date_trunc('month', p_from::timestamp) + make_interval(months => g))::date
    from generate_series(0, p_months - 1) g
  loop
    next_month := (first_month + interval '1 month')::date;
    partition_name := 'orders_' || to_char(first_month, 'YYYY_MM');
    if to_regclass('public.' || partition_name) is null then
      execute format(
        'create table public.%I partition of public.orders for values from (%L) to (%L)',
        partition_name, first_month || ' 00:00:00+00', next_month || ' 00:00:00+00'
      );
      -- schema.md row 17: a partition read directly would bypass row-level security, so nobody may
      execute format(
        'revoke all on public.%I from public, admin_role, manager_role, warehouse_role, readonly_role, customer_role, solemate_app',
        partition_name
      );
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;

-- the months of the document (2024-01, 2024-02) up to three months from now
select ensure_order_partitions(
  date '2024-01-01',
  (extract(year from age(date_trunc('month', now() at time zone 'UTC'), timestamp '2024-01-01')) * 12
    + extract(month from age(date_trunc('month', now() at time zone 'UTC'), timestamp '2024-01-01')))::integer + 4
);
`;

const lines = `
create table order_items (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null,
  order_created_at timestamptz(3) not null,
  product_id uuid not null references products (id),
  variant_id uuid,
  sku varchar(100) not null,
  name varchar(255) not null,
  quantity integer not null constraint order_items_quantity_check check (quantity > 0),
  price decimal(10, 2) not null,
  discount decimal(10, 2) not null default 0,
  total decimal(10, 2) not null,
  product_snapshot jsonb,
  created_at timestamptz not null default current_timestamp,
  -- schema.md row 26: the composite key of 3.2 as a UNIQUE; id stays the key
  unique nulls not distinct (order_id, product_id, variant_id),
  constraint order_items_order_id_fkey foreign key (order_id, order_created_at)
    references orders (id, created_at) on delete cascade,
  -- schema.md row 35: the variant is one of this product
  constraint order_items_variant_id_fkey foreign key (variant_id, product_id)
    references product_variants (id, product_id),
  -- schema.md row 22
  constraint check_line_total check (total = price * quantity - discount),
  constraint check_line_amounts check (price >= 0 and discount >= 0 and total >= 0)
);
create index idx_order_items_order_id on order_items (order_id);
create index idx_order_items_product_id on order_items (product_id);
-- schema.md row 28
create index idx_order_items_variant_id on order_items (variant_id);
create trigger order_items_fill
  before insert or update of order_id, order_created_at on order_items
  for each row execute function fill_order_created_at();

-- schema.md row 24: section 8.1 "valid transitions"; 12 of the 56 pairs
create table order_status_transitions (
  from_status varchar(20) not null,
  to_status varchar(20) not null,
  primary key (from_status, to_status)
);
insert into order_status_transitions (from_status, to_status) values
  ('PENDING', 'CONFIRMED'),
  ('PENDING', 'CANCELLED'),
  ('CONFIRMED', 'PROCESSING'),
  ('CONFIRMED', 'CANCELLED'),
  ('PROCESSING', 'SHIPPED'),
  ('PROCESSING', 'CANCELLED'),
  ('SHIPPED', 'DELIVERED'),
  ('SHIPPED', 'RETURNED'),
  ('DELIVERED', 'RETURNED'),
  ('DELIVERED', 'REFUNDED'),
  ('RETURNED', 'REFUNDED'),
  ('CANCELLED', 'REFUNDED');

-- schema.md row 3
create table order_status_history (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null,
  order_created_at timestamptz(3) not null,
  from_status varchar(20),
  to_status varchar(20) not null,
  changed_by uuid references users (id),
  notes text,
  -- two steps in one transaction still have an order
  created_at timestamptz not null default clock_timestamp(),
  constraint order_status_history_order_id_fkey foreign key (order_id, order_created_at)
    references orders (id, created_at) on delete cascade
);
create index idx_order_status_history_order_id on order_status_history (order_id, created_at, id);
create index idx_order_status_history_changed_by on order_status_history (changed_by);

-- schema.md row 33: the truth is orders.promo_code_id, the trigger on orders writes this
create table promo_usage (
  id uuid primary key default gen_random_uuid(),
  promo_code_id uuid not null references promo_codes (id),
  order_id uuid not null,
  order_created_at timestamptz(3) not null,
  user_id uuid not null references users (id),
  discount_amount decimal(10, 2) not null,
  used_at timestamptz not null default current_timestamp,
  unique (promo_code_id, order_id),
  constraint promo_usage_order_id_fkey foreign key (order_id, order_created_at) references orders (id, created_at)
);
create index idx_promo_usage_code on promo_usage (promo_code_id, used_at desc, id desc);
create index idx_promo_usage_user on promo_usage (user_id);
-- schema.md row 28
create index idx_promo_usage_order_id on promo_usage (order_id);
create trigger promo_usage_fill
  before insert or update of order_id, order_created_at on promo_usage
  for each row execute function fill_order_created_at();
`;

export const orders: Migration = {
  name: '0005-orders',
  up: [ordersTable, partitions, lines],
  down: `
drop table promo_usage;
drop table order_status_history;
drop table order_status_transitions;
drop table order_items;
alter table orders drop constraint orders_registered_fkey;
drop table order_registry;
drop table orders;
drop function ensure_order_partitions(date, integer);
drop function fill_order_created_at();
drop function register_order();
drop function next_order_number();
drop sequence order_number_seq;
`,
};
