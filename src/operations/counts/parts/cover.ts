import { Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

interface Short {
  readonly inventory_id: string;
  readonly sku: string;
  readonly expected: number;
  readonly counted: number;
  readonly quantity: number;
  readonly reserved: number;
}

/** @throws Refused naming the orders that hold what was not found */
export async function demandCovered(tx: Tx, different: readonly Short[]): Promise<void> {
  const short = different.filter(
    ({ quantity, reserved, counted, expected }) => quantity + counted - expected < reserved,
  );
  const [first] = short;
  if (!first) return;
  const holders = await tx.query<{ inventory_id: string; order_number: string; status: string; quantity: number }>(
    `select r.inventory_id, o.order_number, o.status, r.quantity
     from stock_reservations r
     join order_items l on l.id = r.order_item_id
     join orders o on o.id = l.order_id and o.created_at = l.order_created_at
     where r.inventory_id = any ($1::uuid[])
     order by r.reserved_at, r.id
     limit 200`,
    [short.map(({ inventory_id }) => inventory_id)],
  );
  const lines = short.map(({ inventory_id, sku, reserved, quantity, counted, expected }) => ({
    sku,
    left: quantity + counted - expected,
    reserved,
    orders: holders
      .filter((one) => one.inventory_id === inventory_id)
      .map((one) => ({ ...one, inventory_id: undefined })),
  }));
  const sentences = lines.slice(0, 3).map(({ sku, left, reserved, orders }) => {
    const who = orders.slice(0, 5).map(({ order_number, quantity }) => `${order_number} (${quantity})`);
    const rest = orders.length > who.length ? ` and ${orders.length - who.length} more` : '';
    const held = who.length > 0 ? ` by ${who.join(', ')}${rest}` : '';
    return `${sku} would be left with ${left}, but ${reserved} ${reserved === 1 ? 'is' : 'are'} reserved${held}`;
  });
  const rest = lines.length > 3 ? `; and ${lines.length - 3} more` : '';
  throw new Refused(`${sentences.join('; ')}${rest}.`, {
    hint: 'Look again; if they are gone, cancel or change those orders first (inventory reservations lists them).',
    details: { lines },
  });
}

/** The first few, and how many more. */
export function toldSkus(skus: readonly string[]): string {
  const some = skus.slice(0, 5).join(', ');
  return skus.length > 5 ? `${some} and ${skus.length - 5} more` : some;
}
