import { tellDifferences } from '../../../domain/field-changes.ts';
import { isBelowCost } from '../../../domain/pricing.ts';
import { diff, type ProductDiff } from '../../../operations/products/diff.ts';
import { revert } from '../../../operations/products/revert.ts';
import { show } from '../../../operations/products/show.ts';
import type { AppApi } from '../screen.ts';

/** Asks with every field that would change, and then makes the product as it was. */
export async function bringBack(app: AppApi, sku: string, version: number): Promise<boolean> {
  const [changes, now] = await Promise.all([
    app.read(diff, { product: sku, from: version }),
    app.read(show, { product: sku }),
  ]);
  const told = changes.rows.map(({ field, from, to }) => tellDifferences([{ field, from: to, to: from }]));
  const done = await app.runOperation(
    revert,
    {
      product: sku,
      to_version: version,
      expected_version: changes.to.version,
      below_cost: fallsBelowCost(changes, now),
    },
    { consequences: told.length > 0 ? told : ['It says the same as now: nothing will change.'] },
  );
  return done !== undefined;
}

/** The price that would stand again is below the cost that would: then the words are asked for. */
function fallsBelowCost({ rows }: ProductDiff, now: { readonly price: string; readonly cost: string | null }): boolean {
  const again = (name: 'price' | 'cost') => {
    const change = rows.find(({ field }) => field === name);
    return change ? change.from : now[name];
  };
  const [price, cost] = [again('price'), again('cost')];
  return typeof price === 'string' && typeof cost === 'string' && isBelowCost(price, cost);
}
