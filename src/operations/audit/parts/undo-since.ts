import { Conflict } from '../../../domain/errors.ts';
import { may, type Actor } from '../../../domain/permissions.ts';
import { clock } from '../../../domain/time.ts';
import type { UndoTable } from '../../../domain/undo.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { toldValue } from './show-text.ts';
import { nameOf } from './record-names.ts';

/** What an operation changed in sum (0023), as `c`; its id is $1. */
export const changesOf = 'undo_changes($1::uuid) c';

/** The name of a column that came out of the audit log, as it may stand in a statement. */
export function quoted(column: string): string {
  if (/^[a-z][a-z0-9_]*$/u.test(column)) return column;
  throw new Error(`"${column}" is no column`);
}

interface Since {
  readonly record_id: string;
  readonly name: string | null;
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
  readonly total: number;
}

/**
 * Every field must be as the operation left it; compared as the column's own type.
 * @throws Conflict naming the first that is not, who changed it, and how many more
 */
export async function demandUnchanged(tx: Tx, actor: Actor, id: string, spec: UndoTable, columns: readonly string[]) {
  const { table, loose = [] } = spec;
  const compared = columns.filter((column) => !loose.includes(column)).map(quoted);
  if (compared.length === 0) return;
  const changed = await tx.query<Since>(
    `with change as materialized (
       select c.record_id, c.was, c.becomes, jsonb_populate_record(null::${table}, c.becomes) as x
       from ${changesOf}
       where c.table_name = '${table}' and c.action = 'UPDATE'
     )
     select change.record_id, ${nameOf(table, 'change.record_id')} as name, f.field, change.was -> f.field as base, f.theirs,
       change.becomes -> f.field as mine, (count(*) over ())::integer as total
     from change
     left join ${table} t on t.id = change.record_id
     cross join lateral (values ${compared
       .map((column) => `('${column}', t.${column} is distinct from (change.x).${column}, to_jsonb(t.${column}))`)
       .join(', ')}) as f (field, differs, theirs)
     where change.becomes ? f.field
       and (f.differs or t.id is null)
     order by name, f.field
     limit 20`,
    [id],
  );
  const [first] = changed;
  if (first) throw await changedSince(tx, actor, id, spec, first, changed);
}

async function changedSince(
  tx: Tx,
  actor: Actor,
  id: string,
  { table }: UndoTable,
  first: Since,
  all: readonly Since[],
) {
  const by = may(actor.role, 'audit:read') ? await whoSince(tx, id, table, first) : '';
  const more = first.total > 1 ? ` (and ${first.total - 1} more)` : '';
  const shown = (value: unknown) => toldValue(value).slice(0, 60);
  const what = `${first.field.replaceAll('_', ' ')} of ${first.name ?? first.record_id}`;
  return new Conflict(
    `The ${what}${more} was changed since${by}: it is ${shown(first.theirs)} now, not ${shown(first.mine)}.`,
    {
      hint: 'Nothing was put back. Undo the later change first, or change it by hand.',
      details: {
        table,
        total: first.total,
        fields: all.map((one) => ({
          record_id: one.record_id,
          name: one.name,
          field: one.field,
          base: one.base,
          mine: one.mine,
          theirs: one.theirs,
        })),
      },
    },
  );
}

async function whoSince(tx: Tx, id: string, table: string, { record_id, field }: Since): Promise<string> {
  const found = await tx.one<{ email: string | null; operation: string | null; changed_at: Date }>(
    `select u.email, a.operation, a.changed_at
     from audit_logs a
     left join users u on u.id = a.changed_by
     where a.table_name = $1
       and a.record_id = $2::uuid
       and a.operation_id is distinct from $3::uuid
       and coalesce(a.new_values, a.old_values) ? $4
     order by a.changed_at desc, a.id desc
     limit 1`,
    [table, record_id, id, field],
  );
  if (!found) return '';
  return ` by ${found.email ?? 'somebody'} (${found.operation ? `${found.operation}, ` : ''}${clock(found.changed_at)})`;
}
