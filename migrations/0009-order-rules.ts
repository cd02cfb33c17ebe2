import type { Migration } from './migration.ts';

/** @param captured the condition under which a payment counts as captured */
export const guardOrder = (verb: 'create' | 'create or replace', captured: string): string => `
${verb} function guard_order() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  payment payments;
  next_steps text;
  open_lines bigint;
begin
  if tg_op = 'INSERT' then
    if new.status <> 'PENDING' then
      raise exception using
        errcode = 'check_violation', constraint = 'check_order_transition', table = 'orders',
        message = format('an order begins as PENDING, not as %s', new.status);
    end if;
    new.version := 1;
    return new;
  end if;

  new.version := old.version + 1;
  if (new.id, new.order_number, new.created_at, new.user_id)
    is distinct from (old.id, old.order_number, old.created_at, old.user_id) then
    raise exception using
      errcode = 'restrict_violation', constraint = 'orders_identity_frozen', table = 'orders',
      message = 'the id, number, customer and date of an order never change';
  end if;
  if (old.status <> 'PENDING' or new.status <> 'PENDING')
    and (new.subtotal, new.discount, new.tax, new.shipping, new.total, new.shipping_address, new.billing_address, new.promo_code_id)
    is distinct from (old.subtotal, old.discount, old.tax, old.shipping, old.total, old.shipping_address, old.billing_address, old.promo_code_id) then
    raise exception using
      errcode = 'restrict_violation', constraint = 'orders_frozen', table = 'orders',
      message = format('the totals, addresses and promo code of order %s are fixed once it is no longer PENDING', old.order_number);
  end if;
  if new.tracking_number is distinct from old.tracking_number and pg_trigger_depth() < 2 then
    raise exception using
      errcode = 'restrict_violation', constraint = 'orders_tracking_derived', table = 'orders',
      message = 'the tracking number of an order is that of its newest shipment and cannot be set';
  end if;
  if new.status = old.status then
    return new;
  end if;

  -- schema.md row 24
  if not exists (
    select from order_status_transitions t where t.from_status = old.status and t.to_status = new.status
  ) then
    select string_agg(t.to_status, ' or ' order by t.to_status) into next_steps
    from order_status_transitions t
    where t.from_status = old.status;
    raise exception using
      errcode = 'check_violation', constraint = 'check_order_transition', table = 'orders',
      message = format(
        'order %s is %s and cannot become %s: %s', old.order_number, old.status, new.status,
        coalesce('next can only be ' || next_steps, 'that is its last state')
      );
  end if;

  if new.status in ('CONFIRMED', 'REFUNDED') then
    select * into payment from payments p where p.order_id = new.id;
  end if;
  if new.status = 'CONFIRMED' and new.total > 0
    and not coalesce(${captured} and payment.amount >= new.total, false)
    and coalesce(payment.metadata ->> 'pay_later', 'false') <> 'true' then
    raise exception using
      errcode = 'check_violation', constraint = 'check_order_paid', table = 'orders',
      message = format(
        'order %s is not paid: %s', new.order_number,
        case
          when payment.id is null then 'it has no payment'
          when ${captured} then format('%s of %s were captured', payment.amount, new.total)
          else format('its payment is %s and nobody agreed to pay later', payment.status)
        end
      );
  end if;
  if new.status = 'REFUNDED' and payment.status is distinct from 'REFUNDED' then
    raise exception using
      errcode = 'check_violation', constraint = 'check_order_refunded', table = 'orders',
      message = format('order %s is not refunded in full: its payment is %s', new.order_number, coalesce(payment.status, 'missing'));
  end if;

  if new.status = 'SHIPPED' then
    select count(*) filter (
      where i.quantity > (
        select coalesce(sum(s.quantity), 0)
        from shipment_items s
        join shipments h on h.id = s.shipment_id
        where s.order_item_id = i.id and h.status <> 'PENDING'
      )
    ) into open_lines
    from order_items i
    where i.order_id = new.id;
    if open_lines > 0 or not exists (select from shipments h where h.order_id = new.id and h.status <> 'PENDING') then
      raise exception using
        errcode = 'check_violation', constraint = 'check_order_shipped', table = 'orders',
        message = format('order %s is not on its way yet: %s of its lines are in no shipment that left', new.order_number, open_lines);
    end if;
  end if;
  if new.status = 'CANCELLED'
    and exists (select from shipments h where h.order_id = new.id and h.status in ('PENDING', 'SHIPPED')) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_order_cancelled', table = 'orders',
      message = format('order %s has an open shipment: it cannot be cancelled any more', new.order_number);
  end if;
  return new;
end $$;`;

const guard = `${guardOrder('create', "payment.status = 'COMPLETED'")}
create trigger orders_guard
  before insert or update on orders
  for each row execute function guard_order();

-- at COMMIT, so that status and stock may move in either order within the transaction
create function check_order_released() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  outstanding bigint;
begin
  select sum(case t.type when 'RESERVATION' then t.quantity when 'RELEASE' then -t.quantity when 'SALE' then -t.quantity else 0 end)
  into outstanding
  from order_items i
  join inventory_transactions t on t.order_item_id = i.id
  where i.order_id = new.id;
  if outstanding > 0 then
    raise exception using
      errcode = 'check_violation', constraint = 'check_order_released', table = 'orders',
      message = format('order %s is %s but still holds %s reserved pieces', new.order_number, new.status, outstanding);
  end if;
  return null;
end $$;
create constraint trigger orders_released
  after update on orders
  deferrable initially deferred
  for each row when (old.status is distinct from new.status and new.status in ('CANCELLED', 'SHIPPED'))
  execute function check_order_released();
`;

const lines = `
create function guard_order_item() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  order_status text;
  line_order uuid;
begin
  if tg_op = 'INSERT' then
    line_order := new.order_id;
  else
    line_order := old.order_id;
  end if;
  -- who confirms the order meanwhile waits for the new line; no weaker lock, for two people who both add a line and then
  -- correct the total would wait for each other
  select o.status into order_status
  from order_registry r
  join orders o on o.id = r.order_id and o.created_at = r.created_at
  where r.order_id = line_order
  for no key update of o;
  -- not found: the order itself is being deleted
  if order_status <> 'PENDING' then
    raise exception using
      errcode = 'restrict_violation', constraint = 'order_items_frozen', table = 'order_items',
      message = format('the lines of an order that is %s are fixed', order_status);
  end if;
  if tg_op = 'UPDATE' and (new.id, new.order_id) is distinct from (old.id, old.order_id) then
    raise exception using
      errcode = 'restrict_violation', constraint = 'order_items_frozen', table = 'order_items',
      message = 'a line stays with its order';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger order_items_guard
  before insert or update or delete on order_items
  for each row execute function guard_order_item();
`;

const consequences = `
create function record_order_status() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  insert into order_status_history (order_id, order_created_at, from_status, to_status, changed_by, notes)
  values (
    new.id, new.created_at, case when tg_op = 'UPDATE' then old.status end, new.status, current_user_id(), current_reason()
  );
  return null;
end $$;
create trigger orders_history_insert
  after insert on orders
  for each row execute function record_order_status();
create trigger orders_history_update
  after update of status on orders
  for each row when (old.status is distinct from new.status)
  execute function record_order_status();

create function guard_order_status_history() returns trigger
language plpgsql
as $$
begin
  -- deeper than 1: the order itself is being deleted
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  raise exception using
    errcode = 'restrict_violation', constraint = 'order_status_history_append_only', table = 'order_status_history',
    message = 'order_status_history is a record of what happened: rows are added, never changed or deleted';
end $$;
create trigger order_status_history_append_only
  before update or delete on order_status_history
  for each row execute function guard_order_status_history();

-- schema.md row 33: a use is counted when the order takes the code and given back when the order is cancelled
create function follow_order_promo() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  minimum decimal;
begin
  if tg_op = 'UPDATE' and (
    new.promo_code_id is distinct from old.promo_code_id or (new.status = 'CANCELLED' and old.status <> 'CANCELLED')
  ) then
    delete from promo_usage u where u.order_id = new.id;
  end if;
  if new.promo_code_id is null or new.status = 'CANCELLED' then
    return null;
  end if;
  if tg_op = 'INSERT' or new.promo_code_id is distinct from old.promo_code_id then
    select c.minimum_order into minimum from promo_codes c where c.id = new.promo_code_id;
    if new.subtotal < minimum then
      raise exception using
        errcode = 'check_violation', constraint = 'check_promo_minimum', table = 'orders',
        message = format('this promo code needs an order of at least %s; this one is %s', minimum, new.subtotal);
    end if;
    insert into promo_usage (promo_code_id, order_id, user_id, discount_amount)
    values (new.promo_code_id, new.id, new.user_id, new.discount);
  elsif new.discount <> old.discount then
    update promo_usage u set discount_amount = new.discount where u.order_id = new.id;
  end if;
  return null;
end $$;
create trigger orders_promo_insert
  after insert on orders
  for each row when (new.promo_code_id is not null)
  execute function follow_order_promo();
create trigger orders_promo_update
  after update on orders
  for each row when (
    (old.promo_code_id, old.discount) is distinct from (new.promo_code_id, new.discount)
    or (old.promo_code_id is not null and old.status <> new.status and new.status = 'CANCELLED')
  )
  execute function follow_order_promo();

-- one conditional UPDATE: however many orders race, current_uses never passes max_uses
create function count_promo_usage() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    update promo_codes set current_uses = current_uses - 1 where id = old.promo_code_id;
    return null;
  end if;
  update promo_codes
  set current_uses = current_uses + 1
  where id = new.promo_code_id
    and is_active
    and (valid_from is null or valid_from <= now())
    and (valid_until is null or valid_until > now())
    and (max_uses is null or current_uses < max_uses);
  if not found then
    raise exception using
      errcode = 'check_violation', constraint = 'check_uses', table = 'promo_codes',
      message = 'the promo code is used up, inactive or out of its dates';
  end if;
  return null;
end $$;
create trigger promo_usage_count
  after insert or delete on promo_usage
  for each row execute function count_promo_usage();
create trigger promo_usage_guard
  before insert or update or delete on promo_usage
  for each row
  execute function refuse_direct_write('promo_usage_derived', 'promo_usage follows from orders.promo_code_id and cannot be written');

-- money that came back before the goods did, or before the order was cancelled
create function finish_refunded_order() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if exists (select from payments p where p.order_id = new.id and p.status = 'REFUNDED') then
    update orders set status = 'REFUNDED' where id = new.id and created_at = new.created_at;
  end if;
  return null;
end $$;
create trigger orders_then_refunded
  after update of status on orders
  for each row when (old.status <> new.status and new.status in ('CANCELLED', 'RETURNED'))
  execute function finish_refunded_order();
`;

export const orderRules: Migration = {
  name: '0009-order-rules',
  up: [guard, lines, consequences],
  down: `
drop trigger promo_usage_guard on promo_usage;
drop trigger promo_usage_count on promo_usage;
drop trigger order_status_history_append_only on order_status_history;
drop trigger order_items_guard on order_items;
drop trigger orders_then_refunded on orders;
drop trigger orders_promo_update on orders;
drop trigger orders_promo_insert on orders;
drop trigger orders_history_update on orders;
drop trigger orders_history_insert on orders;
drop trigger orders_released on orders;
drop trigger orders_guard on orders;
drop function finish_refunded_order();
drop function count_promo_usage();
drop function follow_order_promo();
drop function guard_order_status_history();
drop function record_order_status();
drop function guard_order_item();
drop function check_order_released();
drop function guard_order();
`,
};
