import type { Migration } from './migration.ts';

const tables = `
create table payments (
  id uuid primary key default gen_random_uuid(),
  -- schema.md row 5: UNIQUE is the document's 1:1
  order_id uuid unique not null,
  order_created_at timestamptz(3) not null,
  user_id uuid not null references users (id),
  amount decimal(10, 2) not null,
  currency varchar(3) not null default 'USD',
  status varchar(20) not null,
  provider varchar(20) not null,
  transaction_id varchar(255) unique,
  payment_method varchar(50),
  failure_reason text,
  metadata jsonb,
  refund_amount decimal(10, 2) not null default 0,
  refunded_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint payments_order_id_fkey foreign key (order_id, order_created_at) references orders (id, created_at),
  constraint check_payment_status check (
    status in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'REFUNDED', 'PARTIAL_REFUND')
  ),
  -- schema.md row 31
  constraint check_payment_amount check (amount >= 0),
  constraint check_payment_provider check (provider in ('stripe', 'paypal', 'klarna', 'manual')),
  constraint check_refund check (refund_amount >= 0 and refund_amount <= amount),
  constraint check_refund_status check (
    case status
      when 'REFUNDED' then refund_amount = amount
      when 'PARTIAL_REFUND' then refund_amount > 0 and refund_amount < amount
      else refund_amount = 0
    end
  ),
  -- schema.md row 41
  constraint check_currency check (currency ~ '^[A-Z]{3}$')
);
create index idx_payments_order_id on payments (order_id);
create index idx_payments_user_id on payments (user_id, created_at desc, id desc);
create index idx_payments_status on payments (status, created_at desc, id desc);
create index idx_payments_transaction_id on payments (transaction_id);
create index idx_payments_created_at on payments (created_at desc, id desc);
create trigger payments_fill
  before insert or update of order_id, order_created_at on payments
  for each row execute function fill_order_created_at();
create trigger update_payments_updated_at
  before update on payments
  for each row execute function update_updated_at();

-- schema.md row 31: one row a refund; payments.refund_amount is the sum of those that are COMPLETED
create table refunds (
  id uuid primary key default gen_random_uuid(),
  payment_id uuid not null references payments (id),
  amount decimal(10, 2) not null,
  reason text not null,
  status varchar(20) not null default 'REQUESTED',
  provider varchar(20) not null,
  provider_reference varchar(255),
  lines jsonb,
  requested_by uuid default current_user_id() references users (id),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  completed_at timestamptz,
  failure_reason text,
  constraint check_refund_row_status check (status in ('REQUESTED', 'COMPLETED', 'FAILED')),
  constraint check_refund_amount check (amount > 0),
  constraint check_refund_reason check (btrim(reason) <> ''),
  constraint check_refund_provider check (provider in ('stripe', 'paypal', 'klarna', 'manual'))
);
create index idx_refunds_payment_id on refunds (payment_id);
create index idx_refunds_status on refunds (status, created_at desc, id desc);
create index idx_refunds_created_at on refunds (created_at desc, id desc);
create index idx_refunds_requested_by on refunds (requested_by);
create unique index refunds_provider_reference_key on refunds (provider, provider_reference)
  where provider_reference is not null;
create trigger update_refunds_updated_at
  before update on refunds
  for each row execute function update_updated_at();
`;

const paymentRules = `
create function guard_payment() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  customer uuid;
  derived boolean := pg_trigger_depth() >= 2;
begin
  if tg_op = 'INSERT' then
    if new.status not in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED') or new.refund_amount <> 0 then
      raise exception using
        errcode = 'check_violation', constraint = 'check_payment_transition', table = 'payments',
        message = format('a payment cannot begin as %s: refunds come as rows of refunds', new.status);
    end if;
  else
    if (new.id, new.order_id) is distinct from (old.id, old.order_id) then
      raise exception using
        errcode = 'restrict_violation', constraint = 'payments_frozen', table = 'payments',
        message = 'a payment stays with its order';
    end if;
    if (new.amount, new.currency) is distinct from (old.amount, old.currency)
      and (old.status not in ('PENDING', 'FAILED') or new.status not in ('PENDING', 'FAILED')) then
      raise exception using
        errcode = 'restrict_violation', constraint = 'payments_frozen', table = 'payments',
        message = format('the amount of a payment that is %s cannot be changed', old.status);
    end if;
    if not derived and (
      (new.refund_amount, new.refunded_at) is distinct from (old.refund_amount, old.refunded_at)
      or (new.status <> old.status and new.status in ('REFUNDED', 'PARTIAL_REFUND'))
    ) then
      raise exception using
        errcode = 'restrict_violation', constraint = 'payments_refunds_derived', table = 'payments',
        message = 'what is refunded follows from the rows of refunds and cannot be set';
    end if;
    if new.status <> old.status and not (case old.status
      when 'PENDING' then new.status in ('PROCESSING', 'COMPLETED', 'FAILED')
      when 'PROCESSING' then new.status in ('COMPLETED', 'FAILED')
      when 'FAILED' then new.status = 'PENDING'
      when 'COMPLETED' then new.status in ('PARTIAL_REFUND', 'REFUNDED')
      when 'PARTIAL_REFUND' then new.status = 'REFUNDED'
      else false
    end) then
      raise exception using
        errcode = 'check_violation', constraint = 'check_payment_transition', table = 'payments',
        message = format('a payment that is %s cannot become %s', old.status, new.status);
    end if;
  end if;
  -- schema.md row 31: the payer is the order's customer
  if tg_op = 'INSERT' or new.user_id <> old.user_id then
    select o.user_id into customer
    from order_registry r
    join orders o on o.id = r.order_id and o.created_at = r.created_at
    where r.order_id = new.order_id;
    if customer is distinct from new.user_id then
      raise exception using
        errcode = 'check_violation', constraint = 'check_payment_user', table = 'payments',
        message = 'a payment belongs to the customer of its order';
    end if;
  end if;
  return new;
end $$;
create trigger payments_guard
  before insert or update on payments
  for each row execute function guard_payment();

-- "Pay later" is said explicitly, by a person, and stays readable in the payment: orders.confirm accepts it instead of
-- a captured payment.
create function agree_pay_later(p_order_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  update payments
  set metadata = coalesce(metadata, '{}') || jsonb_build_object(
    'pay_later', true, 'pay_later_by', current_user_id(), 'pay_later_at', to_jsonb(current_timestamp)
  )
  where order_id = p_order_id
    and status in ('PENDING', 'PROCESSING', 'FAILED');
  if not found then
    raise exception using
      errcode = 'check_violation', constraint = 'check_pay_later', table = 'payments',
      message = 'there is no open payment of this order that could be paid later';
  end if;
end $$;
`;

// The payment's row is the lock and the running total. FOR NO KEY UPDATE: the foreign key of the new refund already
// holds KEY SHARE on it, and FOR UPDATE would deadlock with the other refund's (schema.md, trap 2). AFTER, so that
// ON CONFLICT DO NOTHING leaves nothing behind (trap 1). The order is locked first, as everywhere.
const refundRules = `
create function guard_refund() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    raise exception using
      errcode = 'restrict_violation', constraint = 'refunds_append_only', table = 'refunds',
      message = 'a refund is never deleted: it completes or fails';
  end if;
  if tg_op = 'INSERT' then
    if new.status = 'FAILED' then
      raise exception using
        errcode = 'check_violation', constraint = 'check_refund_transition', table = 'refunds',
        message = 'a refund begins as REQUESTED';
    end if;
  else
    if (new.id, new.payment_id, new.amount, new.reason, new.lines, new.requested_by, new.created_at)
      is distinct from (old.id, old.payment_id, old.amount, old.reason, old.lines, old.requested_by, old.created_at) then
      raise exception using
        errcode = 'restrict_violation', constraint = 'refunds_frozen', table = 'refunds',
        message = 'what was asked for in a refund cannot be changed';
    end if;
    if new.status <> old.status and old.status <> 'REQUESTED' then
      raise exception using
        errcode = 'check_violation', constraint = 'check_refund_transition', table = 'refunds',
        message = format('a refund that is %s stays so', old.status);
    end if;
  end if;
  if new.status = 'COMPLETED' then
    new.completed_at := coalesce(new.completed_at, current_timestamp);
  end if;
  return new;
end $$;
create trigger refunds_guard
  before insert or update or delete on refunds
  for each row execute function guard_refund();

create function apply_refund() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  payment payments;
  taken decimal;
  paid_out decimal;
  manager_limit decimal;
begin
  perform from orders o
  join payments p on p.order_id = o.id and p.order_created_at = o.created_at
  where p.id = new.payment_id
  for no key update of o;
  select * into payment from payments p where p.id = new.payment_id for no key update;
  if tg_op = 'INSERT' then
    if payment.status not in ('COMPLETED', 'PARTIAL_REFUND') then
      raise exception using
        errcode = 'check_violation', constraint = 'check_refund', table = 'refunds',
        message = format('the payment is %s, so there is nothing to refund', payment.status);
    end if;
    select coalesce(sum(r.amount), 0) into taken
    from refunds r
    where r.payment_id = new.payment_id and r.status in ('REQUESTED', 'COMPLETED') and r.id <> new.id;
    if taken + new.amount > payment.amount then
      raise exception using
        errcode = 'check_violation', constraint = 'check_refund', table = 'refunds',
        message = format(
          'a refund of %s is more than the %s that is left of %s', new.amount, payment.amount - taken, payment.amount
        );
    end if;
    -- operations.md: a manager refunds up to a set limit; none is set in a new shop
    if current_setting('role', true) = 'manager_role' then
      select (s.value #>> '{}')::decimal into manager_limit from store_settings s where s.key = 'manager_refund_limit';
      if new.amount > manager_limit then
        raise exception using
          errcode = 'insufficient_privilege', constraint = 'manager_refund_limit', table = 'refunds',
          message = format('a refund of %s is above the %s that a manager may refund', new.amount, manager_limit);
      end if;
    end if;
  end if;
  if new.status = 'COMPLETED' and (tg_op = 'INSERT' or old.status <> 'COMPLETED') then
    select sum(r.amount) into paid_out
    from refunds r
    where r.payment_id = new.payment_id and r.status = 'COMPLETED';
    update payments
    set refund_amount = paid_out,
      refunded_at = current_timestamp,
      status = case when paid_out = amount then 'REFUNDED' else 'PARTIAL_REFUND' end
    where id = new.payment_id;
    if paid_out = payment.amount then
      update orders
      set status = 'REFUNDED'
      where id = payment.order_id
        and created_at = payment.order_created_at
        and status in ('RETURNED', 'CANCELLED', 'DELIVERED');
    end if;
  end if;
  return null;
end $$;
create trigger refunds_apply
  after insert or update of status on refunds
  for each row execute function apply_refund();
`;

export const payments: Migration = {
  name: '0006-payments',
  up: [tables, paymentRules, refundRules],
  down: `
drop table refunds;
drop table payments;
drop function apply_refund();
drop function guard_refund();
drop function agree_pay_later(uuid);
drop function guard_payment();
`,
};
