import type { Migration } from './migration.ts';

const columns = `
-- Money moves at the provider with no transaction open: who sends a refund claims its row for as long as that can take,
-- and a second attempt looks first whether the first one arrived.
alter table refunds
  add column attempts integer not null default 0,
  add column claimed_until timestamptz,
  add constraint check_refund_attempts check (attempts >= 0);
grant update (attempts, claimed_until) on refunds to admin_role, manager_role;

-- Since when we owe money: captured and not given back of an order that is CANCELLED or RETURNED, or asked for and not
-- yet completed. Derived, so that the queue is as quick as it is short.
alter table payments add column owed_since timestamptz;
create index idx_payments_owed_since on payments (owed_since, id) where owed_since is not null;
`;

const indexes = `
create index idx_payments_amount on payments (amount desc, id desc);
create index idx_payments_provider on payments (provider, created_at desc, id desc);
create index idx_payments_refunded on payments (created_at desc, id desc) where refund_amount > 0;
create index idx_refunds_provider on refunds (provider, created_at desc, id desc);
create index idx_refunds_amount on refunds (amount desc, id desc);
`;

// AFTER, and after refunds_apply (triggers of one event run by name), which holds the locks: the order, then its payment.
const owed = `
create function mark_owed(p_payment_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  owes boolean;
begin
  select p.status in ('COMPLETED', 'PARTIAL_REFUND') and (
      exists (select from refunds r where r.payment_id = p.id and r.status = 'REQUESTED')
      or exists (
        select from orders o
        where o.id = p.order_id and o.created_at = p.order_created_at and o.status in ('CANCELLED', 'RETURNED')
      )
    )
  into owes
  from payments p
  where p.id = p_payment_id;
  update payments
  set owed_since = case when owes then current_timestamp end
  where id = p_payment_id
    and (owed_since is not null) <> owes;
end $$;
revoke execute on function mark_owed(uuid) from public;

create function payments_mark_owed() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  case tg_table_name
    when 'payments' then perform mark_owed(new.id);
    when 'refunds' then perform mark_owed(new.payment_id);
    else perform mark_owed(p.id) from payments p where p.order_id = new.id;
  end case;
  return null;
end $$;
create trigger payments_owed
  after insert or update of status on payments
  for each row execute function payments_mark_owed();
create trigger refunds_owed
  after insert or update of status on refunds
  for each row execute function payments_mark_owed();
create trigger orders_owed
  after update of status on orders
  for each row when (old.status <> new.status and new.status in ('CANCELLED', 'RETURNED', 'REFUNDED'))
  execute function payments_mark_owed();

create function guard_owed() returns trigger
language plpgsql
as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception using
      errcode = 'restrict_violation', constraint = 'payments_owed_derived', table = 'payments',
      message = 'since when money is owed follows from the order and its refunds and cannot be set';
  end if;
  return new;
end $$;

update payments p
set owed_since = owing.since
from (
  select x.id, coalesce(asked.since, o.updated_at) as since
  from payments x
  join orders o on o.id = x.order_id and o.created_at = x.order_created_at
  left join (
    select r.payment_id, min(r.created_at) as since from refunds r where r.status = 'REQUESTED' group by r.payment_id
  ) asked on asked.payment_id = x.id
  where x.status in ('COMPLETED', 'PARTIAL_REFUND')
    and (o.status in ('CANCELLED', 'RETURNED') or asked.since is not null)
) owing
where p.id = owing.id;

create trigger payments_owed_derived
  before update of owed_since on payments
  for each row when (old.owed_since is distinct from new.owed_since)
  execute function guard_owed();
`;

const told = (table: string, ignored: string) => `
drop trigger ${table}_audit_update on ${table};
create trigger ${table}_audit_update after update on ${table}
  referencing old table as old_rows new table as new_rows
  for each statement execute function audit_change('${ignored}');
`;

const lines = `
-- The payment's lock, taken by refunds_apply before, makes the sum of pieces as safe as the sum of money.
create function check_refund_lines() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  wrong record;
begin
  if jsonb_typeof(new.lines) <> 'array' then
    raise exception using
      errcode = 'check_violation', constraint = 'check_refund_lines', table = 'refunds',
      message = 'the lines of a refund are a list';
  end if;
  select coalesce(i.sku, 'a line of another order') as sku, i.quantity as ordered, l.pieces into wrong
  from (
    select (e.value ->> 'order_item_id')::uuid as order_item_id, sum((e.value ->> 'quantity')::integer) as pieces,
      min((e.value ->> 'quantity')::integer) as fewest
    from refunds r
    cross join lateral jsonb_array_elements(r.lines) e
    where r.payment_id = new.payment_id
      and r.status <> 'FAILED'
      and jsonb_typeof(r.lines) = 'array'
    group by 1
  ) l
  left join payments p on p.id = new.payment_id
  left join order_items i on i.id = l.order_item_id and i.order_id = p.order_id
  where i.id is null or l.pieces > i.quantity or l.fewest < 1
  limit 1;
  if found then
    raise exception using
      errcode = 'check_violation', constraint = 'check_refund_lines', table = 'refunds',
      message = format(
        '%s of %s cannot be refunded: %s were ordered', coalesce(wrong.pieces, 0), wrong.sku, coalesce(wrong.ordered, 0)
      );
  end if;
  return null;
end $$;
create trigger refunds_lines
  after insert on refunds
  for each row when (new.lines is not null)
  execute function check_refund_lines();
`;

const settings = `
alter table store_settings add constraint check_manager_refund_limit check (
  key <> 'manager_refund_limit' or coalesce(value #>> '{}', '') ~ '^[0-9]{1,8}([.][0-9]{1,2})?$'
);

-- Who raised the limit is worth knowing; what the program itself keeps there is not.
create function audit_setting() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  said text := case when tg_op = 'DELETE' then old.key else new.key end;
begin
  insert into audit_logs (
    table_name, record_id, action, old_values, new_values, changed_by, operation, operation_id, reason, client
  )
  values (
    'store_settings', md5(said)::uuid, tg_op,
    case when tg_op <> 'INSERT' then jsonb_build_object('key', said, 'value', old.value) end,
    case when tg_op <> 'DELETE' then jsonb_build_object('key', said, 'value', new.value) end,
    current_user_id(), nullif(current_setting('solemate.operation', true), ''), current_operation_id(), current_reason(),
    client_of_session()
  );
  return null;
end $$;
create trigger store_settings_audit_insert
  after insert on store_settings
  for each row when (new.key not in ('sample', 'product_stats_refreshed_at'))
  execute function audit_setting();
create trigger store_settings_audit_update
  after update on store_settings
  for each row when (new.key not in ('sample', 'product_stats_refreshed_at'))
  execute function audit_setting();
create trigger store_settings_audit_delete
  after delete on store_settings
  for each row when (old.key not in ('sample', 'product_stats_refreshed_at'))
  execute function audit_setting();
`;

export const refundsOutside: Migration = {
  name: '0020-refunds-outside',
  up: [
    columns,
    indexes,
    // before the rows there are marked: a column that is filled is no change that somebody made
    told('payments', 'owed_since'),
    owed,
    told('refunds', 'attempts,claimed_until'),
    lines,
    settings,
  ],
  down: `${told('payments', '')}${told('refunds', '')}
drop trigger store_settings_audit_delete on store_settings;
drop trigger store_settings_audit_update on store_settings;
drop trigger store_settings_audit_insert on store_settings;
drop function audit_setting();
alter table store_settings drop constraint check_manager_refund_limit;
drop trigger refunds_lines on refunds;
drop function check_refund_lines();
drop trigger payments_owed_derived on payments;
drop trigger orders_owed on orders;
drop trigger refunds_owed on refunds;
drop trigger payments_owed on payments;
drop function guard_owed();
drop function payments_mark_owed();
drop function mark_owed(uuid);
drop index idx_refunds_amount;
drop index idx_refunds_provider;
drop index idx_payments_refunded;
drop index idx_payments_provider;
drop index idx_payments_amount;
drop index idx_payments_owed_since;
alter table payments drop column owed_since;
revoke update (attempts, claimed_until) on refunds from admin_role, manager_role;
alter table refunds drop constraint check_refund_attempts, drop column claimed_until, drop column attempts;
`,
};
