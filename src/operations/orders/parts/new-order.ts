import { NotFound, Refused } from '../../../domain/errors.ts';
import { addMoney, multiplyMoney, shopCurrency, subtractMoney } from '../../../domain/money.ts';
import { applyPromo, promoRefusal, type PromoTerms } from '../../../domain/promo.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { SkuQuantity } from './lines.ts';
import { findArticles, type Article } from './articles.ts';
import { chosenAddress, defaultAddress, findCustomer } from './customer.ts';
import { reserve } from './reserve.ts';
import type { OrderAddress } from './types.ts';
import type { OrderPlaced } from './act-types.ts';

export interface NewOrder {
  /** E-mail of an existing customer. */
  readonly customer: string;
  readonly lines: readonly SkuQuantity[];
  /** A new one, or words that name one of the customer's; the default one when left out. */
  readonly address?: OrderAddress | string | undefined;
  /** Code of the warehouse it should leave, where that makes no more parcels. */
  readonly warehouse?: string | undefined;
  readonly promo?: string | undefined;
  readonly shipping?: string | undefined;
  readonly tax?: string | undefined;
  readonly notes?: string | undefined;
  readonly currency?: string | undefined;
}

interface Line extends Article {
  readonly quantity: number;
  readonly total: string;
}

/**
 * A PENDING order in the caller's transaction: lines with a snapshot of what was sold, every line reserved in one
 * warehouse, the use of the promo code counted, a PENDING payment. @throws NotFound for customer, SKU or promo code
 * @throws Refused when something is not on sale, not in stock, or the promo code does not fit
 */
export async function placeOrder(tx: Tx, order: NewOrder): Promise<OrderPlaced> {
  const customer = await findCustomer(tx, order.customer);
  const address = await addressOf(tx, customer.id, order);
  const lines = await priceLines(tx, order.lines);
  const subtotal = addMoney('0.00', ...lines.map(({ total }) => total));
  const promo = order.promo ? await findPromo(tx, order.promo, subtotal) : undefined;
  const { discount, shipping } = applyPromo(promo, subtotal, order.shipping ?? '0.00');
  const tax = order.tax ?? '0.00';
  const money = {
    subtotal,
    discount,
    tax,
    shipping,
    total: addMoney(subtractMoney(subtotal, discount), tax, shipping),
  };
  const values = [subtotal, discount, tax, shipping, money.total, order.notes ?? null, JSON.stringify(address)];
  const placed = await tx.one<{ id: string; order_number: string }>(
    `insert into orders
       (user_id, promo_code_id, subtotal, discount, tax, shipping, total, notes, shipping_address, billing_address)
     values ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8, $9::jsonb, $9::jsonb)
     returning id, order_number`,
    [customer.id, promo?.id ?? null, ...values],
  );
  const { id = '', order_number = '' } = placed ?? {};
  const items = await insertLines(tx, id, lines);
  const payment = await tx.one<{ id: string }>(
    `insert into payments (order_id, user_id, amount, currency, status, provider)
     values ($1::uuid, $2::uuid, $3, $4, 'PENDING', 'manual')
     returning id`,
    [id, customer.id, money.total, order.currency ?? shopCurrency],
  );
  const reserved = await reserve(
    tx,
    id,
    lines.map((line) => ({ ...line, order_item_id: items.get(line.sku) ?? '' })),
    order.warehouse,
  );
  return {
    id,
    order_number,
    status: 'PENDING',
    payment_id: payment?.id ?? '',
    ...money,
    items: lines.map(({ sku, quantity, price, total }) => ({
      sku,
      quantity,
      price,
      total,
      warehouse: reserved.find((one) => one.sku === sku)?.warehouse ?? '',
    })),
  };
}

function addressOf(tx: Tx, customerId: string, { address, customer }: NewOrder): OrderAddress | Promise<OrderAddress> {
  if (address === undefined) return defaultAddress(tx, customerId, customer);
  return typeof address === 'string' ? chosenAddress(tx, customerId, address) : address;
}

/** The lines as they would be sold now. @throws NotFound, Refused naming the SKU */
export async function priceLines(tx: Tx, wanted: readonly SkuQuantity[]): Promise<Line[]> {
  const articles = await findArticles(
    tx,
    wanted.map(({ sku }) => sku),
  );
  return articles.map((article, index) => {
    if (!article.on_sale) throw new Refused(`${article.sku} (${article.name}) is not on sale.`);
    const quantity = wanted[index]?.quantity ?? 0;
    return { ...article, quantity, total: multiplyMoney(article.price, quantity) };
  });
}

/** Locks the code, so that its last use is not promised twice. */
async function findPromo(tx: Tx, code: string, subtotal: string): Promise<PromoTerms & { id: string }> {
  const promo = await tx.one<PromoTerms & { id: string; now: Date }>(
    `select id, code, discount_type, discount_value, minimum_order, max_uses, current_uses, valid_from, valid_until,
       is_active, now() as now
     from promo_codes
     where code = upper(btrim($1))
     for no key update`,
    [code],
  );
  if (!promo) throw new NotFound(`There is no promo code ${code.slice(0, 60)}.`);
  const refusal = promoRefusal(promo, subtotal, promo.now);
  if (refusal) throw new Refused(`${refusal}.`, { details: { promo_code: promo.code } });
  return promo;
}

/** @returns the id of each line by its SKU */
async function insertLines(tx: Tx, orderId: string, lines: readonly Line[]): Promise<Map<string, string>> {
  const rows = lines.map(({ product_id, variant_id, sku, name, quantity, price, total, snapshot }) => ({
    product_id,
    variant_id,
    sku,
    name,
    quantity,
    price,
    total,
    snapshot,
  }));
  const items = await tx.query<{ id: string; sku: string }>(
    `insert into order_items
       (order_id, product_id, variant_id, sku, name, quantity, price, total, product_snapshot)
     select $1::uuid, l.product_id, l.variant_id, l.sku, l.name, l.quantity, l.price, l.total, l.snapshot
     from jsonb_to_recordset($2::jsonb) as l (
       product_id uuid, variant_id uuid, sku text, name text, quantity integer, price numeric, total numeric, snapshot jsonb
     )
     returning id, sku`,
    [orderId, JSON.stringify(rows)],
  );
  return new Map(items.map(({ id, sku }) => [sku, id]));
}
