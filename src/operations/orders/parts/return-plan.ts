import { NotFound, Refused } from '../../../domain/errors.ts';
import type { ReturnCondition } from '../../../domain/order-return.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { ReturnWish } from './return-lines.ts';

/** A line of an order as far as it left the house and came back. */
export interface SentLine {
  readonly order_item_id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly sold: number;
  readonly returned: number;
  /** Where its pieces left. */
  readonly warehouses: readonly string[];
}

export interface BackItem {
  readonly order_item_id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly condition: ReturnCondition;
}

/** The ledger is the truth; call it with the order's row locked, so that nothing moves meanwhile. */
export async function loadSentLines(tx: Tx, orderId: string): Promise<SentLine[]> {
  return tx.query<SentLine>(
    `select l.id as order_item_id, l.sku, l.quantity, coalesce(m.sold, 0)::integer as sold,
       coalesce(m.returned, 0)::integer as returned, coalesce(m.warehouses, '{}') as warehouses
     from order_items l
     left join lateral (
       select sum(t.quantity) filter (where t.type = 'SALE') as sold,
         sum(t.quantity) filter (where t.type = 'RETURN') as returned,
         array_agg(distinct w.code::text) filter (where t.type = 'SALE') as warehouses
       from inventory_transactions t
       join inventory i on i.id = t.inventory_id
       join warehouses w on w.id = i.warehouse_id
       where t.order_item_id = l.id
     ) m on true
     where l.order_id = $1::uuid
     order by l.sku, l.id`,
    [orderId],
  );
}

/**
 * Pure: what comes back now. Without wishes it is everything that left and is not back.
 * @throws NotFound for a SKU that is no line of the order @throws Refused for more than is out
 */
export function planReturn(
  orderNumber: string,
  lines: readonly SentLine[],
  wishes: readonly ReturnWish[] | undefined,
  condition: ReturnCondition,
): BackItem[] {
  if (!wishes) {
    const out = lines.filter((line) => line.sold > line.returned);
    if (out.length === 0) throw new Refused(`Everything of ${orderNumber} is back already.`);
    return out.map(({ order_item_id, sku, sold, returned }) => {
      return { order_item_id, sku, quantity: sold - returned, condition };
    });
  }
  const taken = new Map<string, number>();
  return wishes.map((wish) => {
    const line = lines.find((one) => one.sku.toUpperCase() === wish.sku.toUpperCase());
    if (!line) {
      const known = lines.map((one) => one.sku).join(', ');
      throw new NotFound(`${orderNumber} has no line ${wish.sku.slice(0, 60)}.`, { hint: `Its lines are ${known}.` });
    }
    const { order_item_id, sku, sold, returned } = line;
    const now = (taken.get(sku) ?? 0) + wish.quantity;
    if (now > sold - returned) {
      throw new Refused(
        `${now} of ${sku} cannot come back: ${sold} left with ${orderNumber}, ${returned} came back already.`,
        { hint: `At most ${sold - returned} can.`, details: { sku, shipped: sold, returned, wanted: now } },
      );
    }
    taken.set(sku, now);
    return { order_item_id, sku, quantity: wish.quantity, condition: wish.condition ?? condition };
  });
}

/** The one they left from, unless somebody says another. @throws Refused when they left from several */
export function warehouseOf(orderNumber: string, lines: readonly SentLine[], items: readonly BackItem[]): string {
  const codes = lines
    .filter((line) => items.some((item) => item.order_item_id === line.order_item_id))
    .flatMap(({ warehouses }) => warehouses);
  const [first = '', ...others] = [...new Set(codes)].sort();
  if (others.length === 0) return first;
  throw new Refused(`The pieces of ${orderNumber} left from ${[first, ...others].join(' and ')}.`, {
    hint: 'Say with --warehouse where they are now.',
    details: { warehouses: [first, ...others] },
  });
}
