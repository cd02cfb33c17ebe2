import * as z from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import {
  cellKey,
  defaultPattern,
  matrixOf,
  mostCells,
  patternProblem,
  readColors,
  readSizes,
  sameSku,
  type MatrixCell,
} from '../../domain/variant-matrix.ts';
import type { Tx } from '../../platform/database/types.ts';
import { naming, required, text } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockProduct } from '../products/steps.ts';
import {
  belowCostField,
  confirmBelowCost,
  demandFreeSkus,
  demandPriceAboveCost,
  variantFields,
} from './parts/columns.ts';

export interface GeneratedCell extends MatrixCell {
  /** `archived`: it exists, and variants.restore brings it back. */
  readonly state: 'new' | 'exists' | 'archived';
}

export interface VariantsGenerated {
  readonly product: string;
  readonly created: number;
  readonly existing: number;
  readonly rows: readonly GeneratedCell[];
}

const input = z.object({
  product: naming('product', required(255)).describe('SKU, slug or id of the product'),
  sizes: text(2000).optional().describe('sizes: 36-45, 36-42.5 (halves too), S-XL, "41, 42, 43.5"'),
  colors: text(2000).optional().describe('colours, with a code for the SKU where wanted: black=BLK,white'),
  half_sizes: z.boolean().default(false).describe('ranges of sizes have the half ones too'),
  pattern: required(100).default(defaultPattern).describe('SKU pattern; {color:3} is the first three letters'),
  price: variantFields.price,
  weight: variantFields.weight,
  draft: z.boolean().default(false).describe('not on sale yet'),
  ...belowCostField,
});

export const generate = operation({
  name: 'variants.generate',
  summary: 'Make the variants of a product: every size in every colour; those that exist are left alone.',
  permission: 'catalog:write',
  input,
  positional: ['product'],
  examples: [
    'variants generate RUN --sizes 36-45 --colors black=BLK,white=WHT --dry-run',
    'variants generate RUN --sizes 41-43 --half-sizes --colors red --pattern "{product}-{size}-{color:3}"',
  ],
  dryRun: true,
  undoable: true,
  refreshes: ['product_variants', 'products'],
  confirm: confirmBelowCost,
  done: ({ product, created, existing }: VariantsGenerated) =>
    `${plural(created, 'variant')} made for ${product}${existing > 0 ? `, ${existing} were there already` : ''}.`,
  async run({ tx }, given): Promise<VariantsGenerated> {
    const { sizes, colors } = readLists(given);
    const product = await lockProduct(tx, given.product);
    const cells = matrixOf(product.sku, sizes, colors, given.pattern);
    const twins = sameSku(cells);
    if (twins) {
      const [one, other] = twins.map(({ size, color }) => [size, color].filter((part) => part !== null).join(' '));
      throw new InvalidInput(`The pattern gives the SKU ${twins[0].sku} to both ${one} and ${other}.`, {
        hint: 'Give colours a code, such as black=BLK, or a longer pattern.',
      });
    }
    const there = await existingCells(tx, product.id);
    const rows = cells.map((cell): GeneratedCell => {
      const found = there.get(cellKey(cell.size, cell.color));
      return found ? { ...cell, ...found } : { ...cell, state: 'new' };
    });
    const fresh = rows.filter(({ state }) => state === 'new');
    await demandFreeSkus(
      tx,
      fresh.map(({ sku }) => sku),
      product.id,
    );
    if (fresh.length > 0) demandPriceAboveCost(product.sku, given.price || null, product.cost, given.below_cost);
    await tx.query(
      `insert into product_variants (product_id, sku, size, color, price, weight, is_active)
select $1::uuid, r.sku, r.size, r.color, $3::numeric, $4::numeric, $5::boolean
from jsonb_to_recordset($2::jsonb) as r (sku text, size text, color text)`,
      [product.id, JSON.stringify(fresh), given.price || null, given.weight || null, !given.draft],
    );
    return { product: product.sku, created: fresh.length, existing: rows.length - fresh.length, rows };
  },
});

function readLists({ sizes, colors, half_sizes, pattern }: z.infer<typeof input>) {
  if (!sizes && !colors) {
    throw new InvalidInput('Neither sizes nor colours were given.', {
      hint: 'Give --sizes 36-45, --colors black,white.',
    });
  }
  const readSize = sizes ? readSizes(sizes, half_sizes) : [];
  if ('problem' in readSize) throw new InvalidInput(`Sizes: ${readSize.problem}.`);
  const readColor = colors ? readColors(colors) : [];
  if ('problem' in readColor) throw new InvalidInput(`Colours: ${readColor.problem}.`);
  const count = Math.max(readSize.length, 1) * Math.max(readColor.length, 1);
  if (count > mostCells)
    throw new InvalidInput(`That would be ${count} variants; at most ${mostCells} are made at once.`);
  const several = { sizes: readSize.length > 1, colors: readColor.length > 1 };
  const problem = patternProblem(pattern, several);
  if (problem !== undefined) throw new InvalidInput(`The pattern "${pattern}" is of no use: ${problem}.`);
  return { sizes: readSize, colors: readColor };
}

async function existingCells(tx: Tx, productId: string) {
  const rows = await tx.query<{ sku: string; size: string | null; color: string | null; archived: boolean }>(
    `select v.sku, v.size, v.color, v.deleted_at is not null as archived
from product_variants v
where v.product_id = $1::uuid`,
    [productId],
  );
  return new Map(
    rows.map(({ sku, size, color, archived }) => [
      cellKey(size, color),
      { sku, state: archived ? ('archived' as const) : ('exists' as const) },
    ]),
  );
}
