import type { Client } from 'pg';

interface Part {
  readonly table: string;
  readonly name: string;
  /** p, u, f as in pg_constraint; i for an index that no constraint owns. */
  readonly kind: 'p' | 'u' | 'f' | 'i';
  readonly definition: string;
}

/**
 * Takes the keys, foreign keys and indexes off the tables and gives back what puts them on again, word for word as the
 * catalog has them. Filling a bare table and building its indexes once takes a third of the time that keeping them up
 * for millions of rows takes, and foreign keys are then checked by one join each. To be called inside a transaction:
 * whatever goes wrong, the rollback brings them back.
 */
export async function stripTables(
  db: Client,
  tables: readonly string[],
): Promise<(tell: (text: string) => void) => Promise<void>> {
  const { rows: parts } = await db.query<Part>(
    `select c.conrelid::regclass::text as table, quote_ident(c.conname) as name, c.contype as kind,
      pg_get_constraintdef(c.oid) as definition
    from pg_constraint c
    where c.conrelid = any ($1::regclass[])
      and c.conparentid = 0
      and c.contype in ('p', 'u', 'f')
    union all
    select i.indrelid::regclass::text, i.indexrelid::regclass::text, 'i', pg_get_indexdef(i.indexrelid)
    from pg_index i
    where i.indrelid = any ($1::regclass[])
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
    order by 1, 2`,
    [tables],
  );
  const of = (...kinds: Part['kind'][]) => parts.filter((part) => kinds.includes(part.kind));
  const drops = [...of('f'), ...of('p', 'u')].map(({ table, name }) => `alter table ${table} drop constraint ${name}`);
  await db.query([...drops, ...of('i').map(({ name }) => `drop index ${name}`)].join(';\n'));
  return async (tell) => {
    await db.query("set local maintenance_work_mem = '256MB'");
    for (const table of tables) {
      const own = [...of('p', 'u'), ...of('i')].filter((part) => part.table === table);
      if (own.length > 0) tell(`Indexes of ${table}`);
      for (const part of own) await db.query(part.kind === 'i' ? index(part) : constraint(part));
    }
    tell('Figures for the query planner');
    await db.query(`analyze ${tables.join(', ')}`);
    tell('Foreign keys');
    for (const part of of('f')) await db.query(constraint(part));
  };
}

const constraint = ({ table, name, definition }: Part): string =>
  `alter table ${table} add constraint ${name} ${definition}`;

/** The catalog words an index of a partitioned table for the parent ONLY: said so again, the partitions would have none. */
const index = ({ definition }: Part): string => definition.replace(' ON ONLY ', ' ON ');
