import { Refused } from '../../../domain/errors.ts';
import { undoableMovements } from '../../../domain/undo.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { Fixed } from './undo-made.ts';

interface Place {
  readonly id: string;
  readonly name: string;
  readonly quantity: number;
  readonly available: number;
  /** What the operation moved in sum; the opposite is booked. */
  readonly moved: number;
  readonly others: number;
  readonly counted: boolean;
}

/**
 * Corrects the stock by the opposite of what the operation booked, as ADJUSTMENTs that refer to it: the ledger is only
 * added to. @throws Refused when the pieces are not available any more, or the place was counted since
 */
export async function putBackStock(tx: Tx, id: string, reason: string): Promise<Fixed | undefined> {
  // Locked first and looked at then: a count that was waited for must be seen.
  await tx.query(
    `select from inventory
     where id = any (array(select t.inventory_id from inventory_transactions t where t.operation_id = $1::uuid))
     order by id
     for no key update`,
    [id],
  );
  const places = await tx.query<Place>(
    `with moved as (
       select t.inventory_id, sum(t.quantity)::integer as moved, max(t.position) as position,
         (count(*) filter (where t.type <> all ($2::text[])))::integer as others
       from inventory_transactions t
       where t.operation_id = $1::uuid
       group by t.inventory_id
     )
     select i.id, coalesce(v.sku, p.sku) || ' in ' || coalesce(w.code, 'no warehouse') as name, i.quantity, i.available,
       m.moved, m.others, exists (
         select
         from inventory_transactions c
         where c.inventory_id = i.id
           and c.reference_type = 'COUNT'
           and c.position > m.position
       ) as counted
     from moved m
     join inventory i on i.id = m.inventory_id
     join products p on p.id = i.product_id
     left join product_variants v on v.id = i.variant_id
     left join warehouses w on w.id = i.warehouse_id
     order by i.id`,
    [id, undoableMovements],
  );
  if (places.length === 0) return undefined;
  places.forEach(demandPossible);
  const rows = await tx.query(
    `insert into inventory_transactions (inventory_id, type, quantity, notes, reference_type, reference_id)
     select b.inventory_id, 'ADJUSTMENT', b.quantity, $3, 'UNDO', $4::uuid
     from unnest($1::uuid[], $2::integer[]) with ordinality as b (inventory_id, quantity, n)
     where b.quantity <> 0
     order by b.n
     returning id`,
    [places.map((place) => place.id), places.map(({ moved }) => -moved), reason, id],
  );
  return { table: 'inventory', records: rows.length, what: 'corrected' };
}

function demandPossible({ name, quantity, available, moved, others, counted }: Place): void {
  if (others > 0) {
    throw new Refused(`It moved stock of ${name} for an order, which no undo puts back.`, {
      hint: 'Correct the stock: solemate inventory adjust',
    });
  }
  if (counted) {
    throw new Refused(`${name} was counted since: there are ${quantity}, whatever was booked before.`, {
      hint: 'If that is wrong, correct it: solemate inventory adjust',
    });
  }
  if (available < moved) {
    throw new Refused(`${name} has ${available} available: the ${moved} that came in cannot be taken out again.`, {
      hint: 'Some were sold or reserved since. Correct what is left: solemate inventory adjust',
      details: { available, moved },
    });
  }
}
