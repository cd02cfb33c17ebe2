import type { Tx } from '../../../platform/database/types.ts';

/** Puts the pictures of a product, all of them, into this order. The product is locked by whoever calls. */
export async function reorder(tx: Tx, productId: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `update product_images i
set sort_order = o.place - 1
from unnest($2::uuid[]) with ordinality as o (id, place)
where i.product_id = $1::uuid
  and i.id = o.id
  and i.sort_order <> o.place - 1`,
    [productId, ids],
  );
}
