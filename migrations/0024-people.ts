import type { Migration } from './migration.ts';
import { invitations, signingIn } from './people-sign-in.ts';

const rules = `
-- locks them in the order of their ids, so that two admins who take each other's role away wait instead of both winning
create function other_admins(p_user_id uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp
as $$
begin
  perform
  from users u
  where u.role = 'admin'
    and u.is_active
    and u.deleted_at is null
    -- whoever was invited and never came cannot let anybody in
    and u.password_hash <> '!'
    and u.id <> p_user_id
  order by u.id
  for no key update;
  return found;
end $$;
grant execute on function other_admins(uuid) to admin_role, manager_role;

-- As whoever acts, not as its owner: the owner of the database, and the functions above, are not bound by this.
create function guard_users() returns trigger
language plpgsql set search_path = public, pg_temp
as $$
begin
  if pg_has_role(current_user, (select c.relowner from pg_class c where c.oid = tg_relid), 'MEMBER') then
    return new;
  end if;
  if current_user <> 'admin_role' and (old.role <> 'customer' or new.role <> 'customer') then
    raise exception using
      errcode = 'insufficient_privilege', constraint = 'check_staff_by_admin', table = 'users',
      message = 'only an admin changes accounts of the staff';
  end if;
  if (old.role = 'customer') <> (new.role = 'customer') then
    raise exception using
      errcode = 'check_violation', constraint = 'check_staff_stays_staff', table = 'users',
      message = 'an account of a customer does not become one of the staff, nor the other way round';
  end if;
  if (old.role, old.is_active, old.deleted_at) is distinct from (new.role, new.is_active, new.deleted_at) then
    if old.id = current_user_id() then
      raise exception using
        errcode = 'check_violation', constraint = 'check_own_account', table = 'users',
        message = 'nobody changes their own role or deactivates their own account';
    end if;
    if old.role = 'admin' and old.is_active and old.deleted_at is null
      and not (new.role = 'admin' and new.is_active and new.deleted_at is null)
      and not other_admins(old.id) then
      raise exception using
        errcode = 'check_violation', constraint = 'check_last_admin', table = 'users',
        message = 'this is the only admin: nobody could let anybody in any more';
    end if;
  end if;
  if lower(old.email) <> lower(new.email) then
    new.email_verified := false;
  end if;
  return new;
end $$;
create trigger users_guard
  before update on users
  for each row execute function guard_users();

create function end_sessions() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  update user_sessions s
  set revoked_at = current_timestamp
  where s.user_id = new.id
    and s.revoked_at is null;
  update user_invitations i
  set revoked_at = current_timestamp
  where i.user_id = new.id
    and i.used_at is null
    and i.revoked_at is null;
  return null;
end $$;
create trigger users_end_sessions
  after update on users
  for each row
  when ((old.is_active and old.deleted_at is null) and not (new.is_active and new.deleted_at is null))
  execute function end_sessions();

-- sessions come and go without an audit row, but one that somebody else ended is worth knowing
create function audit_session_end() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  insert into audit_logs (
    table_name, record_id, action, old_values, new_values, changed_by, operation, operation_id, reason, client
  )
  values (
    'user_sessions', new.id, 'UPDATE', jsonb_build_object('revoked_at', null),
    jsonb_build_object('revoked_at', new.revoked_at, 'user_id', new.user_id), current_user_id(),
    nullif(current_setting('solemate.operation', true), ''), current_operation_id(), current_reason(),
    client_of_session()
  );
  return null;
end $$;
create trigger user_sessions_audit_end
  after update on user_sessions
  for each row
  when (old.revoked_at is null and new.revoked_at is not null and current_user_id() is not null)
  execute function audit_session_end();
`;

const contact = `
-- The key never comes to the server: a bound value stands in its log as soon as somebody logs statements there. So
-- nobody decrypts here any more; what is read is the ciphertext, and only through the function that says who looked.
drop function reveal_contact(uuid, text);
create function reveal_contact(p_user_id uuid)
returns table (kind text, name text, value text)
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
    select 'email', null::text, u.email::text
    from users u
    where u.id = p_user_id
    union all
    select 'phone', null::text, u.phone_number
    from users u
    where u.id = p_user_id
      and u.phone_number is not null
    union all
    select 'address_phone', a.name::text, a.phone
    from addresses a
    where a.user_id = p_user_id
      and a.phone is not null;
end $$;
grant execute on function reveal_contact(uuid) to admin_role, manager_role, readonly_role;
revoke execute on function pii_key(text), normal_phone(text), encrypt_phone(text, text) from admin_role, manager_role;
revoke execute on function pii_key(text), normal_phone(text), hash_phone(text, text), decrypt_phone(text, text)
  from admin_role, manager_role, readonly_role;
`;

const lists = `
-- customers by name, page by page
create index idx_users_customer_name on users
  (lower(coalesce(last_name, '')), lower(coalesce(first_name, '')), id)
  where role = 'customer';
-- the few who work here among all the customers, in the order of their list
create index idx_users_staff_newest on users (created_at desc, id desc) where role <> 'customer';
create index idx_users_staff_name on users
  (lower(coalesce(last_name, '')), lower(coalesce(first_name, '')), id)
  where role <> 'customer';
create index idx_user_sessions_created_at on user_sessions (created_at desc, id desc);
-- a cart is told by its newest line: carts in the order in which they were last touched
create index idx_cart_items_updated_at on cart_items (updated_at desc, id desc);
create index idx_cart_items_user_updated on cart_items (user_id, updated_at desc, id desc);
create index idx_wishlist_items_added_at on wishlist_items (added_at desc, id desc);
`;

const takeBack = `
drop index idx_wishlist_items_added_at;
drop index idx_cart_items_user_updated;
drop index idx_cart_items_updated_at;
drop index idx_user_sessions_created_at;
drop index idx_users_staff_name;
drop index idx_users_staff_newest;
drop index idx_users_customer_name;

drop function reveal_contact(uuid);
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
grant execute on function pii_key(text), normal_phone(text), encrypt_phone(text, text) to admin_role, manager_role;
grant execute on function pii_key(text), normal_phone(text), hash_phone(text, text), decrypt_phone(text, text),
  reveal_contact(uuid, text) to admin_role, manager_role, readonly_role;

drop trigger user_sessions_audit_end on user_sessions;
drop function audit_session_end();
drop trigger users_end_sessions on users;
drop function end_sessions();
drop trigger users_guard on users;
drop function guard_users();
drop function other_admins(uuid);

drop function touch_session(uuid);
drop function become_staff(uuid, text, uuid);
drop function claim_login(text);
drop function login_lock(integer, timestamptz);
drop table login_attempts;
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
grant execute on function find_login(text) to solemate_app;

revoke update (email, first_name, last_name, phone_number, phone_number_hash, is_active, email_verified)
  on users from manager_role;
revoke insert (id, email, first_name, last_name, phone_number, phone_number_hash, role, is_active, email_verified)
  on users from admin_role;
revoke update (email, first_name, last_name, phone_number, phone_number_hash, role, is_active, email_verified, deleted_at)
  on users from admin_role;
grant insert, update on users to admin_role;
alter table users alter column password_hash drop default;
drop function change_password(uuid, text, text, uuid);
drop function accept_invitation(bytea, text);
drop function invitation_of(bytea);
drop table user_invitations;
`;

export const people: Migration = {
  name: '0024-people',
  up: [invitations, signingIn, rules, contact, lists],
  down: takeBack,
};
