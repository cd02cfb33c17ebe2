import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { editRow, ExpectedVersion, type ColumnValue, type RowEdited } from '../editing.ts';
import { naming, Reason, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { BelowCost, demandAboveCost, typedBelowCost } from './parts/below-cost.ts';
import { demandFreeSku } from './parts/columns.ts';
import { lockProduct, type LockedProduct } from './parts/find.ts';
import { noSuchVersion } from './parts/versions.ts';

export interface ProductReverted extends RowEdited {
  readonly sku: string;
  readonly reverted_to: number;
}

/** What a version brings back. Not whether it was archived, and no stock, variants, pictures or attributes. */
const columns = [
  'sku',
  'name',
  'slug',
  'description',
  'category_id',
  'brand_id',
  'price',
  'compare_price',
  'cost',
  'weight',
  'is_active',
  'tags',
  'meta_title',
  'meta_description',
  'barcode',
];

export const revert = operation({
  name: 'products.revert',
  summary: 'Make a product as it was in an earlier version, as a new version; nothing of its history goes away.',
  permission: 'catalog:write',
  input: z.object({
    product: naming('product', required(255)).describe('SKU, slug or id'),
    to_version: z.coerce.number().int().positive().describe('number of the version it shall be as'),
    expected_version: ExpectedVersion,
    below_cost: BelowCost,
    reason: Reason.optional(),
  }),
  positional: ['product', 'to_version'],
  examples: ['products revert RUN 1 --reason "wrong price list"', 'products revert RUN 1 --dry-run'],
  dryRun: true,
  undoable: true,
  refreshes: ['products', 'product_variants'],
  confirm: ({ product, to_version, below_cost }) => {
    const question = `Make ${product} as it was in version ${to_version}?`;
    return below_cost ? typedBelowCost(`${question} Its price may be below the cost.`) : { question };
  },
  done: ({ sku, changes, version, reverted_to }: ProductReverted) =>
    changes.length === 0
      ? `${sku} is as in version ${reverted_to} already: nothing was changed.`
      : `${sku} is as in version ${reverted_to} again, now version ${version}.`,
  async run({ tx }, { product, to_version: wanted, expected_version, below_cost }): Promise<ProductReverted> {
    const before = await lockProduct(tx, product);
    const target = await readTarget(tx, before, wanted);
    const { sku, slug, price, cost } = target;
    if (typeof sku === 'string') {
      await demandFree(tx, before, wanted, 'sku', sku);
      await demandFreeSku(tx, sku, before.id);
    }
    if (typeof slug === 'string') await demandFree(tx, before, wanted, 'slug', slug);
    if (typeof price === 'string') {
      demandAboveCost(before.sku, before, { price, cost: typeof cost === 'string' ? cost : null }, below_cost);
    }
    const done = await editRow(tx, {
      table: 'products',
      name: before.sku,
      row: before,
      columns: target,
      expectedVersion: expected_version,
    });
    return { ...done, sku: typeof sku === 'string' ? sku : before.sku, reverted_to: wanted };
  },
});

/** The columns of that version; one that it did not know yet stays as it is. @throws NotFound, Refused */
async function readTarget(tx: Tx, { id, sku }: LockedProduct, version: number): Promise<Record<string, ColumnValue>> {
  const found = await tx.one<{ data: Record<string, ColumnValue>; brand_gone: boolean; category_gone: boolean }>(
    `select n.data || jsonb_build_object('price', n.data ->> 'price', 'compare_price', n.data ->> 'compare_price',
    'cost', n.data ->> 'cost', 'weight', n.data ->> 'weight') as data,
  n.data ->> 'brand_id' is not null
    and not exists (select from brands b where b.id = (n.data ->> 'brand_id')::uuid) as brand_gone,
  n.data ->> 'category_id' is not null
    and not exists (select from categories c where c.id = (n.data ->> 'category_id')::uuid) as category_gone
from product_versions n
where n.product_id = $1::uuid
  and n.version_number = $2`,
    [id, version],
  );
  if (!found) throw await noSuchVersion(tx, id, sku, version);
  const { data, brand_gone, category_gone } = found;
  if (brand_gone || category_gone) {
    const what = [...(brand_gone ? ['brand'] : []), ...(category_gone ? ['category'] : [])].join(' and the ');
    throw new Refused(`The ${what} of version ${version} of ${sku} is no longer there.`, {
      hint: `Change the fields themselves: solemate products diff ${sku} ${version} shows them.`,
    });
  }
  return Object.fromEntries(columns.filter((name) => name in data).map((name) => [name, data[name] ?? null]));
}

/** @throws Refused naming who has it now: a version does not take a name away from anybody */
async function demandFree(
  tx: Tx,
  { id, sku }: LockedProduct,
  version: number,
  column: 'sku' | 'slug',
  wanted: string,
): Promise<void> {
  const other = await tx.one<{ name: string; sku: string; archived: boolean }>(
    `select p.name, p.sku, p.deleted_at is not null as archived from products p where p.${column} = $1 and p.id <> $2::uuid`,
    [wanted, id],
  );
  if (!other) return;
  const what = column === 'sku' ? 'SKU' : 'slug';
  throw new Refused(
    `${sku} had the ${what} ${wanted} in version ${version}, which belongs to ${other.name}${other.archived ? ' in the archive' : ''} now.`,
    {
      hint: `Give ${other.sku} another ${what} first, or change the other fields by hand.`,
      details: { column, wanted },
    },
  );
}
