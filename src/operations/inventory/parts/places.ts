import { Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

/** Where an article lies: one row of inventory. */
export interface PlaceKey {
  readonly sku: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  readonly warehouse_id: string;
  readonly warehouse: string;
}

export interface LockedPlace extends PlaceKey {
  readonly id: string;
  readonly quantity: number;
  readonly reserved: number;
  readonly available: number;
}

/** The database's limit on one place (check_quantity), so that a sum never overflows. */
export const mostInOnePlace = 2_000_000_000;

export const placeKey = (place: Pick<PlaceKey, 'product_id' | 'variant_id' | 'warehouse_id'>): string =>
  `${place.variant_id ?? place.product_id} ${place.warehouse_id}`;

const keyTable = `jsonb_to_recordset($1::jsonb) as k (product_id uuid, variant_id uuid, warehouse_id uuid)`;

/**
 * Locks these places, made where they are missing, all before any stock moves and in the order of their ids
 * (schema.md, trap 3). The answer is in that order, by `placeKey`.
 */
export async function lockPlaces(tx: Tx, keys: readonly PlaceKey[]): Promise<Map<string, LockedPlace>> {
  // Found first and locked then: a row that somebody else moved meanwhile is looked at again, and a condition with a
  // sub-select on the same table can then lose it.
  const ids = [...(await openPlaces(tx, keys)).values()].map(({ id }) => id);
  const rows = await tx.query<Found>(
    `select i.id, i.product_id, i.variant_id, i.warehouse_id, i.quantity, i.reserved, i.available
     from inventory i
     where i.id = any ($1::uuid[])
     order by i.id
     for no key update of i`,
    [ids],
  );
  return named(rows, keys);
}

type Found = Omit<LockedPlace, 'sku' | 'warehouse'>;

/** These places as they stand now, made where they are missing; nothing is locked. */
export async function openPlaces(tx: Tx, keys: readonly PlaceKey[]): Promise<Map<string, LockedPlace>> {
  await ensurePlaces(tx, keys);
  const wanted = new Map(keys.map((key) => [placeKey(key), key]));
  const ids = [...wanted.values()].map(({ product_id, variant_id, warehouse_id }) => ({
    product_id,
    variant_id,
    warehouse_id,
  }));
  const rows = await tx.query<Found>(
    `select x.id, x.product_id, x.variant_id, x.warehouse_id, x.quantity, x.reserved, x.available
     from ${keyTable}
     join inventory x
       on x.product_id = k.product_id
       and x.variant_id = k.variant_id
       and x.warehouse_id = k.warehouse_id
     union all
     select x.id, x.product_id, x.variant_id, x.warehouse_id, x.quantity, x.reserved, x.available
     from ${keyTable}
     join inventory x
       on x.product_id = k.product_id
       and x.variant_id is null
       and x.warehouse_id = k.warehouse_id
     where k.variant_id is null
     order by 1`,
    [JSON.stringify(ids)],
  );
  return named(rows, keys);
}

function named(rows: readonly Found[], keys: readonly PlaceKey[]): Map<string, LockedPlace> {
  const wanted = new Map(keys.map((key) => [placeKey(key), key]));
  return new Map(
    rows.map((row) => {
      const key = placeKey(row);
      const { sku = '', warehouse = '' } = wanted.get(key) ?? {};
      return [key, { ...row, sku, warehouse }];
    }),
  );
}

/** A statement stays far under the time limit of one, on a busy machine too. */
const batch = 5000;

/** In one order, for a unique index makes whoever comes second wait. */
async function ensurePlaces(tx: Tx, keys: readonly PlaceKey[]): Promise<void> {
  const wanted = new Map(keys.map((key) => [placeKey(key), key]));
  await makePlaces(
    tx,
    [...wanted.keys()].sort().flatMap((key) => wanted.get(key) ?? []),
  );
}

async function makePlaces(tx: Tx, keys: readonly PlaceKey[]): Promise<void> {
  for (let from = 0; from < keys.length; from += batch) {
    const some = keys.slice(from, from + batch);
    await tx.query(
      `insert into inventory (product_id, variant_id, warehouse_id)
       select k.product_id, k.variant_id, k.warehouse_id
       from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as k (product_id, variant_id, warehouse_id)
       on conflict do nothing`,
      [
        some.map(({ product_id }) => product_id),
        some.map(({ variant_id }) => variant_id),
        some.map(({ warehouse_id }) => warehouse_id),
      ],
    );
  }
}

/** @throws Refused before the database has to */
export function demandRoom(place: LockedPlace, change: number): void {
  if (place.quantity + change <= mostInOnePlace) return;
  throw new Refused(
    `${place.sku} in ${place.warehouse} has ${place.quantity}: ${change} more are too many for one place.`,
  );
}
