import type { Migration } from './migration.ts';

const tables = `
-- schema.md row 3: drawn in the diagram
create table shipments (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null,
  order_created_at timestamptz(3) not null,
  warehouse_id uuid not null references warehouses (id),
  carrier varchar(50),
  tracking_number varchar(100),
  status varchar(20) not null default 'PENDING',
  shipped_at timestamptz,
  delivered_at timestamptz,
  created_by uuid default current_user_id() references users (id),
  created_at timestamptz not null default current_timestamp,
  constraint shipments_order_id_fkey foreign key (order_id, order_created_at) references orders (id, created_at),
  constraint check_shipment_status check (status in ('PENDING', 'SHIPPED', 'DELIVERED')),
  constraint check_shipment_tracking check (
    status = 'PENDING' or (btrim(carrier) <> '' and btrim(tracking_number) <> '') is true
  ),
  constraint check_shipment_times check (
    (status = 'PENDING' or shipped_at is not null) and (status = 'DELIVERED') = (delivered_at is not null)
  )
);
create index idx_shipments_order_id on shipments (order_id);
create index idx_shipments_warehouse_id on shipments (warehouse_id, created_at desc, id desc);
create index idx_shipments_status on shipments (status, created_at desc, id desc);
create index idx_shipments_created_at on shipments (created_at desc, id desc);
create index idx_shipments_created_by on shipments (created_by);
create index idx_shipments_tracking_number on shipments (tracking_number varchar_pattern_ops);
create trigger shipments_fill
  before insert or update of order_id, order_created_at on shipments
  for each row execute function fill_order_created_at();

create table shipment_items (
  id uuid primary key default gen_random_uuid(),
  shipment_id uuid not null references shipments (id) on delete cascade,
  order_item_id uuid not null references order_items (id),
  quantity integer not null,
  constraint check_shipment_quantity check (quantity > 0),
  unique (shipment_id, order_item_id)
);
create index idx_shipment_items_order_item_id on shipment_items (order_item_id);
`;

const rules = `
create function guard_shipment() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  order_status text;
begin
  if tg_op = 'DELETE' then
    if old.status <> 'PENDING' then
      raise exception using
        errcode = 'restrict_violation', constraint = 'shipments_frozen', table = 'shipments',
        message = format('a shipment that is %s cannot be deleted', old.status);
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    -- whoever cancels the order now waits, then finds the shipment
    select o.status into order_status
    from orders o
    where o.id = new.order_id and o.created_at = new.order_created_at
    for no key update;
    if order_status <> 'PROCESSING' then
      raise exception using
        errcode = 'check_violation', constraint = 'check_shipment_order', table = 'shipments',
        message = format('an order that is %s is not being packed: shipments are made while it is PROCESSING', order_status);
    end if;
  else
    if (new.id, new.order_id, new.warehouse_id) is distinct from (old.id, old.order_id, old.warehouse_id) then
      raise exception using
        errcode = 'restrict_violation', constraint = 'shipments_frozen', table = 'shipments',
        message = 'a shipment stays with its order and warehouse';
    end if;
    if new.status <> old.status and (old.status, new.status) not in (('PENDING', 'SHIPPED'), ('SHIPPED', 'DELIVERED')) then
      raise exception using
        errcode = 'check_violation', constraint = 'check_shipment_transition', table = 'shipments',
        message = format('a shipment that is %s cannot become %s', old.status, new.status);
    end if;
  end if;
  if new.status <> 'PENDING' then
    new.shipped_at := coalesce(new.shipped_at, current_timestamp);
  end if;
  if new.status = 'DELIVERED' then
    new.delivered_at := coalesce(new.delivered_at, current_timestamp);
  end if;
  return new;
end $$;
create trigger shipments_guard
  before insert or update or delete on shipments
  for each row execute function guard_shipment();

-- schema.md row 34: orders.tracking_number is the newest shipment's
create function copy_tracking_number() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  update orders o
  set tracking_number = new.tracking_number
  where o.id = new.order_id
    and o.created_at = new.order_created_at
    and o.tracking_number is distinct from new.tracking_number
    and not exists (
      select from shipments s
      where s.order_id = new.order_id
        and s.tracking_number is not null
        and (s.created_at, s.id) > (new.created_at, new.id)
    );
  return null;
end $$;
create trigger shipments_copy_tracking_number
  after insert or update of tracking_number on shipments
  for each row when (new.tracking_number is not null)
  execute function copy_tracking_number();

create function guard_shipment_item() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  line order_items;
  shipment shipments;
  packed bigint;
begin
  if tg_op <> 'INSERT' then
    select * into shipment from shipments s where s.id = old.shipment_id;
    -- not found: the shipment itself is being deleted
    if found and shipment.status <> 'PENDING' then
      raise exception using
        errcode = 'restrict_violation', constraint = 'shipment_items_frozen', table = 'shipment_items',
        message = format('what is in a shipment that is %s cannot be changed', shipment.status);
    end if;
    if tg_op = 'DELETE' then
      return old;
    end if;
  end if;
  select * into shipment from shipments s where s.id = new.shipment_id;
  -- the line is the lock: two people packing it wait for each other
  select * into line from order_items i where i.id = new.order_item_id for no key update;
  if line.order_id is distinct from shipment.order_id then
    raise exception using
      errcode = 'check_violation', constraint = 'check_shipment_line', table = 'shipment_items',
      message = 'a shipment carries lines of its own order only';
  end if;
  select coalesce(sum(i.quantity), 0) into packed
  from shipment_items i
  where i.order_item_id = new.order_item_id and i.id <> new.id;
  if packed + new.quantity > line.quantity then
    raise exception using
      errcode = 'check_violation', constraint = 'check_shipment_covers', table = 'shipment_items',
      message = format(
        'line %s is of %s pieces, %s are in shipments already: %s cannot be added',
        line.sku, line.quantity, packed, new.quantity
      );
  end if;
  return new;
end $$;
create trigger shipment_items_guard
  before insert or update or delete on shipment_items
  for each row execute function guard_shipment_item();
`;

export const shipments: Migration = {
  name: '0008-shipments',
  up: [tables, rules],
  down: `
drop table shipment_items;
drop table shipments;
drop function guard_shipment_item();
drop function copy_tracking_number();
drop function guard_shipment();
`,
};
