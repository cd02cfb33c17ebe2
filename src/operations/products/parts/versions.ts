import { NotFound } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';

export type Image = Readonly<Record<string, unknown>>;

export interface ProductVersion {
  readonly version: number;
  readonly at: string;
  /** E-mail of who made it; null for what the store came with. */
  readonly by: string | null;
  readonly operation: string | null;
  readonly operation_id: string | null;
  readonly reason: string | null;
  /** Fields as people know them: the names of brand and category, amounts as text. */
  readonly image: Image;
}

// Amounts as text, so that they are told exactly as they are kept.
const image = `n.data - array['id', 'version', 'created_at', 'updated_at', 'brand_id', 'category_id']
    || jsonb_build_object('price', n.data ->> 'price', 'compare_price', n.data ->> 'compare_price',
      'cost', n.data ->> 'cost', 'weight', n.data ->> 'weight', 'brand', b.name, 'category', c.name)`;

/** Versions of a product, newest first. */
export function readVersions(tx: Tx, productId: string, versions?: readonly number[]): Promise<ProductVersion[]> {
  return tx.query<ProductVersion>(
    // By itself first: a planner that knows nothing of the log yet would read all of it along another index.
    `with acts as materialized (
  select l.operation, l.operation_id, l.reason, (l.new_values ->> 'version')::integer as version
  from audit_logs l
  where l.table_name = 'products'
    and l.record_id = $1::uuid
)
select n.version_number as version, to_jsonb(n.created_at) #>> '{}' as at, u.email as by, a.operation, a.operation_id,
  a.reason, ${image} as image
from product_versions n
left join users u on u.id = n.changed_by
left join brands b on b.id = (n.data ->> 'brand_id')::uuid
left join categories c on c.id = (n.data ->> 'category_id')::uuid
left join acts a on a.version = n.version_number
where n.product_id = $1::uuid
  and ($2::integer[] is null or n.version_number = any ($2::integer[]))
order by n.version_number desc`,
    [productId, versions ?? null],
  );
}

/** @throws NotFound saying which versions there are */
export async function noSuchVersion(tx: Tx, productId: string, sku: string, version: number): Promise<NotFound> {
  const range = await tx.one<{ first: number; last: number }>(
    `select min(version_number)::integer as first, max(version_number)::integer as last
from product_versions
where product_id = $1::uuid`,
    [productId],
  );
  return new NotFound(`${sku} has no version ${version}; it has ${range?.first ?? 1} to ${range?.last ?? 1}.`, {
    hint: `See: solemate products history ${sku}`,
  });
}
