import type { Migration } from './migration.ts';

// A SKU is typed and scanned in any case, so capitals alone never tell two articles apart; the same for brands, whose
// name is looked for in any case. Warehouse and promo codes are in capitals by their CHECKs, e-mails have such an index.

/** What would break the rules below is named before they do: an index tells of one pair, and of none by its product. */
const twins = `
do $$
declare
  told text;
begin
  select string_agg(t.line, '; ') into told
  from (
    select string_agg(distinct format('%s "%s" of the product %s', c.what, c.code, p.sku) collate "C", ' and ') as line
    from (
      select 'SKU' as what, s.sku as code, s.id as product_id, null::uuid as variant_id from products s
      union all
      select 'barcode', s.barcode, s.id, null from products s where s.barcode is not null
      union all
      select 'SKU', v.sku, v.product_id, v.id from product_variants v
      union all
      select 'barcode', v.barcode, v.product_id, null from product_variants v where v.barcode is not null
    ) c
    join products p on p.id = c.product_id
    group by lower(c.code)
    having count(distinct c.product_id) > 1 or count(distinct c.variant_id) > 1
    order by lower(c.code)
    limit 20
  ) t;
  if told is not null then
    raise exception using
      errcode = 'unique_violation',
      message = format('codes that capitals alone tell apart: %s; give each a code of its own, then migrate again', told);
  end if;
  select string_agg(t.line, '; ') into told
  from (
    select string_agg(format('"%s" (%s)', b.name, b.slug), ' and ' order by b.slug) as line
    from brands b
    group by lower(b.name)
    having count(*) > 1
    order by lower(b.name)
    limit 20
  ) t;
  if told is not null then
    raise exception using
      errcode = 'unique_violation',
      message = format('brands that capitals alone tell apart: %s; rename one of each, then migrate again', told);
  end if;
end $$;
`;

const indexes = `
drop index idx_products_sku_lower;
drop index idx_variants_sku_lower;
create unique index products_sku_lower_key on products (lower(sku));
create unique index product_variants_sku_lower_key on product_variants (lower(sku));
create unique index brands_name_lower_key on brands (lower(name));
`;

/** The two functions of 0030-one-meaning, where a code is compared and kept as `folded` makes it. */
const functions = (folded: (code: string) => string) => `
create or replace function claim_code(p_table text, p_code text, p_product_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  owner uuid;
begin
  if p_code is null then return; end if;
  loop
    insert into article_codes (code, product_id)
    values (${folded('p_code')}, p_product_id)
    on conflict (code) do nothing;
    select a.product_id into owner from article_codes a where a.code = ${folded('p_code')} for key share;
    exit when found;
  end loop;
  if owner <> p_product_id then
    raise exception using
      errcode = 'unique_violation', constraint = 'article_codes_pkey', table = p_table,
      message = format('"%s" is a code of the product %s already', p_code, (
        select p.sku from products p where p.id = owner
      ));
  end if;
end $$;

create or replace function release_code(p_code text, p_product_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  delete from article_codes c
  where c.code = (
      select a.code
      from article_codes a
      where a.code = ${folded('p_code')}
        and a.product_id = p_product_id
        and not exists (select from products p where p.id = a.product_id and ${folded('p_code')} in (${folded('p.sku')}, ${folded('p.barcode')}))
        and not exists (select from product_variants v where v.product_id = a.product_id and ${folded('p_code')} in (${folded('v.sku')}, ${folded('v.barcode')}))
      for update skip locked
    );
end $$;
`;

const refill = (folded: (code: string) => string) => `
delete from article_codes;
insert into article_codes (code, product_id)
select ${folded('p.sku')}, p.id from products p
union
select ${folded('p.barcode')}, p.id from products p where p.barcode is not null
union
select ${folded('v.sku')}, v.product_id from product_variants v
union
select ${folded('v.barcode')}, v.product_id from product_variants v where v.barcode is not null;
`;

const lower = (code: string) => `lower(${code})`;
const same = (code: string) => code;

export const oneSpelling: Migration = {
  name: '0034-one-spelling',
  up: [
    // Nobody makes a twin between the look and the rule.
    'lock table products, product_variants, brands in share row exclusive mode;',
    twins,
    indexes,
    functions(lower),
    refill(lower),
    'alter table article_codes add constraint check_article_code check (code = lower(code));',
  ],
  down: `
alter table article_codes drop constraint check_article_code;
${functions(same)}
${refill(same)}
drop index brands_name_lower_key;
drop index product_variants_sku_lower_key;
drop index products_sku_lower_key;
create index idx_variants_sku_lower on product_variants (lower(sku));
create index idx_products_sku_lower on products (lower(sku));
`,
};
