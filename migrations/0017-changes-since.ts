import type { Migration } from './migration.ts';

export const changesSince: Migration = {
  name: '0017-changes-since',
  up: `
-- The live feed for those who cannot LISTEN (PgBouncer in transaction mode): what the audit log has, newest first. Only
-- which rows changed, for whoever is logged in may ask before anybody has signed in.
create function changes_since(p_since timestamptz)
returns table (audit_id uuid, table_name text, record_id uuid)
language sql stable security definer set search_path = public, pg_temp
as $$
  select a.id, a.table_name::text, a.record_id
  from audit_logs a
  where a.changed_at >= p_since
    and a.action <> 'REVEAL'
  order by a.changed_at desc, a.id desc
  limit 1000
$$;
grant execute on function changes_since(timestamptz) to solemate_app;
`,
  down: 'drop function changes_since(timestamptz);',
};
