import type { Tx } from '../../../platform/database/types.ts';
import type { ChangedProduct, NewVariant, PlannedProduct } from './import-plan.ts';

export interface Delivery {
  readonly warehouseId: string;
  readonly notes: string;
}

export async function insertVariants(tx: Tx, batch: readonly PlannedProduct[]): Promise<void> {
  const rows = batch.flatMap(({ id: product_id, added }) =>
    added.map(({ id, sku, variant }) => ({
      id,
      product_id,
      sku,
      size: variant.size,
      color: variant.color,
      price: variant.price,
      weight: variant.weight,
      images: variant.images.length > 0 ? variant.images : null,
      barcode: variant.barcode,
      is_active: variant.active,
    })),
  );
  if (rows.length === 0) return;
  await tx.query(
    `insert into product_variants (id, product_id, sku, size, color, price, weight, images, barcode, is_active)
select r.id, r.product_id, r.sku, r.size, r.color, r.price, r.weight, r.images, r.barcode, coalesce(r.is_active, true)
from jsonb_to_recordset($1::jsonb)
  as r(id uuid, product_id uuid, sku text, size text, color text, price numeric, weight numeric,
    images text[], barcode text, is_active boolean)`,
    [JSON.stringify(rows)],
  );
}

/** Price, weight, pictures, barcode and sale of variants that the shop has. Gives the ids of the products they belong to. */
export async function updateVariants(tx: Tx, batch: readonly ChangedProduct[]): Promise<string[]> {
  const rows = batch.flatMap(({ matched }) =>
    matched.map(({ id, variant }) => ({
      id,
      price: variant.price,
      weight: variant.weight,
      images: variant.images.length > 0 ? variant.images : null,
      barcode: variant.barcode,
      is_active: variant.active,
    })),
  );
  if (rows.length === 0) return [];
  const changed = await tx.query<{ product_id: string }>(
    `update product_variants v
set price = r.price,
  weight = coalesce(r.weight, v.weight),
  images = coalesce(r.images, v.images),
  barcode = coalesce(r.barcode, v.barcode),
  is_active = coalesce(r.is_active, v.is_active)
from jsonb_to_recordset($1::jsonb)
  as r(id uuid, price numeric, weight numeric, images text[], barcode text, is_active boolean)
where v.id = r.id
  and (v.price, v.weight, v.images, v.barcode, v.is_active)
  is distinct from (r.price, coalesce(r.weight, v.weight), coalesce(r.images, v.images),
    coalesce(r.barcode, v.barcode), coalesce(r.is_active, v.is_active))
returning v.product_id`,
    [JSON.stringify(rows)],
  );
  return changed.map(({ product_id }) => product_id);
}

/** Takes the file's quantities of new variants into stock: one RESTOCK row of the ledger each. Gives the pieces. */
export async function restockNew(tx: Tx, batch: readonly PlannedProduct[], delivery: Delivery): Promise<number> {
  const counted = (one: NewVariant) => one.variant.quantity !== null && one.variant.quantity > 0;
  const rows = batch.flatMap(({ id: product_id, added }) =>
    added.filter(counted).map(({ id, variant }) => ({ product_id, variant_id: id, quantity: variant.quantity })),
  );
  if (rows.length === 0) return 0;
  const [sum] = await tx.query<{ units: number }>(
    `with counted as (
  select r.product_id, r.variant_id, r.quantity
  from jsonb_to_recordset($1::jsonb) as r(product_id uuid, variant_id uuid, quantity integer)
), place as (
  insert into inventory (product_id, variant_id, warehouse_id)
  select c.product_id, c.variant_id, $2::uuid
  from counted c
  returning id, variant_id
), entry as (
  insert into inventory_transactions (inventory_id, type, quantity, notes)
  select p.id, 'RESTOCK', c.quantity, $3
  from counted c
  join place p on p.variant_id = c.variant_id
  returning quantity
)
select coalesce(sum(quantity), 0)::integer as units
from entry`,
    [JSON.stringify(rows), delivery.warehouseId, delivery.notes],
  );
  return sum?.units ?? 0;
}
