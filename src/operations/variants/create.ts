import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { skuOf, defaultPattern } from '../../domain/variant-matrix.ts';
import type { Tx } from '../../platform/database/types.ts';
import { naming, NewSku, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockProduct } from '../products/steps.ts';
import {
  belowCostField,
  confirmBelowCost,
  demandFreeCell,
  demandFreeSkus,
  demandPriceAboveCost,
  variantFields,
} from './parts/columns.ts';

export interface VariantCreated {
  readonly id: string;
  readonly sku: string;
  readonly product_sku: string;
  readonly size: string | null;
  readonly color: string | null;
  /** Its own; null: the product's. */
  readonly price: string | null;
  readonly is_active: boolean;
  readonly version: number;
}

export const create = operation({
  name: 'variants.create',
  summary: 'Make one variant of a product; without a SKU it is made from the product, size and colour.',
  permission: 'catalog:write',
  input: z.object({
    product: naming('product', required(255)).describe('SKU, slug or id of the product'),
    sku: NewSku.optional().describe('SKU of the variant'),
    ...variantFields,
    draft: z.boolean().default(false).describe('not on sale yet'),
    ...belowCostField,
  }),
  positional: ['product'],
  examples: ['variants create RUN --size 44 --color black --price 129.00', 'variants create RUN --size 45 --dry-run'],
  dryRun: true,
  undoable: true,
  refreshes: ['product_variants', 'products'],
  confirm: confirmBelowCost,
  done: ({ sku, product_sku, is_active }: VariantCreated) =>
    `${sku} is made for ${product_sku}${is_active ? '' : ', not on sale yet'}.`,
  async run({ tx }, input): Promise<VariantCreated> {
    const product = await lockProduct(tx, input.product);
    const [size, color] = [input.size || null, input.color || null];
    const sku =
      input.sku ?? skuOf(defaultPattern, product.sku, size, color === null ? null : { name: color, code: undefined });
    if (size === null && color === null) await demandOnlyOne(tx, product);
    await demandFreeCell(tx, product.id, { size, color });
    await demandFreeSkus(tx, [sku], product.id);
    demandPriceAboveCost(sku, input.price || null, product.cost, input.below_cost);
    const made = await tx.one<Omit<VariantCreated, 'product_sku'>>(
      `insert into product_variants (product_id, sku, size, color, price, weight, barcode, is_active)
values ($1::uuid, $2, $3, $4, $5::numeric, $6::numeric, $7, $8::boolean)
returning id, sku, size, color, price, is_active, version`,
      [product.id, sku, size, color, input.price || null, input.weight || null, input.barcode || null, !input.draft],
    );
    if (!made) throw new Error('the insert returned no row');
    return { ...made, product_sku: product.sku };
  },
});

/** One without size and colour beside others could not be told from the product. @throws Refused */
async function demandOnlyOne(tx: Tx, { id, sku }: { readonly id: string; readonly sku: string }): Promise<void> {
  const other = await tx.one<{ sku: string }>(
    `select v.sku
     from product_variants v
     where v.product_id = $1::uuid
       and coalesce(v.size, v.color) is not null
       and v.deleted_at is null
     limit 1`,
    [id],
  );
  if (!other) return;
  throw new Refused(`${sku} is sold by size or colour, as in ${other.sku}: a variant without either is none.`, {
    hint: 'Add --size, --color or both.',
  });
}
