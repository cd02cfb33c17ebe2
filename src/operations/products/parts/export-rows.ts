import type { OutgoingProduct } from '../../../domain/product-csv/outgoing.ts';
import type { Role } from '../../../domain/permissions.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { whereClauses, type Bind } from '../../listing.ts';
import { list as productsList } from '../list.ts';

const batch = 200;

/** What a filter means, for a statement that calls products `p`, brands `b` and categories `c`. */
function chosen(filter: string, role: Role) {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const clauses = whereClauses(productsList, filter, bind, role);
  return { values, where: clauses.length > 0 ? `where ${clauses.join('\n  and ')}` : '' };
}

// 42.5 stands between 42 and 43. Byte order, so that two databases with other languages write the same file.
const inOrder = `v.color collate "C" nulls first,
        substring(v.size from '^[0-9]{1,9}(?:[.][0-9]{1,9})?')::numeric nulls last,
        v.size collate "C" nulls first, v.sku collate "C"`;

const variants = `coalesce((
    select jsonb_agg(jsonb_build_object(
        'sku', v.sku, 'barcode', v.barcode, 'size', v.size, 'color', v.color, 'price', v.price::text,
        'weight', v.weight::text, 'active', v.is_active or v.archived_at is not null,
        'images', coalesce(to_jsonb(v.images), '[]'), 'available', v.stock
      ) order by ${inOrder})
    from product_variants v
    where v.product_id = p.id and v.deleted_at is null
  ), '[]')`;

const images = `coalesce((
    select jsonb_agg(jsonb_build_object('url', i.url, 'alt', i.alt_text, 'primary', i.is_primary) order by i.sort_order, i.id)
    from product_images i
    where i.product_id = p.id
  ), '[]')`;

const attributes = `coalesce((
    select jsonb_agg(jsonb_build_object('name', a.name, 'value', a.value) order by a.name collate "C")
    from product_attributes a
    where a.product_id = p.id
  ), '[]')`;

/** Products under a filter by slug, in batches: one statement, so that all of it is of one moment. */
export function readOutgoing(tx: Tx, filter: string, role: Role): AsyncIterable<OutgoingProduct[]> {
  const { values, where } = chosen(filter, role);
  return tx.stream<OutgoingProduct>(
    `with recursive tree as (
  select r.id, array[r.name::text] as path from categories r where r.parent_id is null
  union all
  select n.id, t.path || n.name::text from categories n join tree t on n.parent_id = t.id
)
select p.slug, p.sku, p.barcode, p.name,
  case when p.deleted_at is not null then 'archived' when p.is_active then 'active' else 'inactive' end as status,
  b.name as brand, coalesce((select t.path from tree t where t.id = p.category_id), '{}') as category, p.price,
  p.compare_price, p.cost, p.weight, coalesce(p.tags, '{}') as tags, p.description, p.meta_title, p.meta_description,
  ${attributes} as attributes, ${images} as images, ${variants} as variants,
  (select coalesce(sum(i.available), 0)::integer from inventory i where i.product_id = p.id) as available
from ${productsList.from}
${where}
order by p.slug collate "C"`,
    values,
    batch,
  );
}

export async function attributeNames(tx: Tx, filter: string, role: Role): Promise<string[]> {
  const { values, where } = chosen(filter, role);
  const rows = await tx.query<{ name: string }>(
    `select distinct a.name
from product_attributes a
where a.product_id in (select p.id from ${productsList.from} ${where})`,
    values,
  );
  return rows.map(({ name }) => name);
}
