import { NotFound } from '../../domain/errors.ts';
import type { Context } from '../operation.ts';
import { demandRoom, lockPlaces, placeKey, type LockedPlace } from './places.ts';
import type { KnownRow } from './restock-check.ts';
import type { Restocked } from './types.ts';

/** A statement stays far under the time limit of one, on a busy machine too. */
const batch = 5000;
/** More than fits a screen is in the ledger, not in the answer. */
const shown = 200;

interface Booking {
  readonly place: LockedPlace;
  readonly quantity: number;
  readonly reference: string | null;
}

/** One ledger row each; the trigger moves the stock. All places are locked before the first of them moves. */
export async function bookRestock({ tx, progress }: Context, rows: readonly KnownRow[]): Promise<Restocked> {
  const places = await lockPlaces(
    tx,
    rows.map(({ place }) => place),
  );
  const bookings = rows.map(({ place, quantity, reference }): Booking => {
    const locked = places.get(placeKey(place));
    if (!locked) throw new NotFound(`${place.sku} has no place in ${place.warehouse}.`);
    return { place: locked, quantity, reference };
  });
  const sums = new Map<LockedPlace, number>();
  for (const { place, quantity } of bookings) sums.set(place, (sums.get(place) ?? 0) + quantity);
  for (const [place, sum] of sums) demandRoom(place, sum);
  // Variants are locked by the trigger, set by set: with ascending sets two deliveries never wait for each other.
  const ordered = bookings.toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  for (let from = 0; from < ordered.length; from += batch) {
    await insert(tx, ordered.slice(from, from + batch));
    progress({ done: Math.min(from + batch, ordered.length), total: ordered.length, what: 'rows booked' });
  }
  return {
    lines: bookings.length,
    units: bookings.reduce((sum, { quantity }) => sum + quantity, 0),
    rows: [...sums].slice(0, shown).map(([place, sum]) => ({
      sku: place.sku,
      warehouse: place.warehouse,
      quantity: sum,
      quantity_before: place.quantity,
      quantity_after: place.quantity + sum,
      available: place.available + sum,
    })),
  };
}

const sortKey = ({ place }: Booking) => `${place.variant_id ?? ''} ${place.id}`;

async function insert(tx: Context['tx'], bookings: readonly Booking[]): Promise<void> {
  await tx.query(
    `insert into inventory_transactions (inventory_id, type, quantity, notes)
     select b.inventory_id, 'RESTOCK', b.quantity, b.reference
     from unnest($1::uuid[], $2::integer[], $3::text[]) as b (inventory_id, quantity, reference)`,
    [
      bookings.map(({ place }) => place.id),
      bookings.map(({ quantity }) => quantity),
      bookings.map(({ reference }) => reference),
    ],
  );
}
