import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { editRow, ExpectedVersion } from '../editing.ts';
import { lockNamed } from '../named.ts';
import { operation } from '../operation.ts';
import { countProducts, findTarget, moveProducts } from '../products/steps.ts';
import { BrandKey } from './parts/columns.ts';
import { list } from './list.ts';

export interface BrandArchived {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly version: number;
  /** Products that went to another brand. */
  readonly moved: number;
}

export const archive = operation({
  name: 'brands.archive',
  summary: 'Put a brand into the archive; its products must go to another one first, or with it.',
  permission: 'catalog:write',
  input: z.object({
    brand: BrandKey,
    expected_version: ExpectedVersion,
    move_products_to: BrandKey.optional().describe('brand that takes its products'),
  }),
  positional: ['brand'],
  examples: ['brands archive fjell', 'brands archive stride --move-products-to fjell'],
  dryRun: true,
  undoable: true,
  bulk: { key: 'brand', matching: () => list, column: 'slug' },
  refreshes: ['brands', 'products'],
  confirm: ({ brand, move_products_to: to }) => ({
    question: `Archive the brand ${brand}${to === undefined ? '' : ` and move its products to ${to}`}?`,
  }),
  done: ({ name, moved }: BrandArchived) =>
    `Brand ${name} is in the archive${moved > 0 ? `; ${plural(moved, 'product')} moved` : ''}.`,
  async run({ tx }, { brand, expected_version: expectedVersion, move_products_to: to }): Promise<BrandArchived> {
    const row = await lockNamed(tx, 'brands', brand);
    if (row.deleted_at !== null) throw new Refused(`Brand ${row.name} is in the archive already.`);
    const target = to === undefined ? undefined : await findTarget(tx, 'brands', to, row);
    const moved = target === undefined ? 0 : await moveProducts(tx, 'brands', row.id, target);
    const left = target === undefined ? await countProducts(tx, 'brands', row.id) : 0;
    if (left > 0) {
      throw new Refused(`Brand ${row.name} still has ${plural(left, 'product')}.`, {
        hint: `Give --move-products-to BRAND; see: solemate products list --brand ${row.slug}`,
        details: { products: left },
      });
    }
    const { id, version } = await editRow(tx, {
      table: 'brands',
      name: `Brand ${row.name}`,
      row,
      columns: { is_active: false, deleted_at: new Date().toISOString() },
      expectedVersion,
    });
    return { id, name: row.name, slug: row.slug, version, moved };
  },
});
