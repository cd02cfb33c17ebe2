import type { Migration } from './migration.ts';

// Columns that have a default are NOT NULL here and in the tables that follow: the document's CHECKs let NULL through
// (a user without a role, a line without a discount: schema.md rows 22 and 23), and keyset pages need sort keys without
// NULL. TIMESTAMP became TIMESTAMPTZ throughout (row 40).
const tables = `
create table users (
  id uuid primary key default gen_random_uuid(),
  email varchar(255) unique not null,
  password_hash varchar(255) not null,
  first_name varchar(100),
  last_name varchar(100),
  -- schema.md row 14: ciphertext does not fit VARCHAR(20); the look-up goes by phone_number_hash
  phone_number text,
  phone_number_hash bytea,
  -- schema.md row 20: the document's three roles and two more
  role varchar(20) not null default 'customer'
    constraint users_role_check check (role in ('customer', 'admin', 'manager', 'warehouse', 'oncall')),
  is_active boolean not null default true,
  email_verified boolean not null default false,
  last_login_at timestamptz,
  failed_logins integer not null default 0 constraint check_failed_logins check (failed_logins >= 0),
  locked_until timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  deleted_at timestamptz,
  constraint check_phone_encrypted check (phone_number is null or phone_number like 'pgp:%'),
  constraint check_phone_hashed check ((phone_number is null) = (phone_number_hash is null))
);

-- schema.md row 29: the indexes that repeat a UNIQUE stay, for the document names them
create index idx_users_email on users (email);
-- schema.md row 36: one account however the e-mail is capitalised
create unique index users_email_lower_key on users (lower(email));
-- schema.md row 15: equal numbers encrypt differently every time, so the index is on the keyed hash
create index idx_users_phone on users (phone_number_hash);
-- the named filter indexes go on in the order staff page through the list
create index idx_users_role on users (role, created_at desc, id desc);
-- schema.md row 30
create index idx_users_is_active on users (is_active, created_at desc, id desc);
create index idx_users_created_at on users (created_at desc, id desc);
create index idx_users_email_trgm on users using gin (lower(email) gin_trgm_ops);
create index idx_users_name_trgm on users
  using gin (lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) gin_trgm_ops);

create table addresses (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  type varchar(20) not null default 'shipping'
    constraint addresses_type_check check (type in ('shipping', 'billing')),
  name varchar(100) not null,
  street_1 varchar(255) not null,
  street_2 varchar(255),
  city varchar(100) not null,
  state varchar(100) not null,
  postal_code varchar(20) not null,
  country varchar(2) not null,
  -- schema.md row 14, the same for the other column that holds a phone number
  phone text,
  is_default boolean not null default false,
  created_at timestamptz not null default current_timestamp,
  constraint check_address_phone_encrypted check (phone is null or phone like 'pgp:%')
);
create index idx_addresses_user_id on addresses (user_id);
-- schema.md row 36: one default address of a kind
create unique index addresses_one_default_key on addresses (user_id, type) where is_default;

-- schema.md row 3: drawn in the diagram; only a hash of the token is kept
create table user_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  token_hash bytea not null unique,
  client text,
  created_at timestamptz not null default current_timestamp,
  last_seen_at timestamptz not null default current_timestamp,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint check_session_expiry check (expires_at > created_at)
);
create index idx_user_sessions_user_id on user_sessions (user_id, created_at desc, id desc);

create table store_settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default current_timestamp
);
`;

// The key is an argument (bound) or the setting solemate.pii_key (set local), so that it is never part of SQL text. The
// key is random, not a pass phrase: stretching it (s2k-count) would only slow bulk work down.
const phones = `
create function pii_key(p_key text) returns text
language plpgsql stable
as $$
declare
  found_key text := coalesce(nullif(p_key, ''), nullif(current_setting('solemate.pii_key', true), ''));
begin
  if found_key is null then
    raise exception using
      errcode = 'check_violation',
      constraint = 'check_phone_encrypted',
      message = 'a phone number can only be kept or read with the key: solemate.pii_key is not set';
  end if;
  return found_key;
end $$;

-- '+49 (0)30-123' and '+49030123' are one number
create function normal_phone(plain text) returns text
language sql immutable strict parallel safe
as $$ select regexp_replace(plain, '[^0-9+]', '', 'g') $$;

-- schema.md row 15: what is encrypted already stays as it is, so that a second run does no harm
create function encrypt_phone(plain text, key text default null) returns text
language sql volatile
as $$
  select case
    when plain is null or plain like 'pgp:%' then plain
    else 'pgp:' || translate(
      encode(pgp_sym_encrypt(plain, pii_key(key), 'cipher-algo=aes256, s2k-count=1024'), 'base64'), chr(10), ''
    )
  end
$$;

create function decrypt_phone(cipher text, key text default null) returns text
language sql stable
as $$
  select case
    when cipher is null then null
    else pgp_sym_decrypt(decode(substr(cipher, 5), 'base64'), pii_key(key))
  end
$$;

create function hash_phone(plain text, key text default null) returns bytea
language sql stable
as $$
  select case
    when plain is null then null
    else hmac(convert_to(normal_phone(plain), 'UTF8'), convert_to('phone look-up:' || pii_key(key), 'UTF8'), 'sha256')
  end
$$;

create function protect_user_phone() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if new.phone_number is null or btrim(new.phone_number) = '' then
    new.phone_number := null;
    new.phone_number_hash := null;
  elsif new.phone_number not like 'pgp:%' then
    new.phone_number_hash := hash_phone(new.phone_number);
    new.phone_number := encrypt_phone(new.phone_number);
  end if;
  return new;
end $$;
create trigger users_protect_phone
  before insert or update of phone_number, phone_number_hash on users
  for each row execute function protect_user_phone();

create function protect_address_phone() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  new.phone := encrypt_phone(nullif(btrim(new.phone), ''));
  return new;
end $$;
create trigger addresses_protect_phone
  before insert or update of phone on addresses
  for each row execute function protect_address_phone();
`;

const upkeep = `
-- schema.md row 39: every table that has the column
create trigger update_users_updated_at
  before update on users
  for each row execute function update_updated_at();
create trigger update_store_settings_updated_at
  before update on store_settings
  for each row execute function update_updated_at();
-- signing in is no edit: it must not make somebody's open form stale
create trigger users_version
  before update on users
  for each row
  when (
    (old.last_login_at, old.failed_logins, old.locked_until)
    is not distinct from (new.last_login_at, new.failed_logins, new.locked_until)
  )
  execute function bump_version();
`;

export const users: Migration = {
  name: '0002-users',
  up: [tables, phones, upkeep],
  down: `
drop table store_settings;
drop table user_sessions;
drop table addresses;
drop table users;
drop function protect_address_phone();
drop function protect_user_phone();
drop function hash_phone(text, text);
drop function decrypt_phone(text, text);
drop function encrypt_phone(text, text);
drop function normal_phone(text);
drop function pii_key(text);
`,
};
