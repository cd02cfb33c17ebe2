import type { IncomingProduct } from '../../../domain/product-csv/incoming.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { distinct, findByName, freeSlugs, type Groups } from './import-groups.ts';

const findCategories = `
select c.id, r.name
from unnest($1::text[]) as r(name)
join categories c on lower(c.name) = lower(r.name)
order by c.deleted_at is null, c.parent_id nulls last, c.created_at desc, c.id`;

/** Where a product belongs: names from the root down, or one name wherever it stands. */
type Wanted = NonNullable<IncomingProduct['category']>;

export interface Categories {
  readonly created: number;
  idOf(category: Wanted): string | undefined;
}

const keyOf = ({ path, anywhere }: Wanted) => JSON.stringify([anywhere, ...path]);
const root = { name: 'Imported', slug: 'imported' };

/** Categories of a batch; those that are missing are made, those without a place in the tree below "Imported". */
export async function ensureCategories(tx: Tx, wanted: readonly Wanted[]): Promise<Categories> {
  const names = wanted.flatMap(({ path, anywhere }) => (anywhere ? path.slice(0, 1) : []));
  const named = await ensureAnywhere(tx, names);
  const placed = await ensurePaths(
    tx,
    wanted.flatMap(({ path, anywhere }) => (anywhere ? [] : [path])),
  );
  return {
    created: named.created + placed.created,
    idOf: (category) => (category.anywhere ? named.ids.get(category.path[0] ?? '') : placed.ids.get(keyOf(category))),
  };
}

async function ensureAnywhere(tx: Tx, names: readonly string[]): Promise<Groups> {
  const ids = await findByName(tx, findCategories, names);
  const missing = distinct(names).filter((name) => !ids.has(name));
  if (missing.length === 0) return { ids, created: 0 };
  const rootMade = await tx.query(
    'insert into categories (name, slug) values ($1, $2) on conflict (slug) do nothing returning id',
    [root.name, root.slug],
  );
  const slugs = await freeSlugs(tx, missing, 'select slug from categories where slug = any($1::text[])');
  const made = await tx.query(
    `insert into categories (parent_id, name, slug)
select distinct on (lower(r.name)) above.id, r.name, r.slug
from unnest($1::text[], $2::text[]) with ordinality as r(name, slug, place)
join categories above on above.slug = $3
order by lower(r.name), r.place
returning id`,
    [missing, slugs, root.slug],
  );
  return { ids: await findByName(tx, findCategories, names), created: made.length + rootMade.length };
}

/** Level by level from the root: a name is looked for below its parent, as it is written. */
async function ensurePaths(tx: Tx, paths: readonly (readonly string[])[]): Promise<Groups> {
  const ids = new Map<string, string>();
  let created = 0;
  const deepest = Math.max(0, ...paths.map((path) => path.length));
  for (let depth = 1; depth <= deepest; depth += 1) {
    const heads = paths.filter((path) => path.length >= depth).map((path) => path.slice(0, depth));
    const level = new Map(heads.map((path) => [keyOf({ path, anywhere: false }), path]));
    const rows = [...level].map(([key, path]) => ({
      key,
      name: path.at(-1) ?? '',
      parent: ids.get(keyOf({ path: path.slice(0, -1), anywhere: false })) ?? null,
    }));
    const found = await findChildren(tx, rows);
    const missing = rows.filter(({ key }) => !found.has(key));
    const slugs = await freeSlugs(
      tx,
      missing.map(({ name }) => name),
      'select slug from categories where slug = any($1::text[])',
    );
    const made =
      missing.length === 0
        ? []
        : await tx.query<{ id: string; slug: string }>(
            `insert into categories (parent_id, name, slug)
select r.parent, r.name, r.slug
from jsonb_to_recordset($1::jsonb) as r (parent uuid, name text, slug text)
returning id, slug`,
            [JSON.stringify(missing.map((row, index) => ({ ...row, slug: slugs[index] })))],
          );
    const bySlug = new Map(made.map(({ id, slug }) => [slug, id]));
    for (const [index, { key }] of missing.entries()) found.set(key, bySlug.get(slugs[index] ?? '') ?? '');
    for (const [key, id] of found) ids.set(key, id);
    created += made.length;
  }
  return { ids, created };
}

interface Child {
  readonly key: string;
  readonly name: string;
  readonly parent: string | null;
}

async function findChildren(tx: Tx, rows: readonly Child[]): Promise<Map<string, string>> {
  const found = await tx.query<{ key: string; id: string }>(
    `select r.key, c.id
from jsonb_to_recordset($1::jsonb) as r (key text, name text, parent uuid)
join categories c on c.name = r.name and c.parent_id is not distinct from r.parent
order by c.deleted_at is null, c.created_at desc, c.id`,
    [JSON.stringify(rows)],
  );
  return new Map(found.map(({ key, id }) => [key, id]));
}
