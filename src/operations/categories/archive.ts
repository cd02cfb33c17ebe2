import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { editRow, ExpectedVersion } from '../editing.ts';
import { lockNamed, type NamedRow } from '../named.ts';
import { operation } from '../operation.ts';
import { countProducts, findTarget, moveProducts } from '../products/steps.ts';
import { CategoryKey } from './parts/columns.ts';
import { list } from './list.ts';
import { lockTree } from './parts/tree-sql.ts';

export interface CategoryArchived {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly version: number;
  /** Products that went to another category. */
  readonly moved: number;
}

export const archive = operation({
  name: 'categories.archive',
  summary:
    'Put a category into the archive; what is below it and in it must go elsewhere first, products also with it.',
  permission: 'catalog:write',
  input: z.object({
    category: CategoryKey,
    expected_version: ExpectedVersion,
    move_products_to: CategoryKey.optional().describe('category that takes its products'),
  }),
  positional: ['category'],
  examples: ['categories archive trail', 'categories archive trail --move-products-to men'],
  dryRun: true,
  undoable: true,
  bulk: { key: 'category', matching: () => list, column: 'slug' },
  refreshes: ['categories', 'products'],
  confirm: ({ category, move_products_to: to }) => ({
    question: `Archive the category ${category}${to === undefined ? '' : ` and move its products to ${to}`}?`,
  }),
  done: ({ name, moved }: CategoryArchived) =>
    `Category ${name} is in the archive${moved > 0 ? `; ${plural(moved, 'product')} moved` : ''}.`,
  async run({ tx }, { category, expected_version: expectedVersion, move_products_to: to }): Promise<CategoryArchived> {
    await lockTree(tx);
    const row = await lockNamed(tx, 'categories', category);
    if (row.deleted_at !== null) throw new Refused(`Category ${row.name} is in the archive already.`);
    const target = to === undefined ? undefined : await findTarget(tx, 'categories', to, row);
    await refuseChildren(tx, row);
    const moved = target === undefined ? 0 : await moveProducts(tx, 'categories', row.id, target);
    const left = target === undefined ? await countProducts(tx, 'categories', row.id) : 0;
    if (left > 0) {
      throw new Refused(`Category ${row.name} still has ${plural(left, 'product')}.`, {
        hint: `Give --move-products-to CATEGORY; see: solemate products list --category ${row.slug}`,
        details: { products: left },
      });
    }
    const { id, version } = await editRow(tx, {
      table: 'categories',
      name: `Category ${row.name}`,
      row,
      columns: { is_active: false, deleted_at: new Date().toISOString() },
      expectedVersion,
    });
    return { id, name: row.name, slug: row.slug, version, moved };
  },
});

async function refuseChildren(tx: Tx, { id, name, slug }: NamedRow): Promise<void> {
  const children = await tx.query<{ name: string }>(
    'select c.name from categories c where c.parent_id = $1::uuid and c.deleted_at is null order by c.name',
    [id],
  );
  if (children.length === 0) return;
  const told = children.slice(0, 3).map((child) => child.name);
  const rest = children.length > told.length ? ' and others' : '';
  throw new Refused(
    `Category ${name} still has ${plural(children.length, 'category', 'categories')} below it: ${told.join(', ')}${rest}.`,
    {
      hint: `Move or archive these first; see: solemate categories tree ${slug}`,
      details: { children: children.length },
    },
  );
}
