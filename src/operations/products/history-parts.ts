import { fieldDifferences } from '../../domain/field-changes.ts';
import type { Tx } from '../../platform/database/types.ts';
import type { HistoryRow } from './history.ts';

interface PartChange {
  readonly table_name: 'product_variants' | 'product_images' | 'product_attributes';
  readonly name: string | null;
  readonly action: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly at: string;
  readonly by: string | null;
  readonly operation: string | null;
  readonly operation_id: string | null;
  readonly reason: string | null;
  readonly old_values: Readonly<Record<string, unknown>> | null;
  readonly new_values: Readonly<Record<string, unknown>> | null;
}

const whats = { product_variants: 'variant', product_images: 'picture', product_attributes: 'attribute' } as const;
const actions = { INSERT: 'made', UPDATE: 'changed', DELETE: 'deleted' } as const;
const silent = ['version', 'stock', 'archived_at'];

/**
 * What became of variants, pictures and attributes, newest first: from the audit log, for a version holds the product
 * alone. What is gone is found by the row that the log kept of it.
 */
export async function readPartChanges(tx: Tx, productId: string, limit: number): Promise<HistoryRow[]> {
  const rows = await tx.query<PartChange>(
    `with parts as (
  select 'product_variants' as table_name, v.id, v.sku as name from product_variants v where v.product_id = $1::uuid
  union
  select 'product_images', i.id, i.url from product_images i where i.product_id = $1::uuid
  union
  select 'product_attributes', t.id, t.name from product_attributes t where t.product_id = $1::uuid
  union
  select l.table_name, l.record_id, null
  from audit_logs l
  where coalesce(l.new_values, l.old_values) ->> 'product_id' = $1::text
    and l.table_name in ('product_variants', 'product_images', 'product_attributes')
    and l.action in ('INSERT', 'DELETE')
), named as (
  select p.table_name, p.id, max(p.name) as name from parts p group by p.table_name, p.id
)
select n.table_name, coalesce(n.name, g.name) as name, a.action, to_jsonb(a.changed_at) #>> '{}' as at, u.email as by,
  a.operation, a.operation_id, a.reason, amounts_as_text(a.old_values) as old_values, amounts_as_text(a.new_values) as new_values
from named n
join audit_logs a on a.table_name = n.table_name and a.record_id = n.id
left join users u on u.id = a.changed_by
left join lateral (
  select coalesce(w ->> 'sku', w ->> 'url', w ->> 'name') as name
  from (select coalesce(l.new_values, l.old_values) as w
    from audit_logs l
    where l.table_name = n.table_name and l.record_id = n.id and l.action in ('INSERT', 'DELETE') limit 1) k
) g on n.name is null
order by a.changed_at desc, a.id
limit $2`,
    [productId, limit],
  );
  return rows.flatMap(({ table_name, action, old_values, new_values, name, ...who }) => {
    const before = action === 'UPDATE' ? (old_values ?? {}) : {};
    const after = action === 'UPDATE' ? (new_values ?? {}) : {};
    const changes = fieldDifferences(before, after).filter(({ field }) => !silent.includes(field));
    if (action === 'UPDATE' && changes.length === 0) return [];
    return [{ ...who, version: null, what: whats[table_name], name: name ?? '', action: actions[action], changes }];
  });
}
