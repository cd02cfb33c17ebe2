import { Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

/**
 * Two categories of one name may stand in two places of the tree, never side by side: nobody could tell them apart. Called
 * with the tree locked. Where two stand side by side already, either may be changed in all else.
 * @param parentId null: at the top
 * @throws Refused naming the one that is there
 */
export async function demandNewName(
  tx: Tx,
  name: string,
  parentId: string | null,
  ownId: string | null = null,
): Promise<void> {
  const twin = await tx.one<{ name: string; slug: string; archived: boolean; parent: string | null }>(
    `select c.name, c.slug, c.deleted_at is not null as archived, p.name as parent
from categories c
left join categories p on p.id = c.parent_id
where lower(c.name) = lower($1)
  and c.parent_id is not distinct from $2::uuid
  and c.id is distinct from $3::uuid
  and not exists (
    select from categories o where o.id = $3::uuid and lower(o.name) = lower($1) and o.parent_id is not distinct from $2::uuid
  )
order by archived, c.slug
limit 1`,
    [name, parentId, ownId],
  );
  if (!twin) return;
  const where = twin.parent === null ? 'at the top' : `below ${twin.parent}`;
  throw new Refused(`There is already a category ${twin.name} ${where}${twin.archived ? ', in the archive' : ''}.`, {
    hint: twin.archived
      ? `Restore it instead: solemate categories restore ${twin.slug}`
      : `Use that one (${twin.slug}), or give this one another name or another place.`,
  });
}
