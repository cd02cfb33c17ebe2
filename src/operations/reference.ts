import { InvalidInput } from '../domain/errors.ts';
import { parseFilter } from '../domain/filter.ts';
import { near } from '../domain/nearest.ts';
import type { Tx } from '../platform/database/types.ts';

/** A short table that filters name rows of. */
export interface Reference {
  /** One of its rows, for people. */
  readonly what: string;
  /** Selects what may be typed as `word`, that which is offered first as `told`; in any case. */
  readonly sql: string;
  /** Words that mean something without being a row. */
  readonly besides?: readonly string[];
}

const named = (what: string, table: string): Reference => ({
  what,
  sql: `select w.word, g.slug as told from ${table} g cross join lateral (values (g.slug), (g.name)) w (word)`,
});

export const warehouseNames: Reference = {
  what: 'warehouse',
  sql: 'select w.code as word, w.code as told from warehouses w',
};
export const brandNames = named('brand', 'brands');
export const categoryNames = named('category', 'categories');

interface Filters {
  readonly [key: string]: { readonly names?: Reference };
}

/** Whether a filter names rows of a short table, so that only the database knows whether all of it is understood. */
export const namesRows = (filters: Filters, filter: string): boolean =>
  parseFilter(filter).terms.some(({ key }) => filters[key]?.names !== undefined);

/** As many as a person reads. */
const mostTold = 6;

/**
 * Asked where nothing was found: what exists is not looked up before every page.
 * @throws InvalidInput that points at the first word that names nothing, with what was probably meant
 */
export async function demandKnown(tx: Tx, filters: Filters, filter: string): Promise<void> {
  for (const { key, value, start, end } of parseFilter(filter).terms) {
    const names = filters[key]?.names;
    if (!names || names.besides?.includes(value.toLowerCase())) continue;
    const rows = await tx.query<{ told: string; words: readonly string[]; known: boolean }>(
      `select r.told, array_agg(r.word::text) as words, bool_or(lower(r.word) = lower($1)) as known
       from (${names.sql}) r
       group by r.told
       order by r.told`,
      [value],
    );
    if (rows.some(({ known }) => known)) continue;
    const all = rows.map(({ told }) => told);
    const likely = near(
      value,
      rows.flatMap(({ words }) => words),
    ).flatMap((word) => rows.filter(({ words }) => words.includes(word)).map(({ told }) => told));
    const meant = [...new Set(likely)].slice(0, mostTold);
    const which =
      meant.length > 0
        ? `did you mean ${meant.join(' or ')}?`
        : `there are ${all.slice(0, mostTold).join(', ')}${all.length > mostTold ? ' and others' : ''}.`;
    const told = all.length === 0 ? 'there is none yet.' : which;
    throw new InvalidInput(
      `"${key}:${value.slice(0, 60)}" is not understood: there is no such ${names.what}; ${told}`,
      {
        details: { start, end, key },
      },
    );
  }
}
