import type { Migration } from './migration.ts';

/**
 * Table → columns that say nothing when they alone change. `derived`: triggers write only derived columns there (stock,
 * ratings, uses), which the audit of their source tells already.
 */
const audited: Record<string, { readonly ignored?: string; readonly derived?: true }> = {
  users: { ignored: 'last_login_at,failed_logins' },
  addresses: {},
  categories: {},
  brands: {},
  products: { ignored: 'search_vector', derived: true },
  product_variants: { derived: true },
  product_images: {},
  product_attributes: {},
  promo_codes: { derived: true },
  promo_usage: {},
  orders: {},
  order_items: {},
  payments: {},
  refunds: {},
  shipments: {},
  shipment_items: {},
  reviews: {},
  warehouses: {},
  inventory: {},
};

const tables = `
create table audit_logs (
  id uuid primary key default gen_random_uuid(),
  table_name varchar(50) not null,
  record_id uuid not null,
  action varchar(20) not null,
  old_values jsonb,
  new_values jsonb,
  changed_by uuid references users (id),
  changed_at timestamptz not null default current_timestamp,
  operation varchar(100),
  operation_id uuid,
  reason text,
  -- which face, version and host it came from
  client hstore,
  -- schema.md row 39; REVEAL: contact data was shown
  constraint check_audit_action check (action in ('INSERT', 'UPDATE', 'DELETE', 'REVEAL'))
);
create index idx_audit_table_record on audit_logs (table_name, record_id, changed_at desc, id desc);
create index idx_audit_changed_at on audit_logs (changed_at desc, id desc);
-- schema.md row 28
create index idx_audit_changed_by on audit_logs (changed_by, changed_at desc, id desc);
create index idx_audit_operation_id on audit_logs (operation_id) where operation_id is not null;
create trigger audit_logs_append_only
  before update or delete on audit_logs
  for each row execute function refuse_change();

create table product_versions (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references products (id),
  version_number integer not null,
  data jsonb not null,
  changed_by uuid references users (id),
  created_at timestamptz not null default current_timestamp,
  unique (product_id, version_number)
);
-- schema.md row 28
create index idx_product_versions_changed_by on product_versions (changed_by);
create trigger product_versions_append_only
  before update or delete on product_versions
  for each row execute function refuse_change();
`;

const functions = `
create function client_of_session() returns hstore
language sql stable set search_path = public, pg_temp
as $$ select nullif(current_setting('solemate.client', true), '')::hstore $$;

-- schema.md row 39: that a secret changed is worth knowing, the secret is not
create function redact(image jsonb) returns jsonb
language sql immutable
as $$
  select case
    when image ?| array['password_hash', 'phone_number', 'phone_number_hash', 'phone', 'token_hash', 'shipping_address', 'billing_address']
    then (
      select jsonb_object_agg(
        e.key,
        case
          when e.value = 'null' then e.value
          when e.key in ('password_hash', 'phone_number', 'phone_number_hash', 'phone', 'token_hash') then '"[redacted]"'
          when e.key in ('shipping_address', 'billing_address') and jsonb_typeof(e.value) = 'object' then e.value - 'phone'
          else e.value
        end
      )
      from jsonb_each(image) e
    )
    else image
  end
$$;

-- by statement, for an import writes thousands of rows at once; an UPDATE keeps only the columns that changed
create function audit_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ignored text[] := array['updated_at'] || string_to_array(tg_argv[0], ',');
  who uuid := current_user_id();
  what text := nullif(current_setting('solemate.operation', true), '');
  what_id uuid := current_operation_id();
  why text := current_reason();
  via hstore := client_of_session();
begin
  if tg_op = 'UPDATE' and tg_argv[1] = 'derived' and pg_trigger_depth() > 1 then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into audit_logs (table_name, record_id, action, new_values, changed_by, operation, operation_id, reason, client)
    select tg_table_name, n.id, 'INSERT', redact(to_jsonb(n) - 'search_vector'), who, what, what_id, why, via
    from new_rows n;
  elsif tg_op = 'DELETE' then
    insert into audit_logs (table_name, record_id, action, old_values, changed_by, operation, operation_id, reason, client)
    select tg_table_name, o.id, 'DELETE', redact(to_jsonb(o) - 'search_vector'), who, what, what_id, why, via
    from old_rows o;
  else
    insert into audit_logs (
      table_name, record_id, action, old_values, new_values, changed_by, operation, operation_id, reason, client
    )
    select tg_table_name, c.id, 'UPDATE', redact(d.was), redact(d.becomes), who, what, what_id, why, via
    -- no join of new and old rows, as in move_variant_stock (0007)
    from (
      select r.id,
        (array_agg(r.image) filter (where not r.fresh))[1] as old_image,
        (array_agg(r.image) filter (where r.fresh))[1] as new_image
      from (
        select n.id, true as fresh, to_jsonb(n) - ignored as image from new_rows n
        union all
        select o.id, false, to_jsonb(o) - ignored from old_rows o
      ) r
      group by r.id
      having count(*) = 2
    ) c
    cross join lateral (
      select jsonb_object_agg(e.key, c.old_image -> e.key) as was, jsonb_object_agg(e.key, e.value) as becomes
      from jsonb_each(c.new_image) e
      where c.old_image -> e.key is distinct from e.value
    ) d
    where d.becomes - 'version' <> '{}';
  end if;
  return null;
end $$;

-- schema.md row 39: the document has the table and nothing that writes it
create function record_product_version() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  insert into product_versions (product_id, version_number, data, changed_by)
  values (
    new.id, new.version, to_jsonb(new) - array['search_vector', 'review_count', 'avg_rating'], current_user_id()
  );
  return null;
end $$;
create trigger products_record_insert
  after insert on products
  for each row execute function record_product_version();
create trigger products_record_update
  after update on products
  for each row when (old.version <> new.version)
  execute function record_product_version();
`;

const triggers = Object.entries(audited).map(([table, { ignored = '', derived }]) => {
  const told = derived ? `'${ignored}', 'derived'` : `'${ignored}'`;
  return `
create trigger ${table}_audit_insert after insert on ${table}
  referencing new table as new_rows
  for each statement execute function audit_change(${told});
create trigger ${table}_audit_update after update on ${table}
  referencing old table as old_rows new table as new_rows
  for each statement execute function audit_change(${told});
create trigger ${table}_audit_delete after delete on ${table}
  referencing old table as old_rows
  for each statement execute function audit_change(${told});
`;
});

const dropTriggers = Object.keys(audited).map(
  (table) => `
drop trigger ${table}_audit_insert on ${table};
drop trigger ${table}_audit_update on ${table};
drop trigger ${table}_audit_delete on ${table};
`,
);

export const audit: Migration = {
  name: '0012-audit',
  up: [tables, functions, ...triggers],
  down: [
    ...dropTriggers,
    `
drop trigger products_record_insert on products;
drop trigger products_record_update on products;
drop table product_versions;
drop table audit_logs;
drop function record_product_version();
drop function audit_change();
drop function redact(jsonb);
drop function client_of_session();
`,
  ],
};
