import { Refused } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/permissions.ts';
import { undoTables, type UndoTable } from '../../../domain/undo.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { asBefore, type Fixed, undoDeleted, undoMade } from './undo-made.ts';
import { changesOf, demandUnchanged, quoted } from './undo-since.ts';

/** What an operation did to one table. */
export interface Touched {
  readonly table_name: string;
  readonly action: string;
  readonly records: number;
  /** Columns that an UPDATE changed. */
  readonly columns: readonly string[];
}

export async function readTouched(tx: Tx, id: string): Promise<Touched[]> {
  return tx.query<Touched>(
    `select c.table_name, c.action, count(distinct c.record_id)::integer as records,
       coalesce(array_agg(distinct k.key) filter (where k.key is not null), '{}') as columns
     from undo_changes($1::uuid) c
     left join lateral jsonb_object_keys(case c.action when 'UPDATE' then c.becomes else '{}' end) k (key) on true
     group by c.table_name, c.action
     order by c.table_name, c.action`,
    [id],
  );
}

/** @throws Refused for rows that no undo puts back @throws Conflict naming what was changed since, and by whom */
export async function putBackRows(tx: Tx, actor: Actor, id: string, touched: readonly Touched[]): Promise<Fixed[]> {
  for (const { table_name: name, action } of touched) {
    if (undoTables.some(({ table }) => table === name) && action !== 'DELETE+INSERT') continue;
    throw new Refused(`It changed ${name.replaceAll('_', ' ')}, which no undo puts back.`, {
      details: { table: name },
    });
  }
  const done: Fixed[] = [];
  for (const spec of undoTables) {
    const of = (action: string) =>
      touched.find(({ table_name: name, action: one }) => name === spec.table && one === action);
    const edited = of('UPDATE')?.columns.filter((column) => !spec.derived.includes(column)) ?? [];
    if (edited.length > 0) {
      await lock(tx, id, spec);
      await demandUnchanged(tx, actor, id, spec, edited);
    }
    const primary = spec.table === 'product_images' && edited.includes('is_primary');
    if (primary) await setBack(tx, id, spec, ['is_primary'], `and c.was -> 'is_primary' = 'false'`);
    if (of('DELETE')) done.push(await undoDeleted(tx, id, spec));
    if (of('INSERT')) done.push(...(await undoMade(tx, id, spec)));
    if (edited.length > 0) done.push(await setBack(tx, id, spec, edited));
  }
  return done.filter(({ records }) => records > 0);
}

const lock = (tx: Tx, id: string, { table }: UndoTable) =>
  tx.query(
    `select from ${table} t
     where t.id in (select c.record_id from ${changesOf} where c.table_name = '${table}')
     order by t.id
     for no key update`,
    [id],
  );

/**
 * Rows that were written again are set once more with the others: pictures are numbered by the database, and only all
 * places together are the order that was.
 */
async function setBack(tx: Tx, id: string, spec: UndoTable, columns: readonly string[], only = ''): Promise<Fixed> {
  const { table } = spec;
  const set = columns
    .map(quoted)
    .map((column) => `${column} = case when c.was ? '${column}' then (c.x).${column} else t.${column} end`);
  const rows = await tx.query<{ action: string }>(
    `with c as materialized (
       select c.record_id, c.action, c.was, jsonb_populate_record(null::${table}, c.was) as x
       from ${changesOf}
       where c.table_name = '${table}' and c.action in ('UPDATE', 'DELETE') ${only}
     )
     update ${table} t
     set ${set.join(',\n       ')}
     from c
     where t.id = c.record_id
       and (${columns.map((column) => `c.was ? '${column}'`).join(' or ')})
     returning c.action`,
    [id],
  );
  return asBefore(table, rows.filter(({ action }) => action === 'UPDATE').length);
}
