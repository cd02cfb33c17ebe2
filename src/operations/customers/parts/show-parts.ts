import { addMoney } from '../../../domain/money.ts';
import type { Tx } from '../../../platform/database/types.ts';

export interface CustomerAccount {
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly is_active: boolean;
  readonly email_verified: boolean;
  readonly has_phone: boolean;
  readonly created_at: string;
  readonly last_login_at: string | null;
  readonly deleted_at: string | null;
}

export async function loadAccount(tx: Tx, id: string): Promise<CustomerAccount> {
  const row = await tx.one<CustomerAccount>(
    `select first_name, last_name, is_active, email_verified, phone_number_hash is not null as has_phone, created_at, last_login_at, deleted_at
     from users
     where id = $1::uuid`,
    [id],
  );
  if (!row) throw new Error(`customer ${id} was there a moment ago`);
  return row;
}

export interface CustomerTotals {
  readonly orders: number;
  /** Neither delivered nor over. */
  readonly open: number;
  readonly cancelled: number;
  readonly returned: number;
  /** Paid and not given back. */
  readonly spent: string;
  readonly refunded: string;
  /** Of the orders that were paid. */
  readonly average: string | null;
  readonly first_order_at: string | null;
  readonly last_order_at: string | null;
}

export async function loadTotals(tx: Tx, id: string): Promise<CustomerTotals> {
  const row = await tx.one<CustomerTotals>(
    `select o.*, p.*
     from (
       select count(*)::integer as orders,
         count(*) filter (where status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED'))::integer as open,
         count(*) filter (where status = 'CANCELLED')::integer as cancelled,
         count(*) filter (where status = 'RETURNED')::integer as returned,
         min(created_at) as first_order_at, max(created_at) as last_order_at
       from orders
       where user_id = $1::uuid
     ) o
     cross join (
       select coalesce(sum(amount - refund_amount), 0)::numeric(12, 2) as spent,
         coalesce(sum(refund_amount), 0)::numeric(12, 2) as refunded, avg(amount)::numeric(12, 2) as average
       from payments
       where user_id = $1::uuid
         and status in ('COMPLETED', 'PARTIAL_REFUND', 'REFUNDED')
     ) p`,
    [id],
  );
  if (!row) throw new Error('a sum is always one row');
  return row;
}

export interface CustomerOrder {
  readonly id: string;
  readonly order_number: string;
  readonly status: string;
  readonly total: string;
  readonly created_at: string;
}

export function loadOrders(tx: Tx, id: string): Promise<CustomerOrder[]> {
  return tx.query(
    `select id, order_number, status, total, created_at
     from orders
     where user_id = $1::uuid
     order by created_at desc, id desc
     limit 10`,
    [id],
  );
}

export interface CustomerReview {
  readonly id: string;
  readonly product: string;
  readonly rating: number;
  readonly title: string | null;
  readonly status: string;
  readonly created_at: string;
}

export function loadReviews(tx: Tx, id: string): Promise<CustomerReview[]> {
  return tx.query(
    `select r.id, p.name as product, r.rating, r.title, r.status, r.created_at
     from reviews r
     join products p on p.id = r.product_id
     where r.user_id = $1::uuid
     order by r.created_at desc, r.id desc
     limit 10`,
    [id],
  );
}

export interface CartLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  /** As it was when the line was put in. */
  readonly price: string;
  readonly discount: string;
  readonly total: string;
  readonly added_at: string;
  readonly updated_at: string;
}

export async function loadCart(tx: Tx, id: string): Promise<{ pieces: number; value: string; lines: CartLine[] }> {
  const lines = await tx.query<CartLine>(
    `select coalesce(v.sku, p.sku) as sku, p.name, c.quantity, c.price, c.discount,
       (c.price * c.quantity - c.discount)::numeric(12, 2) as total, c.added_at, c.updated_at
     from cart_items c
     join products p on p.id = c.product_id
     left join product_variants v on v.id = c.variant_id
     where c.user_id = $1::uuid
     order by c.updated_at desc, c.id desc
     limit 200`,
    [id],
  );
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return { pieces, value: addMoney('0.00', ...lines.map(({ total }) => total)), lines };
}

export interface Wish {
  readonly sku: string;
  readonly name: string;
  readonly added_at: string;
}

export function loadWishlist(tx: Tx, id: string): Promise<Wish[]> {
  return tx.query(
    `select p.sku, p.name, w.added_at
     from wishlist_items w
     join products p on p.id = w.product_id
     where w.user_id = $1::uuid
     order by w.added_at desc, w.id desc
     limit 50`,
    [id],
  );
}
