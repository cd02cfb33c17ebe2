import * as z from 'zod';
import { required } from '../fields.ts';
import { freeSlug, lockNamed, refuseArchivedNamed, Slug } from '../named.ts';
import { operation } from '../operation.ts';
import { categoryColumns, categoryFields, CategoryKey } from './parts/columns.ts';
import { demandNewName } from './parts/sisters.ts';
import { lockTree } from './parts/tree-sql.ts';

export interface CategoryCreated {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly parent: string | null;
  readonly is_active: boolean;
  readonly version: number;
}

export const create = operation({
  name: 'categories.create',
  summary: 'Make a category, at the top or below another one; without a slug it is made from the name.',
  permission: 'catalog:write',
  input: z.object({
    name: required(100).describe('name of the category'),
    parent: CategoryKey.optional().describe('category that it stands below'),
    slug: Slug.optional().describe('name in web addresses, e.g. trail'),
    ...categoryFields,
    draft: z.boolean().default(false).describe('not shown in the shop yet'),
  }),
  positional: ['name'],
  examples: ['categories create Hiking --sort-order 2', 'categories create Gravel --slug gravel --draft --dry-run'],
  dryRun: true,
  undoable: true,
  refreshes: ['categories'],
  done: ({ name, slug, parent, is_active }: CategoryCreated) =>
    `Category ${name} is made as ${slug}${parent === null ? '' : ` below ${parent}`}${is_active ? '' : ', not shown yet'}.`,
  async run({ tx }, { name, parent: above, slug, draft, ...fields }): Promise<CategoryCreated> {
    await lockTree(tx);
    const parent = above === undefined ? undefined : await lockNamed(tx, 'categories', above);
    if (parent) refuseArchivedNamed('categories', parent);
    await demandNewName(tx, name, parent?.id ?? null);
    const columns = {
      name,
      slug: slug ?? (await freeSlug(tx, 'categories', name)),
      parent_id: parent?.id ?? null,
      is_active: !draft,
      ...categoryColumns(fields),
    };
    const names = Object.keys(columns);
    const made = await tx.one<Omit<CategoryCreated, 'parent'>>(
      `insert into categories (${names.join(', ')})
values (${names.map((_, index) => `$${index + 1}`).join(', ')})
returning id, name, slug, is_active, version`,
      Object.values(columns),
    );
    if (!made) throw new Error('the insert returned no row');
    return { ...made, parent: parent?.name ?? null };
  },
});
