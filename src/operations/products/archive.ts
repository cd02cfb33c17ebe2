import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { editRow, ExpectedVersion } from '../editing.ts';
import { naming, Reason, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockAnyProduct } from './parts/find.ts';
import { list as productsList } from './list.ts';

export interface ProductArchived {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly version: number;
  /** Variants that went off sale with it. */
  readonly variants_off_sale: number;
  /** Orders under way that hold it; they are shipped all the same. */
  readonly open_orders: number;
  /** Pieces that still lie in the warehouses. */
  readonly on_hand: number;
}

export const archive = operation({
  name: 'products.archive',
  summary: 'Take a product off sale for good and out of the lists, with its variants; it can be restored.',
  permission: 'catalog:write',
  input: z.object({
    product: naming('product', required(255)).describe('SKU, slug or id'),
    reason: Reason.optional(),
    expected_version: ExpectedVersion,
  }),
  positional: ['product'],
  examples: ['products archive SOCKS --reason "no longer made"', 'products archive RUN --dry-run'],
  bulk: { key: 'product', matching: () => productsList, column: 'sku' },
  dryRun: true,
  undoable: true,
  refreshes: ['products', 'product_variants'],
  confirm: ({ product }) => ({ question: `Put ${product} into the archive, off sale with all its variants?` }),
  done: ({ sku, variants_off_sale, open_orders, on_hand }: ProductArchived) =>
    [
      `${sku} is in the archive${variants_off_sale > 0 ? `, ${plural(variants_off_sale, 'variant')} off sale` : ''}.`,
      ...(open_orders > 0 ? [`${plural(open_orders, 'open order')} still to be shipped.`] : []),
      ...(on_hand > 0 ? [`${plural(on_hand, 'piece')} still in the warehouses.`] : []),
    ].join(' '),
  async run({ tx }, { product, expected_version: expectedVersion }): Promise<ProductArchived> {
    const before = await lockAnyProduct(tx, product);
    if (before.archived) throw new Refused(`${before.sku} is in the archive already.`);
    const effects = await effectsOf(tx, before.id);
    const now = await tx.one<{ now: string }>('select now()::text as now');
    // The trigger takes the product and its variants off sale; the columns are told so that a version shows both.
    const { version } = await editRow(tx, {
      table: 'products',
      name: before.sku,
      row: before,
      columns: { deleted_at: now?.now ?? null, is_active: false },
      expectedVersion,
    });
    return { id: before.id, sku: before.sku, name: before.name, version, ...effects };
  },
});

type Effects = Pick<ProductArchived, 'variants_off_sale' | 'open_orders' | 'on_hand'>;

async function effectsOf(tx: Tx, id: string): Promise<Effects> {
  const row = await tx.one<Effects>(
    `select
  (select count(*)::integer from product_variants v where v.product_id = $1::uuid and v.is_active) as variants_off_sale,
  (select count(distinct o.id)::integer
    from order_items i
    join orders o on o.id = i.order_id and o.created_at = i.order_created_at
    where i.product_id = $1::uuid and o.status in ('PENDING', 'CONFIRMED', 'PROCESSING')) as open_orders,
  (select coalesce(sum(i.quantity), 0)::integer from inventory i where i.product_id = $1::uuid) as on_hand`,
    [id],
  );
  return row ?? { variants_off_sale: 0, open_orders: 0, on_hand: 0 };
}
