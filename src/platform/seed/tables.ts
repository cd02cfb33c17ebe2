import type { Client } from 'pg';
import { Refused, Unavailable } from '../../domain/errors.ts';

/** What belongs to the schema and not to the shop's data. */
const reference = ['schema_migrations', 'store_settings', 'order_status_transitions', 'login_attempts'];

/** Every table of the shop's data, partitions not counted: asked of the catalog, so that a later table is not forgotten. */
export async function shopTables(db: Client): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select c.relname as name
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and not c.relispartition
      and c.relname <> all ($1::text[])
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname`,
    [reference],
  );
  return rows.map((row) => row.name);
}

/**
 * Says whether the database may be filled with a sample shop: it must be migrated and hold nothing, or a sample shop.
 * @returns true when a sample shop is there and must go first
 * @throws Unavailable when there is no schema, Refused when there is anybody's data
 */
export async function demandSampleOrEmpty(db: Client, tables: readonly string[]): Promise<boolean> {
  const { rows: schema } = await db.query<{ there: boolean }>(
    "select to_regclass('public.store_settings') is not null and to_regclass('public.orders') is not null as there",
  );
  if (!schema[0]?.there) {
    throw new Unavailable('The database has no shop schema yet.', { hint: 'Run "solemate db migrate" first.' });
  }
  const { rows: marks } = await db.query("select from store_settings where key = 'sample' and value <> 'false'");
  if (marks.length > 0) return true;
  const questions = tables.map((table) => `select '${table}' as name where exists (select from ${table})`);
  const { rows: filled } = await db.query<{ name: string }>(questions.join(' union all '));
  if (filled.length === 0) return false;
  const names = filled.map((row) => row.name);
  const more = names.length > 4 ? ` and ${names.length - 4} more tables` : '';
  throw new Refused(`This database is in use: it holds rows in ${names.slice(0, 4).join(', ')}${more}.`, {
    hint: 'A sample shop is only written into a database that is empty or holds a sample shop already.',
    details: { tables: names },
  });
}

/** The mark that lets the embedded store sign in by itself, and a later seed replace what is there. */
export async function markSample(db: Client, facts: Record<string, unknown>): Promise<void> {
  await db.query(
    `insert into store_settings (key, value)
    values ('sample', $1::jsonb)
    on conflict (key) do update set value = excluded.value`,
    [JSON.stringify(facts)],
  );
}

/**
 * Runs work in one transaction without our triggers: what they would have written the work writes itself, a thousand
 * times faster, and no audit row is made of invented history. The checks go on. The switch is part of the transaction,
 * so a kill leaves nothing written and every trigger on.
 */
export async function withoutTriggers<T>(db: Client, tables: readonly string[], work: () => Promise<T>): Promise<T> {
  await db.query('begin');
  try {
    await switchTriggers(db, tables, 'disable');
    const result = await work();
    await db.query('set constraints all immediate');
    await switchTriggers(db, tables, 'enable');
    await db.query('commit');
    return result;
  } catch (error) {
    await db.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function switchTriggers(db: Client, tables: readonly string[], way: 'enable' | 'disable'): Promise<void> {
  await db.query(tables.map((table) => `alter table ${table} ${way} trigger user`).join(';\n'));
}
