import { fieldDifferences } from '../../../domain/field-changes.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { HistoryRow } from '../history.ts';

interface PartChange {
  readonly table_name: 'product_variants' | 'product_images' | 'product_attributes';
  readonly record_id: string;
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
  const names = await partNames(tx, productId);
  const rows = await tx.query<PartChange>(
    `with acts as materialized (
  select a.id, a.record_id, a.table_name, a.action, a.changed_at, a.changed_by, a.operation, a.operation_id, a.reason,
    a.old_values, a.new_values
  from audit_logs a
  where a.table_name in ('product_variants', 'product_images', 'product_attributes')
    and a.record_id = any ($1::uuid[])
)
select a.record_id, a.table_name, a.action, to_jsonb(a.changed_at) #>> '{}' as at, u.email as by, a.operation,
  a.operation_id, a.reason, amounts_as_text(a.old_values) as old_values, amounts_as_text(a.new_values) as new_values
from acts a
left join users u on u.id = a.changed_by
order by a.changed_at desc, a.id
limit $2`,
    [[...names.keys()], limit],
  );
  return rows.flatMap(({ table_name, action, old_values, new_values, record_id, ...who }) => {
    const before = action === 'UPDATE' ? (old_values ?? {}) : {};
    const after = action === 'UPDATE' ? (new_values ?? {}) : {};
    const changes = fieldDifferences(before, after).filter(({ field }) => !silent.includes(field));
    if (action === 'UPDATE' && changes.length === 0) return [];
    const name = names.get(record_id) ?? '';
    return [{ ...who, version: null, what: whats[table_name], name, action: actions[action], changes }];
  });
}

/** Every part that the product has or had, by id. */
async function partNames(tx: Tx, productId: string): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; name: string | null }>(
    `select l.record_id as id, coalesce(w.image ->> 'sku', w.image ->> 'url', w.image ->> 'name') as name
from audit_logs l
cross join lateral (select coalesce(l.new_values, l.old_values) as image) w
where coalesce(l.new_values, l.old_values) ->> 'product_id' = $1::text
  and l.table_name in ('product_variants', 'product_images', 'product_attributes')
  and l.action in ('INSERT', 'DELETE')
union all
select v.id, v.sku from product_variants v where v.product_id = $1::uuid
union all
select i.id, i.url from product_images i where i.product_id = $1::uuid
union all
select t.id, t.name from product_attributes t where t.product_id = $1::uuid`,
    [productId],
  );
  return new Map(rows.map(({ id, name }) => [id, name ?? '']));
}
