/** One-time tokens and sign-in: a part of 0024. */

export const invitations = `
-- One-time tokens with which a member of staff sets a password: only a hash is kept, for 72 hours, and one is open at a
-- time. Nobody else ever chooses or learns a password.
create table user_invitations (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  kind varchar(10) not null constraint user_invitations_kind_check check (kind in ('INVITE', 'RESET')),
  token_hash bytea not null unique,
  created_by uuid default current_user_id() references users (id),
  created_at timestamptz not null default current_timestamp,
  expires_at timestamptz not null default now() + interval '72 hours',
  used_at timestamptz,
  revoked_at timestamptz,
  constraint check_invitation_expiry
    check (expires_at > created_at and expires_at <= created_at + interval '72 hours')
);
create index idx_user_invitations_user_id on user_invitations (user_id, created_at desc, id desc);
create index idx_user_invitations_created_by on user_invitations (created_by);
create unique index user_invitations_one_open_key on user_invitations (user_id)
  where used_at is null and revoked_at is null;

create trigger user_invitations_audit_insert after insert on user_invitations
  referencing new table as new_rows
  for each statement execute function audit_change('');
create trigger user_invitations_audit_update after update on user_invitations
  referencing old table as old_rows new table as new_rows
  for each statement execute function audit_change('');
create trigger user_invitations_audit_delete after delete on user_invitations
  referencing old table as old_rows
  for each statement execute function audit_change('');

-- what 0016 gives by default for later tables is too much here
revoke all on user_invitations from admin_role, readonly_role;
grant select (id, user_id, kind, created_by, created_at, expires_at, used_at, revoked_at)
  on user_invitations to admin_role, readonly_role;
grant insert (user_id, kind, token_hash) on user_invitations to admin_role;
grant update (revoked_at) on user_invitations to admin_role;

create function invitation_of(p_token_hash bytea)
returns table (email text, name text, role text, kind text)
language sql stable security definer set search_path = public, pg_temp
as $$
  select u.email::text, coalesce(nullif(btrim(concat_ws(' ', u.first_name, u.last_name)), ''), u.email)::text,
    u.role::text, i.kind::text
  from user_invitations i
  join users u on u.id = i.user_id
  where i.token_hash = p_token_hash
    and i.used_at is null
    and i.revoked_at is null
    and i.expires_at > current_timestamp
    and u.role <> 'customer'
    and u.is_active
    and u.deleted_at is null
$$;

create function accept_invitation(p_token_hash bytea, p_password_hash text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  invited user_invitations;
  their_email text;
begin
  select i.* into invited
  from user_invitations i
  where i.token_hash = p_token_hash
  for no key update;
  perform set_config('solemate.user_id', coalesce(invited.user_id::text, ''), true),
    set_config('solemate.operation', 'accept-invite', true);
  if not exists (select from invitation_of(p_token_hash)) then
    raise exception using
      errcode = 'check_violation', constraint = 'check_invitation', table = 'user_invitations',
      message = 'this one-time token is not valid: it was used, replaced by a newer one, or is older than 72 hours';
  end if;
  update user_invitations i set used_at = current_timestamp where i.id = invited.id;
  update users u
  set password_hash = p_password_hash, email_verified = true, failed_logins = 0, locked_until = null
  where u.id = invited.user_id
  returning u.email into their_email;
  update user_sessions s
  set revoked_at = current_timestamp
  where s.user_id = invited.user_id
    and s.revoked_at is null;
  return their_email;
end $$;

-- p_seen_hash is what the old password was checked against, so that nothing that changed since is overwritten
create function change_password(p_user_id uuid, p_seen_hash text, p_password_hash text, p_keep_session uuid)
returns integer
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
declare
  ended integer;
begin
  perform set_config('solemate.user_id', p_user_id::text, true), set_config('solemate.operation', 'passwd', true);
  update users u
  set password_hash = p_password_hash, failed_logins = 0, locked_until = null
  where u.id = p_user_id
    and u.password_hash = p_seen_hash
    and u.role <> 'customer'
    and u.is_active
    and u.deleted_at is null;
  if not found then
    raise exception using
      errcode = 'check_violation', constraint = 'check_password_seen', table = 'users',
      message = 'the password was changed in the meantime';
  end if;
  update user_sessions s
  set revoked_at = current_timestamp
  where s.user_id = p_user_id
    and s.revoked_at is null
    and s.id is distinct from p_keep_session;
  get diagnostics ended = row_count;
  return ended;
end $$;

-- only the person sets it, through the functions above: an account that is new has none ('!' is the hash of nothing)
alter table users alter column password_hash set default '!';
revoke insert, update on users from admin_role;
grant insert (id, email, first_name, last_name, phone_number, phone_number_hash, role, is_active, email_verified)
  on users to admin_role;
grant update (email, first_name, last_name, phone_number, phone_number_hash, role, is_active, email_verified, deleted_at)
  on users to admin_role;
grant update (email, first_name, last_name, phone_number, phone_number_hash, is_active, email_verified)
  on users to manager_role;
`;

export const signingIn = `
-- E-mails that belong to nobody of the staff are counted and locked like those that do: otherwise the fifth wrong
-- password would tell which e-mails exist. Only a hash of what was typed is kept, for a day.
create table login_attempts (
  email_hash bytea primary key,
  failed_logins integer not null,
  locked_until timestamptz,
  last_at timestamptz not null
);
create index idx_login_attempts_last_at on login_attempts (last_at);
revoke all on login_attempts from admin_role, readonly_role;

-- from the fifth failure on a minute, doubling to an hour
create function login_lock(p_failures integer, p_before timestamptz) returns timestamptz
language sql volatile
as $$
  select case
    when p_failures < 5 then p_before
    else clock_timestamp() + least(interval '1 minute' * 2 ^ least(p_failures - 5, 6), interval '1 hour')
  end
$$;

-- The attempt is counted before anybody can check the password, under the lock of the row: a hundred at once are still
-- five. record_login takes the count back when the password was right. No hash comes out while the account is locked.
create function claim_login(p_email text)
returns table (
  id uuid, email text, name text, role text, password_hash text, is_active boolean, locked_until timestamptz
)
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  person users;
  typed bytea := sha256(convert_to(lower(btrim(p_email)), 'UTF8'));
  counted login_attempts;
begin
  select u.* into person
  from users u
  where lower(u.email) = lower(btrim(p_email))
    and u.role <> 'customer'
    and u.deleted_at is null
  for no key update;
  if found then
    if person.locked_until > clock_timestamp() then
      return query select null::uuid, null::text, null::text, null::text, null::text, null::boolean, person.locked_until;
      return;
    end if;
    update users u
    set failed_logins = u.failed_logins + 1, locked_until = login_lock(u.failed_logins + 1, u.locked_until)
    where u.id = person.id;
    return query
      select person.id, person.email::text,
        coalesce(nullif(btrim(concat_ws(' ', person.first_name, person.last_name)), ''), person.email)::text,
        person.role::text, person.password_hash::text, person.is_active, null::timestamptz;
    return;
  end if;
  delete from login_attempts a where a.last_at < clock_timestamp() - interval '1 day';
  insert into login_attempts as a (email_hash, failed_logins, last_at)
  values (typed, 0, clock_timestamp())
  on conflict (email_hash) do update set last_at = clock_timestamp()
  returning a.* into counted;
  if counted.locked_until > clock_timestamp() then
    return query select null::uuid, null::text, null::text, null::text, null::text, null::boolean, counted.locked_until;
    return;
  end if;
  update login_attempts a
  set failed_logins = a.failed_logins + 1, locked_until = login_lock(a.failed_logins + 1, a.locked_until)
  where a.email_hash = typed;
  return query select null::uuid, null::text, null::text, null::text, null::text, null::boolean, null::timestamptz;
end $$;
-- it gave the hash without counting
drop function find_login(text);

-- Asked at the beginning of every transaction: who is no longer staff, has another role now, or whose session was ended
-- does nothing more, however long the program has been running. SM401 is an SQLSTATE of our own.
create function become_staff(p_user_id uuid, p_role text, p_session_id uuid) returns void
language plpgsql stable security definer set search_path = public, pg_temp
as $$
declare
  their_role text;
  works boolean;
begin
  select u.role, u.is_active and u.deleted_at is null into their_role, works
  from users u
  where u.id = p_user_id;
  if not found then
    raise exception using errcode = 'SM401', message = 'this account is not there any more';
  end if;
  if not works or their_role = 'customer' then
    raise exception using errcode = 'SM401', message = 'this account is deactivated';
  end if;
  if their_role <> p_role then
    raise exception using
      errcode = 'SM401', message = format('the role of this account was changed from %s to %s', p_role, their_role);
  end if;
  if p_session_id is not null and not exists (
    select from user_sessions s
    where s.id = p_session_id
      and s.user_id = p_user_id
      and s.revoked_at is null
      and s.expires_at > current_timestamp
      and s.last_seen_at > current_timestamp - interval '8 hours'
  ) then
    raise exception using errcode = 'SM401', message = 'this session was ended, or was not used for 8 hours';
  end if;
end $$;

create function touch_session(p_session_id uuid) returns void
language sql volatile security definer set search_path = public, pg_temp
as $$
  update user_sessions s
  set last_seen_at = current_timestamp
  where s.id = p_session_id
    and s.revoked_at is null
    and s.last_seen_at between current_timestamp - interval '8 hours' and current_timestamp - interval '1 minute'
$$;

grant execute on function claim_login(text), become_staff(uuid, text, uuid), touch_session(uuid),
  invitation_of(bytea), accept_invitation(bytea, text), change_password(uuid, text, text, uuid) to solemate_app;
`;
