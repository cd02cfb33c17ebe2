import type { Migration } from './migration.ts';

// Reports read a stretch of time; only orders has its months as tables.
const reports = `
create index idx_order_items_order_created_at on order_items using brin (order_created_at) with (pages_per_range = 32, autosummarize = on);
create index idx_inv_trans_returned on inventory_transactions (created_at) where type = 'RETURN';
create index idx_payments_refunded_order on payments (order_created_at) include (order_id, refund_amount) where refund_amount > 0;
`;

// A statement in a trigger of somebody's own temporary table is as deep as one in a trigger of ours. Ours write as the
// owner of the tables, who alone may put triggers on them. With no temporary tables there is no such trigger either: whatever
// else trusts the depth is closed by that.
const refuse = (direct: string, extra: string) => `
create or replace function refuse_direct_write() returns trigger
language plpgsql
as $$
begin
  if ${direct} then
    raise exception using
      errcode = 'restrict_violation',
      constraint = tg_argv[0],
      table = tg_table_name,
      message = tg_argv[1];
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
do $$
begin
  execute format('${extra}', current_database());
end $$;
`;

const writtenByRule = `
create function written_by_rule(p_table oid) returns boolean
language sql stable
as $$
  select pg_trigger_depth() >= 2 and has_table_privilege(p_table, 'TRIGGER')
$$;
grant execute on function written_by_rule(oid) to public;
`;

// A counter may be set to what its source says and to nothing else, so that db maintain can put right what a switched-off
// trigger left behind, and nobody can put it wrong. READ COMMITTED: each statement of these functions sees what is
// committed now, and the row itself is locked by the UPDATE.
const counters = `
create function guard_variant_stock() returns trigger
language plpgsql set search_path = public, pg_temp
as $$
begin
  if not written_by_rule(tg_relid)
    and new.stock <> (select coalesce(sum(i.available), 0) from inventory i where i.variant_id = new.id) then
    raise exception using
      errcode = 'restrict_violation', constraint = 'variants_stock_derived', table = 'product_variants',
      message = 'the stock of a variant follows from its inventory and cannot be set';
  end if;
  return new;
end $$;
drop trigger variants_stock_guard on product_variants;
create trigger variants_stock_guard
  before update of stock on product_variants
  for each row when (old.stock <> new.stock)
  execute function guard_variant_stock();

create function guard_review_figures() returns trigger
language plpgsql set search_path = public, pg_temp
as $$
declare
  reviewed integer;
  average numeric;
begin
  if written_by_rule(tg_relid) then
    return new;
  end if;
  select count(*), round(avg(r.rating), 2) into reviewed, average
  from reviews r
  where r.product_id = new.id and r.status = 'APPROVED';
  if (new.review_count, new.avg_rating) is distinct from (reviewed, average) then
    raise exception using
      errcode = 'restrict_violation', constraint = 'products_review_figures_derived', table = 'products',
      message = 'the review figures of a product are those of its approved reviews and cannot be set';
  end if;
  return new;
end $$;
create trigger products_review_figures_guard
  before update of review_count, avg_rating on products
  for each row when ((old.review_count, old.avg_rating) is distinct from (new.review_count, new.avg_rating))
  execute function guard_review_figures();
create trigger products_begin_unreviewed
  before insert on products
  for each row when (new.review_count <> 0 or new.avg_rating is not null)
  execute function begin_empty(
    'products_review_figures_derived', 'the review figures of a product are those of its approved reviews: a new one has none'
  );
`;

// CREATE TABLE … PARTITION OF locks orders against everybody, readers too; a table that is made aside and then attached
// lets them all go on. Writers of what refers to orders wait for either, 20 ms at 100,000 orders.
const months = (making: string) => `
create or replace function ensure_order_partitions(p_from date, p_months integer) returns integer
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
${making}
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
`;

const partitionOf = `      execute format(
        'create table public.%I partition of public.orders for values from (%L) to (%L)',
        partition_name, first_month || ' 00:00:00+00', next_month || ' 00:00:00+00'
      );`;

const attach = `      execute format(
        'create table public.%I (like public.orders including defaults including constraints including storage)',
        partition_name
      );
      execute format(
        'alter table public.orders attach partition public.%I for values from (%L) to (%L)',
        partition_name, first_month || ' 00:00:00+00', next_month || ' 00:00:00+00'
      );`;

const claim = (beforeFresh: string) => `
create or replace function claim_operation(p_id uuid, p_name text, p_input_hash bytea)
returns table (fresh boolean, name text, actor_id uuid, input_hash bytea, result jsonb)
language plpgsql security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  -- waits here for another transaction that holds the id
  insert into operation_results (operation_id, name, actor_id, input_hash)
  values (p_id, p_name, current_user_id(), p_input_hash)
  on conflict (operation_id) do nothing;
  if found then${beforeFresh}
    return query select true, p_name, current_user_id(), p_input_hash, null::jsonb;
    return;
  end if;
  return query
    select false, r.name, r.actor_id, r.input_hash, r.result
    from operation_results r
    where r.operation_id = p_id;
end $$;
`;

// Answers are kept for 90 days (db maintain). A copy that turns up later, from an old draft or a forgotten file, finds no
// answer; the audit log still knows the id, so it is refused and not done again.
const forgotten = `
    if exists (
      select from audit_logs a
      where a.operation_id = p_id and a.changed_at < current_timestamp - interval '60 days'
    ) then
      raise exception using
        errcode = 'restrict_violation', constraint = 'operation_results_forgotten', table = 'operation_results',
        message = format('operation %s was done long ago and its answer is no longer kept: nothing was done now', p_id);
    end if;`;

export const upkeep: Migration = {
  name: '0025-upkeep',
  up: [
    writtenByRule,
    refuse('not written_by_rule(tg_relid)', 'revoke temporary on database %I from public'),
    reports,
    counters,
    months(attach),
    claim(forgotten),
  ],
  down: [
    claim(''),
    months(partitionOf),
    refuse('pg_trigger_depth() < 2', 'grant temporary on database %I to public'),
    `
drop trigger products_begin_unreviewed on products;
drop trigger products_review_figures_guard on products;
drop function guard_review_figures();
drop trigger variants_stock_guard on product_variants;
create trigger variants_stock_guard
  before update of stock on product_variants
  for each row when (old.stock <> new.stock)
  execute function refuse_direct_write('variants_stock_derived', 'the stock of a variant follows from its inventory and cannot be set');
drop function guard_variant_stock();
drop function written_by_rule(oid);
drop index idx_payments_refunded_order;
drop index idx_inv_trans_returned;
drop index idx_order_items_order_created_at;
`,
  ],
};
