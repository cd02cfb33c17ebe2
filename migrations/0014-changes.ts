import type { Migration } from './migration.ts';

const watched = [
  'orders',
  'payments',
  'refunds',
  'shipments',
  'inventory',
  'products',
  'product_variants',
  'reviews',
  'promo_codes',
  'users',
];

export const changes: Migration = {
  name: '0014-changes',
  up: [
    `
-- The live feed: one message a statement. A payload has room for 8000 bytes, so a bulk change says only which table.
create function notify_changes() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ids uuid[];
begin
  if tg_op = 'DELETE' then
    ids := array(select o.id from old_rows o limit 51);
  else
    ids := array(select n.id from new_rows n limit 51);
  end if;
  if cardinality(ids) > 0 then
    perform pg_notify('solemate_changes', json_build_object(
      'table', tg_table_name,
      'ids', case when cardinality(ids) > 50 then '{}'::uuid[] else ids end,
      'operation_id', current_operation_id()
    )::text);
  end if;
  return null;
end $$;
`,
    ...watched.map(
      (table) => `
create trigger ${table}_notify_insert after insert on ${table}
  referencing new table as new_rows
  for each statement execute function notify_changes();
create trigger ${table}_notify_update after update on ${table}
  referencing new table as new_rows
  for each statement execute function notify_changes();
create trigger ${table}_notify_delete after delete on ${table}
  referencing old table as old_rows
  for each statement execute function notify_changes();
`,
    ),
  ],
  down: [
    ...watched.map(
      (table) => `
drop trigger ${table}_notify_insert on ${table};
drop trigger ${table}_notify_update on ${table};
drop trigger ${table}_notify_delete on ${table};
`,
    ),
    'drop function notify_changes();',
  ],
};
