import type { Tx } from '../../../platform/database/types.ts';

/** A statement stays far under the time limit of one: a trigger looks at every line. */
const batch = 2000;

export interface Pieces {
  readonly inventory_id: string;
  readonly sku: string;
  readonly pieces: number;
}

export interface Counted extends Pieces {
  readonly counted: number;
  readonly expected: number;
}

/** Puts places on the sheet, those that are there already left alone. In one order, as for every unique key. */
export async function addLines(tx: Tx, countId: string, inventoryIds: readonly string[]): Promise<void> {
  const ordered = inventoryIds.toSorted();
  for (let from = 0; from < ordered.length; from += batch) {
    await tx.query(
      `insert into stock_count_lines (count_id, inventory_id)
       select $1::uuid, p.id
       from unnest($2::uuid[]) as p (id)
       on conflict (count_id, inventory_id) do nothing`,
      [countId, ordered.slice(from, from + batch)],
    );
  }
}

/** What was counted so far, these lines locked in the order of their places. */
export async function lockLines(
  tx: Tx,
  countId: string,
  inventoryIds: readonly string[],
): Promise<Map<string, number | null>> {
  const rows = await tx.query<{ inventory_id: string; counted: number | null }>(
    `select l.inventory_id, l.counted
     from stock_count_lines l
     where l.count_id = $1::uuid
       and l.inventory_id = any ($2::uuid[])
     order by l.inventory_id
     for no key update of l`,
    [countId, inventoryIds],
  );
  return new Map(rows.map(({ inventory_id, counted }) => [inventory_id, counted]));
}

/**
 * Writes what was counted; the trigger notes what the ledger says where a line is counted for the first time.
 * `afresh`: what the ledger says is noted anew, as if nobody had counted the line before.
 */
export async function writeCounted(
  tx: Tx,
  countId: string,
  counted: readonly Pieces[],
  afresh: boolean,
): Promise<Counted[]> {
  const expected = new Map<string, number>();
  for (let from = 0; from < counted.length; from += batch) {
    const some = counted.slice(from, from + batch);
    const ids = some.map(({ inventory_id }) => inventory_id);
    if (afresh) await forgetLines(tx, countId, ids);
    const rows = await tx.query<{ inventory_id: string; expected: number }>(
      `update stock_count_lines l
       set counted = n.counted
       from unnest($2::uuid[], $3::integer[]) as n (inventory_id, counted)
       where l.count_id = $1::uuid
         and l.inventory_id = n.inventory_id
       returning l.inventory_id, l.expected`,
      [countId, ids, some.map(({ pieces }) => pieces)],
    );
    for (const row of rows) expected.set(row.inventory_id, row.expected);
  }
  return counted.map((one) => ({ ...one, counted: one.pieces, expected: expected.get(one.inventory_id) ?? 0 }));
}

/** These lines are to be counted again. */
export async function forgetLines(tx: Tx, countId: string, inventoryIds: readonly string[]): Promise<void> {
  await tx.query(
    `update stock_count_lines
     set counted = null
     where count_id = $1::uuid
       and inventory_id = any ($2::uuid[])
       and counted is not null`,
    [countId, inventoryIds],
  );
}
