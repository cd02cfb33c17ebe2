import type { Tx } from '../../../platform/database/types.ts';
import type { ChangedProduct, NewProduct, PlannedProduct } from './import-plan.ts';

/** Ids of brand and category for a product of the file. */
export interface GroupIds {
  readonly brand_id: string | null;
  readonly category_id: string | null;
}

const productFields = `id uuid, sku text, name text, slug text, description text, category_id uuid, brand_id uuid,
  price numeric, compare_price numeric, cost numeric, weight numeric, is_active boolean, archived boolean, barcode text,
  tags text[], meta_title text, meta_description text`;

function productRow({ id, product }: PlannedProduct, groups: GroupIds) {
  return {
    id,
    name: product.title,
    slug: product.handle,
    description: product.description,
    ...groups,
    price: product.price,
    compare_price: product.comparePrice,
    cost: product.cost,
    weight: product.weight,
    is_active: product.active,
    archived: product.archived,
    barcode: product.barcode,
    tags: product.tags,
    meta_title: product.metaTitle,
    meta_description: product.metaDescription,
  };
}

export async function insertProducts(
  tx: Tx,
  batch: readonly NewProduct[],
  groupsOf: (planned: PlannedProduct) => GroupIds,
): Promise<void> {
  const rows = batch.map((planned) => ({ ...productRow(planned, groupsOf(planned)), sku: planned.sku }));
  await tx.query(
    `insert into products (id, sku, name, slug, description, category_id, brand_id, price, compare_price, cost, weight,
  is_active, tags, meta_title, meta_description, barcode, deleted_at)
select r.id, r.sku, r.name, r.slug, r.description, r.category_id, r.brand_id, r.price, r.compare_price, r.cost,
  r.weight, coalesce(r.is_active, true) and not r.archived, r.tags, r.meta_title, r.meta_description, r.barcode,
  case when r.archived then now() end
from jsonb_to_recordset($1::jsonb) as r(${productFields})`,
    [JSON.stringify(rows)],
  );
}

/** What the file leaves empty stays as it is; a product that would not change is not touched. Gives the changed ids. */
export async function updateProducts(
  tx: Tx,
  batch: readonly ChangedProduct[],
  groupsOf: (planned: PlannedProduct) => GroupIds,
): Promise<string[]> {
  const rows = batch.map((planned) => productRow(planned, groupsOf(planned)));
  const changed = await tx.query<{ id: string }>(
    `update products p
set name = r.name,
  description = coalesce(r.description, p.description),
  category_id = coalesce(r.category_id, p.category_id),
  brand_id = coalesce(r.brand_id, p.brand_id),
  price = r.price,
  compare_price = coalesce(r.compare_price, p.compare_price),
  cost = coalesce(r.cost, p.cost),
  weight = coalesce(r.weight, p.weight),
  is_active = coalesce(r.is_active, p.is_active),
  tags = coalesce(r.tags, p.tags),
  meta_title = coalesce(r.meta_title, p.meta_title),
  meta_description = coalesce(r.meta_description, p.meta_description),
  barcode = coalesce(r.barcode, p.barcode)
from jsonb_to_recordset($1::jsonb) as r(${productFields})
where p.id = r.id
  and (p.name, p.description, p.category_id, p.brand_id, p.price, p.compare_price, p.cost, p.weight, p.is_active,
    p.tags, p.meta_title, p.meta_description, p.barcode)
  is distinct from
  (r.name, coalesce(r.description, p.description), coalesce(r.category_id, p.category_id),
    coalesce(r.brand_id, p.brand_id), r.price, coalesce(r.compare_price, p.compare_price), coalesce(r.cost, p.cost),
    coalesce(r.weight, p.weight), coalesce(r.is_active, p.is_active), coalesce(r.tags, p.tags),
    coalesce(r.meta_title, p.meta_title), coalesce(r.meta_description, p.meta_description),
    coalesce(r.barcode, p.barcode))
returning p.id`,
    [JSON.stringify(rows)],
  );
  return changed.map(({ id }) => id);
}
