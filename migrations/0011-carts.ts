import type { Migration } from './migration.ts';

export const carts: Migration = {
  name: '0011-carts',
  up: `
create table cart_items (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  product_id uuid not null references products (id),
  variant_id uuid,
  quantity integer not null constraint cart_items_quantity_check check (quantity > 0),
  price decimal(10, 2) not null,
  discount decimal(10, 2) not null default 0,
  added_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  -- schema.md row 25
  unique nulls not distinct (user_id, product_id, variant_id),
  -- schema.md row 35
  constraint cart_items_variant_id_fkey foreign key (variant_id, product_id)
    references product_variants (id, product_id),
  constraint check_cart_amounts check (price >= 0 and discount >= 0)
);
create index idx_cart_items_user_id on cart_items (user_id);
-- schema.md row 28
create index idx_cart_items_product_id on cart_items (product_id);
create index idx_cart_items_variant_id on cart_items (variant_id);
create trigger update_cart_items_updated_at
  before update on cart_items
  for each row execute function update_updated_at();

create table wishlist_items (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  product_id uuid not null references products (id) on delete cascade,
  added_at timestamptz not null default current_timestamp,
  unique (user_id, product_id)
);
create index idx_wishlist_user_id on wishlist_items (user_id);
-- schema.md row 28
create index idx_wishlist_product_id on wishlist_items (product_id);
`,
  down: `
drop table wishlist_items;
drop table cart_items;
`,
};
