import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Rows that the rules of the database are tried on, made by its owner the way a storefront or psql would make them. */
export type Sql = <R extends object = Record<string, unknown>>(
  text: string,
  values?: readonly unknown[],
) => Promise<R[]>;

let count = 0;
const next = (word: string) => `${word}-${(count += 1)}-${randomUUID().slice(0, 6)}`.toUpperCase();

/** Inserts one row and gives back its id. */
export async function insert(sql: Sql, table: string, row: Record<string, unknown>): Promise<string> {
  const columns = Object.keys(row);
  const [made] = await sql<{ id: string }>(
    `insert into ${table} (${columns.join(', ')})
    values (${columns.map((_, index) => `$${index + 1}`).join(', ')})
    returning id`,
    Object.values(row),
  );
  return made?.id ?? '';
}

export async function customer(sql: Sql, more: Record<string, unknown> = {}): Promise<string> {
  return insert(sql, 'users', { email: `${next('c')}@test.example`, password_hash: 'none', ...more });
}

export interface Article {
  readonly product_id: string;
  readonly variant_id: string;
  readonly sku: string;
  readonly inventory_id: string;
  readonly warehouse_id: string;
}

/** A product with one variant and `quantity` pieces of it in a warehouse of its own. */
export async function article(sql: Sql, quantity = 10): Promise<Article> {
  const sku = next('shoe');
  const product_id = await insert(sql, 'products', {
    sku: `${sku}-P`,
    name: `Shoe ${sku}`,
    slug: sku.toLowerCase(),
    price: '10.00',
  });
  const variant_id = await insert(sql, 'product_variants', { product_id, sku, size: '42', color: 'black' });
  const warehouse_id = await insert(sql, 'warehouses', { code: next('w'), name: 'Test', country: 'DE' });
  const inventory_id = await insert(sql, 'inventory', { product_id, variant_id, warehouse_id });
  if (quantity > 0) await move(sql, inventory_id, 'RESTOCK', quantity);
  return { product_id, variant_id, sku, inventory_id, warehouse_id };
}

export async function move(
  sql: Sql,
  inventory_id: string,
  type: string,
  quantity: number,
  more: Record<string, unknown> = {},
): Promise<string> {
  const notes = type === 'ADJUSTMENT' ? { notes: 'counted' } : {};
  return insert(sql, 'inventory_transactions', { inventory_id, type, quantity, ...notes, ...more });
}

export interface Placed extends Article {
  readonly user_id: string;
  readonly order_id: string;
  readonly item_id: string;
  readonly payment_id: string;
}

/** A PENDING order of `quantity` pieces at 10.00, reserved, with an open payment. */
export async function placeOrder(sql: Sql, quantity = 2, more: Record<string, unknown> = {}): Promise<Placed> {
  const shoe = await article(sql);
  const user_id = await customer(sql);
  const total = `${quantity * 10}.00`;
  const address = JSON.stringify({ name: 'A', phone: '+49 30 1' });
  const order_id = await insert(sql, 'orders', {
    user_id,
    subtotal: total,
    total,
    shipping_address: address,
    billing_address: address,
    ...more,
  });
  const item_id = await insert(sql, 'order_items', {
    order_id,
    product_id: shoe.product_id,
    variant_id: shoe.variant_id,
    sku: shoe.sku,
    name: 'Shoe',
    quantity,
    price: '10.00',
    total,
  });
  await move(sql, shoe.inventory_id, 'RESERVATION', quantity, {
    reference_type: 'ORDER',
    reference_id: order_id,
    order_item_id: item_id,
  });
  const payment_id = await insert(sql, 'payments', {
    order_id,
    user_id,
    amount: total,
    status: 'PENDING',
    provider: 'manual',
  });
  return { ...shoe, user_id, order_id, item_id, payment_id };
}

export async function setStatus(sql: Sql, order: Placed, ...statuses: string[]): Promise<void> {
  for (const status of statuses) await sql('update orders set status = $2 where id = $1', [order.order_id, status]);
}

export async function pay(sql: Sql, order: Placed): Promise<void> {
  await sql("update payments set status = 'COMPLETED' where id = $1", [order.payment_id]);
}

/** A refund that went through. */
export async function payBack(sql: Sql, { payment_id }: Placed, amount: string): Promise<void> {
  const id = await insert(sql, 'refunds', { payment_id, amount, reason: 'late', provider: 'manual' });
  await sql("update refunds set status = 'COMPLETED' where id = $1", [id]);
}

/** One parcel: what is in it and the SALE rows, as the ship operation writes them. */
export async function ship(sql: Sql, order: Placed, quantity = 2): Promise<string> {
  const shipment_id = await insert(sql, 'shipments', {
    order_id: order.order_id,
    warehouse_id: order.warehouse_id,
    carrier: 'DHL',
    tracking_number: next('track'),
    status: 'SHIPPED',
  });
  await insert(sql, 'shipment_items', { shipment_id, order_item_id: order.item_id, quantity });
  await move(sql, order.inventory_id, 'SALE', quantity, {
    reference_type: 'SHIPMENT',
    reference_id: shipment_id,
    order_item_id: order.item_id,
  });
  return shipment_id;
}

export async function deliveredOrder(sql: Sql): Promise<Placed> {
  const order = await placeOrder(sql);
  await pay(sql, order);
  await setStatus(sql, order, 'CONFIRMED', 'PROCESSING');
  await ship(sql, order);
  await setStatus(sql, order, 'SHIPPED', 'DELIVERED');
  return order;
}

export interface Refusal {
  readonly code: string;
  readonly constraint?: string;
  readonly message: string;
}

/** What PostgreSQL said no with. @throws Error when it said yes */
export async function refusal(statement: Promise<unknown>): Promise<Refusal> {
  try {
    await statement;
  } catch (error) {
    if (error instanceof pg.DatabaseError) {
      return {
        code: error.code ?? '',
        message: error.message,
        ...(error.constraint === undefined ? {} : { constraint: error.constraint }),
      };
    }
    throw error;
  }
  throw new Error('the database accepted it');
}

export interface Acting {
  readonly role?: string;
  readonly user_id?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A transaction on a connection of its own, begun as the app begins it. */
export async function transaction<T>(url: string, as: Acting, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    const settings = {
      ...(as.role === undefined ? {} : { role: as.role }),
      ...(as.user_id === undefined ? {} : { 'solemate.user_id': as.user_id }),
      ...as.settings,
    };
    for (const [name, value] of Object.entries(settings)) {
      await client.query('select set_config($1, $2, true)', [name, value]);
    }
    const sql: Sql = async <R extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query<R & pg.QueryResultRow>(text, [...values])).rows;
    const result = await work(sql);
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}
