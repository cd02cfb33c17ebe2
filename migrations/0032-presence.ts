import type { Migration } from './migration.ts';

/** Pages that a warehouse role may not open, and those of the admin alone (operations.md). */
const warehouseKinds =
  `'order', 'fulfilment', 'restock', 'product', 'variant', 'inventory', 'reservation', 'stock', 'count', 'warehouse', ` +
  `'category', 'brand', 'promo'`;

const tables = `
-- Who has which record open at this moment: one row a terminal, with a lease that it renews while it is there. A lease
-- and no advisory lock, because a pooler in transaction mode gives every statement another session; UNLOGGED, because it
-- is worth nothing after a crash, writes no WAL and lets its commits go without waiting for the disk. Nothing of it is
-- audited: looking at a record changes nothing.
create unlogged table presence (
  terminal uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  kind varchar(40) not null,
  record varchar(255) not null,
  since timestamptz not null default clock_timestamp(),
  until timestamptz not null
);
create index idx_presence_user_id on presence (user_id);
`;

const functions = `
-- p_kind null: not there any more. Only a change is told, a renewed lease is not; leases of the dead are taken out by
-- whoever comes or goes next. Who reads does not count them from the moment they are over.
create function be_present(p_terminal uuid, p_kind text, p_record text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  before presence;
begin
  select p.* into before from presence p where p.terminal = p_terminal;
  if p_kind is null then
    delete from presence p where p.terminal = p_terminal and p.user_id = current_user_id();
    if not found then
      return;
    end if;
  else
    insert into presence as p (terminal, user_id, kind, record, until)
    values (p_terminal, current_user_id(), p_kind, left(p_record, 255), clock_timestamp() + interval '10 seconds')
    on conflict (terminal) do update
    set user_id = excluded.user_id, kind = excluded.kind, record = excluded.record, until = excluded.until,
      since = case when (p.kind, p.record) = (excluded.kind, excluded.record) then p.since else excluded.since end;
    if (before.kind, before.record, before.user_id) = (p_kind, left(p_record, 255), current_user_id())
      and before.until > clock_timestamp() then
      return;
    end if;
  end if;
  delete from presence p
  where p.terminal in (
    select d.terminal from presence d where d.until < clock_timestamp() - interval '1 minute' for update skip locked
  );
  perform pg_notify('solemate_changes', '{"table": "presence", "ids": []}');
end $$;
grant execute on function be_present(uuid, text, text) to admin_role, manager_role, warehouse_role, readonly_role;
`;

// Where somebody is tells that the record exists, so it is shown to those who may open it and to nobody else.
const access = `
revoke all on presence from admin_role, readonly_role;
grant select on presence to admin_role, manager_role, warehouse_role, readonly_role;
alter table presence enable row level security;
create policy presence_admin on presence for select to admin_role using (true);
create policy presence_staff on presence for select to manager_role, readonly_role using (kind <> 'staff');
create policy presence_warehouse on presence for select to warehouse_role using (kind in (${warehouseKinds}));
`;

/** Lists of warehouses follow their changes as all others do. */
const events = ['insert', 'update', 'delete'].map(
  (event) => `
create trigger warehouses_notify_${event} after ${event} on warehouses
  referencing ${event === 'delete' ? 'old table as old_rows' : 'new table as new_rows'}
  for each statement execute function notify_changes();
`,
);

/** Who else is in this order right now. */
export const presence: Migration = {
  name: '0032-presence',
  up: [tables, functions, access, ...events],
  down: `
drop trigger warehouses_notify_insert on warehouses;
drop trigger warehouses_notify_update on warehouses;
drop trigger warehouses_notify_delete on warehouses;
drop function be_present(uuid, text, text);
drop table presence;
`,
};
