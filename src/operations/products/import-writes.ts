import type { Notes } from '../../domain/shopify/report.ts';
import type { Tx } from '../../platform/database/types.ts';
import type { Context } from '../operation.ts';
import type { ChangedProduct, ImportPlan, NewProduct, NewVariant, PlannedProduct } from './import-plan.ts';

/** Ids of brand and category for a product of the file. */
interface GroupIds {
  readonly brand_id: string | null;
  readonly category_id: string | null;
}

export interface Delivery {
  readonly warehouseId: string;
  readonly notes: string;
}

interface ImportTarget {
  readonly delivery: Delivery | undefined;
  readonly skipped: Notes;
  readonly groupsOf: (planned: PlannedProduct) => GroupIds;
}

export interface Written {
  readonly products_created: number;
  readonly products_updated: number;
  readonly variants_created: number;
  readonly images: number;
  readonly units_restocked: number;
}

const batchSize = 500;

/** Writes what was planned, a few statements per 500 products; those that were as in the file go to `skipped`. */
export async function writeImport(
  { tx, progress }: Pick<Context, 'tx' | 'progress'>,
  { created, changed }: ImportPlan,
  { delivery, skipped, groupsOf }: ImportTarget,
): Promise<Written> {
  const total = created.length + changed.length;
  const touched = new Set<string>();
  const sum = { variants: 0, images: 0, units: 0 };
  let done = 0;
  const writeParts = async (batch: readonly PlannedProduct[]) => {
    await insertVariants(tx, batch);
    const images = await addImages(tx, batch);
    for (const id of [...images, ...(await setAttributes(tx, batch))]) touched.add(id);
    for (const { id, added } of batch) {
      sum.variants += added.length;
      if (added.length > 0) touched.add(id);
    }
    sum.images += images.length;
    if (delivery) sum.units += await restockNew(tx, batch, delivery);
    done += batch.length;
    progress({ done, total, what: 'products' });
  };
  for (const batch of batches(created)) {
    await insertProducts(tx, batch, groupsOf);
    await writeParts(batch);
  }
  for (const batch of batches(changed)) {
    for (const id of await updateProducts(tx, batch, groupsOf)) touched.add(id);
    for (const id of await updateVariants(tx, batch)) touched.add(id);
    await writeParts(batch);
  }
  for (const { id, product } of changed) {
    const { row, line, handle } = product;
    if (!touched.has(id)) skipped.add({ row, line, handle, reason: 'the shop has it just so: nothing to change' });
  }
  return {
    products_created: created.length,
    products_updated: changed.filter(({ id }) => touched.has(id)).length,
    variants_created: sum.variants,
    images: sum.images,
    units_restocked: sum.units,
  };
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += batchSize) yield all.slice(at, at + batchSize);
}

const productFields = `id uuid, sku text, name text, slug text, description text, category_id uuid, brand_id uuid,
  price numeric, compare_price numeric, cost numeric, weight numeric, is_active boolean, tags text[],
  meta_title text, meta_description text`;

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
    tags: product.tags,
    meta_title: product.metaTitle,
    meta_description: product.metaDescription,
  };
}

async function insertProducts(
  tx: Tx,
  batch: readonly NewProduct[],
  groupsOf: (planned: PlannedProduct) => GroupIds,
): Promise<void> {
  const rows = batch.map((planned) => ({ ...productRow(planned, groupsOf(planned)), sku: planned.sku }));
  await tx.query(
    `insert into products (id, sku, name, slug, description, category_id, brand_id, price, compare_price, cost, weight,
  is_active, tags, meta_title, meta_description)
select r.id, r.sku, r.name, r.slug, r.description, r.category_id, r.brand_id, r.price, r.compare_price, r.cost,
  r.weight, coalesce(r.is_active, true), r.tags, r.meta_title, r.meta_description
from jsonb_to_recordset($1::jsonb) as r(${productFields})`,
    [JSON.stringify(rows)],
  );
}

/** What the file leaves empty stays as it is; a product that would not change is not touched. Gives the changed ids. */
async function updateProducts(
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
  meta_description = coalesce(r.meta_description, p.meta_description)
from jsonb_to_recordset($1::jsonb) as r(${productFields})
where p.id = r.id
  and (p.name, p.description, p.category_id, p.brand_id, p.price, p.compare_price, p.cost, p.weight, p.is_active,
    p.tags, p.meta_title, p.meta_description)
  is distinct from
  (r.name, coalesce(r.description, p.description), coalesce(r.category_id, p.category_id),
    coalesce(r.brand_id, p.brand_id), r.price, coalesce(r.compare_price, p.compare_price), coalesce(r.cost, p.cost),
    coalesce(r.weight, p.weight), coalesce(r.is_active, p.is_active), coalesce(r.tags, p.tags),
    coalesce(r.meta_title, p.meta_title), coalesce(r.meta_description, p.meta_description))
returning p.id`,
    [JSON.stringify(rows)],
  );
  return changed.map(({ id }) => id);
}

async function insertVariants(tx: Tx, batch: readonly PlannedProduct[]): Promise<void> {
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
    })),
  );
  if (rows.length === 0) return;
  await tx.query(
    `insert into product_variants (id, product_id, sku, size, color, price, weight, images)
select r.id, r.product_id, r.sku, r.size, r.color, r.price, r.weight, r.images
from jsonb_to_recordset($1::jsonb)
  as r(id uuid, product_id uuid, sku text, size text, color text, price numeric, weight numeric, images text[])`,
    [JSON.stringify(rows)],
  );
}

/** Price, weight and picture of variants that the shop has. Gives the ids of the products they belong to. */
async function updateVariants(tx: Tx, batch: readonly ChangedProduct[]): Promise<string[]> {
  const rows = batch.flatMap(({ matched }) =>
    matched.map(({ id, variant }) => ({
      id,
      price: variant.price,
      weight: variant.weight,
      images: variant.images.length > 0 ? variant.images : null,
    })),
  );
  if (rows.length === 0) return [];
  const changed = await tx.query<{ product_id: string }>(
    `update product_variants v
set price = r.price,
  weight = coalesce(r.weight, v.weight),
  images = coalesce(r.images, v.images)
from jsonb_to_recordset($1::jsonb) as r(id uuid, price numeric, weight numeric, images text[])
where v.id = r.id
  and (v.price, v.weight, v.images)
  is distinct from (r.price, coalesce(r.weight, v.weight), coalesce(r.images, v.images))
returning v.product_id`,
    [JSON.stringify(rows)],
  );
  return changed.map(({ product_id }) => product_id);
}

/** Pictures whose address the product has not, the first its main one if it has none. Gives a product id for each. */
async function addImages(tx: Tx, batch: readonly PlannedProduct[]): Promise<string[]> {
  const rows = batch.flatMap(({ id: product_id, product }) =>
    product.images.map(({ url, alt, sort_order }) => ({ product_id, url, alt_text: alt, sort_order })),
  );
  if (rows.length === 0) return [];
  const made = await tx.query<{ product_id: string }>(
    `insert into product_images (product_id, url, alt_text, sort_order, is_primary)
select r.product_id, r.url, r.alt_text, coalesce(had.last, 0) + r.sort_order,
  not coalesce(had.has_primary, false) and row_number() over (partition by r.product_id order by r.sort_order) = 1
from jsonb_to_recordset($1::jsonb) as r(product_id uuid, url text, alt_text text, sort_order integer)
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
async function setAttributes(tx: Tx, batch: readonly PlannedProduct[]): Promise<string[]> {
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

/** Takes the file's quantities of new variants into stock: one RESTOCK row of the ledger each. Gives the pieces. */
async function restockNew(tx: Tx, batch: readonly PlannedProduct[], delivery: Delivery): Promise<number> {
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
