import type { Tx } from '../../../platform/database/types.ts';

export interface LockedAttribute {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly version: number;
}

/** The product's attribute of this name, however its letters are written: "Material" and "material" are one to people. */
export async function lockAttribute(tx: Tx, productId: string, name: string): Promise<LockedAttribute | undefined> {
  return tx.one<LockedAttribute>(
    `select a.id, a.name, a.value, a.version
from product_attributes a
where a.product_id = $1::uuid and lower(a.name) = lower($2)
order by a.name = $2 desc, a.name
limit 1
for no key update`,
    [productId, name],
  );
}
