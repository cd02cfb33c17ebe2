import * as z from 'zod';
import { clean } from '../../domain/display.ts';
import { findNamed } from '../named.ts';
import { operation } from '../operation.ts';
import { CategoryKey } from './parts/columns.ts';
import { categoryTree } from './parts/tree-sql.ts';

export interface CategoryTree {
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly slug: string;
    readonly path: string;
    readonly depth: number;
    /** Right in it. */
    readonly products: number;
    /** In it and below it. */
    readonly products_below: number;
    readonly is_active: boolean;
    readonly archived: boolean;
    readonly version: number;
  }[];
}

export const tree = operation({
  name: 'categories.tree',
  summary: 'Print the categories as a tree, with how many products stand in and below each.',
  permission: 'catalog:read',
  input: z.object({
    category: CategoryKey.optional().describe('only this one and what is below it'),
    archived: z.boolean().optional().describe('also what is in the archive'),
  }),
  positional: ['category'],
  examples: ['categories tree', 'categories tree --json'],
  reads: true,
  csv: true,
  text: ({ rows }: CategoryTree) => {
    const top = Math.min(...rows.map(({ depth }) => depth));
    if (rows.length === 0) return 'There are no categories.\n';
    return rows
      .map(({ name, slug, depth, products, products_below: below, is_active, archived }) => {
        const counts = below === products ? `${products}` : `${products}, ${below} with those below`;
        return `${'  '.repeat(depth - top)}${clean(name)} [${clean(slug)}] (${counts})${archived ? ', archived' : is_active ? '' : ', hidden'}\n`;
      })
      .join('');
  },
  async run({ tx }, { category, archived }): Promise<CategoryTree> {
    const root = category === undefined ? null : await findNamed(tx, 'categories', category);
    const rows = await tx.query<CategoryTree['rows'][number]>(
      `with tree as materialized (
  select c.id, c.name, c.slug, c.is_active, c.version, c.deleted_at, t.path, t.depth, t.place, (
    select count(*)::integer from products p where p.category_id = c.id and p.deleted_at is null
  ) as products
  from categories c
  join ${categoryTree} t on t.id = c.id
)
select t.id, t.name, t.slug, t.path, t.depth, t.products, (
  select sum(b.products)::integer
  from tree b
  where b.place = t.place or starts_with(b.place, t.place || chr(1))
) as products_below, t.is_active, t.deleted_at is not null as archived, t.version
from tree t
where ($2::boolean or t.deleted_at is null)
  and ($1::uuid is null or exists (
    select from tree r where r.id = $1::uuid and (t.place = r.place or starts_with(t.place, r.place || chr(1)))
  ))
order by t.place`,
      [root, archived ?? false],
    );
    return { rows };
  },
});
