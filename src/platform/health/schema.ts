import type { Check } from './check.ts';

const ours = `relnamespace = 'public'::regnamespace`;
const staff = `('admin_role', 'manager_role', 'warehouse_role', 'readonly_role', 'customer_role')`;

/** What the catalogue of the database says; every role may read it. */
export const schemaChecks: readonly Check[] = [
  {
    key: 'months-ahead',
    check: 'Orders have their months, up to three ahead',
    hint: 'Run solemate db maintain, and let a timer run it daily.',
    sql: `select to_char(month, 'YYYY-MM') as example
      from generate_series(
        date_trunc('month', now() at time zone 'UTC'),
        date_trunc('month', now() at time zone 'UTC') + interval '3 months',
        interval '1 month'
      ) month
      where not exists (
        select from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'public.orders'::regclass
          and c.relname = 'orders_' || to_char(month, 'YYYY_MM')
      )`,
  },
  {
    key: 'no-default-month',
    check: 'No month takes orders of any date',
    hint: 'A DEFAULT partition cannot be drained without deleting order lines: move its orders with a dump, then drop it.',
    sql: `select c.relname as example
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'public.orders'::regclass
        and pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT'`,
  },
  {
    key: 'partition-grants',
    check: 'No month of orders can be read past row-level security',
    hint: 'Revoke it as the owner: revoke all on <month> from <role>.',
    sql: `select format('%s by %s', c.relname, r.rolname) as example
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      cross join pg_roles r
      where i.inhparent = 'public.orders'::regclass
        and r.rolname in ${staff}
        and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')`,
  },
  {
    key: 'triggers-on',
    check: 'No rule is switched off',
    hint: 'Switch it on as the owner: alter table <table> enable trigger all. What came in meanwhile was not checked: run solemate doctor --full.',
    // A foreign key's own triggers are internal; only a superuser can switch them off.
    sql: `select format('%s on %s', case when tgisinternal then 'a foreign key' else tgname end, tgrelid::regclass) as example
      from pg_trigger t
      join pg_class c on c.oid = t.tgrelid
      where t.tgenabled in ('D', 'R')
        and c.${ours}`,
  },
  {
    key: 'indexes-valid',
    check: 'Every index is valid',
    hint: 'Build it again as the owner: reindex index concurrently <index>.',
    sql: `select indexrelid::regclass::text as example
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      where not (i.indisvalid and i.indisready)
        and c.${ours}`,
  },
  {
    key: 'constraints-validated',
    check: 'Every constraint holds for every row',
    hint: 'As the owner: alter table <table> validate constraint <constraint>; it names the row that breaks it.',
    sql: `select format('%s on %s', conname, conrelid::regclass) as example
      from pg_constraint
      where not convalidated
        and connamespace = 'public'::regnamespace`,
  },
  {
    key: 'foreign-keys-indexed',
    check: 'Every foreign key has an index',
    hint: 'Deleting or changing the other side reads the whole table: add an index.',
    level: 'warning',
    sql: `select format('%s of %s', conname, conrelid::regclass) as example
      from pg_constraint con
      where contype = 'f'
        and conparentid = 0
        and connamespace = 'public'::regnamespace
        and not exists (
          select
          from pg_index i
          where i.indrelid = con.conrelid
            -- of a key of several columns the first is enough to find the few rows
            and i.indkey[0] = any (con.conkey)
            and coalesce(pg_get_expr(i.indpred, i.indrelid) like '(% IS NOT NULL)', true)
        )`,
  },
  {
    key: 'app-login',
    check: 'The app logs in as somebody who owns nothing, inherits nothing and is no superuser',
    hint: 'Use a login that is a NOINHERIT member of solemate_app: alter role <login> noinherit nosuperuser nobypassrls nocreaterole.',
    sql: `select r.rolname || case
        when r.rolsuper then ' is a superuser'
        when r.rolbypassrls then ' bypasses row-level security'
        when r.rolcreaterole then ' may make roles'
        when exists (select from pg_class c where c.relowner = r.oid) then ' owns tables'
        else ' inherits'
      end as example
      from pg_roles r
      where r.rolname not like 'pg\\_%'
        -- not pg_has_role: a superuser is a member of everything
        and (r.rolname = 'solemate_app' or exists (
          select from pg_auth_members m where m.member = r.oid and m.roleid = to_regrole('solemate_app')
        ))
        -- owners of shops are members too, to act as the staff
        and (r.rolname = 'solemate_app' or not exists (select from pg_database d where d.datdba = r.oid))
        and (r.rolsuper or r.rolbypassrls or r.rolinherit or r.rolcreaterole
          or exists (select from pg_class c where c.relowner = r.oid))`,
  },
  {
    key: 'staff-roles',
    check: "The staff's database roles are nobody's login and no superuser's",
    hint: 'They are put on for a transaction, never logged in as: alter role <role> nologin nosuperuser nobypassrls.',
    sql: `select rolname as example
      from pg_roles
      where rolname in ${staff}
        and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
  },
  {
    key: 'no-temporary-tables',
    check: 'Staff can make no tables of their own, not even temporary ones',
    hint: 'A trigger on one could write past rules. As the owner: revoke temporary on database <database> from public. A restored or copied database has lost this.',
    sql: `select rolname as example
      from pg_roles
      where rolname in ${staff}
        and (has_database_privilege(oid, current_database(), 'TEMPORARY') or has_schema_privilege(oid, 'public', 'CREATE'))`,
  },
  {
    key: 'server-version',
    check: 'The server is PostgreSQL 15 or newer and keeps what it confirmed',
    hint: 'Upgrade the server; fsync, full_page_writes and synchronous_commit belong on.',
    level: 'warning',
    sql: `select 'PostgreSQL ' || current_setting('server_version') as example, true as grave
      where current_setting('server_version_num')::integer < 150000
      union all
      select name || ' is off', false
      from pg_settings
      where name in ('fsync', 'full_page_writes', 'synchronous_commit')
        and setting = 'off'`,
  },
];
