import * as z from 'zod';
import { InvalidInput, Refused } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { editRow, ExpectedVersion, type RowEdited } from '../editing.ts';
import { lockNamed, refuseArchivedNamed } from '../named.ts';
import { operation } from '../operation.ts';
import { CategoryKey, categoryFields } from './parts/columns.ts';
import { demandNewName } from './parts/sisters.ts';
import { lockTree } from './parts/tree-sql.ts';

export interface CategoryMoved extends RowEdited {
  readonly name: string;
  readonly slug: string;
  /** From the top down, itself last. */
  readonly path: string;
}

export const move = operation({
  name: 'categories.move',
  summary: 'Put a category, with all that is below it, below another one or at the top.',
  permission: 'catalog:write',
  input: z.object({
    category: CategoryKey,
    to: CategoryKey.optional().describe('category that it shall stand below'),
    top: z.boolean().default(false).describe('put it at the top'),
    sort_order: categoryFields.sort_order,
    expected_version: ExpectedVersion,
  }),
  positional: ['category'],
  examples: ['categories move trail --top', 'categories move trail --to men --sort-order 1'],
  dryRun: true,
  undoable: true,
  refreshes: ['categories', 'products'],
  done: ({ name, path, changes }: CategoryMoved) =>
    changes.length === 0
      ? `${name} stood there already: ${path}.`
      : path === name
        ? `${name} stands at the top.`
        : `${name} stands at ${path}.`,
  async run({ tx }, { category, to, top, sort_order, expected_version: expectedVersion }): Promise<CategoryMoved> {
    if ((to === undefined) !== top) {
      throw new InvalidInput('Where the category goes was not said, or said twice.', {
        hint: 'Give --to CATEGORY or --top.',
      });
    }
    await lockTree(tx);
    const row = await lockNamed(tx, 'categories', category);
    refuseArchivedNamed('categories', row);
    const parent = to === undefined ? undefined : await lockNamed(tx, 'categories', to);
    if (parent) refuseArchivedNamed('categories', parent);
    const above = parent ? await pathTo(tx, parent.id) : [];
    if (above.some(({ id }) => id === row.id)) {
      throw new Refused(
        parent?.id === row.id
          ? `${row.name} cannot stand below itself.`
          : `${parent?.name ?? ''} stands below ${row.name}: a category cannot be moved below itself.`,
        { hint: `Move ${parent?.name ?? ''} somewhere else first.` },
      );
    }
    await demandNewName(tx, row.name, parent?.id ?? null, row.id);
    const columns = { parent_id: parent?.id ?? null, ...(sort_order !== undefined && { sort_order }) };
    const done = await editRow(tx, {
      table: 'categories',
      name: `Category ${row.name}`,
      row,
      columns,
      expectedVersion,
    });
    const path = [...above.map(({ name }) => name), row.name].join(' › ');
    return { ...done, name: row.name, slug: row.slug, path };
  },
});

/** From the top down, the category itself last. */
async function pathTo(tx: Tx, id: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return tx.query(
    `with recursive above as (
  select c.id, c.name, c.parent_id, 0 as height from categories c where c.id = $1::uuid
  union all
  select c.id, c.name, c.parent_id, a.height + 1 from categories c join above a on c.id = a.parent_id
)
select a.id, a.name from above a order by a.height desc`,
    [id],
  );
}
