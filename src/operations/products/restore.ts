import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { editRow, ExpectedVersion } from '../editing.ts';
import { naming, Reason, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockAnyProduct } from './parts/find.ts';
import { list as productsList } from './list.ts';

export interface ProductRestored {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly version: number;
  readonly is_active: boolean;
  /** Variants that are on sale again. */
  readonly variants_on_sale: number;
}

export const restore = operation({
  name: 'products.restore',
  summary: 'Bring a product back from the archive, on sale as it was, with the variants that were.',
  permission: 'catalog:write',
  input: z.object({
    product: naming('product', required(255)).describe('SKU, slug or id'),
    active: z.enum(['yes', 'no']).optional().describe('on sale at once: yes or no; left out: as it was'),
    reason: Reason.optional(),
    expected_version: ExpectedVersion,
  }),
  positional: ['product'],
  examples: ['products restore SOCKS', 'products restore SOCKS --active no --reason "prices first"'],
  bulk: { key: 'product', matching: () => productsList, column: 'sku' },
  dryRun: true,
  undoable: true,
  refreshes: ['products', 'product_variants'],
  done: ({ sku, is_active, variants_on_sale }: ProductRestored) =>
    is_active
      ? `${sku} is back and on sale${variants_on_sale > 0 ? ` with ${plural(variants_on_sale, 'variant')}` : ''}.`
      : `${sku} is back, but not on sale: products edit ${sku} --active yes.`,
  async run({ tx }, { product, active, expected_version: expectedVersion }): Promise<ProductRestored> {
    const before = await lockAnyProduct(tx, product);
    if (!before.archived) throw new Refused(`${before.sku} is not in the archive.`);
    const was = await tx.one<{ variants: number; active: boolean | null }>(
      `select
  (select count(*)::integer from product_variants v where v.product_id = $1::uuid and v.archived_at is not null) as variants,
  (select (n.data ->> 'is_active')::boolean
    from product_versions n
    where n.product_id = $1::uuid and n.data ->> 'deleted_at' is null
    order by n.version_number desc
    limit 1) as active`,
      [before.id],
    );
    const variants = was?.variants ?? 0;
    // Imported into the archive, it never was anything else: then its variants tell.
    const wanted = active === undefined ? (was?.active ?? variants > 0) : active === 'yes';
    const { version } = await editRow(tx, {
      table: 'products',
      name: before.sku,
      row: before,
      columns: { deleted_at: null, is_active: wanted },
      expectedVersion,
    });
    return {
      id: before.id,
      sku: before.sku,
      name: before.name,
      version,
      is_active: wanted,
      variants_on_sale: variants,
    };
  },
});
