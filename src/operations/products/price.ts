import { Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { readRounding } from '../../domain/pricing.ts';
import type { Tx } from '../../platform/database/types.ts';
import { operation } from '../operation.ts';
import { typedBelowCost } from './parts/below-cost.ts';
import {
  demandExpected,
  demandFilter,
  fingerprintOf,
  impossible,
  isComplete,
  PriceInput,
  readChange,
  tooLow,
} from './parts/price-guards.ts';
import { chooseByFilter, chooseBySku, planPrices, readTargets, type PriceRow, type What } from './parts/price-rows.ts';

export interface PricesChanged {
  readonly changed: number;
  /** Amounts that are so already. */
  readonly unchanged: number;
  readonly below_cost: number;
  /** Of every row below: what `expect` holds a later call to. */
  readonly fingerprint: string;
  readonly rows: readonly Omit<PriceRow, 'id' | 'variant' | 'compare_price'>[];
}

const most = 100_000;
const whats: Readonly<Record<PriceInput['what'], What>> = {
  all: { products: 'price', variants: true },
  price: { products: 'price', variants: false },
  variants: { products: undefined, variants: true },
  compare_price: { products: 'compare_price', variants: false },
};

export const price = operation({
  name: 'products.price',
  summary: 'Change many prices at once, by per cent or amount, rounded; all of them or none.',
  permission: 'catalog:write',
  input: PriceInput,
  positional: ['skus'],
  examples: [
    'products price --filter "brand:stride" --percent -10 --round .99 --dry-run',
    'products price RUN SOCKS --amount 2.00 --what price --dry-run',
    'products price RUN-43-BLK --to 104.90 --reason "last pairs"',
  ],
  dryRun: true,
  undoable: true,
  refreshes: ['products', 'product_variants'],
  confirm: (given) => {
    if (!isComplete(given)) return undefined;
    const { below_cost, filter, skus } = given;
    const which = filter === undefined ? plural(skus?.length ?? 0, 'SKU') : `everything under "${filter}"`;
    const question = `Change the prices of ${which}?`;
    return below_cost ? typedBelowCost(`${question} They may fall below the cost.`) : { question };
  },
  done: ({ changed, unchanged, below_cost, fingerprint }: PricesChanged) =>
    `${plural(changed, 'price')} changed${unchanged > 0 ? `, ${unchanged} were so already` : ''}${below_cost > 0 ? `, ${below_cost} below cost` : ''} (fingerprint ${fingerprint}).`,
  async run({ tx, actor }, given): Promise<PricesChanged> {
    const change = readChange(given);
    const rounding = given.round === undefined ? undefined : readRounding(given.round);
    const chosen = given.skus?.length
      ? await chooseBySku(tx, given.skus)
      : await chooseByFilter(tx, demandFilter(given.filter), actor.role);
    const targets = await readTargets(tx, chosen, whats[given.what]);
    if (targets.length === 0) throw new Refused('There is no price to change under this.');
    if (targets.length > most) throw new Refused(`${targets.length} prices are more than ${most}: narrow the filter.`);
    const { rows, problems } = planPrices(targets, change, rounding);
    if (problems.length > 0) throw impossible(problems, targets.length);
    const fingerprint = fingerprintOf(rows);
    demandExpected(given.expect, fingerprint);
    const low = rows.filter(({ warning }) => warning === 'below cost');
    if (low.length > 0 && !given.below_cost) throw tooLow(low, fingerprint);
    await write(tx, rows);
    return {
      changed: rows.length,
      unchanged: targets.length - rows.length,
      below_cost: low.length,
      fingerprint,
      rows: rows.map(({ sku, name, field, from, to, cost, margin, warning }) => ({
        sku,
        name,
        field,
        from,
        to,
        cost,
        margin,
        warning,
      })),
    };
  },
});

async function write(tx: Tx, rows: readonly PriceRow[]): Promise<void> {
  const part = (table: string, field: string, some: readonly PriceRow[]) =>
    some.length === 0
      ? undefined
      : tx.query(
          `update ${table} t
set ${field} = r.amount
from jsonb_to_recordset($1::jsonb) as r (id uuid, amount numeric)
where t.id = r.id`,
          [JSON.stringify(some.map(({ id, to }) => ({ id, amount: to })))],
        );
  for (const field of ['price', 'compare_price'] as const) {
    await part(
      'products',
      field,
      rows.filter((row) => !row.variant && row.field === field),
    );
  }
  await part(
    'product_variants',
    'price',
    rows.filter(({ variant }) => variant),
  );
}
