import type { Actor } from '../../../src/domain/permissions.ts';
import { migrate } from '../../../src/platform/database/migrate.ts';
import { databaseName, type ChaosServer } from './server.ts';

export const warehouses = ['BER', 'HAM', 'MUC'] as const;
/** Few, so that people meet. */
export const skus = ['RUN-41', 'RUN-42', 'RUN-43', 'HIKE-41', 'HIKE-42', 'SOCKS'] as const;
export const variants = skus.slice(0, 5);
export const promos = ['FEW', 'SOME', 'OPEN'] as const;
export const customers = Array.from({ length: 12 }, (_, index) => `customer${index + 1}@example.com`);

export type Staff = Readonly<Record<'admin' | 'manager' | 'warehouse', Actor>>;

/** A small shop with stock, codes that run out, and reviews to be decided. */
export async function openChaosShop(server: ChaosServer): Promise<Staff> {
  await onPostgres(server, 'create role solemate_owner login createrole');
  await onPostgres(server, `create database ${databaseName} owner solemate_owner template template0`);
  await migrate(await server.url('solemate_owner', databaseName));
  await server.sql('alter role solemate_app login');
  await server.sql(shop);
  await server.sql(stock, [skus, warehouses]);
  const staff = await server.sql<Actor>(
    `select id, email, first_name || ' ' || last_name as name, role
    from users
    where role in ('admin', 'manager', 'warehouse')`,
  );
  const of = (role: string) => {
    const found = staff.find((one) => one.role === role);
    if (!found) throw new Error(`no ${role} in the shop`);
    return found;
  };
  return { admin: of('admin'), manager: of('manager'), warehouse: of('warehouse') };
}

async function onPostgres(server: ChaosServer, text: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: await server.url('postgres', 'postgres') });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

const shop = `
insert into users (email, password_hash, first_name, last_name, role, is_active, email_verified)
select role || '@chaos.example', 'no password', initcap(role), 'Chaos', role, true, true
from unnest(array['admin', 'manager', 'warehouse']) as role;
insert into warehouses (code, name, country)
values ('BER', 'Berlin', 'DE'), ('HAM', 'Hamburg', 'DE'), ('MUC', 'Munich', 'DE');
insert into brands (name, slug) values ('Stride', 'stride');
insert into products (sku, name, slug, price, brand_id)
select p.sku, p.name, lower(p.sku), p.price, b.id
from brands b, (values ('RUN', 'Runner', 99.90), ('HIKE', 'Hiker', 149.00), ('SOCKS', 'Wool socks', 12.50)) as p (sku, name, price);
insert into product_variants (product_id, sku, size, color)
select p.id, v.sku, right(v.sku, 2), 'black'
from products p
join unnest(array['RUN-41', 'RUN-42', 'RUN-43', 'HIKE-41', 'HIKE-42']) as v (sku) on split_part(v.sku, '-', 1) = p.sku;
insert into users (email, password_hash, first_name, last_name)
select 'customer' || n || '@example.com', 'none', 'Anna', 'Nr ' || n from generate_series(1, 60) n;
insert into addresses (user_id, name, street_1, city, state, postal_code, country, is_default)
select id, first_name || ' ' || last_name, 'Lindenstraße 1', 'Berlin', 'Berlin', '10969', 'DE', true
from users where role = 'customer';
insert into promo_codes (code, discount_type, discount_value, max_uses, valid_from)
values ('FEW', 'PERCENTAGE', 10, 25, now() - interval '1 day'), ('SOME', 'FIXED_AMOUNT', 5, 300, now() - interval '1 day'),
  ('OPEN', 'PERCENTAGE', 5, null, now() - interval '1 day');
insert into reviews (product_id, user_id, rating, title, comment)
select p.id, u.id, 1 + (length(u.email) + length(p.sku)) % 5, 'So', 'They fit.'
from products p, users u
where u.role = 'customer'`;

const stock = `
with place as (
  insert into inventory (product_id, variant_id, warehouse_id)
  select coalesce(v.product_id, p.id), v.id, w.id
  from unnest($1::text[]) as s (sku)
  left join product_variants v on v.sku = s.sku
  left join products p on p.sku = s.sku
  cross join warehouses w
  where w.code = any ($2::text[])
  returning id
)
insert into inventory_transactions (inventory_id, type, quantity)
select id, 'RESTOCK', 60 from place`;
