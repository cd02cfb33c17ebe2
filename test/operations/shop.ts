import { run, type Operation } from '../../src/operations/operation.ts';
import { confirm } from '../../src/operations/orders/confirm.ts';
import { place } from '../../src/operations/orders/place.ts';
import { process as startPicking } from '../../src/operations/orders/process.ts';
import { record } from '../../src/operations/payments/record.ts';
import type { Role } from '../../src/domain/permissions.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import type { z } from 'zod';

/** A shop as small as a test wants it: two warehouses, one customer, one shoe in three sizes, socks without variants. */
export interface Shop extends TestDatabase {
  /** Runs an operation as a role, through the kernel. */
  act<I extends z.ZodObject, O>(operation: Operation<I, O>, input: object, as?: Role, operationId?: string): Promise<O>;
  stock(sku: string, warehouse: string): Promise<{ quantity: number; reserved: number; available: number }>;
  /** Ledger rows of a SKU, oldest first, as `TYPE quantity`. */
  ledger(sku: string): Promise<string[]>;
  /** A placed order, paid and brought as far as told. */
  order(lines: string, status?: 'PENDING' | 'CONFIRMED' | 'PROCESSING'): Promise<string>;
}

export const shoe = { small: 'RUN-41-BLK', middle: 'RUN-42-BLK', large: 'RUN-43-BLK' } as const;
export const socks = 'SOCKS';
export const customer = 'anna@example.com';

export async function openShop(stock: Readonly<Record<string, number>> = {}): Promise<Shop> {
  const db = await testDatabase();
  await db.sql(`
    with w as (
      insert into warehouses (code, name, country) values ('BER', 'Berlin', 'DE'), ('HAM', 'Hamburg', 'DE') returning id
    ), b as (
      insert into brands (name, slug) values ('Stride', 'stride') returning id
    ), p as (
      insert into products (sku, name, slug, price, brand_id)
      select s.sku, s.name, lower(s.sku), s.price, b.id
      from b, (values ('RUN', 'Runner', 99.90), ('SOCKS', 'Wool socks', 12.50)) as s (sku, name, price)
      returning id, sku
    ), c as (
      insert into users (email, password_hash, first_name, last_name)
      values ('anna@example.com', 'none', 'Anna', 'Berg')
      returning id
    ), a as (
      insert into addresses (user_id, name, street_1, city, state, postal_code, country, is_default)
      select id, 'Anna Berg', 'Lindenstraße 1', 'Berlin', 'Berlin', '10969', 'DE', true from c
    )
    insert into product_variants (product_id, sku, size, color, price)
    select p.id, v.sku, v.size, 'black', v.price
    from p, (values ('RUN-41-BLK', '41', null), ('RUN-42-BLK', '42', null), ('RUN-43-BLK', '43', 109.90)) as v (sku, size, price)
    where p.sku = 'RUN'`);
  for (const [place, quantity] of Object.entries(stock)) await fill(db, place, quantity);
  return shopOn(db);
}

/** The same handles on a copy of such a shop. */
export function shopOn(db: TestDatabase): Shop {
  const shop: Shop = {
    ...db,
    async act(operation, input, as = 'manager', operationId) {
      const call = {
        database: db.database,
        actor: db.actor(as),
        ...(operationId === undefined ? {} : { operationId }),
      };
      return (await run(operation, input, call)).output;
    },
    async stock(sku, warehouse) {
      const [row] = await db.sql<{ quantity: number; reserved: number; available: number }>(
        `select i.quantity, i.reserved, i.available
         from inventory i
         join warehouses w on w.id = i.warehouse_id
         join products p on p.id = i.product_id
         left join product_variants v on v.id = i.variant_id
         where coalesce(v.sku, p.sku) = $1 and w.code = $2`,
        [sku, warehouse],
      );
      return row ?? { quantity: 0, reserved: 0, available: 0 };
    },
    async ledger(sku) {
      const rows = await db.sql<{ type: string; quantity: number }>(
        `select t.type, t.quantity
         from inventory_transactions t
         join inventory i on i.id = t.inventory_id
         join products p on p.id = i.product_id
         left join product_variants v on v.id = i.variant_id
         where coalesce(v.sku, p.sku) = $1
         order by t.created_at`,
        [sku],
      );
      return rows.map(({ type, quantity }) => `${type} ${quantity}`);
    },
    async order(lines, status = 'PENDING') {
      const { order_number } = await shop.act(place, { customer, lines });
      if (status === 'PENDING') return order_number;
      await shop.act(record, { order: order_number, reference: `paid ${order_number}` });
      await shop.act(confirm, { order: order_number });
      if (status === 'PROCESSING') await shop.act(startPicking, { order: order_number });
      return order_number;
    },
  };
  return shop;
}

/** `RUN-42-BLK@BER`: brought in by the ledger, as everything is. */
async function fill(db: TestDatabase, place: string, quantity: number): Promise<void> {
  const [sku, warehouse] = place.split('@');
  await db.sql(
    `with place as (
      insert into inventory (product_id, variant_id, warehouse_id)
      select coalesce(v.product_id, p.id), v.id, w.id
      from warehouses w
      left join product_variants v on v.sku = $1
      left join products p on p.sku = $1
      where w.code = $2
      returning id
    )
    insert into inventory_transactions (inventory_id, type, quantity) select id, 'RESTOCK', $3::integer from place`,
    [sku, warehouse, quantity],
  );
}
