import type { Migration } from './migration.ts';

const tables = `
-- what came back, in one parcel to one warehouse: the facts of it; the stock moves by the ledger rows that follow
create table order_returns (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null,
  order_created_at timestamptz(3) not null,
  warehouse_id uuid not null references warehouses (id),
  reason text not null,
  -- the refund that was asked for in the same act
  refund_id uuid references refunds (id),
  created_by uuid references users (id),
  created_at timestamptz not null default current_timestamp,
  constraint order_returns_order_id_fkey foreign key (order_id, order_created_at) references orders (id, created_at),
  constraint check_return_reason check (btrim(reason) <> '')
);
create index idx_order_returns_order_id on order_returns (order_id, created_at, id);
create index idx_order_returns_warehouse_id on order_returns (warehouse_id, created_at desc, id desc);
create index idx_order_returns_refund_id on order_returns (refund_id) where refund_id is not null;
create index idx_order_returns_created_by on order_returns (created_by);
create index idx_order_returns_created_at on order_returns (created_at desc, id desc);
create trigger order_returns_fill
  before insert on order_returns
  for each row execute function fill_order_created_at();

create table return_items (
  id uuid primary key default gen_random_uuid(),
  return_id uuid not null references order_returns (id),
  order_item_id uuid not null references order_items (id),
  quantity integer not null,
  condition varchar(20) not null,
  constraint check_return_quantity check (quantity > 0),
  constraint check_return_condition check (condition in ('RESALEABLE', 'DAMAGED', 'LOST')),
  unique (return_id, order_item_id, condition)
);
create index idx_return_items_order_item_id on return_items (order_item_id);

-- what staff tell each other about an order; orders.notes is the customer's
create table order_notes (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null,
  order_created_at timestamptz(3) not null,
  note text not null,
  created_by uuid references users (id),
  created_at timestamptz not null default clock_timestamp(),
  constraint order_notes_order_id_fkey foreign key (order_id, order_created_at) references orders (id, created_at),
  constraint check_order_note check (btrim(note) <> '')
);
create index idx_order_notes_order_id on order_notes (order_id, created_at, id);
create index idx_order_notes_created_by on order_notes (created_by);
create trigger order_notes_fill
  before insert on order_notes
  for each row execute function fill_order_created_at();

-- who did it is not for the client to say
create function stamp_created_by() returns trigger
language plpgsql
as $$
begin
  new.created_by := coalesce(current_user_id(), new.created_by);
  return new;
end $$;
create trigger order_returns_stamp before insert on order_returns
  for each row execute function stamp_created_by();
create trigger order_notes_stamp before insert on order_notes
  for each row execute function stamp_created_by();

create trigger order_returns_append_only before update or delete on order_returns
  for each row execute function refuse_change();
create trigger return_items_append_only before update or delete on return_items
  for each row execute function refuse_change();
create trigger order_notes_append_only before update or delete on order_notes
  for each row execute function refuse_change();
`;

// The order's row is the lock: two people who book the same parcel wait for each other, then the second is told.
const returnRules = `
create function guard_order_return() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ordered orders;
begin
  -- its lines come with it: see guard_return_item
  new.created_at := current_timestamp;
  select * into ordered
  from orders o
  where o.id = new.order_id and o.created_at = new.order_created_at
  for no key update;
  if ordered.status not in ('SHIPPED', 'DELIVERED') then
    raise exception using
      errcode = 'check_violation', constraint = 'check_return_order', table = 'order_returns',
      message = format(
        'order %s is %s: only what is SHIPPED or DELIVERED can come back', ordered.order_number, ordered.status
      );
  end if;
  if not exists (select from warehouses w where w.id = new.warehouse_id and w.is_active) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_return_warehouse', table = 'order_returns',
      message = 'the warehouse is closed: nothing can come back to it';
  end if;
  if new.refund_id is not null and not exists (
    select from refunds r join payments p on p.id = r.payment_id where r.id = new.refund_id and p.order_id = new.order_id
  ) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_return_refund', table = 'order_returns',
      message = format('that refund is none of order %s', ordered.order_number);
  end if;
  return new;
end $$;
create trigger order_returns_guard
  before insert on order_returns
  for each row execute function guard_order_return();

create function guard_return_item() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  back order_returns;
begin
  select * into back from order_returns r where r.id = new.return_id;
  if found and back.created_at <> current_timestamp then
    raise exception using
      errcode = 'restrict_violation', constraint = 'return_items_append_only', table = 'return_items',
      message = 'a return is booked whole: what comes back later is a return of its own';
  end if;
  if found and not exists (select from order_items l where l.id = new.order_item_id and l.order_id = back.order_id) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_return_line', table = 'return_items',
      message = 'a return holds lines of its own order only';
  end if;
  return new;
end $$;
create trigger return_items_guard
  before insert on return_items
  for each row execute function guard_return_item();

-- Stock and state follow from what came back, whoever books it: RETURN brings every piece in, a negative ADJUSTMENT
-- takes out again what cannot be sold, and with the last piece the order is RETURNED.
create function apply_return_items() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  bad record;
begin
  select l.sku, n.quantity, t.sold, t.returned into bad
  from (select i.order_item_id, sum(i.quantity) as quantity from new_rows i group by i.order_item_id) n
  join order_items l on l.id = n.order_item_id
  cross join lateral (
    select coalesce(sum(t.quantity) filter (where t.type = 'SALE'), 0) as sold,
      coalesce(sum(t.quantity) filter (where t.type = 'RETURN'), 0) as returned
    from inventory_transactions t
    where t.order_item_id = n.order_item_id
  ) t
  where t.returned + n.quantity > t.sold
  limit 1;
  if found then
    raise exception using
      errcode = 'check_violation', constraint = 'check_return_covers', table = 'return_items',
      message = format(
        'of line %s %s left the house and %s came back already: %s cannot come back',
        bad.sku, bad.sold, bad.returned, bad.quantity
      );
  end if;

  insert into inventory (product_id, variant_id, warehouse_id)
  select distinct l.product_id, l.variant_id, r.warehouse_id
  from new_rows n
  join order_returns r on r.id = n.return_id
  join order_items l on l.id = n.order_item_id
  on conflict do nothing;

  insert into inventory_transactions
    (inventory_id, type, quantity, reference_type, reference_id, order_item_id, notes, created_at)
  select i.id, e.type, e.sign * n.quantity, 'RETURN', r.id, l.id, e.notes, e.at
  from new_rows n
  join order_returns r on r.id = n.return_id
  join order_items l on l.id = n.order_item_id
  join inventory i on i.product_id = l.product_id and i.variant_id is not distinct from l.variant_id
    and i.warehouse_id = r.warehouse_id
  -- first in, then out: a stock card is read in this order
  cross join lateral (values
    ('RETURN', 1, r.reason, current_timestamp),
    ('ADJUSTMENT', -1, lower(n.condition) || ': ' || r.reason, current_timestamp + interval '1 microsecond')
  ) e (type, sign, notes, at)
  where e.type = 'RETURN' or n.condition <> 'RESALEABLE'
  order by i.id, e.at;

  update orders o
  set status = 'RETURNED'
  from (select distinct r.order_id, r.order_created_at from new_rows n join order_returns r on r.id = n.return_id) b
  where o.id = b.order_id
    and o.created_at = b.order_created_at
    and o.status in ('SHIPPED', 'DELIVERED')
    and lines_still_out(o.id) = 0;
  return null;
end $$;

create function lines_still_out(p_order_id uuid) returns bigint
language sql stable security definer set search_path = public, pg_temp
as $$
  select count(*)
  from order_items l
  where l.order_id = p_order_id
    and l.quantity > (
      select coalesce(sum(t.quantity), 0)
      from inventory_transactions t
      where t.order_item_id = l.id and t.type = 'RETURN'
    )
$$;
create trigger return_items_apply
  after insert on return_items
  referencing new table as new_rows
  for each statement execute function apply_return_items();

create trigger inventory_transactions_returns
  before insert on inventory_transactions
  for each row when (new.type = 'RETURN' and new.order_item_id is not null)
  execute function refuse_direct_write(
    'ledger_returns_derived', 'what comes back of an order is booked as a return (order_returns and return_items)'
  );
`;

const orderRules = `
-- what a new state demands besides guard_order (0009); the name makes it run after that one
create function guard_order_end() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  still_out bigint;
  parcel text;
begin
  if new.status = 'CANCELLED' then
    select h.status into parcel from shipments h where h.order_id = new.id limit 1;
    if found then
      raise exception using
        errcode = 'check_violation', constraint = 'check_order_cancelled', table = 'orders',
        message = format('order %s has a parcel that is %s: it cannot be cancelled', new.order_number, parcel);
    end if;
    return new;
  end if;
  still_out := lines_still_out(new.id);
  if still_out > 0 then
    raise exception using
      errcode = 'check_violation', constraint = 'check_order_returned', table = 'orders',
      message = format('order %s is not back: %s of its lines are with the customer', new.order_number, still_out);
  end if;
  return new;
end $$;
create trigger orders_guard_end
  before update on orders
  for each row when (old.status <> new.status and new.status in ('CANCELLED', 'RETURNED'))
  execute function guard_order_end();

-- nobody pays for what was cancelled; money already captured stands in the queue of money owed
create function close_cancelled_payment() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  update payments p
  set status = 'FAILED',
    failure_reason = 'order cancelled'
  where p.order_id = new.id
    and p.status in ('PENDING', 'PROCESSING');
  return null;
end $$;
create trigger orders_close_payment
  after update of status on orders
  for each row when (old.status <> new.status and new.status = 'CANCELLED')
  execute function close_cancelled_payment();

-- an order is picked by somebody who may, while there is something to pick; anybody may be taken off it
create function guard_order_picker() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  picker users;
begin
  select * into picker from users u where u.id = new.assigned_to;
  if not coalesce(picker.is_active and picker.role in ('admin', 'manager', 'warehouse'), false) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_order_picker', table = 'orders',
      message = format('order %s can only be assigned to active staff who may fulfil orders', new.order_number);
  end if;
  if new.status not in ('PENDING', 'CONFIRMED', 'PROCESSING') then
    raise exception using
      errcode = 'check_violation', constraint = 'check_order_picker', table = 'orders',
      message = format('order %s is %s: there is nothing left to pick', new.order_number, new.status);
  end if;
  return new;
end $$;
create trigger orders_guard_picker
  before update on orders
  for each row when (new.assigned_to is not null and old.assigned_to is distinct from new.assigned_to)
  execute function guard_order_picker();
`;

const added = ['order_returns', 'return_items', 'order_notes'] as const;

const access = `
grant select on ${added.join(', ')} to admin_role, manager_role, warehouse_role, readonly_role;
grant insert on ${added.join(', ')} to admin_role, manager_role, warehouse_role;
-- the default privileges of 0016 give more than there is to do
revoke update, delete on ${added.join(', ')} from admin_role;
${added
  .map(
    (table) => `
alter table ${table} enable row level security;
create policy ${table}_admin on ${table} for all to admin_role using (true) with check (true);
create policy ${table}_manager on ${table} for all to manager_role using (true) with check (true);
create policy ${table}_warehouse on ${table} for all to warehouse_role using (true) with check (true);
create policy ${table}_readonly on ${table} for select to readonly_role using (true);
create trigger ${table}_audit_insert after insert on ${table}
  referencing new table as new_rows
  for each statement execute function audit_change('');
create trigger ${table}_notify_insert after insert on ${table}
  referencing new table as new_rows
  for each statement execute function notify_changes();`,
  )
  .join('\n')}
`;

export const returns: Migration = {
  name: '0019-returns',
  up: [tables, returnRules, orderRules, access],
  down: `
drop trigger orders_guard_picker on orders;
drop trigger orders_close_payment on orders;
drop trigger orders_guard_end on orders;
drop trigger inventory_transactions_returns on inventory_transactions;
drop table order_notes;
drop table return_items;
drop table order_returns;
drop function guard_order_picker();
drop function close_cancelled_payment();
drop function guard_order_end();
drop function apply_return_items();
drop function lines_still_out(uuid);
drop function guard_return_item();
drop function guard_order_return();
drop function stamp_created_by();
`,
};
