import type { TransactionType } from '../../../domain/stock.ts';
import type { Context } from '../../operation.ts';
import type { LockedPlace } from './places.ts';

/** A statement stays far under the time limit of one, on a busy machine too. */
const batch = 5000;

export interface Movement {
  readonly place: LockedPlace;
  readonly type: TransactionType;
  readonly quantity: number;
  readonly notes: string | null;
  readonly reference?: { readonly type: 'TRANSFER' | 'COUNT'; readonly id: string };
}

/** One ledger row each; the trigger moves the stock. All places must be locked before the first of them moves. */
export async function book(
  { tx, progress }: Pick<Context, 'tx' | 'progress'>,
  movements: readonly Movement[],
): Promise<void> {
  // Variants are locked by the trigger, set by set: with ascending sets two deliveries never wait for each other.
  const ordered = movements.toSorted((one, other) => {
    const [left, right] = [sortKey(one), sortKey(other)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
  for (let from = 0; from < ordered.length; from += batch) {
    const some = ordered.slice(from, from + batch);
    await tx.query(
      `insert into inventory_transactions (inventory_id, type, quantity, notes, reference_type, reference_id)
       select b.inventory_id, b.type, b.quantity, b.notes, b.reference_type, b.reference_id
       from unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::uuid[])
         as b (inventory_id, type, quantity, notes, reference_type, reference_id)`,
      [
        some.map(({ place }) => place.id),
        some.map(({ type }) => type),
        some.map(({ quantity }) => quantity),
        some.map(({ notes }) => notes),
        some.map(({ reference }) => reference?.type ?? null),
        some.map(({ reference }) => reference?.id ?? null),
      ],
    );
    progress({ done: from + some.length, total: ordered.length, what: 'rows booked' });
  }
}

const sortKey = ({ place }: Movement) => `${place.variant_id ?? ''} ${place.id}`;
