import * as z from 'zod';
import { editRow, ExpectedVersion, toldChanges, type RowEdited } from '../editing.ts';
import { editsShownBy, yesNo } from '../edits.ts';
import { required } from '../fields.ts';
import { lockNamed, refuseArchivedNamed, Slug } from '../named.ts';
import { operation } from '../operation.ts';
import { categoryColumns, categoryFields, CategoryKey } from './parts/columns.ts';
import { demandNewName } from './parts/sisters.ts';
import { lockTree } from './parts/tree-sql.ts';
import { show } from './show.ts';

export interface CategoryEdited extends RowEdited {
  readonly name: string;
  readonly slug: string;
}

export const edit = operation({
  name: 'categories.edit',
  summary: 'Change fields of a category; an empty value clears a field that may be empty.',
  permission: 'catalog:write',
  input: z.object({
    category: CategoryKey,
    expected_version: ExpectedVersion,
    name: required(100).optional().describe('new name'),
    slug: Slug.optional().describe('new name in web addresses'),
    ...categoryFields,
    active: z.enum(['yes', 'no']).optional().describe('shown in the shop: yes or no'),
  }),
  positional: ['category'],
  examples: ['categories edit trail --name "Trail running" --expected-version 1', 'categories edit trail --active no'],
  edits: editsShownBy(show, ({ name, version, slug, description, image_url, sort_order, is_active }) => ({
    name,
    version,
    fields: { name, slug, description, image_url, sort_order, active: yesNo(is_active) },
  })),
  dryRun: true,
  undoable: true,
  refreshes: ['categories', 'products'],
  done: ({ name, changes }: CategoryEdited) => toldChanges(`Category ${name}`, changes),
  async run(
    { tx },
    { category, expected_version: expectedVersion, name, slug, active, ...fields },
  ): Promise<CategoryEdited> {
    if (name !== undefined) await lockTree(tx);
    const row = await lockNamed(tx, 'categories', category);
    refuseArchivedNamed('categories', row);
    if (name !== undefined) {
      const place = await tx.one<{ parent_id: string | null }>('select parent_id from categories where id = $1::uuid', [
        row.id,
      ]);
      await demandNewName(tx, name, place?.parent_id ?? null, row.id);
    }
    const columns = {
      ...(name !== undefined && { name }),
      ...(slug !== undefined && { slug }),
      ...(active !== undefined && { is_active: active === 'yes' }),
      ...categoryColumns(fields),
    };
    const done = await editRow(tx, {
      table: 'categories',
      name: `Category ${row.name}`,
      row,
      columns,
      expectedVersion,
    });
    return { ...done, name: name ?? row.name, slug: slug ?? row.slug };
  },
});
