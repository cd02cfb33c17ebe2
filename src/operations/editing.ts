import * as z from 'zod';
import { Conflict, InvalidInput } from '../domain/errors.ts';
import type { Tx } from '../platform/database/types.ts';

/** Tables whose rows carry an integer `version`, bumped by trigger at every change (schema.md, trap 4). */
export type VersionedTable =
  | 'products'
  | 'product_variants'
  | 'product_images'
  | 'product_attributes'
  | 'promo_codes'
  | 'brands'
  | 'categories'
  | 'users';

/** What a column is to hold: decimal text for money and weight, ISO text for times, text[] as an array. */
export type ColumnValue = string | number | boolean | readonly string[] | null;

export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface RowEdited {
  readonly id: string;
  /** After the edit; the one before when nothing was different. */
  readonly version: number;
  /** Column by column, in the words of the database; empty when nothing was different. */
  readonly changes: readonly FieldChange[];
}

export interface RowEdit {
  readonly table: VersionedTable;
  /** How a sentence calls the row: `RUN-42-BLK`, `Brand Stride`. */
  readonly name: string;
  /** As it stands, locked by the caller (for no key update) in this transaction. */
  readonly row: { readonly id: string; readonly version: number };
  readonly columns: Readonly<Record<string, ColumnValue>>;
  /** The version that the person looked at; undefined: whatever stands there is overwritten. */
  readonly expectedVersion: number | undefined;
}

/** One field of a Conflict: what was looked at, what stands there now, what was to be written. */
export interface StaleField {
  readonly field: string;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: ColumnValue;
}

export const ExpectedVersion = z.coerce
  .number()
  .int()
  .positive()
  .optional()
  .describe('version that was looked at; refused when somebody changed it since');

/**
 * Writes the columns that differ; nothing is written, and no version made, when none does. A stale edit is a Conflict
 * even where it touches other fields than the edit before it: its details let whoever asks decide.
 * @throws InvalidInput when no column is given, Conflict with `details: {version, current_version, changed_by,
 *   changed_at, fields: StaleField[]}`, and what the database refuses
 */
export async function editRow(tx: Tx, edit: RowEdit): Promise<RowEdited> {
  const { table, row, columns, expectedVersion } = edit;
  const names = columnNames(columns);
  if (names.length === 0)
    throw new InvalidInput('Nothing to change was given.', { hint: 'Say what shall be new, e.g. the name.' });
  if (expectedVersion !== undefined && expectedVersion !== row.version) throw await stale(tx, edit, expectedVersion);
  const found = await tx.one<{ was: Image; becomes: Image | null; version: number | null }>(
    `with before as (
  select ${imageOf(names)} as image
  from ${table} t
  where t.id = $1::uuid
), done as (
  update ${table} t
  set ${names.map((name, index) => `${name} = $${index + 2}`).join(',\n    ')}
  where t.id = $1::uuid
    and (${names.map((name, index) => `t.${name} is distinct from $${index + 2}`).join(' or ')})
  returning t.version, ${imageOf(names)} as image
)
select b.image as was, d.image as becomes, d.version
from before b
left join done d on true`,
    [row.id, ...Object.values(columns)],
  );
  if (!found) throw new Error(`${table} ${row.id} is gone, although it was locked`);
  const { was, becomes, version } = found;
  const changes = names
    .map((field) => ({ field, from: was[field], to: (becomes ?? was)[field] }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
  return { id: row.id, version: version ?? row.version, changes };
}

/** One sentence of what an edit did. */
export function toldChanges(name: string, changes: readonly FieldChange[]): string {
  if (changes.length === 0) return `${name} was so already: nothing was changed.`;
  // nothing is "a new active"
  if (changes.every(({ to }) => typeof to === 'boolean')) return `${name}: ${toldDifferences(changes)}.`;
  const words = (some: readonly FieldChange[]) => some.map(({ field }) => fieldWords(field)).join(', ');
  const given = changes.filter(({ to }) => to !== null);
  const cleared = changes.filter(({ to }) => to === null);
  const told = [given.length > 0 && `a new ${words(given)}`, cleared.length > 0 && `no ${words(cleared)} any more`];
  return `${name} has ${told.filter(Boolean).join(', and ')}.`;
}

/** The same with what was and what is: `price 99.00 → 79.00, active yes → no`. */
export const toldDifferences = (changes: readonly FieldChange[]): string =>
  changes.map(({ field, from, to }) => `${fieldWords(field)} ${valueWords(from)} → ${valueWords(to)}`).join(', ');

function valueWords(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value.slice(0, 60) : JSON.stringify(value);
}

/** brand_id is told as brand, is_active as active. */
const fieldWords = (field: string) => field.replaceAll(/^is_|_id$/gu, '').replaceAll('_', ' ');

type Image = Readonly<Record<string, unknown>>;

function columnNames(columns: Readonly<Record<string, ColumnValue>>): string[] {
  const names = Object.keys(columns);
  const wrong = names.find((name) => !/^[a-z][a-z0-9_]*$/u.test(name));
  if (wrong !== undefined) throw new Error(`"${wrong}" is no column`);
  return names;
}

// Amounts as text, so that a change is told exactly as it is kept.
const kept = (column: string) =>
  `case when pg_typeof(t.${column}) = 'numeric'::regtype then to_jsonb(t.${column}::text) else to_jsonb(t.${column}) end`;

const imageOf = (columns: readonly string[]) =>
  `jsonb_build_object(${columns.map((column) => `'${column}', ${kept(column)}`).join(', ')})`;

// The audit log keeps only what an UPDATE changed: a column that none changed since is as it was.
const looked = (column: string) => `case
    when b.was ? '${column}' and pg_typeof(t.${column}) = 'numeric'::regtype then to_jsonb(b.was ->> '${column}')
    when b.was ? '${column}' then b.was -> '${column}'
    else ${kept(column)}
  end`;

interface Stale {
  readonly base: Image;
  readonly theirs: Image;
  readonly changed_by: string | null;
  readonly changed_at: string | null;
}

async function stale(tx: Tx, { table, name, row, columns }: RowEdit, version: number): Promise<Conflict> {
  const current = row.version;
  if (version > current) {
    return new Conflict(`${name} has no version ${version} yet; it is at version ${current}.`, {
      hint: 'Look at it again, then edit what you see.',
      details: { version, current_version: current, fields: [] },
    });
  }
  const names = columnNames(columns);
  const found = await tx.one<Stale>(
    `select ${imageOf(names)} as theirs,
  jsonb_build_object(${names.map((column) => `'${column}', ${looked(column)}`).join(', ')}) as base,
  l.changed_by, l.changed_at
from ${table} t
left join lateral (
  select jsonb_object_agg(e.key, e.value) as was
  from (
    select distinct on (o.key) o.key, o.value
    from audit_logs a
    cross join lateral jsonb_each(a.old_values) o
    where a.table_name = $2
      and a.record_id = t.id
      and a.action = 'UPDATE'
      and (a.old_values ->> 'version')::integer >= $3::integer
    order by o.key, (a.old_values ->> 'version')::integer
  ) e
) b on true
left join lateral (
  select u.email as changed_by, to_jsonb(a.changed_at) #>> '{}' as changed_at
  from audit_logs a
  left join users u on u.id = a.changed_by
  where a.table_name = $2
    and a.record_id = t.id
    and a.action = 'UPDATE'
    and (a.old_values ->> 'version')::integer >= $3::integer
  order by (a.old_values ->> 'version')::integer desc
  limit 1
) l on true
where t.id = $1::uuid`,
    [row.id, table, version],
  );
  const fields = names.map((field): StaleField => {
    const theirs = found?.theirs[field] ?? null;
    return { field, base: found?.base[field] ?? null, theirs, mine: columns[field] ?? null };
  });
  const by = found?.changed_by ? ` by ${found.changed_by}` : '';
  return new Conflict(`${name} was changed${by} since version ${version}; it is at version ${current} now.`, {
    hint: `Look at it again, then edit it with --expected-version ${current}.`,
    details: {
      version,
      current_version: current,
      changed_by: found?.changed_by ?? null,
      changed_at: found?.changed_at ?? null,
      fields,
    },
  });
}
