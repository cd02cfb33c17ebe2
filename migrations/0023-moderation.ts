import type { Migration } from './migration.ts';

const promos = `
-- operations.md: orders quote the code and the discount they were given; what they quote stays true. The minimum, the
-- limit and the dates only say who may use it next.
create function guard_promo_terms() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if old.current_uses > 0 or exists (select from orders o where o.promo_code_id = old.id) then
    raise exception using
      errcode = 'restrict_violation', constraint = 'promo_codes_terms_frozen', table = 'promo_codes',
      message = format('promo code %s has been used: its code, type and value stay as they are', old.code);
  end if;
  return new;
end $$;
create trigger promo_codes_terms
  before update on promo_codes
  for each row when (
    (old.code, old.discount_type, old.discount_value) is distinct from (new.code, new.discount_type, new.discount_value)
  )
  execute function guard_promo_terms();
create index idx_promo_codes_ending on promo_codes ((coalesce(valid_until, 'infinity'::timestamptz)), id);
create index idx_promo_codes_description_trgm on promo_codes using gin (lower(description) gin_trgm_ops);
create index idx_promo_usage_used_at on promo_usage (used_at desc, id desc);
`;

const reviews = `
-- operations.md: PENDING to APPROVED or REJECTED and back. A decision is taken back before it is turned round, so that
-- of two who decide at once the second is told.
create function guard_review_moderation() returns trigger
language plpgsql
as $$
begin
  if new.status <> old.status and 'PENDING' not in (old.status, new.status) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_review_transition', table = 'reviews',
      message = format('a review that is %s cannot become %s: it goes back to PENDING first', old.status, new.status);
  end if;
  if new.status = old.status
    and (new.moderated_by, new.moderated_at) is distinct from (old.moderated_by, old.moderated_at) then
    raise exception using
      errcode = 'restrict_violation', constraint = 'reviews_moderation_derived', table = 'reviews',
      message = 'who moderated a review and when is written by the database';
  end if;
  return new;
end $$;
-- before reviews_prepare, which fills in who and when: triggers run in the order of their names
create trigger reviews_guard
  before update on reviews
  for each row execute function guard_review_moderation();

-- the same words whatever their case and punctuation; a short text is many people's own
create function review_text_key(p_comment text) returns text
language sql immutable parallel safe
as $$
  select case when length(t.letters) >= 20 then md5(t.letters) end
  from (select regexp_replace(lower(left(p_comment, 10000)), '[^[:alnum:]]+', '', 'g') as letters) t
$$;
-- of an index: whoever writes a review must be able to run it
grant execute on function review_text_key(text) to public;
create index idx_reviews_text_key on reviews (review_text_key(comment)) where review_text_key(comment) is not null;
create index idx_reviews_words_trgm on reviews
  using gin (lower(coalesce(title, '') || ' ' || coalesce(comment, '')) gin_trgm_ops);
`;

const auditList = `
-- rows of one transaction carry one time: this is their order
create sequence audit_logs_sequence_number_seq;
alter table audit_logs add column sequence_number bigint;
alter table audit_logs alter column sequence_number set default nextval('audit_logs_sequence_number_seq');
alter sequence audit_logs_sequence_number_seq owned by audit_logs.sequence_number;

-- each in the order of the list
create index idx_audit_operation on audit_logs (operation, changed_at desc, id desc) where operation is not null;
create index idx_audit_table on audit_logs (table_name, changed_at desc, id desc);
create index idx_audit_deleted on audit_logs (changed_at desc, id desc) where action = 'DELETE';
create index idx_audit_revealed on audit_logs (changed_at desc, id desc) where action = 'REVEAL';
`;

const undo = `
-- Which operation put back which: an operation is undone once, and an undo is undone (done again) once.
create table operation_undos (
  operation_id uuid primary key,
  undone_operation_id uuid not null constraint operation_undos_undone_key unique,
  undone_by uuid references users (id),
  undone_at timestamptz not null default current_timestamp,
  constraint check_undo_of_another check (operation_id <> undone_operation_id)
);
create index idx_operation_undos_undone_by on operation_undos (undone_by);
create trigger operation_undos_append_only
  before update or delete on operation_undos
  for each row execute function refuse_change();

-- at COMMIT: to mark an operation as undone without putting anything back would only bar others from undoing it
create function check_undo_did_something() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if not exists (
    select from audit_logs a where a.operation_id = new.operation_id and a.changed_at = current_timestamp
  ) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_undo_did_something', table = 'operation_undos',
      message = 'an undo puts something back: this one changed nothing';
  end if;
  return null;
end $$;
create constraint trigger operation_undos_did_something
  after insert on operation_undos
  deferrable initially deferred
  for each row execute function check_undo_did_something();

-- Whoever may undo what changed the catalogue and the customers' side; the others only what changed stock alone. Called
-- by functions that run as the owner: the setting tells who asked, or the login where no role was set.
create function undoes_everything() returns boolean
language sql stable set search_path = public, pg_temp
as $$
  select pg_has_role(who.name, 'admin_role', 'usage') or pg_has_role(who.name, 'manager_role', 'usage')
  from (
    select case current_setting('role') when 'none' then session_user else current_setting('role') end::name as name
  ) who
$$;

create function demand_undo(p_operation_id uuid) returns void
language plpgsql stable security definer set search_path = public, pg_temp
as $$
begin
  if not undoes_everything() and exists (
    select from audit_logs a where a.operation_id = p_operation_id and a.table_name <> 'inventory'
  ) then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('operation %s changed more than stock, and this role may not undo that', p_operation_id);
  end if;
end $$;

-- The audit log is not the warehouse's to read; what it was that somebody did, and whether it was undone, is told to all
-- who may undo.
create function operation_facts(p_operation_id uuid)
returns table (
  name text, root_name text, depth integer, actor text, done_at timestamptz, undoes uuid, undone_through uuid, undone_by text,
  undone_at timestamptz
)
language sql stable security definer set search_path = public, pg_temp
as $$
  with recursive chain (id, depth) as (
    select p_operation_id, 0
    union all
    select u.undone_operation_id, c.depth + 1
    from chain c
    join operation_undos u on u.operation_id = c.id
  )
  select r.name,
    (
      select o.name
      from chain c
      join operation_results o on o.operation_id = c.id
      order by c.depth desc
      limit 1
    ),
    (select max(c.depth) from chain c),
    coalesce(nullif(btrim(concat_ws(' ', a.first_name, a.last_name)), ''), a.email),
    r.created_at,
    before.undone_operation_id,
    later.operation_id,
    coalesce(nullif(btrim(concat_ws(' ', b.first_name, b.last_name)), ''), b.email),
    later.undone_at
  from operation_results r
  left join users a on a.id = r.actor_id
  left join operation_undos before on before.operation_id = r.operation_id
  left join operation_undos later on later.undone_operation_id = r.operation_id
  left join users b on b.id = later.undone_by
  where r.operation_id = p_operation_id
$$;

-- What an operation changed in sum, one row a record: first value and last. Only rows of the operation's own
-- transaction: its id can be set by any client, the time of its transaction cannot.
create function undo_changes(p_operation_id uuid)
returns table (table_name text, record_id uuid, action text, was jsonb, becomes jsonb)
language plpgsql stable security definer set search_path = public, pg_temp rows 5000
as $$
#variable_conflict use_column
begin
  perform demand_undo(p_operation_id);
  return query
  with entries as materialized (
    select a.table_name::text as table_name, a.record_id, a.action, a.old_values, a.new_values,
      coalesce(a.sequence_number, 0) as n
    from operation_results r
    join audit_logs a on a.operation_id = r.operation_id and a.changed_at = r.created_at
    where r.operation_id = p_operation_id
  ),
  fields as (
    select e.table_name, e.record_id, v.key,
      (array_agg(e.old_values -> v.key order by e.n))[1] as was,
      (array_agg(v.value order by e.n desc))[1] as becomes
    from entries e
    cross join lateral jsonb_each(e.new_values) v
    where e.action = 'UPDATE'
    group by e.table_name, e.record_id, v.key
  ),
  edited as (
    select f.table_name, f.record_id,
      coalesce(jsonb_object_agg(f.key, f.was) filter (where f.was is distinct from f.becomes), '{}') as was,
      coalesce(jsonb_object_agg(f.key, f.becomes) filter (where f.was is distinct from f.becomes), '{}') as becomes
    from fields f
    group by f.table_name, f.record_id
  ),
  records as (
    select e.table_name, e.record_id,
      string_agg(distinct e.action, '+' order by e.action) as actions,
      (array_agg(e.new_values) filter (where e.action = 'INSERT'))[1] as made,
      (array_agg(e.old_values) filter (where e.action = 'DELETE'))[1] as deleted
    from entries e
    group by e.table_name, e.record_id
  )
  select r.table_name, r.record_id,
    case r.actions
      when 'INSERT+UPDATE' then 'INSERT'
      when 'DELETE+UPDATE' then 'DELETE'
      else r.actions
    end,
    coalesce(r.deleted, '{}') || coalesce(d.was, '{}'),
    coalesce(r.made, '{}') || coalesce(d.becomes, '{}')
  from records r
  left join edited d on d.table_name = r.table_name and d.record_id = r.record_id
  where r.actions <> 'UPDATE' or d.becomes <> '{}';
end $$;

-- Takes the operation for this one; false when another undo has it. A second one waits here until the first is done.
create function begin_undo(p_operation_id uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform demand_undo(p_operation_id);
  insert into operation_undos (operation_id, undone_operation_id, undone_by)
  values (current_operation_id(), p_operation_id, current_user_id())
  on conflict (undone_operation_id) do nothing;
  return found;
end $$;

grant select on operation_undos to admin_role, manager_role, readonly_role;
revoke insert, update, delete on operation_undos from admin_role;
grant execute on function operation_facts(uuid) to readonly_role;
grant execute on function operation_facts(uuid), undo_changes(uuid), begin_undo(uuid)
  to admin_role, manager_role, warehouse_role;
`;

export const moderation: Migration = {
  name: '0023-moderation',
  up: [promos, reviews, auditList, undo],
  down: `
drop function begin_undo(uuid);
drop function undo_changes(uuid);
drop function operation_facts(uuid);
drop function demand_undo(uuid);
drop function undoes_everything();
drop table operation_undos;
drop function check_undo_did_something();
drop index idx_audit_revealed;
drop index idx_audit_deleted;
drop index idx_audit_table;
drop index idx_audit_operation;
alter table audit_logs drop column sequence_number;
drop index idx_reviews_words_trgm;
drop index idx_reviews_text_key;
drop function review_text_key(text);
drop trigger reviews_guard on reviews;
drop function guard_review_moderation();
drop index idx_promo_usage_used_at;
drop index idx_promo_codes_description_trgm;
drop index idx_promo_codes_ending;
drop trigger promo_codes_terms on promo_codes;
drop function guard_promo_terms();
`,
};
