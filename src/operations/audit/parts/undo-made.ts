import { Conflict, Refused } from '../../../domain/errors.ts';
import type { UndoTable } from '../../../domain/undo.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { nameOf } from './record-names.ts';

/** What became of the rows of one table. */
export interface Fixed {
  readonly table: string;
  readonly records: number;
  readonly what: 'as before' | 'archived' | 'switched off' | 'deleted' | 'written again' | 'corrected';
}

export const asBefore = (table: string, records: number): Fixed => ({ table, records, what: 'as before' });

const madeRows = (table: string) =>
  `select c.record_id, jsonb_populate_record(null::${table}, c.becomes) as x
       from undo_changes($1::uuid) c
       where c.table_name = '${table}' and c.action = 'INSERT'`;

/**
 * Rows that the operation made: nothing that the shop knows is deleted where something could refer to it.
 * @throws Conflict when one was changed since @throws Refused when something refers to one
 */
export async function undoMade(tx: Tx, id: string, spec: UndoTable): Promise<Fixed[]> {
  const { table, made } = spec;
  if (made === 'kept') return [];
  await tx.query(
    `select from ${table} t where t.id in (select m.record_id from (${madeRows(table)}) m) order by t.id for no key update`,
    [id],
  );
  await demandAsMade(tx, id, spec);
  await demandUnused(tx, id, spec);
  const mine = `t.id in (select m.record_id from (${madeRows(table)}) m)`;
  const change = {
    archived: `update ${table} t set deleted_at = now(), is_active = false where ${mine} and t.deleted_at is null`,
    'switched off': `update ${table} t set is_active = false where ${mine} and t.is_active`,
    deleted: `delete from ${table} t where ${mine}`,
  }[made];
  const rows = await tx.query(`${change} returning t.id`, [id]);
  return [{ table, records: rows.length, what: made }];
}

async function demandAsMade(tx: Tx, id: string, { table, derived, loose = [] }: UndoTable): Promise<void> {
  const found = await tx.one<{ name: string | null; fields: string[] | null }>(
    `with m as materialized (${madeRows(table)})
     select ${nameOf(table, 'm.record_id')} as name, array(
       select now.key
       from jsonb_each(to_jsonb(t)) now
       where now.key <> all ($2::text[])
         and now.value is distinct from to_jsonb(m.x) -> now.key
       order by now.key
     ) as fields
     from m
     left join ${table} t on t.id = m.record_id
     where t.id is null
       or to_jsonb(t) - $2::text[] is distinct from to_jsonb(m.x) - $2::text[]
     order by name
     limit 1`,
    [id, [...derived, ...loose]],
  );
  if (!found) return;
  const what = found.name === null ? 'A row that it made is gone' : `${found.name} was changed since it was made`;
  throw new Conflict(`${what}${found.fields?.length ? ` (${found.fields.join(', ')})` : ''}.`, {
    hint: 'Nothing was put back. Undo the later change first, or do it by hand.',
    details: { table, fields: found.fields ?? [] },
  });
}

async function demandUnused(tx: Tx, id: string, { table, usedBy = [] }: UndoTable): Promise<void> {
  for (const [user, column, what] of usedBy) {
    const found = await tx.one<{ name: string }>(
      `with m as materialized (${madeRows(table)})
       select ${nameOf(table, 'm.record_id')} as name
       from m
       join ${table} t on t.id = m.record_id
       where exists (select from ${user} u where u.${column} = m.record_id)
       order by name
       limit 1`,
      [id],
    );
    if (found)
      throw new Refused(`${found.name} has been used since: ${what}.`, { details: { table, name: found.name } });
  }
}

/** Rows that the operation deleted, with the id they had. @throws Refused where rows of a table are not written again */
export async function undoDeleted(tx: Tx, id: string, { table, deletable }: UndoTable): Promise<Fixed> {
  if (!deletable) throw new Refused(`It deleted ${table.replaceAll('_', ' ')}, which no undo writes again.`);
  const rows = await tx.query(
    `insert into ${table}
     select (jsonb_populate_record(null::${table}, c.was)).*
     from undo_changes($1::uuid) c
     where c.table_name = '${table}' and c.action = 'DELETE'
     order by c.was -> 'sort_order'
     returning id`,
    [id],
  );
  return { table, records: rows.length, what: 'written again' };
}
