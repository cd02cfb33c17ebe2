import type { Migration } from './migration.ts';

const archive = `
-- operations.md: an archived product is off sale with all its variants, and a restore brings back those that were on sale
alter table product_variants add column archived_at timestamptz;

update products set is_active = false where deleted_at is not null and is_active;
update product_variants v
set is_active = false, archived_at = p.deleted_at
from products p
where p.id = v.product_id
  and p.deleted_at is not null
  and v.is_active;

create function keep_archived_off_sale() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'UPDATE' and old.deleted_at is not null and new.is_active then
    raise exception using
      errcode = 'check_violation', constraint = 'check_product_archived', table = 'products',
      message = format('%s is in the archive and cannot be put on sale: restore it first', new.sku);
  end if;
  new.is_active := false;
  return new;
end $$;
create trigger products_archived
  before insert or update on products
  for each row when (new.deleted_at is not null and new.is_active)
  execute function keep_archived_off_sale();

create function archive_variants() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- the lock order of the schema's design page: variants by id
  perform from product_variants v where v.product_id = new.id order by v.id for no key update;
  if new.deleted_at is not null then
    update product_variants set is_active = false, archived_at = new.deleted_at
    where product_id = new.id and is_active;
  else
    update product_variants set is_active = true, archived_at = null
    where product_id = new.id and archived_at is not null;
  end if;
  return null;
end $$;
create trigger products_archive_variants
  after update of deleted_at on products
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null))
  execute function archive_variants();

create function keep_variant_off_sale() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  since timestamptz;
begin
  -- locked, or a product archived at this very moment would keep one variant on sale
  select p.deleted_at into since from products p where p.id = new.product_id for share;
  if since is null then
    new.archived_at := null;
  elsif tg_op = 'INSERT' then
    new.is_active := false;
    new.archived_at := since;
  else
    raise exception using
      errcode = 'check_violation', constraint = 'check_variant_archived', table = 'product_variants',
      message = format('the product of %s is in the archive: restore it to put the variant on sale', new.sku);
  end if;
  return new;
end $$;
create trigger variants_archived_insert
  before insert on product_variants
  for each row when (new.is_active)
  execute function keep_variant_off_sale();
create trigger variants_archived_update
  before update of is_active, product_id on product_variants
  for each row when (new.is_active)
  execute function keep_variant_off_sale();
`;

const search = `
-- What a person may type to find a product: words of the product, its brand, category and tags, the SKUs, sizes and
-- colours of its variants. Kept beside the product, for a word of a variant is no change of the product.
create table product_search (
  product_id uuid primary key references products (id) on delete cascade,
  -- every word once, for fragments and slips of the finger
  document text not null,
  -- A name, B brand and SKUs, C size, colour and category, D tags and description
  words tsvector not null
);
create index idx_product_search_document on product_search using gin (document gin_trgm_ops);
create index idx_product_search_words on product_search using gin (words);

-- ASCII punctuation parts words: RUN-42-BLK is found by 42 and by blk
create function search_text(given text) returns text
language sql immutable parallel safe
as $$ select lower(regexp_replace(coalesce(given, ''), '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+', ' ', 'g')) $$;

create function refresh_product_search(p_ids uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  -- who changes another part of the same product at this moment is waited for, and seen by the next statement
  perform from product_search s where s.product_id = any (p_ids) order by s.product_id for update;
  insert into product_search (product_id, document, words)
  select t.id, (select string_agg(distinct w, ' ') from regexp_split_to_table(concat_ws(' ', a, b, c, d), '\\s+') w),
    setweight(to_tsvector('pg_catalog.simple', a), 'A') || setweight(to_tsvector('pg_catalog.simple', b), 'B')
      || setweight(to_tsvector('pg_catalog.simple', c), 'C')
      || setweight(to_tsvector('pg_catalog.simple', concat_ws(' ', d, search_text(left(t.description, 20000)))), 'D')
  from (
    select p.id, p.description, search_text(p.name) as a, search_text(concat_ws(' ', g.name, p.sku, v.skus)) as b,
      search_text(concat_ws(' ', c.name, v.options)) as c, search_text(array_to_string(p.tags, ' ')) as d
    from products p
    left join brands g on g.id = p.brand_id
    left join categories c on c.id = p.category_id
    left join lateral (
      select string_agg(x.sku, ' ') as skus, string_agg(distinct concat_ws(' ', x.size, x.color), ' ') as options
      from product_variants x
      where x.product_id = p.id
    ) v on true
    where p.id = any (p_ids)
    order by p.id
  ) t
  on conflict (product_id) do update
  set document = excluded.document, words = excluded.words
  where (product_search.document, product_search.words) is distinct from (excluded.document, excluded.words);
end $$;

create function search_new_products() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform refresh_product_search(array(select n.id from new_rows n));
  return null;
end $$;
create trigger products_search_insert after insert on products
  referencing new table as new_rows
  for each statement execute function search_new_products();

create function search_new_variants() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  perform refresh_product_search(array(select distinct n.product_id from changed_rows n));
  return null;
end $$;
create trigger variants_search_insert after insert on product_variants
  referencing new table as changed_rows
  for each statement execute function search_new_variants();
create trigger variants_search_delete after delete on product_variants
  referencing old table as changed_rows
  for each statement execute function search_new_variants();

-- by row, for only so the triggers can leave alone what moves all day: stock and ratings
create function search_changed_row() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  case tg_table_name
    when 'products' then
      perform refresh_product_search(array[new.id]);
    when 'product_variants' then
      perform refresh_product_search(array[old.product_id, new.product_id]);
    when 'brands' then
      perform refresh_product_search(array(select p.id from products p where p.brand_id = new.id));
    else
      perform refresh_product_search(array(select p.id from products p where p.category_id = new.id));
  end case;
  return null;
end $$;
create trigger products_search_update after update on products
  for each row
  when ((old.name, old.sku, old.tags, old.description, old.brand_id, old.category_id)
    is distinct from (new.name, new.sku, new.tags, new.description, new.brand_id, new.category_id))
  execute function search_changed_row();
create trigger variants_search_update after update on product_variants
  for each row
  when ((old.sku, old.size, old.color, old.product_id) is distinct from (new.sku, new.size, new.color, new.product_id))
  execute function search_changed_row();
create trigger brands_search_update after update on brands
  for each row when (old.name <> new.name)
  execute function search_changed_row();
create trigger categories_search_update after update on categories
  for each row when (old.name <> new.name)
  execute function search_changed_row();

revoke all on product_search from admin_role;
grant select on product_search to admin_role, manager_role, warehouse_role, readonly_role;

select refresh_product_search(array(select p.id from products p));
`;

const history = `
-- numbers of an image as they are kept: JSON readers make 99.9 of 99.90
create function amounts_as_text(image jsonb) returns jsonb
language sql immutable parallel safe
as $$
  select coalesce(jsonb_object_agg(e.key, case when jsonb_typeof(e.value) = 'number' and e.value::text like '%.%'
    then to_jsonb(e.value::text) else e.value end), '{}')
  from jsonb_each(image) e
$$;
grant execute on function amounts_as_text(jsonb) to admin_role, manager_role, warehouse_role, readonly_role;

-- The history of a product tells of its variants, pictures and attributes too, also of those that are gone: the audit log
-- keeps a whole row when one is made or deleted.
create index idx_audit_product_parts
  on audit_logs (((coalesce(new_values, old_values) ->> 'product_id')), changed_at desc)
  -- no IN: its text would not come back from the catalog as it went in
  where (table_name = 'product_variants' or table_name = 'product_images' or table_name = 'product_attributes')
    and (action = 'INSERT' or action = 'DELETE');
`;

export const products: Migration = {
  name: '0021-products',
  up: [archive, search, history],
  down: `
drop index idx_audit_product_parts;
drop function amounts_as_text(jsonb);

drop trigger categories_search_update on categories;
drop trigger brands_search_update on brands;
drop trigger variants_search_update on product_variants;
drop trigger variants_search_delete on product_variants;
drop trigger variants_search_insert on product_variants;
drop trigger products_search_update on products;
drop trigger products_search_insert on products;
drop function search_changed_row();
drop function search_new_variants();
drop function search_new_products();
drop function refresh_product_search(uuid[]);
drop function search_text(text);
drop table product_search;

drop trigger variants_archived_update on product_variants;
drop trigger variants_archived_insert on product_variants;
drop trigger products_archive_variants on products;
drop trigger products_archived on products;
drop function keep_variant_off_sale();
drop function archive_variants();
drop function keep_archived_off_sale();
alter table product_variants drop column archived_at;
`,
};
