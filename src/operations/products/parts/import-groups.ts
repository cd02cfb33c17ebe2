import { makeSlug } from '../../../domain/shopify/names.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { freeNames } from './import-names.ts';

/** Ids by the name as the file has it, and how many of them were made now. */
export interface Groups {
  readonly ids: ReadonlyMap<string, string>;
  readonly created: number;
}

const slugLength = 100;

// PostgreSQL alone compares without regard to case: its idea of a letter's case depends on the database's locale.
const findBrands = `
select b.id, r.name
from unnest($1::text[]) as r(name)
join brands b on lower(b.name) = lower(r.name)
order by b.name = r.name`;

/** Brands by name; those that are missing are made. */
export async function ensureBrands(tx: Tx, names: readonly string[]): Promise<Groups> {
  const ids = await findByName(tx, findBrands, names);
  const missing = distinct(names).filter((name) => !ids.has(name));
  if (missing.length === 0) return { ids, created: 0 };
  const slugs = await freeSlugs(tx, missing, 'select slug from brands where slug = any($1::text[])');
  const made = await tx.query(
    `insert into brands (name, slug)
select distinct on (lower(r.name)) r.name, r.slug
from unnest($1::text[], $2::text[]) with ordinality as r(name, slug, place)
order by lower(r.name), r.place
on conflict do nothing
returning id`,
    [missing, slugs],
  );
  return { ids: await findByName(tx, findBrands, names), created: made.length };
}

export const distinct = (names: readonly string[]) => [...new Set(names)];

/** Of several with the name the last row of the query wins. */
export async function findByName(tx: Tx, text: string, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await tx.query<{ id: string; name: string }>(text, [distinct(names)]);
  return new Map(rows.map(({ id, name }) => [name, id]));
}

export function freeSlugs(tx: Tx, names: readonly string[], query: string): Promise<string[]> {
  const taken = async (slugs: readonly string[]) => {
    const rows = await tx.query<{ slug: string }>(query, [slugs]);
    return new Set(rows.map(({ slug }) => slug));
  };
  return freeNames(
    names.map((name) => makeSlug(name, slugLength)),
    new Set(),
    taken,
    slugLength,
  );
}
