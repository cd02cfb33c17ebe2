import type { Migration } from './migration.ts';

const tables = `
-- schema.md row 2: the smallest table that makes inventory's foreign key true
create table warehouses (
  id uuid primary key default gen_random_uuid(),
  code varchar(20) unique not null,
  name varchar(100) not null,
  street_1 varchar(255),
  street_2 varchar(255),
  city varchar(100),
  state varchar(100),
  postal_code varchar(20),
  country varchar(2) not null,
  is_active boolean not null default true,
  created_at timestamptz not null default current_timestamp,
  constraint check_warehouse_code check (code = upper(btrim(code)) and code <> '')
);
create index idx_warehouses_created_at on warehouses (created_at desc, id desc);

create table inventory (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references products (id),
  variant_id uuid,
  warehouse_id uuid references warehouses (id),
  quantity integer not null default 0,
  -- schema.md row 23: NULL would make available NULL
  reserved integer not null default 0,
  available integer not null generated always as (quantity - reserved) stored,
  reorder_point integer not null default 10,
  reorder_quantity integer not null default 50,
  last_restocked timestamptz,
  updated_at timestamptz not null default current_timestamp,
  -- schema.md row 25
  unique nulls not distinct (product_id, variant_id, warehouse_id),
  -- schema.md row 35
  constraint inventory_variant_id_fkey foreign key (variant_id, product_id)
    references product_variants (id, product_id),
  -- schema.md row 23: section 8.1
  constraint check_quantity check (quantity >= 0),
  constraint check_reserved check (reserved >= 0 and reserved <= quantity),
  constraint check_reorder check (reorder_point >= 0 and reorder_quantity > 0)
);
create index idx_inventory_product on inventory (product_id, variant_id);
create index idx_inventory_available on inventory (available, id);
-- schema.md row 28
create index idx_inventory_variant_id on inventory (variant_id);
create index idx_inventory_warehouse_id on inventory (warehouse_id, available, id);
create index idx_inventory_updated_at on inventory (updated_at desc, id desc);
create index idx_inventory_low on inventory (available, id) where available <= reorder_point;

create table inventory_transactions (
  id uuid primary key default gen_random_uuid(),
  inventory_id uuid not null references inventory (id),
  type varchar(20) not null,
  quantity integer not null,
  reference_type varchar(20),
  reference_id uuid,
  order_item_id uuid references order_items (id),
  notes text,
  operation_id uuid default current_operation_id(),
  created_by uuid references users (id),
  created_at timestamptz not null default current_timestamp,
  constraint check_transaction_type check (
    type in ('RESTOCK', 'SALE', 'RETURN', 'ADJUSTMENT', 'RESERVATION', 'RELEASE')
  ),
  -- schema.md row 42: the type says the direction, only an adjustment goes both ways
  constraint check_sign check (case when type = 'ADJUSTMENT' then quantity <> 0 else quantity > 0 end),
  constraint check_adjustment_reason check (type <> 'ADJUSTMENT' or notes is not null or reference_type is not null),
  constraint check_ledger_reference check ((reference_type is null) = (reference_id is null)),
  -- which line was reserved, released or sold where is read from here
  constraint check_ledger_order_item check (
    order_item_id is not null
    or reference_type is null
    or reference_type not in ('ORDER', 'SHIPMENT')
    or type not in ('RESERVATION', 'RELEASE', 'SALE')
  )
);
create index idx_inv_trans_inventory on inventory_transactions (inventory_id, created_at desc, id desc);
create index idx_inv_trans_created_at on inventory_transactions (created_at desc, id desc);
create index idx_inv_trans_created_by on inventory_transactions (created_by, created_at desc, id desc);
create index idx_inv_trans_reference on inventory_transactions (reference_type, reference_id)
  where reference_id is not null;
create index idx_inv_trans_order_item on inventory_transactions (order_item_id) where order_item_id is not null;
create index idx_inv_trans_operation on inventory_transactions (operation_id) where operation_id is not null;
-- a shipment takes a line from a place once; several shipments of one line are several references
create unique index inventory_transactions_sale_key
  on inventory_transactions (reference_id, order_item_id, inventory_id)
  where type = 'SALE' and reference_type = 'SHIPMENT';
`;

const ledger = `
create trigger inventory_transactions_append_only
  before update or delete on inventory_transactions
  for each row execute function refuse_change();

-- who did it is not for the client to say
create function stamp_inventory_transaction() returns trigger
language plpgsql
as $$
begin
  new.created_by := coalesce(current_user_id(), new.created_by);
  new.operation_id := coalesce(current_operation_id(), new.operation_id);
  new.notes := coalesce(nullif(btrim(new.notes), ''), current_reason());
  return new;
end $$;
create trigger inventory_transactions_stamp
  before insert on inventory_transactions
  for each row execute function stamp_inventory_transaction();

-- AFTER and by statement: a row that ON CONFLICT DO NOTHING skipped is not among new_rows (schema.md, trap 1), rows are
-- locked in the order of their ids (trap 3), and 100,000 rows of a delivery are one UPDATE.
create function apply_inventory_transactions() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  bad record;
begin
  perform from inventory i
  where i.id in (select n.inventory_id from new_rows n)
  order by i.id
  for no key update;

  select coalesce(v.sku, p.sku) as sku, w.code, i.quantity, i.reserved, i.available, d.dq, d.dr into bad
  from (
    select n.inventory_id,
      sum(case n.type when 'SALE' then -n.quantity when 'RESERVATION' then 0 when 'RELEASE' then 0 else n.quantity end) as dq,
      sum(case n.type when 'RESERVATION' then n.quantity when 'RELEASE' then -n.quantity when 'SALE' then -n.quantity else 0 end) as dr
    from new_rows n
    group by n.inventory_id
  ) d
  join inventory i on i.id = d.inventory_id
  join products p on p.id = i.product_id
  left join product_variants v on v.id = i.variant_id
  left join warehouses w on w.id = i.warehouse_id
  where i.quantity + d.dq not between 0 and 2000000000
    or i.reserved + d.dr < 0
    or i.reserved + d.dr > i.quantity + d.dq
  limit 1;
  if found then
    raise exception using
      errcode = 'check_violation',
      constraint = case when bad.quantity + bad.dq not between 0 and 2000000000 then 'check_quantity' else 'check_reserved' end,
      table = 'inventory',
      message = format(
        '%s at %s has %s in stock, %s of them reserved: %s',
        bad.sku, coalesce(bad.code, 'no warehouse'), bad.quantity, bad.reserved,
        case
          when bad.dr > 0 then format('%s cannot be reserved', bad.dr)
          when bad.reserved + bad.dr < 0 then format('%s are not reserved', -bad.dr)
          when bad.dq < 0 then format('%s cannot be taken away', -bad.dq)
          else format('%s cannot be added', bad.dq)
        end
      );
  end if;

  update inventory i
  set quantity = i.quantity + d.dq,
    reserved = i.reserved + d.dr,
    last_restocked = case when d.restocked then current_timestamp else i.last_restocked end
  from (
    select n.inventory_id,
      sum(case n.type when 'SALE' then -n.quantity when 'RESERVATION' then 0 when 'RELEASE' then 0 else n.quantity end) as dq,
      sum(case n.type when 'RESERVATION' then n.quantity when 'RELEASE' then -n.quantity when 'SALE' then -n.quantity else 0 end) as dr,
      bool_or(n.type = 'RESTOCK') as restocked
    from new_rows n
    group by n.inventory_id
  ) d
  where i.id = d.inventory_id;

  if exists (select from new_rows n where n.order_item_id is not null) then
    perform check_ledger_lines(array(select distinct n.order_item_id from new_rows n where n.order_item_id is not null));
  end if;
  return null;
end $$;
create trigger inventory_transactions_apply
  after insert on inventory_transactions
  referencing new table as new_rows
  for each statement execute function apply_inventory_transactions();

-- What the ledger says about order lines: the right article, never more released or sold than was reserved for this
-- line in this place, never more reserved than ordered, never more returned than sold. That makes a replayed reservation
-- or release harmless without forbidding a second, partial one.
create function check_ledger_lines(p_lines uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  bad record;
begin
  select l.sku,
    (l.product_id, l.variant_id) is distinct from (i.product_id, i.variant_id) as other_article,
    sum(case t.type when 'RESERVATION' then t.quantity when 'RELEASE' then -t.quantity when 'SALE' then -t.quantity else 0 end) as outstanding
  into bad
  from inventory_transactions t
  join order_items l on l.id = t.order_item_id
  join inventory i on i.id = t.inventory_id
  where t.order_item_id = any (p_lines)
  group by l.id, i.id
  having (l.product_id, l.variant_id) is distinct from (i.product_id, i.variant_id)
    or sum(case t.type when 'RESERVATION' then t.quantity when 'RELEASE' then -t.quantity when 'SALE' then -t.quantity else 0 end) < 0
  limit 1;
  if found then
    raise exception using
      errcode = 'check_violation',
      constraint = 'check_ledger_line',
      table = 'inventory_transactions',
      message = case
        when bad.other_article then format('the stock moved for line %s is of another article', bad.sku)
        else format('line %s has not that much reserved there', bad.sku)
      end;
  end if;

  select l.sku, l.quantity into bad
  from inventory_transactions t
  join order_items l on l.id = t.order_item_id
  where t.order_item_id = any (p_lines)
  group by l.id
  having sum(case t.type when 'RESERVATION' then t.quantity when 'RELEASE' then -t.quantity else 0 end) > l.quantity
    or sum(case t.type when 'RETURN' then t.quantity else 0 end) > sum(case t.type when 'SALE' then t.quantity else 0 end)
  limit 1;
  if found then
    raise exception using
      errcode = 'check_violation',
      constraint = 'check_ledger_line',
      table = 'inventory_transactions',
      message = format('line %s is of %s pieces: no more can be reserved, no more returned than was sold', bad.sku, bad.quantity);
  end if;
end $$;
`;

const derived = `
create function begin_empty() returns trigger
language plpgsql
as $$
begin
  raise exception using
    errcode = 'restrict_violation',
    constraint = tg_argv[0],
    table = tg_table_name,
    message = tg_argv[1];
end $$;

create trigger inventory_begins_empty
  before insert on inventory
  for each row when (new.quantity <> 0 or new.reserved <> 0)
  execute function begin_empty('inventory_ledger_only', 'stock moves only through inventory_transactions: a new place begins with 0');
create trigger inventory_guard
  before update on inventory
  for each row when (
    (old.quantity, old.reserved, old.last_restocked) is distinct from (new.quantity, new.reserved, new.last_restocked)
  )
  execute function refuse_direct_write('inventory_ledger_only', 'stock moves only through inventory_transactions');

create function freeze_inventory_identity() returns trigger
language plpgsql
as $$
begin
  raise exception using
    errcode = 'restrict_violation', constraint = 'inventory_identity_frozen', table = 'inventory',
    message = 'a place of stock keeps its article and warehouse: its ledger belongs to them';
end $$;
create trigger inventory_identity
  before update on inventory
  for each row when (
    (old.id, old.product_id, old.variant_id, old.warehouse_id)
    is distinct from (new.id, new.product_id, new.variant_id, new.warehouse_id)
  )
  execute function freeze_inventory_identity();
create trigger update_inventory_updated_at
  before update on inventory
  for each row execute function update_updated_at();

-- schema.md row 34: product_variants.stock is the sum of available over the warehouses
create trigger variants_begin_empty
  before insert on product_variants
  for each row when (new.stock <> 0)
  execute function begin_empty('variants_stock_derived', 'the stock of a variant follows from its inventory: a new one begins with 0');
create trigger variants_stock_guard
  before update of stock on product_variants
  for each row when (old.stock <> new.stock)
  execute function refuse_direct_write('variants_stock_derived', 'the stock of a variant follows from its inventory and cannot be set');

create function move_variant_stock() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- no join of new and old rows: its plan is kept by the session, and one made for a single row is a nested loop that
  -- takes minutes for a delivery of 10,000
  perform from product_variants v
  where v.id in (
    select c.variant_id
    from (
      select n.variant_id, n.available as change from new_rows n
      union all
      select o.variant_id, -o.available from old_rows o
    ) c
    where c.variant_id is not null
    group by c.variant_id
    having sum(c.change) <> 0
  )
  order by v.id
  for no key update;
  update product_variants v
  set stock = v.stock + d.change
  from (
    select c.variant_id, sum(c.change) as change
    from (
      select n.variant_id, n.available as change from new_rows n
      union all
      select o.variant_id, -o.available from old_rows o
    ) c
    where c.variant_id is not null
    group by c.variant_id
    having sum(c.change) <> 0
  ) d
  where v.id = d.variant_id;
  return null;
end $$;
create trigger inventory_move_variant_stock
  after update on inventory
  referencing old table as old_rows new table as new_rows
  for each statement execute function move_variant_stock();
`;

export const inventory: Migration = {
  name: '0007-inventory',
  up: [tables, ledger, derived],
  down: `
drop trigger variants_stock_guard on product_variants;
drop trigger variants_begin_empty on product_variants;
drop table inventory_transactions;
drop table inventory;
drop table warehouses;
drop function move_variant_stock();
drop function freeze_inventory_identity();
drop function begin_empty();
drop function check_ledger_lines(uuid[]);
drop function apply_inventory_transactions();
drop function stamp_inventory_transaction();
`,
};
