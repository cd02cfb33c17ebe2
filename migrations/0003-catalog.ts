import type { Migration } from './migration.ts';

const groups = `
create table categories (
  id uuid primary key default gen_random_uuid(),
  -- schema.md row 38: a cascade that products will block; the text stays, the app deletes nothing here
  parent_id uuid references categories (id) on delete cascade,
  name varchar(100) not null,
  slug varchar(100) unique not null,
  description text,
  image_url varchar(500),
  sort_order integer not null default 0,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default current_timestamp,
  constraint check_category_parent check (parent_id <> id)
);
create index idx_categories_parent_id on categories (parent_id);
create index idx_categories_slug on categories (slug);
create index idx_categories_created_at on categories (created_at desc, id desc);

-- schema.md row 36: a category is never below itself
create function refuse_category_cycle() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- two moves at once could close a ring that neither sees
  perform pg_advisory_xact_lock(hashtext('categories.parent_id'));
  if exists (
    with recursive above (id, parent_id) as (
      select c.id, c.parent_id from categories c where c.id = new.parent_id
      union
      select c.id, c.parent_id from categories c join above a on c.id = a.parent_id
    )
    select from above where above.id = new.id
  ) then
    raise exception using
      errcode = 'check_violation',
      constraint = 'check_category_parent',
      table = 'categories',
      message = format('category %s cannot be moved below itself', new.name);
  end if;
  return null;
end $$;
create trigger categories_no_cycle
  after insert or update of parent_id on categories
  for each row when (new.parent_id is not null)
  execute function refuse_category_cycle();
create trigger categories_version
  before update on categories
  for each row execute function bump_version();

create table brands (
  id uuid primary key default gen_random_uuid(),
  name varchar(100) unique not null,
  slug varchar(100) unique not null,
  logo_url varchar(500),
  website varchar(255),
  description text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default current_timestamp
);
create index idx_brands_slug on brands (slug);
create index idx_brands_created_at on brands (created_at desc, id desc);
create trigger brands_version
  before update on brands
  for each row execute function bump_version();
`;

const products = `
-- schema.md row 27: array_to_string is not IMMUTABLE for every element type; for text it is
create function product_search_vector(name text, tags text[], description text) returns tsvector
language sql immutable parallel safe
as $$
  select setweight(to_tsvector('pg_catalog.simple', coalesce(name, '')), 'A')
    || setweight(to_tsvector('pg_catalog.english', coalesce(name, '')), 'A')
    || setweight(to_tsvector('pg_catalog.english', coalesce(array_to_string(tags, ' '), '')), 'B')
    || setweight(to_tsvector('pg_catalog.english', left(coalesce(description, ''), 100000)), 'C')
$$;

create table products (
  id uuid primary key default gen_random_uuid(),
  -- schema.md row 37: UNIQUE counts archived products too, for old orders quote the SKU: restore instead of making anew
  sku varchar(100) unique not null,
  name varchar(255) not null,
  slug varchar(255) unique not null,
  description text,
  -- schema.md row 45: nullable as in the SQL text, for drafts; doctor lists them
  category_id uuid references categories (id),
  brand_id uuid references brands (id),
  -- schema.md row 21: section 8.1 ("greater than 0") is the rule, 5.2 said >= 0
  price decimal(10, 2) not null constraint products_price_check check (price > 0),
  compare_price decimal(10, 2) constraint products_compare_price_check check (compare_price >= 0),
  cost decimal(10, 2) constraint products_cost_check check (cost >= 0),
  weight decimal(10, 3) constraint products_weight_check check (weight >= 0),
  is_active boolean not null default true,
  tags text[],
  meta_title varchar(255),
  meta_description text,
  -- schema.md row 9: the document's trigger writes these two
  review_count integer not null default 0,
  avg_rating decimal(3, 2),
  search_vector tsvector not null generated always as (product_search_vector(name, tags, description)) stored,
  version integer not null default 1,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  deleted_at timestamptz
);
create index idx_products_sku on products (sku);
-- a SKU is typed and scanned in any case
create index idx_products_sku_lower on products (lower(sku));
create index idx_products_slug on products (slug);
create index idx_products_category_id on products (category_id, created_at desc, id desc);
create index idx_products_brand_id on products (brand_id, created_at desc, id desc);
create index idx_products_price on products (price, id);
create index idx_products_is_active on products (is_active, created_at desc, id desc);
create index idx_products_tags on products using gin (tags);
create index idx_products_created_at on products (created_at desc, id desc);
create index idx_products_updated_at on products (updated_at desc, id desc);
create index idx_products_name on products (name, id);
create index idx_products_search on products using gin (search_vector);
create index idx_products_name_trgm on products using gin (lower(name) gin_trgm_ops);
create index idx_products_sku_trgm on products using gin (lower(sku) gin_trgm_ops);

-- schema.md row 11: a review moves the two figures, not the product
create trigger update_products_updated_at
  before update on products
  for each row
  when ((old.review_count, old.avg_rating) is not distinct from (new.review_count, new.avg_rating))
  execute function update_updated_at();
create trigger products_version
  before update on products
  for each row
  when ((old.review_count, old.avg_rating) is not distinct from (new.review_count, new.avg_rating))
  execute function bump_version();

create table product_variants (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references products (id) on delete cascade,
  sku varchar(100) unique not null,
  size varchar(20),
  color varchar(50),
  -- schema.md rows 21 and 42: no price of its own means the product's
  price decimal(10, 2) constraint product_variants_price_check check (price > 0),
  stock integer not null default 0 constraint product_variants_stock_check check (stock >= 0),
  weight decimal(10, 3) constraint product_variants_weight_check check (weight >= 0),
  images text[],
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default current_timestamp,
  -- schema.md row 25: a variant without a colour is one variant, not any number of them
  unique nulls not distinct (product_id, size, color),
  -- schema.md row 35: what carries both ids refers to both together
  unique (id, product_id)
)
-- stock is no part of an index: with room on the page its updates leave the indexes alone
with (fillfactor = 70);
create index idx_variants_product_id on product_variants (product_id);
create index idx_variants_sku on product_variants (sku);
create index idx_variants_sku_lower on product_variants (lower(sku));
create index idx_variants_created_at on product_variants (created_at desc, id desc);
create index idx_variants_sku_trgm on product_variants using gin (lower(sku) gin_trgm_ops);
-- stock moves all day: it must not make an open edit stale
create trigger variants_version
  before update on product_variants
  for each row when (old.stock = new.stock)
  execute function bump_version();

create table product_images (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references products (id) on delete cascade,
  url varchar(500) not null,
  alt_text varchar(255),
  sort_order integer not null default 0,
  is_primary boolean not null default false,
  created_at timestamptz not null default current_timestamp
);
create index idx_product_images_product_id on product_images (product_id);
-- schema.md row 36
create unique index product_images_one_primary_key on product_images (product_id) where is_primary;

-- schema.md row 3: drawn in the diagram
create table product_attributes (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references products (id) on delete cascade,
  name varchar(100) not null,
  value text not null,
  created_at timestamptz not null default current_timestamp,
  unique (product_id, name)
);
`;

export const catalog: Migration = {
  name: '0003-catalog',
  up: [groups, products],
  down: `
drop table product_attributes;
drop table product_images;
drop table product_variants;
drop table products;
drop function product_search_vector(text, text[], text);
drop table brands;
drop table categories;
drop function refuse_category_cycle();
`,
};
