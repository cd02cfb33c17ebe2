import * as z from 'zod';
import { InvalidInput, NotFound, Refused } from '../domain/errors.ts';
import { giveNames, makeSlug } from '../domain/shopify/names.ts';
import type { Tx } from '../platform/database/types.ts';
import { required, text } from './fields.ts';

/** Brands and categories: things of the shop that people call by name, and web addresses by slug. */
const kinds = {
  brands: { noun: 'brand', hint: 'See: solemate brands list' },
  categories: { noun: 'category', hint: 'See: solemate categories list' },
} as const;
export type NamedTable = keyof typeof kinds;

export interface NamedRow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly is_active: boolean;
  readonly deleted_at: Date | null;
  readonly version: number;
}

const slugLength = 100;

export const Slug = required(slugLength)
  .regex(/^[^\s/?#%\\]+$/u, 'a word fit for a web address is needed')
  .toLowerCase();

/** An address of the web; '' clears it. */
export const WebAddress = (max: number) =>
  text(max).refine(
    (given) => given === '' || (/^https?:\/\/\S+$/iu.test(given) && URL.canParse(given)),
    'an address such as https://… is needed',
  );

/**
 * The one of this slug, name (in any case) or id, its row locked. A name that several have is no name.
 * @throws NotFound, InvalidInput that gives the slugs to choose from
 */
export async function lockNamed(tx: Tx, table: NamedTable, given: string): Promise<NamedRow> {
  const id = await findNamed(tx, table, given);
  const found = await tx.one<NamedRow>(
    `select g.id, g.name, g.slug, g.is_active, g.deleted_at, g.version
from ${table} g
where g.id = $1::uuid
for no key update`,
    [id],
  );
  if (!found) throw notFound(table, given);
  return found;
}

/** Its id, archived or not. @throws as lockNamed */
export async function findNamed(tx: Tx, table: NamedTable, given: string): Promise<string> {
  const rows = await tx.query<{ id: string; slug: string; rank: number }>(
    `select g.id, g.slug, case when g.slug = lower($1) or g.id = $2::uuid then 0 else 1 end as rank
from ${table} g
where g.slug = lower($1)
  or g.id = $2::uuid
  or lower(g.name) = lower($1)
order by rank, g.deleted_at is not null, g.slug`,
    [given, z.guid().safeParse(given).success ? given : null],
  );
  const [first, second] = rows;
  if (!first) throw notFound(table, given);
  if (second && first.rank > 0) {
    const slugs = rows.map(({ slug }) => slug).slice(0, 5);
    throw new InvalidInput(`"${given.slice(0, 60)}" can mean several: give one of ${slugs.join(', ')}.`);
  }
  return first.id;
}

/** @throws Refused for one that is in the archive, saying how it comes back */
export function refuseArchivedNamed(table: NamedTable, { name, slug, deleted_at }: NamedRow): void {
  if (deleted_at === null) return;
  throw new Refused(`The ${kinds[table].noun} ${name} is in the archive.`, {
    hint: `Restore it first: solemate ${table} restore ${slug}`,
  });
}

/** A slug made from a name that nobody of this table has, archived ones included. */
export async function freeSlug(tx: Tx, table: NamedTable, name: string): Promise<string> {
  const wish = makeSlug(name, slugLength);
  const taken = await tx.query<{ slug: string }>(`select g.slug from ${table} g where starts_with(g.slug, $1)`, [
    wish.slice(0, slugLength - 10),
  ]);
  return giveNames([wish], new Set(taken.map(({ slug }) => slug)), slugLength)[0] ?? wish;
}

const notFound = (table: NamedTable, given: string) =>
  new NotFound(`There is no ${kinds[table].noun} "${given.slice(0, 60)}".`, { hint: kinds[table].hint });
