import type { Tx } from '../../../platform/database/types.ts';
import type { PlannedProduct } from './import-plan.ts';

/** Pictures whose address the product has not, behind those it has; the file's primary one is it if there is none. Gives a product id for each. */
export async function addImages(tx: Tx, batch: readonly PlannedProduct[]): Promise<string[]> {
  const rows = batch.flatMap(({ id: product_id, product }) =>
    product.images.map(({ url, alt }, index) => ({
      product_id,
      url,
      alt_text: alt,
      sort_order: index,
      // Where the file does not say, the first one is.
      leads:
        index ===
        Math.max(
          0,
          product.images.findIndex((image) => image.primary === true),
        ),
    })),
  );
  if (rows.length === 0) return [];
  const made = await tx.query<{ product_id: string }>(
    `insert into product_images (product_id, url, alt_text, sort_order, is_primary)
select r.product_id, r.url, r.alt_text, coalesce(had.last + 1, 0) + r.sort_order,
  r.leads and not coalesce(had.has_primary, false)
from jsonb_to_recordset($1::jsonb) as r(product_id uuid, url text, alt_text text, sort_order integer, leads boolean)
left join lateral (
  select max(i.sort_order) as last, bool_or(i.is_primary) as has_primary
  from product_images i
  where i.product_id = r.product_id
) had on true
where not exists (
  select from product_images i
  where i.product_id = r.product_id and i.url = r.url
)
returning product_id`,
    [JSON.stringify(rows)],
  );
  return made.map(({ product_id }) => product_id);
}

/** Gives the ids of products with an attribute that is new or has a new value. */
export async function setAttributes(tx: Tx, batch: readonly PlannedProduct[]): Promise<string[]> {
  const rows = batch.flatMap(({ id: product_id, product }) =>
    product.attributes.map(({ name, value }) => ({ product_id, name: Array.from(name).slice(0, 100).join(''), value })),
  );
  if (rows.length === 0) return [];
  const changed = await tx.query<{ product_id: string }>(
    `insert into product_attributes as a (product_id, name, value)
select r.product_id, r.name, r.value
from jsonb_to_recordset($1::jsonb) as r(product_id uuid, name text, value text)
on conflict (product_id, name) do update
set value = excluded.value
where a.value <> excluded.value
returning product_id`,
    [JSON.stringify(rows)],
  );
  return changed.map(({ product_id }) => product_id);
}
