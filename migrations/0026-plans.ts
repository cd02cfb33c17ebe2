import type { Migration } from './migration.ts';

// Each answers a filter of a list that read a table through at a million orders (quality.md): what fits nothing or
// little is found by an index, in the order of the list where the list has one.
const indexes = `
drop index idx_orders_promo_code_id;
create index idx_orders_promo_code_id on orders (promo_code_id, created_at desc, id desc) where promo_code_id is not null;
-- in which months the numbers lie that begin with what somebody typed
create index idx_order_registry_month on order_registry
  (date_trunc('month', created_at at time zone 'UTC'), order_number varchar_pattern_ops);

-- the pieces of a warehouse are added up from the index alone
drop index idx_inventory_warehouse_id;
create index idx_inventory_warehouse_id on inventory (warehouse_id, available, id) include (quantity);

create index idx_variants_price on product_variants (price) where price is not null;
create index idx_variants_without_price on product_variants (product_id) where price is null;
create index idx_variants_size on product_variants (lower(size), created_at desc, id desc);
create index idx_variants_color_trgm on product_variants using gin (lower(color) gin_trgm_ops);
create index idx_variants_inactive on product_variants (created_at desc, id desc) where not is_active;
create index idx_variants_archived on product_variants (created_at desc, id desc) where deleted_at is not null;
create index idx_products_archived on products (created_at desc, id desc) where deleted_at is not null;
-- in an order, so that of a text that thousands wrote only as many are read as are counted
drop index idx_reviews_text_key;
create index idx_reviews_text_key on reviews (review_text_key(comment), id) where review_text_key(comment) is not null;
-- what carts are worth is added up from the index alone, cart by cart
drop index idx_cart_items_user_id;
create index idx_cart_items_user_id on cart_items (user_id) include (price, quantity, discount);
-- reports of a month leave out what was cancelled
create index idx_order_status_history_cancelled on order_status_history (order_created_at, order_id)
  where to_status = 'CANCELLED';
create index idx_users_deleted on users (created_at desc, id desc) where deleted_at is not null;
`;

const tables = [
  ...['orders', 'order_registry', 'payments', 'refunds', 'inventory', 'inventory_transactions', 'stock_reservations'],
  ...['products', 'product_variants', 'product_search', 'users', 'reviews', 'promo_usage', 'cart_items', 'audit_logs'],
];

// Columns and indexes that came since 0017 have no statistics in a store that is there, and its autovacuum looks at a
// table again only when a tenth of it has changed: until then the planner would take every payment for one that is owed.
const statistics = tables.map((table) => `analyze ${table};`).join('\n');

/** Indexes of the lists at a million orders, and what the planner must know to use them. */
export const plans: Migration = {
  name: '0026-plans',
  up: [indexes, statistics],
  down: `
drop index idx_users_deleted;
drop index idx_order_status_history_cancelled;
drop index idx_cart_items_user_id;
create index idx_cart_items_user_id on cart_items (user_id);
drop index idx_reviews_text_key;
create index idx_reviews_text_key on reviews (review_text_key(comment)) where review_text_key(comment) is not null;
drop index idx_products_archived;
drop index idx_variants_archived;
drop index idx_variants_inactive;
drop index idx_variants_color_trgm;
drop index idx_variants_size;
drop index idx_variants_without_price;
drop index idx_variants_price;
drop index idx_inventory_warehouse_id;
create index idx_inventory_warehouse_id on inventory (warehouse_id, available, id);
drop index idx_order_registry_month;
drop index idx_orders_promo_code_id;
create index idx_orders_promo_code_id on orders (promo_code_id) where promo_code_id is not null;
`,
};
