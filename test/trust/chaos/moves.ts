import type { Tx } from '../../../src/platform/database/types.ts';
import type { Intent } from './journal.ts';
import { customers, promos, skus, variants, warehouses } from './shop.ts';

/** What somebody at the counter might do next, from what they see. Undefined: there is nothing of the kind to do. */
type Move = (look: Look) => Promise<Wish | undefined> | Wish;
export type Wish = Omit<Intent, 'id'>;
type Look = Tx['query'];

const below = (limit: number) => Math.floor(Math.random() * limit);
const between = (from: number, to: number) => from + below(to - from + 1);
const chance = (share: number) => Math.random() < share;

function one<T>(of: readonly T[]): T {
  const found = of[below(of.length)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
}

/** One of the newest in this state, so that several people often choose the same. */
async function order(look: Look, status: string, payment?: readonly string[]): Promise<string | undefined> {
  const found = await look<{ order_number: string }>(
    `select o.order_number
    from orders o
    join payments p on p.order_id = o.id
    where o.status = $1 and ($2::text[] is null or p.status = any ($2::text[]))
    order by o.created_at desc
    limit 20`,
    [status, payment ?? null],
  );
  return found.length === 0 ? undefined : one(found).order_number;
}

async function lineOf(look: Look, number: string): Promise<string> {
  const found = await look<{ sku: string }>(
    `select i.sku
    from order_items i
    join order_registry r on r.order_id = i.order_id
    where r.order_number = $1`,
    [number],
  );
  return `${one(found).sku}=1`;
}

const step =
  (name: string, status: string, more: (look: Look, order: string) => Promise<object> = () => Promise.resolve({})) =>
  async (look: Look): Promise<Wish | undefined> => {
    const number = await order(look, status, name === 'orders.confirm' ? ['COMPLETED'] : undefined);
    if (number === undefined) return undefined;
    return { name, role: 'admin', input: { order: number, ...(await more(look, number)) } };
  };

const place: Move = () => {
  const lines = new Map(Array.from({ length: between(1, 3) }, () => [one(skus), between(1, 2)]));
  return {
    name: 'orders.place',
    role: 'admin',
    input: {
      customer: one(customers),
      lines: [...lines].map(([sku, quantity]) => `${sku}=${quantity}`).join(','),
      shipping: '4.90',
      ...(chance(0.5) && { promo: one(promos) }),
      ...(chance(0.3) && { warehouse: one(warehouses) }),
    },
  };
};

const ship = step('orders.ship', 'PROCESSING', async (look, number) => ({
  carrier: 'DHL',
  tracking: `T${Math.random().toString().slice(2)}`,
  ...(chance(0.4) && { lines: await lineOf(look, number), warehouse: one(warehouses) }),
}));

const takeBack = step('orders.return', 'DELIVERED', async (look, number) => ({
  reason: 'does not fit',
  condition: one(['resaleable', 'resaleable', 'damaged', 'lost']),
  ...(chance(0.5) && { lines: await lineOf(look, number) }),
  ...(chance(0.5) && { refund: true }),
}));

const cancel: Move = (look) =>
  step('orders.cancel', one(['PENDING', 'PENDING', 'CONFIRMED', 'PROCESSING']), () =>
    Promise.resolve({ reason: 'changed their mind', refund: 'full' }),
  )(look);

const refund: Move = async (look) => {
  const found = await look<{ order_number: string }>(
    `select r.order_number
    from payments p
    join order_registry r on r.order_id = p.order_id
    where p.provider = 'stripe' and p.status in ('COMPLETED', 'PARTIAL_REFUND')
    order by p.created_at desc
    limit 15`,
  );
  if (found.length === 0) return undefined;
  const amount = chance(0.1) ? {} : { amount: `${between(1, 30)}.${between(10, 99)}` };
  return {
    name: 'payments.refund',
    role: 'admin',
    input: { order: one(found).order_number, reason: 'a scratch', ...amount },
  };
};

const completeRefund: Move = async (look) => {
  const found = await look<{ id: string }>(
    `select id from refunds where status = 'REQUESTED' and provider = 'manual' order by created_at desc limit 10`,
  );
  if (found.length === 0) return undefined;
  const { id } = one(found);
  return { name: 'refunds.complete', role: 'admin', input: { refund: id, reference: `SEPA ${id}` } };
};

const place_ = () => ({ sku: one(skus), warehouse: one(warehouses) });
const restock: Move = () => ({
  name: 'inventory.restock',
  role: 'warehouse',
  input: chance(0.7)
    ? { ...place_(), quantity: between(1, 20), reference: 'PO' }
    : { warehouse: one(warehouses), lines: [...new Set([one(skus), one(skus)])].map((sku) => ({ sku, quantity: 3 })) },
});
const adjust: Move = () => ({
  name: 'inventory.adjust',
  role: 'warehouse',
  input: { ...place_(), by: one([-3, -2, -1, 1, 2]), reason: 'found or broken' },
});
const transfer: Move = () => {
  const [from, to] = warehouses.toSorted(() => Math.random() - 0.5);
  const lines = [...new Set([one(skus), one(skus)])].map((sku) => ({ sku, quantity: between(1, 5) }));
  return { name: 'inventory.transfer', role: 'warehouse', input: { from, to, lines } };
};
const count: Move = async (look) => {
  const { sku, warehouse } = place_();
  const [there] = await look<{ quantity: number }>(
    `select i.quantity
    from inventory i
    join warehouses w on w.id = i.warehouse_id
    join products p on p.id = i.product_id
    left join product_variants v on v.id = i.variant_id
    where coalesce(v.sku, p.sku) = $1 and w.code = $2`,
    [sku, warehouse],
  );
  const counted = Math.max(0, (there?.quantity ?? 0) + between(-2, 2));
  return { name: 'inventory.count', role: 'warehouse', input: { sku, warehouse, counted } };
};

const price: Move = async (look) => {
  const sku = one(variants);
  const [seen] = await look<{ version: number }>('select version from product_variants where sku = $1', [sku]);
  if (!seen) return undefined;
  const input = { variant: sku, price: `${between(80, 200)}.90`, expected_version: seen.version };
  return { name: 'variants.edit', role: 'manager', input };
};

const review: Move = async (look) => {
  const name = one(['reviews.approve', 'reviews.reject', 'reviews.reopen']);
  const found = await look<{ id: string }>(
    `select id from reviews where (status = 'PENDING') <> ($1 = 'reviews.reopen') limit 20`,
    [name],
  );
  if (found.length === 0) return undefined;
  const reason = name === 'reviews.reject' && { reason: 'not about the shoe' };
  return { name, role: 'manager', input: { review: one(found).id, ...reason } };
};

const undo: Move = async (look) => {
  const found = await look<{ operation_id: string }>(
    `select operation_id
    from operation_results
    where name = any ($1::text[])
    order by created_at desc
    limit 40`,
    [
      [
        'inventory.restock',
        'inventory.adjust',
        'inventory.transfer',
        'variants.edit',
        'reviews.approve',
        'reviews.reject',
      ],
    ],
  );
  if (found.length === 0) return undefined;
  return { name: 'audit.undo', role: 'admin', input: { operation: one(found).operation_id, reason: 'a slip' } };
};

const paid: Move = async (look) => {
  const number = await order(look, 'PENDING', ['PENDING', 'FAILED']);
  if (number === undefined) return undefined;
  return { name: 'payments.record', role: 'admin', input: { order: number, reference: `SEPA of ${number}` } };
};

/** How often, against the others. */
const moves: readonly (readonly [number, Move])[] = [
  [14, place],
  [5, paid],
  [10, step('orders.confirm', 'PENDING')],
  [10, step('orders.process', 'CONFIRMED')],
  [12, ship],
  [6, step('orders.deliver', 'SHIPPED')],
  [5, takeBack],
  [4, cancel],
  [8, refund],
  [4, completeRefund],
  [8, restock],
  [6, adjust],
  [6, transfer],
  [4, count],
  [5, price],
  [5, review],
  [5, undo],
];
const whole = moves.reduce((sum, [weight]) => sum + weight, 0);

export async function nextMove(look: Look): Promise<Wish> {
  for (;;) {
    let at = Math.random() * whole;
    const [, move] = moves.find(([weight]) => (at -= weight) < 0) ?? [0, place];
    const wish = await move(look);
    if (wish) return wish;
  }
}
