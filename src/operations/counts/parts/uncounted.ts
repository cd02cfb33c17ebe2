import { Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { toldSkus } from './cover.ts';
import { writeCounted } from './lines.ts';
import type { CountHead } from './types.ts';

/** What to do with lines of the sheet that nobody counted. */
export type Uncounted = 'refuse' | 'keep' | 'zero';

/** @throws Refused naming them, unless they are to be kept or to count as none there */
export async function settleUncounted(tx: Tx, count: CountHead, how: Uncounted): Promise<void> {
  if (how === 'keep') return;
  const open = await tx.query<{ inventory_id: string; sku: string }>(
    `select l.inventory_id, coalesce(v.sku, p.sku) as sku
     from stock_count_lines l
     join inventory i on i.id = l.inventory_id
     join products p on p.id = i.product_id
     left join product_variants v on v.id = i.variant_id
     where l.count_id = $1::uuid
       and l.counted is null
     order by sku`,
    [count.id],
  );
  if (open.length === 0) return;
  if (how === 'zero') {
    const none = open.map((line) => ({ ...line, pieces: 0 }));
    await writeCounted(tx, count.id, none, false);
    return;
  }
  const skus = open.map(({ sku }) => sku);
  throw new Refused(`${toldSkus(skus)} ${open.length === 1 ? 'is' : 'are'} not counted yet.`, {
    hint: 'Count them, leave them as they are (--uncounted keep), or say that none are there (--uncounted zero).',
    details: { skus: skus.slice(0, 1000) },
  });
}
