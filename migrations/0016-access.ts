import type { Migration } from './migration.ts';

const staff = 'admin_role, manager_role, warehouse_role, readonly_role';

// What everybody of the staff may look at. Partitions of orders are never granted: read directly they would bypass the
// policies below (schema.md row 17).
const readByStaff = [
  'categories, brands, products, product_variants, product_images, product_attributes, product_versions',
  'warehouses, inventory, inventory_transactions',
  'orders, order_items, order_registry, order_status_transitions, order_status_history, shipments, shipment_items',
  'promo_codes, reviews, store_settings, active_products, product_stats',
];

const userColumns = `id, email, first_name, last_name, phone_number, phone_number_hash, role, is_active, email_verified,
  last_login_at, failed_logins, locked_until, version, created_at, updated_at, deleted_at`;
const sessionColumns = 'id, user_id, client, created_at, last_seen_at, expires_at, revoked_at';

const looking = `
${readByStaff.map((tables) => `grant select on ${tables} to ${staff};`).join('\n')}

-- schema.md row 18: password_hash and token_hash are for the sign-in functions alone
grant select (${userColumns}) on users to admin_role, manager_role, readonly_role;
grant select on active_users, addresses, payments, refunds, promo_usage, cart_items, wishlist_items, audit_logs
  to admin_role, manager_role, readonly_role;
grant select (${sessionColumns}) on user_sessions to admin_role, readonly_role;
grant select on operation_results to admin_role, readonly_role;

-- operations.md: the warehouse sees who an order goes to and whether it is paid, no contact data and no money lists
grant select (id, first_name, last_name, role, is_active) on users to warehouse_role;
grant select (id, order_id, order_created_at, amount, currency, status, payment_method, failure_reason)
  on payments to warehouse_role;
-- orders.confirm locks the payment, for which PostgreSQL wants UPDATE on a column
grant update (metadata) on payments to warehouse_role;
`;

const orderColumns = 'status, notes, assigned_to';
const pendingOrderColumns =
  'subtotal, discount, tax, shipping, total, shipping_address, billing_address, promo_code_id';

// The document grants ALL to admin_role; TRUNCATE and TRIGGER would go round the audit triggers, and histories, ledgers
// and counters are written by triggers only (schema.md row 18).
const changing = `
grant insert, update on orders to admin_role;
grant insert on orders to manager_role;
grant update (${orderColumns}, ${pendingOrderColumns}) on orders to manager_role;
grant update (${orderColumns}) on orders to warehouse_role;
grant insert, update, delete on order_items to admin_role, manager_role;
grant insert, update on payments to admin_role;
grant insert on payments to manager_role;
grant update (status, provider, transaction_id, payment_method, amount, failure_reason, metadata) on payments to manager_role;
grant insert on refunds to admin_role, manager_role;
grant update (status, provider, provider_reference, completed_at, failure_reason) on refunds to admin_role, manager_role;
grant insert, update, delete on shipments, shipment_items to admin_role, manager_role, warehouse_role;

grant insert on inventory to admin_role, manager_role, warehouse_role;
grant update (reorder_point, reorder_quantity) on inventory to admin_role, manager_role, warehouse_role;
grant insert on inventory_transactions to admin_role, manager_role, warehouse_role;
grant insert, update on warehouses to admin_role, manager_role;

grant insert, update on categories, brands, products, product_variants to admin_role, manager_role;
grant insert, update, delete on product_images, product_attributes to admin_role, manager_role;
grant delete on categories, brands, products, product_variants, warehouses, promo_codes, reviews to admin_role;
grant insert, update on promo_codes to admin_role, manager_role;
grant update (status, rejection_reason, moderated_by, moderated_at) on reviews to admin_role, manager_role;
grant insert, update, delete on addresses, cart_items, wishlist_items to admin_role;

-- written, never read: password_hash
grant insert, update on users to admin_role;
grant update (revoked_at) on user_sessions to admin_role;
grant insert, update, delete on store_settings to admin_role;
`;

const customer = `
-- schema.md rows 17 and 18: the document grants customer_role its orders but no catalogue to order from
grant select on categories, brands, product_variants, product_images, product_attributes to customer_role;
grant select (id, sku, name, slug, description, category_id, brand_id, price, compare_price, weight, is_active, tags,
  meta_title, meta_description, review_count, avg_rating, search_vector, created_at, updated_at, deleted_at)
  on products to customer_role;
grant select on orders, order_items, payments to customer_role;
grant insert (id, user_id, subtotal, discount, tax, shipping, total, notes, shipping_address, billing_address, promo_code_id)
  on orders to customer_role;
grant update (notes, shipping_address, billing_address) on orders to customer_role;
grant insert (id, order_id, product_id, variant_id, sku, name, quantity, price, discount, total, product_snapshot)
  on order_items to customer_role;
grant update (quantity, discount, total) on order_items to customer_role;
`;

const functions = `
grant execute on function claim_operation(uuid, text, bytea), finish_operation(uuid, jsonb) to ${staff};
grant execute on function find_login(text), record_login(uuid, boolean),
  open_session(uuid, bytea, timestamptz, text), session_actor(bytea), close_session(bytea), sample_staff(), has_staff(),
  setup_admin(text, text, text, text) to solemate_app;
grant execute on function next_order_number() to admin_role, manager_role, customer_role;
grant execute on function product_search_vector(text, text[], text) to admin_role, manager_role;
grant execute on function pii_key(text), normal_phone(text), encrypt_phone(text, text) to admin_role, manager_role;
grant execute on function pii_key(text), normal_phone(text), hash_phone(text, text), decrypt_phone(text, text),
  reveal_contact(uuid, text) to admin_role, manager_role, readonly_role;
grant execute on function agree_pay_later(uuid) to admin_role, manager_role, warehouse_role;
grant execute on function ensure_order_partitions(date, integer) to admin_role;
grant execute on function refresh_product_stats() to admin_role, manager_role;
`;

/** Tables of orders and money: every staff role has a policy of one constant, so that planning stays cheap. */
const secured: Record<string, { warehouse: 'none' | 'read' | 'write' }> = {
  orders: { warehouse: 'read' },
  order_items: { warehouse: 'read' },
  order_status_history: { warehouse: 'read' },
  payments: { warehouse: 'write' },
  refunds: { warehouse: 'none' },
  shipments: { warehouse: 'write' },
  shipment_items: { warehouse: 'write' },
  promo_usage: { warehouse: 'none' },
};

const policies = Object.entries(secured).map(
  ([table, { warehouse }]) => `
alter table ${table} enable row level security;
create policy ${table}_admin on ${table} for all to admin_role using (true) with check (true);
create policy ${table}_manager on ${table} for all to manager_role using (true) with check (true);
create policy ${table}_readonly on ${table} for select to readonly_role using (true);
${warehouse === 'read' ? `create policy ${table}_warehouse on ${table} for select to warehouse_role using (true);` : ''}
${warehouse === 'write' ? `create policy ${table}_warehouse on ${table} for all to warehouse_role using (true) with check (true);` : ''}
`,
);

const customerPolicies = `
-- schema.md row 17: the document's policy, and what it needs for its own GRANTs to work
create policy user_orders_policy on orders for select to customer_role using (user_id = current_user_id());
create policy user_orders_insert on orders for insert to customer_role with check (user_id = current_user_id());
create policy user_orders_update on orders for update to customer_role
  using (user_id = current_user_id() and status = 'PENDING') with check (user_id = current_user_id());
create policy user_order_items_policy on order_items for select to customer_role
  using (exists (select from orders o where o.id = order_id and o.created_at = order_created_at));
create policy user_order_items_insert on order_items for insert to customer_role
  with check (exists (select from orders o where o.id = order_id and o.created_at = order_created_at));
create policy user_order_items_update on order_items for update to customer_role
  using (exists (select from orders o where o.id = order_id and o.created_at = order_created_at));
create policy user_payments_policy on payments for select to customer_role using (user_id = current_user_id());

-- operations.md: fulfilling an order is the warehouse's, cancelling and refunding is not
create policy orders_warehouse_update on orders for update to warehouse_role
  using (true) with check (status not in ('CANCELLED', 'REFUNDED'));

-- the mark of the sample shop opens it without a password: only the owner of the database sets it
alter table store_settings enable row level security;
create policy store_settings_read on store_settings for select to ${staff} using (true);
create policy store_settings_admin on store_settings for all to admin_role using (key <> 'sample') with check (key <> 'sample');
`;

const future = `
-- the migrator's own list, so that the app can tell whether the schema is the one it knows
do $$
begin
  if to_regclass('public.schema_migrations') is not null then
    grant select on schema_migrations to ${staff}, solemate_app;
  end if;
end $$;

-- schema.md row 18: tables of later migrations; ensure_order_partitions takes these back from the months it makes
alter default privileges in schema public grant select on tables to readonly_role;
alter default privileges in schema public grant select, insert, update, delete on tables to admin_role;
`;

export const access: Migration = {
  name: '0016-access',
  up: [looking, changing, customer, functions, ...policies, customerPolicies, future],
  down: `
alter default privileges in schema public revoke select, insert, update, delete on tables from admin_role;
alter default privileges in schema public revoke select on tables from readonly_role;
drop policy store_settings_admin on store_settings;
drop policy store_settings_read on store_settings;
alter table store_settings disable row level security;
drop policy user_orders_policy on orders;
drop policy user_orders_insert on orders;
drop policy user_orders_update on orders;
drop policy user_order_items_policy on order_items;
drop policy user_order_items_insert on order_items;
drop policy user_order_items_update on order_items;
drop policy user_payments_policy on payments;
drop policy orders_warehouse_update on orders;
${Object.entries(secured)
  .map(
    ([table, { warehouse }]) => `
drop policy ${table}_admin on ${table};
drop policy ${table}_manager on ${table};
drop policy ${table}_readonly on ${table};
${warehouse === 'none' ? '' : `drop policy ${table}_warehouse on ${table};`}
alter table ${table} disable row level security;
`,
  )
  .join('')}
do $$
declare
  one record;
begin
  for one in
    select c.oid::regclass as name, c.relkind
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p', 'v', 'm')
      and c.relowner = quote_ident(current_user)::regrole
  loop
    execute format(
      'revoke all on %s from admin_role, manager_role, warehouse_role, readonly_role, customer_role, solemate_app', one.name
    );
  end loop;
  for one in
    select p.oid::regprocedure as name
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and p.proowner = quote_ident(current_user)::regrole
  loop
    execute format(
      'revoke all on function %s from admin_role, manager_role, warehouse_role, readonly_role, customer_role, solemate_app',
      one.name
    );
  end loop;
end $$;
`,
};
