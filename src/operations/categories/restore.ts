import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { editRow, ExpectedVersion } from '../editing.ts';
import { lockNamed } from '../named.ts';
import { operation } from '../operation.ts';
import { CategoryKey } from './parts/columns.ts';
import { lockTree } from './parts/tree-sql.ts';

export interface CategoryRestored {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly version: number;
}

export const restore = operation({
  name: 'categories.restore',
  summary: 'Bring a category back from the archive, to its old place and shown in the shop.',
  permission: 'catalog:write',
  input: z.object({ category: CategoryKey, expected_version: ExpectedVersion }),
  positional: ['category'],
  examples: ['categories restore trail'],
  dryRun: true,
  undoable: true,
  refreshes: ['categories', 'products'],
  done: ({ name }: CategoryRestored) => `Category ${name} is back.`,
  async run({ tx }, { category, expected_version: expectedVersion }): Promise<CategoryRestored> {
    await lockTree(tx);
    const row = await lockNamed(tx, 'categories', category);
    if (row.deleted_at === null) throw new Refused(`Category ${row.name} is not in the archive.`);
    await refuseArchivedParent(tx, row.id);
    const { id, version } = await editRow(tx, {
      table: 'categories',
      name: `Category ${row.name}`,
      row,
      columns: { deleted_at: null, is_active: true },
      expectedVersion,
    });
    return { id, name: row.name, slug: row.slug, version };
  },
});

async function refuseArchivedParent(tx: Tx, id: string): Promise<void> {
  const parent = await tx.one<{ name: string; slug: string }>(
    `select p.name, p.slug
from categories c
join categories p on p.id = c.parent_id
where c.id = $1::uuid and p.deleted_at is not null`,
    [id],
  );
  if (!parent) return;
  throw new Refused(`The category above it, ${parent.name}, is in the archive as well.`, {
    hint: `Restore that one first: solemate categories restore ${parent.slug}`,
  });
}
