import type { Tx } from '../../../platform/database/types.ts';
import { personName, type OrderKey } from './order-row.ts';
import { iso } from './show-parts.ts';

/** What somebody changed in the order's row besides its status, which the history tells. */
export interface OrderChange {
  readonly at: string;
  readonly fields: readonly string[];
  readonly reason: string | null;
  readonly actor: string | null;
}

const most = 30;

/** From the audit log, the newest of them. */
export async function loadChanges(tx: Tx, key: OrderKey): Promise<OrderChange[]> {
  return tx.query<OrderChange>(
    `select ${iso('a.changed_at')} as at, f.fields, a.reason, ${personName('u')} as actor
     from audit_logs a
     left join users u on u.id = a.changed_by
     cross join lateral (
       select jsonb_agg(k.key order by k.key) as fields
       from jsonb_object_keys(a.new_values) as k (key)
       where k.key not in ('version', 'updated_at')
     ) f
     where a.table_name = 'orders'
       and a.record_id = $1::uuid
       and a.action = 'UPDATE'
       and not a.new_values ? 'status'
       and f.fields is not null
     order by a.changed_at desc, a.id desc
     limit ${most}`,
    [key.id],
  );
}
