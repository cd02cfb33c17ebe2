import type { Migration } from './migration.ts';

const extensions = `
create extension if not exists pgcrypto;
create extension if not exists pg_trgm;
create extension if not exists hstore;
`;

// Roles belong to the whole cluster: another database may have made them already (schema.md row 19), perhaps at this
// very moment, and another owner may hold them. From PostgreSQL 16 on a membership says whether it inherits and whether
// SET ROLE is allowed; before that NOINHERIT on the member says it.
const roles = `
-- schema.md row 19: CREATE ROLE cannot be repeated and down must not drop what other databases use
do $$
declare
  wanted text;
begin
  foreach wanted in array array['admin_role', 'manager_role', 'warehouse_role', 'readonly_role', 'customer_role', 'solemate_app'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin%s', wanted, case when wanted = 'solemate_app' then ' noinherit' else '' end);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
  end loop;
end $$;

do $$
declare
  modern boolean := current_setting('server_version_num')::int >= 160000;
  granted text;
  grantee text;
  present boolean;
begin
  for granted, grantee in
    select g.name, m.name
    from unnest(array['solemate_app', current_user::text]) m(name)
    cross join unnest(array['admin_role', 'manager_role', 'warehouse_role', 'readonly_role', 'customer_role', 'solemate_app']) g(name)
    where g.name <> m.name and not (m.name = 'solemate_app' and g.name = 'customer_role')
  loop
    present := case
      when modern then pg_has_role(grantee, granted, 'SET')
      else exists (
        select from pg_auth_members a
        where a.roleid = quote_ident(granted)::regrole and a.member = quote_ident(grantee)::regrole
      )
    end;
    if not present then
      begin
        execute format(
          'grant %I to %I%s', granted, grantee, case when modern then ' with inherit false, set true' else '' end
        );
      exception when insufficient_privilege then
        -- from 16 on only who made a role may grant it; the owner of a second shop in the cluster can do without
        if grantee = 'solemate_app' then
          raise exception using
            errcode = 'insufficient_privilege',
            message = format('%s was made by somebody else and %s may not grant it to solemate_app', granted, current_user),
            hint = format('As a superuser: grant %I to solemate_app with inherit false, set true;', granted);
        end if;
      end;
    end if;
  end loop;
end $$;

grant usage on schema public to admin_role, manager_role, warehouse_role, readonly_role, customer_role, solemate_app;
revoke create on schema public from public;

-- functions are for those they are granted to, not for everybody
alter default privileges revoke execute on functions from public;
`;

const shared = `
-- schema.md row 16: the document's policy calls current_user_id() without defining it
create function current_user_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('solemate.user_id', true), '')::uuid $$;
grant execute on function current_user_id() to public;

create function current_operation_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('solemate.operation_id', true), '')::uuid $$;
grant execute on function current_operation_id() to public;

create function current_reason() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('solemate.reason', true), '') $$;
grant execute on function current_reason() to public;

create function update_updated_at() returns trigger
language plpgsql
as $$
begin
  new.updated_at = current_timestamp;
  return new;
end $$;

-- the database alone counts versions: whatever a client writes there is ignored
create function bump_version() returns trigger
language plpgsql
as $$
begin
  new.version := old.version + 1;
  return new;
end $$;

create function refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception using
    errcode = 'restrict_violation',
    constraint = tg_table_name || '_append_only',
    table = tg_table_name,
    message = format('%s is a record of what happened: rows are added, never changed or deleted', tg_table_name);
end $$;

-- counters that only their own ledger may move: a statement of a client arrives here at depth 1, a trigger's at 2 or more
create function refuse_direct_write() returns trigger
language plpgsql
as $$
begin
  if pg_trigger_depth() < 2 then
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
`;

export const foundation: Migration = {
  name: '0001-foundation',
  up: [extensions, roles, shared],
  down: `
drop function refuse_direct_write();
drop function refuse_change();
drop function bump_version();
drop function update_updated_at();
drop function current_reason();
drop function current_operation_id();
drop function current_user_id();
alter default privileges grant execute on functions to public;
revoke usage on schema public from admin_role, manager_role, warehouse_role, readonly_role, customer_role, solemate_app;
do $$
declare
  ours text;
begin
  for ours in
    select extname from pg_extension
    where extname in ('hstore', 'pg_trgm', 'pgcrypto') and extowner = quote_ident(current_user)::regrole
  loop
    execute format('drop extension %I', ours);
  end loop;
end $$;
`,
};
