import type { Migration } from './migration.ts';

// A code that is scanned means one product, whether it is the SKU or the barcode of the product or of a variant: stock
// booked on the wrong one is found by nobody. Two tables cannot share a UNIQUE, so a third holds every code once. Its
// rows are the locks: who claims a code holds its row until COMMIT, who gives one up leaves it where others hold it.
const codes = `
create table article_codes (
  code varchar(100) primary key,
  product_id uuid not null references products (id) on delete cascade
);
create index idx_article_codes_product_id on article_codes (product_id);

create function claim_code(p_table text, p_code text, p_product_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  owner uuid;
begin
  if p_code is null then return; end if;
  loop
    insert into article_codes (code, product_id)
    values (p_code, p_product_id)
    on conflict (code) do nothing;
    select a.product_id into owner from article_codes a where a.code = p_code for key share;
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
revoke execute on function claim_code(text, text, uuid) from public;

create function release_code(p_code text, p_product_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  delete from article_codes c
  where c.code = (
      select a.code
      from article_codes a
      where a.code = p_code
        and a.product_id = p_product_id
        and not exists (select from products p where p.id = a.product_id and p_code in (p.sku, p.barcode))
        and not exists (select from product_variants v where v.product_id = a.product_id and p_code in (v.sku, v.barcode))
      for update skip locked
    );
end $$;
revoke execute on function release_code(text, uuid) from public;
`;

const keepsCodes = (table: string, product: string) => `
create function ${table}_keep_codes() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
  if tg_op <> 'INSERT' then
    perform release_code(old.sku, old.${product});
    perform release_code(old.barcode, old.${product});
  end if;
  if tg_op <> 'DELETE' then
    perform claim_code('${table}', new.sku, new.${product});
    perform claim_code('${table}', new.barcode, new.${product});
  end if;
  return null;
end $$;
create trigger ${table}_codes
  after insert or delete on ${table}
  for each row execute function ${table}_keep_codes();
create trigger ${table}_codes_change
  after update on ${table}
  for each row when ((old.sku, old.barcode, old.${product}) is distinct from (new.sku, new.barcode, new.${product}))
  execute function ${table}_keep_codes();
`;

// One row a code: where two products have one already, the insert fails and says which; nobody could tell them apart.
const fill = `
insert into article_codes (code, product_id)
select p.sku, p.id from products p
union
select p.barcode, p.id from products p where p.barcode is not null
union
select v.sku, v.product_id from product_variants v
union
select v.barcode, v.product_id from product_variants v where v.barcode is not null;

revoke all on article_codes from admin_role;
grant select on article_codes to admin_role, manager_role, warehouse_role, readonly_role;
`;

// A refund that was sent is the provider's to know about. Who asks the provider holds the claim; nobody else may say that
// the money did not go. That it went may always be said: the money is gone, whoever learns of it late.
const sent = `
create function guard_sent_refund() returns trigger
language plpgsql
as $$
begin
  raise exception using
    errcode = 'restrict_violation', constraint = 'refunds_sent', table = 'refunds',
    message = format('this refund was sent to %s, which alone knows whether it failed: reconcile it', old.provider);
end $$;
create trigger refunds_sent
  before update on refunds
  for each row when (
    old.status = 'REQUESTED' and new.status = 'FAILED' and old.provider = 'stripe' and old.attempts > 0
    and old.claimed_until is null
  )
  execute function guard_sent_refund();
`;

// operations.md: a manager refunds up to a set limit. Counted by payment and over all managers: a limit that ten small
// refunds get round is none. Runs after refunds_apply, which holds the payment's lock.
const limit = `
create function check_manager_total() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  most decimal;
  given decimal;
begin
  select (s.value #>> '{}')::decimal into most from store_settings s where s.key = 'manager_refund_limit';
  if most is null then return null; end if;
  select sum(r.amount) into given
  from refunds r
  join users u on u.id = r.requested_by
  where r.payment_id = new.payment_id
    and r.status <> 'FAILED'
    and u.role = 'manager';
  if given > most then
    raise exception using
      errcode = 'insufficient_privilege', constraint = 'manager_refund_limit', table = 'refunds',
      message = format(
        'with %s before, a refund of %s is above the %s that managers may refund of one order',
        given - new.amount, new.amount, most
      );
  end if;
  return null;
end $$;
create trigger refunds_manager_total
  after insert on refunds
  for each row when (current_setting('role', true) = 'manager_role')
  execute function check_manager_total();
`;

// Two orders may lie in one parcel; one order has no two parcels of one number: that is one label scanned twice.
const parcels = `
create unique index shipments_parcel_key on shipments (order_id, tracking_number) where tracking_number is not null;
`;

export const oneMeaning: Migration = {
  name: '0030-one-meaning',
  up: [codes, keepsCodes('products', 'id'), keepsCodes('product_variants', 'product_id'), fill, sent, limit, parcels],
  down: `
drop index shipments_parcel_key;
drop trigger refunds_manager_total on refunds;
drop function check_manager_total();
drop trigger refunds_sent on refunds;
drop function guard_sent_refund();
drop trigger product_variants_codes_change on product_variants;
drop trigger product_variants_codes on product_variants;
drop function product_variants_keep_codes();
drop trigger products_codes_change on products;
drop trigger products_codes on products;
drop function products_keep_codes();
drop function release_code(text, uuid);
drop function claim_code(text, text, uuid);
drop table article_codes;
`,
};
