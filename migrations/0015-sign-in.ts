import type { Migration } from './migration.ts';

const operations = `
-- Exactly once (architecture.md): the id of an operation with its result, in the operation's own transaction.
create table operation_results (
  operation_id uuid primary key,
  name text not null,
  actor_id uuid references users (id),
  -- of what it was asked to do: the same id for another act is a mistake, not a repetition
  input_hash bytea,
  result jsonb,
  created_at timestamptz not null default current_timestamp
);
create index idx_operation_results_created_at on operation_results (created_at);
create index idx_operation_results_actor_id on operation_results (actor_id);

create function claim_operation(p_id uuid, p_name text, p_input_hash bytea)
returns table (fresh boolean, name text, actor_id uuid, input_hash bytea, result jsonb)
language plpgsql security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  -- waits here for another transaction that holds the id
  insert into operation_results (operation_id, name, actor_id, input_hash)
  values (p_id, p_name, current_user_id(), p_input_hash)
  on conflict (operation_id) do nothing;
  if found then
    return query select true, p_name, current_user_id(), p_input_hash, null::jsonb;
    return;
  end if;
  return query
    select false, r.name, r.actor_id, r.input_hash, r.result
    from operation_results r
    where r.operation_id = p_id;
end $$;

create function finish_operation(p_id uuid, p_result jsonb) returns void
language sql volatile security definer set search_path = public, pg_temp
as $$
  update operation_results r
  set result = p_result
  where r.operation_id = p_id
    and r.result is null
    and r.actor_id is not distinct from current_user_id()
$$;
`;

// Only these see password and token hashes. Customers are not found: they cannot sign in here (operations.md).
const signingIn = `
create function find_login(p_email text)
returns table (
  id uuid, email text, name text, role text, password_hash text, is_active boolean, failed_logins integer,
  locked_until timestamptz
)
language sql stable security definer set search_path = public, pg_temp
as $$
  select u.id, u.email::text, coalesce(nullif(btrim(concat_ws(' ', u.first_name, u.last_name)), ''), u.email)::text,
    u.role::text, u.password_hash::text, u.is_active, u.failed_logins, u.locked_until
  from users u
  where lower(u.email) = lower(btrim(p_email))
    and u.role <> 'customer'
    and u.deleted_at is null
$$;

-- from the fifth failure on a minute, doubling to an hour
create function record_login(p_user_id uuid, p_succeeded boolean) returns void
language sql volatile security definer set search_path = public, pg_temp
as $$
  update users u
  set last_login_at = case when p_succeeded then current_timestamp else u.last_login_at end,
    failed_logins = case when p_succeeded then 0 else u.failed_logins + 1 end,
    locked_until = case
      when p_succeeded then null
      when u.failed_logins + 1 < 5 then u.locked_until
      else current_timestamp + least(interval '1 minute' * 2 ^ least(u.failed_logins - 4, 6), interval '1 hour')
    end
  where u.id = p_user_id
$$;

create function open_session(p_user_id uuid, p_token_hash bytea, p_expires_at timestamptz, p_client text) returns uuid
language sql volatile security definer set search_path = public, pg_temp
as $$
  insert into user_sessions (user_id, token_hash, expires_at, client)
  select u.id, p_token_hash, p_expires_at, p_client
  from users u
  where u.id = p_user_id
    and u.role <> 'customer'
    and u.is_active
    and u.deleted_at is null
  returning id
$$;

create function session_actor(p_token_hash bytea)
returns table (session_id uuid, user_id uuid, email text, name text, role text)
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  found_session user_sessions;
begin
  select * into found_session
  from user_sessions s
  where s.token_hash = p_token_hash
    and s.revoked_at is null
    and s.expires_at > current_timestamp
    and s.last_seen_at > current_timestamp - interval '8 hours';
  if not found then
    return;
  end if;
  if found_session.last_seen_at < current_timestamp - interval '1 minute'
    and current_setting('transaction_read_only') = 'off' then
    update user_sessions s set last_seen_at = current_timestamp where s.id = found_session.id;
  end if;
  return query
    select found_session.id, u.id, u.email::text,
      coalesce(nullif(btrim(concat_ws(' ', u.first_name, u.last_name)), ''), u.email)::text, u.role::text
    from users u
    where u.id = found_session.user_id
      and u.role <> 'customer'
      and u.is_active
      and u.deleted_at is null;
end $$;

create function close_session(p_token_hash bytea) returns void
language sql volatile security definer set search_path = public, pg_temp
as $$
  update user_sessions s
  set revoked_at = current_timestamp
  where s.token_hash = p_token_hash
    and s.revoked_at is null
$$;

-- the embedded sample shop signs in by itself; a shop of its own never has the mark
create function sample_staff()
returns table (id uuid, email text, name text, role text)
language sql stable security definer set search_path = public, pg_temp
as $$
  select u.id, u.email::text, coalesce(nullif(btrim(concat_ws(' ', u.first_name, u.last_name)), ''), u.email)::text,
    u.role::text
  from users u
  where u.role <> 'customer'
    and u.is_active
    and u.deleted_at is null
    and exists (select from store_settings s where s.key = 'sample' and s.value <> 'false')
  order by array_position(array['admin', 'manager', 'warehouse', 'oncall'], u.role::text), u.created_at, u.id
$$;

create function has_staff() returns boolean
language sql stable security definer set search_path = public, pg_temp
as $$
  select exists (
    select from users u where u.role <> 'customer' and u.is_active and u.deleted_at is null
  )
$$;

create function setup_admin(p_email text, p_password_hash text, p_first_name text, p_last_name text) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  made uuid;
begin
  perform pg_advisory_xact_lock(hashtext('setup_admin'));
  if exists (select from users u where u.role = 'admin' and u.deleted_at is null) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_first_admin', table = 'users',
      message = 'this shop has an admin already';
  end if;
  insert into users (email, password_hash, first_name, last_name, role, email_verified)
  values (btrim(p_email), p_password_hash, p_first_name, p_last_name, 'admin', true)
  returning id into made;
  return made;
end $$;

-- Contact data in clear, and the audit row that says who looked and why. The key is bound, never part of the text.
create function reveal_contact(p_user_id uuid, p_key text default null)
returns table (email text, phone_number text)
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
  if current_reason() is null then
    raise exception using
      errcode = 'check_violation', constraint = 'check_reveal_reason', table = 'users',
      message = 'contact data is shown only for a reason that is kept';
  end if;
  insert into audit_logs (table_name, record_id, action, changed_by, operation, operation_id, reason, client)
  select 'users', u.id, 'REVEAL', current_user_id(), nullif(current_setting('solemate.operation', true), ''),
    current_operation_id(), current_reason(), client_of_session()
  from users u
  where u.id = p_user_id;
  return query
    select u.email::text, decrypt_phone(u.phone_number, p_key)
    from users u
    where u.id = p_user_id;
end $$;
`;

export const signIn: Migration = {
  name: '0015-sign-in',
  up: [operations, signingIn],
  down: `
drop function reveal_contact(uuid, text);
drop function setup_admin(text, text, text, text);
drop function has_staff();
drop function sample_staff();
drop function close_session(bytea);
drop function session_actor(bytea);
drop function open_session(uuid, bytea, timestamptz, text);
drop function record_login(uuid, boolean);
drop function find_login(text);
drop function finish_operation(uuid, jsonb);
drop function claim_operation(uuid, text, bytea);
drop table operation_results;
`,
};
