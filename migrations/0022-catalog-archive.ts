import type { Migration } from './migration.ts';

const columns = `
-- products have an archive in the document; what stands on them needs one as well, for nothing here is ever deleted
alter table product_variants add column deleted_at timestamptz;
alter table categories add column deleted_at timestamptz;
alter table brands add column deleted_at timestamptz;

-- whoever asks only is_active must not offer an archived one; and no piece lies where no list shows it
alter table product_variants add constraint product_variants_archived_is_empty_check
  check (deleted_at is null or (not is_active and stock = 0));
alter table categories add constraint categories_archived_is_hidden_check check (deleted_at is null or not is_active);
alter table brands add constraint brands_archived_is_hidden_check check (deleted_at is null or not is_active);

alter table product_images add column version integer not null default 1;
alter table product_attributes add column version integer not null default 1;
create trigger product_images_version
  before update on product_images
  for each row when ((old.url, old.alt_text, old.is_primary) is distinct from (new.url, new.alt_text, new.is_primary))
  execute function bump_version();
create trigger product_attributes_version
  before update on product_attributes
  for each row execute function bump_version();
create index idx_product_attributes_name on product_attributes (name, product_id);
`;

const variants = `
create function refuse_archive_with_stock() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  held record;
begin
  select sum(i.quantity) as quantity, sum(i.reserved) as reserved into held
  from inventory i
  where i.variant_id = new.id;
  if held.quantity > 0 then
    raise exception using
      errcode = 'restrict_violation',
      constraint = 'product_variants_archived_is_empty_check',
      table = 'product_variants',
      message = format('%s still has %s in stock, %s of them reserved for orders', new.sku, held.quantity, held.reserved);
  end if;
  -- a restored product (0021) brings back what its own archiving took off sale, not what was archived by itself
  new.archived_at := null;
  return new;
end $$;
-- a BEFORE trigger runs under the row's lock, which every movement of its stock wants too
create trigger variants_archive_empty
  before update of deleted_at on product_variants
  for each row when (old.deleted_at is null and new.deleted_at is not null)
  execute function refuse_archive_with_stock();

-- a parcel that comes back is there, archived or not: the variant leaves the archive and stays off sale
create function unarchive_with_stock() returns trigger
language plpgsql
as $$
begin
  new.deleted_at := null;
  return new;
end $$;
create trigger variants_unarchive
  before update of stock on product_variants
  for each row when (old.deleted_at is not null and new.stock > 0)
  execute function unarchive_with_stock();
`;

const groups = `
-- AFTER, and with the lock of refuse_category_cycle (0003): a move and an archiving see each other
create function guard_category_archive() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  parent text;
  children bigint;
  goods bigint;
begin
  perform pg_advisory_xact_lock(hashtext('categories.parent_id'));
  if new.deleted_at is null then
    select c.name into parent from categories c where c.id = new.parent_id and c.deleted_at is not null;
    if found then
      raise exception using
        errcode = 'restrict_violation',
        constraint = 'categories_parent_archived',
        table = 'categories',
        message = format('category %s is in the archive: %s cannot be below it', parent, new.name);
    end if;
    return null;
  end if;
  -- waits for products that are being put into it: their lock is KEY SHARE
  perform from categories c where c.id = new.id for update;
  select count(*) into children from categories c where c.parent_id = new.id and c.deleted_at is null;
  select count(*) into goods from products p where p.category_id = new.id and p.deleted_at is null;
  if children + goods > 0 then
    raise exception using
      errcode = 'restrict_violation',
      constraint = 'categories_archive_empty',
      table = 'categories',
      message = format('category %s still holds %s products and %s categories', new.name, goods, children);
  end if;
  return null;
end $$;
create trigger categories_archive
  after insert or update of parent_id, deleted_at on categories
  for each row when (new.parent_id is not null or new.deleted_at is not null)
  execute function guard_category_archive();

create function guard_brand_archive() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  goods bigint;
begin
  perform from brands b where b.id = new.id for update;
  select count(*) into goods from products p where p.brand_id = new.id and p.deleted_at is null;
  if goods > 0 then
    raise exception using
      errcode = 'restrict_violation',
      constraint = 'brands_archive_empty',
      table = 'brands',
      message = format('brand %s still holds %s products', new.name, goods);
  end if;
  return null;
end $$;
create trigger brands_archive
  after update of deleted_at on brands
  for each row when (new.deleted_at is not null)
  execute function guard_brand_archive();

-- KEY SHARE, as the foreign key takes it: an import does not keep anybody from editing a brand, only from archiving it.
-- Locked first and read then: the row that a KEY SHARE lock gives back may be the one before a change it waited for.
create function refuse_archived_group() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  found_one record;
begin
  perform from categories c where c.id = new.category_id for key share;
  select c.name, c.deleted_at into found_one from categories c where c.id = new.category_id;
  if found_one.deleted_at is not null then
    raise exception using
      errcode = 'restrict_violation',
      constraint = 'products_category_archived',
      table = 'products',
      message = format('category %s is in the archive: %s cannot be in it', found_one.name, new.sku);
  end if;
  perform from brands b where b.id = new.brand_id for key share;
  select b.name, b.deleted_at into found_one from brands b where b.id = new.brand_id;
  if found_one.deleted_at is not null then
    raise exception using
      errcode = 'restrict_violation',
      constraint = 'products_brand_archived',
      table = 'products',
      message = format('brand %s is in the archive: %s cannot be of it', found_one.name, new.sku);
  end if;
  return new;
end $$;
create trigger products_group_insert
  before insert on products
  for each row when (new.deleted_at is null)
  execute function refuse_archived_group();
create trigger products_group_update
  before update of category_id, brand_id, deleted_at on products
  for each row when (
    new.deleted_at is null
    and (old.category_id, old.brand_id, old.deleted_at) is distinct from (new.category_id, new.brand_id, new.deleted_at)
  )
  execute function refuse_archived_group();
`;

const images = `
-- stores that were filled before: pictures that share a place or have gaps, products whose pictures have no primary one
update product_images i
set sort_order = n.place, is_primary = i.is_primary or (n.place = 0 and not n.has_primary)
from (
  select x.id,
    row_number() over (partition by x.product_id order by x.sort_order, x.created_at, x.id) - 1 as place,
    bool_or(x.is_primary) over (partition by x.product_id) as has_primary
  from product_images x
) n
where i.id = n.id
  and (i.sort_order <> n.place or (n.place = 0 and not n.has_primary));

-- The pictures of a product stand at 0, 1, 2, …, whatever a client writes: equal places by age, gaps closed; the first
-- one of all is the primary one. The lock on the product makes two sessions number one after the other.
create function number_product_images() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  touched uuid[];
begin
  if tg_op = 'DELETE' then
    touched := array(select distinct o.product_id from old_rows o);
  else
    touched := array(select distinct n.product_id from new_rows n);
  end if;
  -- the update below comes here again, at last with no row
  if cardinality(touched) = 0 then
    return null;
  end if;
  perform from products p where p.id = any (touched) order by p.id for no key update;
  update product_images i
  set sort_order = n.place, is_primary = i.is_primary or n.leads
  from (
    select x.id,
      row_number() over (partition by x.product_id order by x.sort_order, x.created_at, x.id) - 1 as place,
      tg_op = 'INSERT'
        and not bool_or(x.is_primary) over (partition by x.product_id)
        and row_number() over (partition by x.product_id order by x.sort_order, x.created_at, x.id) = 1 as leads
    from product_images x
    where x.product_id = any (touched)
  ) n
  where i.id = n.id
    and (i.sort_order <> n.place or n.leads);
  return null;
end $$;
create trigger product_images_number_insert after insert on product_images
  referencing new table as new_rows
  for each statement execute function number_product_images();
create trigger product_images_number_update after update on product_images
  referencing new table as new_rows
  for each statement execute function number_product_images();
create trigger product_images_number_delete after delete on product_images
  referencing old table as old_rows
  for each statement execute function number_product_images();
create trigger product_images_stay
  before update of product_id on product_images
  for each row when (old.product_id <> new.product_id)
  execute function begin_empty('product_images_product_frozen', 'a picture stays with its product: add it to the other one');

-- schema.md row 36 says at most one; a product with pictures has exactly one. Deferred: passing it on is two statements.
-- The statement before has locked the product, so that nobody adds or removes what is counted on here.
create function demand_primary_image() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if exists (select from product_images i where i.product_id = old.product_id)
    and not exists (select from product_images i where i.product_id = old.product_id and i.is_primary)
  then
    raise exception using
      errcode = 'restrict_violation',
      constraint = 'product_images_a_primary',
      table = 'product_images',
      message = 'one of the pictures of a product is the primary one: make another one that first';
  end if;
  return null;
end $$;
create constraint trigger product_images_primary_leaves
  after update or delete on product_images
  deferrable initially deferred
  for each row when (old.is_primary)
  execute function demand_primary_image();
`;

const watched = ['categories', 'brands', 'product_images', 'product_attributes'];

const notices = watched.map(
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
);

/** Archives of variants, categories and brands; pictures in order with one primary; the live feed of all of these. */
export const catalogArchive: Migration = {
  name: '0022-catalog-archive',
  up: [columns, variants, groups, images, ...notices],
  down: [
    ...watched.map(
      (table) => `
drop trigger ${table}_notify_insert on ${table};
drop trigger ${table}_notify_update on ${table};
drop trigger ${table}_notify_delete on ${table};
`,
    ),
    `
drop trigger product_images_primary_leaves on product_images;
drop trigger product_images_stay on product_images;
drop trigger product_images_number_delete on product_images;
drop trigger product_images_number_update on product_images;
drop trigger product_images_number_insert on product_images;
drop function demand_primary_image();
drop function number_product_images();
drop trigger products_group_update on products;
drop trigger products_group_insert on products;
drop function refuse_archived_group();
drop trigger brands_archive on brands;
drop function guard_brand_archive();
drop trigger categories_archive on categories;
drop function guard_category_archive();
drop trigger variants_unarchive on product_variants;
drop function unarchive_with_stock();
drop trigger variants_archive_empty on product_variants;
drop function refuse_archive_with_stock();
drop index idx_product_attributes_name;
drop trigger product_attributes_version on product_attributes;
drop trigger product_images_version on product_images;
alter table product_attributes drop column version;
alter table product_images drop column version;
alter table brands drop column deleted_at;
alter table categories drop column deleted_at;
alter table product_variants drop column deleted_at;
`,
  ],
};
