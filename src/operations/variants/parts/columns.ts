import * as z from 'zod';
import { Refused } from '../../../domain/errors.ts';
import { compareMoney } from '../../../domain/money.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { ColumnValue } from '../../editing.ts';
import { naming, NewSku, required, text } from '../../fields.ts';
import { Price } from '../../products/steps.ts';
import type { LockedVariant } from './find.ts';

/** Empty text clears what may be empty. */
const clearable = <T extends z.ZodType>(type: T) => z.union([z.literal(''), type]);

const Weight = z.string().regex(/^\d{1,4}(\.\d{1,3})?$/u, 'kilograms such as 0.85 are needed');

/** What a person may say about a variant when it is made; the same when it is edited. */
export const variantFields = {
  size: text(20).optional().describe('size, e.g. 42.5'),
  color: text(50).optional().describe('colour, e.g. black'),
  price: clearable(Price).optional().describe("price of its own, e.g. 129.00; empty: the product's"),
  weight: clearable(Weight).optional().describe('weight in kg, e.g. 0.85'),
  barcode: text(50).optional().describe('what the scanner reads off the box'),
};

export const belowCostField = {
  below_cost: z.boolean().default(false).describe('yes, the price is meant to be below the cost'),
};

/** operations.md: a price below the cost wants a typed confirmation. */
export const confirmBelowCost = ({ below_cost }: { readonly below_cost: boolean }) =>
  below_cost ? { question: 'The price may be below the cost.', typed: 'BELOW COST' } : undefined;

export const editFields = {
  sku: NewSku.optional().describe('new SKU'),
  ...variantFields,
  active: z.enum(['yes', 'no']).optional().describe('on sale: yes or no'),
};

export const EditFields = z.object(editFields);
export type EditedFields = z.infer<typeof EditFields>;

/** The columns that these fields mean; what was not given is left out. */
export function variantColumns({ active, ...fields }: EditedFields): Record<string, ColumnValue> {
  const columns: Record<string, ColumnValue> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) columns[key] = value === '' ? null : value;
  }
  if (active !== undefined) columns['is_active'] = active === 'yes';
  return columns;
}

/** @throws Refused unless `allowed` when this price is below what one costs the shop */
export function demandPriceAboveCost(sku: string, price: string | null, cost: string | null, allowed: boolean): void {
  if (allowed || price === null || cost === null || compareMoney(price, cost) >= 0) return;
  throw new Refused(`The price ${price} of ${sku} is below its cost of ${cost}.`, {
    hint: 'Give --below-cost when that is meant.',
  });
}

/**
 * A SKU on a shelf means one thing: no variant and no other product has it. @throws Refused that names who has it
 * @param variantId the variant that asks, which may keep its own
 */
export async function demandFreeSkus(
  tx: Tx,
  skus: readonly string[],
  productId: string,
  variantId: string | null = null,
): Promise<void> {
  const other = await tx.one<{ sku: string; name: string; what: string }>(
    `select v.sku, p.name, 'a variant of ' as what
from product_variants v
join products p on p.id = v.product_id
where lower(v.sku) = any ($1::text[]) and v.id is distinct from $3::uuid
union all
select p.sku, p.name, ''
from products p
where lower(p.sku) = any ($1::text[]) and p.id <> $2::uuid
limit 1`,
    [skus.map((sku) => sku.toLowerCase()), productId, variantId],
  );
  if (other) throw new Refused(`The SKU ${other.sku} belongs to ${other.what}${other.name}.`);
}

/** @throws Refused that names the variant of this product that has the size and colour, archived or not */
export async function demandFreeCell(
  tx: Tx,
  productId: string,
  { size, color }: Pick<LockedVariant, 'size' | 'color'>,
  variantId: string | null = null,
): Promise<void> {
  const other = await tx.one<{ sku: string; archived: boolean }>(
    `select v.sku, v.deleted_at is not null as archived
from product_variants v
where v.product_id = $1::uuid
  and lower(v.size) is not distinct from lower($2::text)
  and lower(v.color) is not distinct from lower($3::text)
  and v.id is distinct from $4::uuid
limit 1`,
    [productId, size, color, variantId],
  );
  if (!other) return;
  const cell = [size === null ? 'no size' : `size ${size}`, color ?? 'no colour'].join(', ');
  throw new Refused(`There is already ${other.sku} with ${cell}${other.archived ? ', in the archive' : ''}.`, {
    ...(other.archived && { hint: `Restore it instead: solemate variants restore ${other.sku}` }),
  });
}

export const VariantKey = naming('variant', required(100)).describe('SKU, barcode or id of the variant');
