import type { Migration } from './migration.ts';
import { stockCounts } from './stock-counts.ts';

const staff = 'admin_role, manager_role, warehouse_role, readonly_role';
const stockKeepers = 'admin_role, manager_role, warehouse_role';

const barcodes = `
-- What the scanner reads off the box. One code is one article: two variants with the same one could not be told apart.
alter table products add column barcode varchar(50),
  add constraint check_product_barcode check (barcode = btrim(barcode) and barcode <> '');
alter table product_variants add column barcode varchar(50),
  add constraint check_variant_barcode check (barcode = btrim(barcode) and barcode <> '');
create unique index products_barcode_key on products (barcode) where barcode is not null;
create unique index product_variants_barcode_key on product_variants (barcode) where barcode is not null;
`;

const positions = `
-- for the indexes that are built anew here, and for adding up the reservations below
set local maintenance_work_mem = '256MB';
set local work_mem = '128MB';

-- The order in which a place's rows were applied. created_at is when their transaction began, which is not that order;
-- the clock is only where the number comes from, keep_ledger() makes it rise in every place.
create function ledger_clock() returns bigint
language sql volatile
as $$ select (extract(epoch from clock_timestamp()) * 1000000)::bigint $$;
grant execute on function ledger_clock() to ${stockKeepers};
-- rows there are take the time they bear, in the order of a delivery, a reservation and what ends it; by one rewrite of the
-- table, for an UPDATE of millions of rows would write every index anew, row by row
alter table inventory_transactions add column position bigint;
alter table inventory_transactions
  alter column position type bigint using (
    (extract(epoch from created_at) * 1000000)::bigint
      + case type when 'RESTOCK' then 1 when 'RETURN' then 2 when 'RESERVATION' then 3 when 'RELEASE' then 4 when 'SALE' then 5 else 6 end
  ),
  alter column position set default ledger_clock(),
  alter column position set not null;
create index idx_inv_trans_position on inventory_transactions (inventory_id, position desc, id desc);
create index idx_inv_trans_sold on inventory_transactions (inventory_id, created_at) include (quantity) where type = 'SALE';

drop trigger inventory_transactions_append_only on inventory_transactions;
create trigger inventory_transactions_append_only
  before delete on inventory_transactions
  for each row execute function refuse_change();
create trigger inventory_transactions_unchanged
  before update on inventory_transactions
  for each row when (pg_trigger_depth() = 0 or to_jsonb(old) - 'position' <> to_jsonb(new) - 'position')
  execute function refuse_change();

create or replace function stamp_inventory_transaction() returns trigger
language plpgsql
as $$
begin
  new.created_by := coalesce(current_user_id(), new.created_by);
  new.operation_id := coalesce(current_operation_id(), new.operation_id);
  new.notes := coalesce(nullif(btrim(new.notes), ''), current_reason());
  new.position := ledger_clock();
  return new;
end $$;
`;

const reservations = `
-- Who holds what: the ledger's open reservations, kept so that nobody has to add up a ledger of millions to list them.
create table stock_reservations (
  id uuid primary key default gen_random_uuid(),
  order_item_id uuid not null references order_items (id),
  inventory_id uuid not null references inventory (id),
  quantity integer not null,
  reserved_at timestamptz not null,
  unique (order_item_id, inventory_id),
  constraint check_reservation_quantity check (quantity > 0)
);
create index idx_stock_reservations_inventory on stock_reservations (inventory_id, reserved_at, id);
create index idx_stock_reservations_reserved_at on stock_reservations (reserved_at, id);

insert into stock_reservations (order_item_id, inventory_id, quantity, reserved_at)
select t.order_item_id, t.inventory_id,
  sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end),
  min(t.created_at)
from inventory_transactions t
where t.order_item_id is not null
  and t.type in ('RESERVATION', 'RELEASE', 'SALE')
group by t.order_item_id, t.inventory_id
having sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end) > 0;

-- Fires after inventory_transactions_apply, which holds the locks of all these places. Sub-selects by row and no joins:
-- a plan made for one row must do for a delivery of 10,000, and the other way round.
create function keep_ledger() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  closed text;
  late uuid[];
  gone uuid[];
begin
  select (select w.code from inventory i join warehouses w on w.id = i.warehouse_id where i.id = n.inventory_id) into closed
  from new_rows n
  where (n.type in ('RESTOCK', 'RETURN', 'RESERVATION') or (n.type = 'ADJUSTMENT' and n.quantity > 0))
    and (select not w.is_active from inventory i join warehouses w on w.id = i.warehouse_id where i.id = n.inventory_id)
  limit 1;
  if found then
    raise exception using
      errcode = 'restrict_violation', constraint = 'warehouse_closed', table = 'inventory_transactions',
      message = format('warehouse %s is closed: nothing is taken in or reserved there', closed);
  end if;

  -- whoever waited for the place has an earlier number than those who went before
  late := array(
    select n.inventory_id
    from (
      select m.inventory_id, min(m.position) as first, count(*) as rows, count(distinct m.position) as apart
      from new_rows m
      group by m.inventory_id
    ) n
    where n.apart < n.rows
      or n.rows < (
        select count(*)
        from inventory_transactions t
        where t.inventory_id = n.inventory_id
          and t.position >= n.first
      )
  );
  if cardinality(late) > 0 then
    update inventory_transactions t
    set position = moved.position
    from (
      select n.id,
        row_number() over (partition by n.inventory_id order by n.position, n.id) + (
          select max(x.position) from inventory_transactions x where x.inventory_id = n.inventory_id
        ) as position
      from new_rows n
      where n.inventory_id = any (late)
    ) moved
    where t.id = moved.id;
  end if;

  if exists (select from new_rows n where n.order_item_id is not null and n.type in ('RESERVATION', 'RELEASE', 'SALE')) then
    gone := array(
      select (
        select r.id from stock_reservations r where r.order_item_id = n.order_item_id and r.inventory_id = n.inventory_id
      )
      from new_rows n
      where n.order_item_id is not null
        and n.type in ('RELEASE', 'SALE')
    );
    delete from stock_reservations r where r.id = any (gone);
    insert into stock_reservations (order_item_id, inventory_id, quantity, reserved_at)
    select c.order_item_id, c.inventory_id, held.quantity, held.reserved_at
    from (
      select distinct n.order_item_id, n.inventory_id
      from new_rows n
      where n.order_item_id is not null
        and n.type in ('RESERVATION', 'RELEASE', 'SALE')
    ) c
    cross join lateral (
      select sum(case t.type when 'RESERVATION' then t.quantity else -t.quantity end) as quantity,
        min(t.created_at) as reserved_at
      from inventory_transactions t
      where t.order_item_id = c.order_item_id
        and t.inventory_id = c.inventory_id
        and t.type in ('RESERVATION', 'RELEASE', 'SALE')
    ) held
    where held.quantity > 0
    on conflict (order_item_id, inventory_id) do update set quantity = excluded.quantity;
  end if;
  return null;
end $$;
create trigger inventory_transactions_keep
  after insert on inventory_transactions
  referencing new table as new_rows
  for each statement execute function keep_ledger();
`;

const closing = `
create function refuse_closing() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  held record;
begin
  -- against a new place, whose foreign key holds this row, then against movements in those there are
  perform from warehouses w where w.id = new.id for update;
  perform from inventory i where i.warehouse_id = new.id order by i.id for no key update;
  select sum(i.quantity) as pieces, sum(i.reserved) as reserved into held from inventory i where i.warehouse_id = new.id;
  if held.pieces > 0 then
    raise exception using
      errcode = 'restrict_violation', constraint = 'warehouse_not_empty', table = 'warehouses',
      message = format('warehouse %s still holds %s pieces, %s of them reserved', new.code, held.pieces, held.reserved);
  end if;
  if exists (select from stock_counts c where c.warehouse_id = new.id and c.status = 'OPEN') then
    raise exception using
      errcode = 'restrict_violation', constraint = 'warehouse_being_counted', table = 'warehouses',
      message = format('warehouse %s is being counted', new.code);
  end if;
  return new;
end $$;
create trigger warehouses_closing
  before update on warehouses
  for each row when (old.is_active and not new.is_active)
  execute function refuse_closing();
`;

// The default privileges of 0016 give admin_role more than a record of what happened bears.
const grants = `
revoke all on stock_reservations, stock_counts, stock_count_lines from admin_role, readonly_role;
grant select on stock_reservations, stock_counts, stock_count_lines to ${staff};
grant insert (id, warehouse_id, blind, note), update (status, note) on stock_counts to ${stockKeepers};
grant insert (id, count_id, inventory_id, counted), update (counted) on stock_count_lines to ${stockKeepers};
`;

export const stock: Migration = {
  name: '0018-stock',
  up: [barcodes, positions, reservations, ...stockCounts.up, closing, grants],
  down: [
    `
drop trigger warehouses_closing on warehouses;
drop function refuse_closing();
`,
    stockCounts.down,
    `
drop trigger inventory_transactions_keep on inventory_transactions;
drop function keep_ledger();
drop table stock_reservations;
create or replace function stamp_inventory_transaction() returns trigger
language plpgsql
as $$
begin
  new.created_by := coalesce(current_user_id(), new.created_by);
  new.operation_id := coalesce(current_operation_id(), new.operation_id);
  new.notes := coalesce(nullif(btrim(new.notes), ''), current_reason());
  return new;
end $$;
drop trigger inventory_transactions_unchanged on inventory_transactions;
drop trigger inventory_transactions_append_only on inventory_transactions;
create trigger inventory_transactions_append_only
  before update or delete on inventory_transactions
  for each row execute function refuse_change();
drop index idx_inv_trans_sold;
alter table inventory_transactions drop column position;
drop function ledger_clock();
drop index products_barcode_key;
drop index product_variants_barcode_key;
alter table product_variants drop column barcode;
alter table products drop column barcode;
`,
  ],
};
