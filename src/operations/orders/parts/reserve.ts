import { Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** Pieces of an order line that need a place. */
export interface Need {
  readonly order_item_id: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  readonly sku: string;
  readonly quantity: number;
}

export interface Place {
  readonly inventory_id: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  readonly warehouse: string;
  readonly available: number;
}

export interface Reserved extends Need {
  readonly inventory_id: string;
  readonly warehouse: string;
}

/**
 * Reserves every line in one warehouse each, in as few warehouses as there need be, for each of them is a parcel.
 * Locks the places in the order of their ids first, the last of the lock order (schema.md), so that what is counted
 * here stays true.
 * @param preferred code of a warehouse that is taken where another would make no fewer parcels
 * @throws Refused naming every line that is short
 */
export async function reserve(
  tx: Tx,
  orderId: string,
  needs: readonly Need[],
  preferred?: string,
): Promise<Reserved[]> {
  const places = await lockPlaces(tx, needs);
  const chosen = choosePlaces(needs, places, preferred);
  await tx.query(
    `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
     select n.inventory_id, 'RESERVATION', n.quantity, 'ORDER', $4::uuid, n.order_item_id
     from unnest($1::uuid[], $2::integer[], $3::uuid[]) as n (inventory_id, quantity, order_item_id)
     order by n.inventory_id`,
    [
      chosen.map(({ inventory_id }) => inventory_id),
      chosen.map(({ quantity }) => quantity),
      chosen.map(({ order_item_id }) => order_item_id),
      orderId,
    ],
  );
  return chosen;
}

async function lockPlaces(tx: Tx, needs: readonly Need[]): Promise<Place[]> {
  return tx.query<Place>(
    `select i.id as inventory_id, i.product_id, i.variant_id, w.code as warehouse, i.available
     from inventory i
     join warehouses w on w.id = i.warehouse_id
     where w.is_active
       and i.product_id = any ($1::uuid[])
       and (i.variant_id = any ($2::uuid[]) or i.variant_id is null)
     order by i.id
     for no key update of i`,
    [needs.map(({ product_id }) => product_id), needs.flatMap(({ variant_id }) => variant_id ?? [])],
  );
}

/**
 * Pure: warehouse by warehouse, each time the one that serves most of what is open; of those the preferred one, else
 * the first by name.
 * @throws Refused naming every line that no warehouse can serve whole
 */
export function choosePlaces(needs: readonly Need[], places: readonly Place[], preferred?: string): Reserved[] {
  const able = new Map(
    needs.map((need) => [need, placesFor(need, places).filter(({ available }) => available >= need.quantity)]),
  );
  const short = needs.filter((need) => able.get(need)?.length === 0);
  if (short.length > 0) throw shortage(short, places);
  const codes = [...new Set(places.map(({ warehouse }) => warehouse))].sort();
  const placeIn = (need: Need, code: string) => able.get(need)?.find(({ warehouse }) => warehouse === code);
  const chosen = new Map<Need, Place>();
  while (chosen.size < needs.length) {
    const open = needs.filter((need) => !chosen.has(need));
    const served = (code: string) => open.filter((need) => placeIn(need, code)).length;
    const most = Math.max(...codes.map(served));
    const best = codes.filter((code) => served(code) === most);
    const code = best.find((one) => one === preferred) ?? best[0] ?? '';
    for (const need of open) {
      const place = placeIn(need, code);
      if (place) chosen.set(need, place);
    }
  }
  return needs.flatMap((need) => {
    const place = chosen.get(need);
    return place ? [{ ...need, inventory_id: place.inventory_id, warehouse: place.warehouse }] : [];
  });
}

function placesFor(need: Need, places: readonly Place[]): Place[] {
  return places.filter((one) => one.product_id === need.product_id && one.variant_id === need.variant_id);
}

function shortage(short: readonly Need[], places: readonly Place[]): Refused {
  const lines = short.map((need) => {
    const some = placesFor(need, places).filter(({ available }) => available > 0);
    const where = some.map(({ warehouse, available }) => `${available} in ${warehouse}`).join(', ');
    return { sku: need.sku, wanted: need.quantity, available: where === '' ? 'none available' : where };
  });
  const told = lines.map(({ sku, wanted, available }) => `${sku} (${wanted} wanted, ${available})`);
  return new Refused(`There is not enough stock in any one warehouse of ${told.slice(0, 5).join('; ')}.`, {
    hint: 'Restock it or transfer it to one warehouse, then try again.',
    details: { lines },
  });
}
