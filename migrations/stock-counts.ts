/** Cycle counts and what the ledger may refer to: a part of 0018. */

const watched = ['stock_counts', 'stock_count_lines'];

const tables = `
create table stock_counts (
  id uuid primary key default gen_random_uuid(),
  -- what people call it, and what stands on the sheet
  count_number integer not null generated always as identity unique,
  warehouse_id uuid not null references warehouses (id),
  status varchar(20) not null default 'OPEN',
  blind boolean not null default false,
  note text,
  opened_by uuid references users (id),
  opened_at timestamptz not null default current_timestamp,
  closed_by uuid references users (id),
  closed_at timestamptz,
  constraint check_count_status check (status in ('OPEN', 'APPROVED', 'CANCELLED')),
  constraint check_count_closed check ((status = 'OPEN') = (closed_at is null))
);
create index idx_stock_counts_opened_at on stock_counts (opened_at desc, id desc);
create index idx_stock_counts_status on stock_counts (status, opened_at desc, id desc);
create index idx_stock_counts_warehouse_id on stock_counts (warehouse_id, opened_at desc, id desc);
create index idx_stock_counts_opened_by on stock_counts (opened_by);
create index idx_stock_counts_closed_by on stock_counts (closed_by);

create table stock_count_lines (
  id uuid primary key default gen_random_uuid(),
  count_id uuid not null references stock_counts (id),
  inventory_id uuid not null references inventory (id),
  -- what the ledger said, and how far it had got, when the line was first counted
  expected integer,
  ledger_position bigint,
  counted integer,
  counted_by uuid references users (id),
  counted_at timestamptz,
  unique (count_id, inventory_id),
  constraint check_counted check (counted between 0 and 2000000000),
  constraint check_count_line check (
    (counted is null) = (expected is null) and (counted is null) = (ledger_position is null) and (counted is null) = (counted_at is null)
  )
);
create index idx_stock_count_lines_inventory on stock_count_lines (inventory_id);
create index idx_stock_count_lines_counted_by on stock_count_lines (counted_by);

create function keep_stock_count() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'INSERT' then
    new.status := 'OPEN';
    new.opened_by := coalesce(current_user_id(), new.opened_by);
    return new;
  end if;
  if old.status <> 'OPEN' then
    raise exception using
      errcode = 'restrict_violation', constraint = 'stock_counts_closed', table = 'stock_counts',
      message = format('count %s is %s: it stays as it is', old.count_number, lower(old.status));
  end if;
  if (old.id, old.count_number, old.warehouse_id, old.blind, old.opened_by, old.opened_at)
    is distinct from (new.id, new.count_number, new.warehouse_id, new.blind, new.opened_by, new.opened_at) then
    raise exception using
      errcode = 'restrict_violation', constraint = 'stock_counts_frozen', table = 'stock_counts',
      message = format('count %s keeps its warehouse, its kind and who opened it', old.count_number);
  end if;
  if new.status <> 'OPEN' then
    new.closed_by := coalesce(current_user_id(), new.closed_by);
    new.closed_at := current_timestamp;
  end if;
  return new;
end $$;
create trigger stock_counts_keep
  before insert or update on stock_counts
  for each row execute function keep_stock_count();

create function keep_stock_count_line() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  own record;
  place record;
begin
  -- shared: many count at once, nobody while it is approved
  select c.status, c.count_number, c.warehouse_id into own from stock_counts c where c.id = new.count_id for share;
  if own.status <> 'OPEN' then
    raise exception using
      errcode = 'restrict_violation', constraint = 'stock_counts_closed', table = 'stock_count_lines',
      message = format('count %s is %s: nothing is counted in it any more', own.count_number, lower(own.status));
  end if;
  if tg_op = 'UPDATE' and (old.id, old.count_id, old.inventory_id) is distinct from (new.id, new.count_id, new.inventory_id) then
    raise exception using
      errcode = 'restrict_violation', constraint = 'stock_counts_frozen', table = 'stock_count_lines',
      message = 'a line of a count keeps its article';
  end if;
  select i.warehouse_id, i.quantity,
    coalesce((select max(t.position) from inventory_transactions t where t.inventory_id = i.id), 0) as position
  into place
  from inventory i
  where i.id = new.inventory_id;
  if place.warehouse_id is distinct from own.warehouse_id then
    raise exception using
      errcode = 'check_violation', constraint = 'check_count_warehouse', table = 'stock_count_lines',
      message = format('count %s is of another warehouse', own.count_number);
  end if;
  if new.counted is null then
    new.expected := null;
    new.ledger_position := null;
    new.counted_by := null;
    new.counted_at := null;
  else
    new.expected := coalesce(case when old.counted is not null then old.expected end, place.quantity);
    new.ledger_position := coalesce(case when old.counted is not null then old.ledger_position end, place.position);
    new.counted_by := coalesce(current_user_id(), new.counted_by);
    new.counted_at := current_timestamp;
  end if;
  return new;
end $$;
create trigger stock_count_lines_keep
  before insert or update on stock_count_lines
  for each row execute function keep_stock_count_line();
`;

const booking = `
alter table inventory_transactions add constraint check_ledger_pair
  check (type = 'ADJUSTMENT' or reference_type is null or reference_type not in ('TRANSFER', 'COUNT'));
create unique index inventory_transactions_count_key
  on inventory_transactions (reference_id, inventory_id) where reference_type = 'COUNT';

create function check_ledger_reference() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  pair record;
begin
  if new.reference_type = 'TRANSFER' then
    select sum(t.quantity) as rest, count(*) as rows, count(distinct t.inventory_id) as places,
      count(distinct (i.product_id, i.variant_id)) as articles
    into pair
    from inventory_transactions t
    join inventory i on i.id = t.inventory_id
    where t.reference_type = 'TRANSFER'
      and t.reference_id = new.reference_id;
    if pair.rest <> 0 or pair.rows <> 2 or pair.places <> 2 or pair.articles <> 1 then
      raise exception using
        errcode = 'check_violation', constraint = 'check_transfer_pair', table = 'inventory_transactions',
        message = 'a transfer takes away from one place exactly what it adds to one other of the same article';
    end if;
  elsif not exists (
    select
    from stock_counts c
    join stock_count_lines l on l.count_id = c.id
    where c.id = new.reference_id
      and c.status = 'APPROVED'
      and l.inventory_id = new.inventory_id
      and l.counted - l.expected = new.quantity
  ) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_count_booked', table = 'inventory_transactions',
      message = 'a count books exactly the differences of its lines, when it is approved';
  end if;
  return null;
end $$;
create constraint trigger inventory_transactions_reference
  after insert on inventory_transactions
  deferrable initially deferred
  for each row when (new.reference_type in ('TRANSFER', 'COUNT'))
  execute function check_ledger_reference();

create function check_count_booked() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if exists (
    select
    from stock_count_lines l
    where l.count_id = new.id
      and coalesce(l.counted - l.expected, 0) <> coalesce((
        select t.quantity
        from inventory_transactions t
        where t.reference_type = 'COUNT'
          and t.reference_id = l.count_id
          and t.inventory_id = l.inventory_id
      ), 0)
  ) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_count_booked', table = 'stock_counts',
      message = format('count %s cannot be approved without booking its differences', new.count_number);
  end if;
  return null;
end $$;
create constraint trigger stock_counts_booked
  after update on stock_counts
  deferrable initially deferred
  for each row when (old.status = 'OPEN' and new.status = 'APPROVED')
  execute function check_count_booked();
`;

const watching = watched.map(
  (table) => `
${[
  ['insert', 'new table as new_rows'],
  ['update', 'old table as old_rows new table as new_rows'],
  ['delete', 'old table as old_rows'],
]
  .map(
    ([event, rows]) => `create trigger ${table}_audit_${event} after ${event} on ${table}
  referencing ${rows}
  for each statement execute function audit_change('');
create trigger ${table}_notify_${event} after ${event} on ${table}
  referencing ${rows}
  for each statement execute function notify_changes();`,
  )
  .join('\n')}
`,
);

export const stockCounts = {
  up: [tables, booking, ...watching],
  down: `
drop trigger inventory_transactions_reference on inventory_transactions;
drop table stock_count_lines;
drop table stock_counts;
drop function check_count_booked();
drop function check_ledger_reference();
drop function keep_stock_count_line();
drop function keep_stock_count();
drop index inventory_transactions_count_key;
alter table inventory_transactions drop constraint check_ledger_pair;
`,
};
