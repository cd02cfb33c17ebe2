import type { Tx } from '../../../platform/database/types.ts';

/**
 * Every category with its place in the tree. `place` sorts as the tree is read: a category before those below it,
 * sisters by sort_order and name. Bytes and not letters are compared, so that the separators count.
 */
export const categoryTree = `(
    with recursive tree as (
      select c.id, c.name::text as path, 0 as depth, ${placeOf()} as place
      from categories c
      where c.parent_id is null
      union all
      select c.id, t.path || ' › ' || c.name, t.depth + 1, t.place || chr(1) || ${placeOf()}
      from categories c
      join tree t on t.id = c.parent_id
    )
    select id, path, depth, place collate "C" as place from tree
  )`;

function placeOf(): string {
  return `lpad((c.sort_order::bigint + 2147483648)::text, 10, '0') || lower(c.name) || chr(2) || c.slug`;
}

/**
 * One after the other: moving, archiving and making categories look at the tree as a whole. The lock of the trigger in
 * the database (0003), taken before any row, so that two moves wait instead of deadlocking.
 */
export async function lockTree(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('categories.parent_id'))");
}
