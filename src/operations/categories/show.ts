import * as z from 'zod';
import { findNamed } from '../named.ts';
import { operation } from '../operation.ts';
import { CategoryKey } from './parts/columns.ts';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
}

export interface ShownCategory extends Named {
  readonly description: string | null;
  readonly image_url: string | null;
  readonly sort_order: number;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'ARCHIVED';
  readonly is_active: boolean;
  readonly version: number;
  readonly created_at: string;
  readonly deleted_at: string | null;
  /** From the top down, itself last. */
  readonly path: readonly Named[];
  readonly children: readonly (Named & { readonly products: number })[];
  /** Right in it; with those below it; archived ones right in it. */
  readonly counts: { readonly products: number; readonly below: number; readonly archived: number };
}

export const show = operation({
  name: 'categories.show',
  summary: 'Show a category: where it stands, what is below it, how many products it has.',
  permission: 'catalog:read',
  input: z.object({ category: CategoryKey }),
  positional: ['category'],
  examples: ['categories show trail', 'categories show men --json'],
  reads: true,
  async run({ tx }, { category }): Promise<ShownCategory> {
    const found = await tx.one<ShownCategory>(
      `select c.id, c.name, c.slug, c.description, c.image_url, c.sort_order,
  case when c.deleted_at is not null then 'ARCHIVED' when c.is_active then 'ACTIVE' else 'INACTIVE' end as status,
  c.is_active, c.version, c.created_at, c.deleted_at,
  (with recursive above as (
      select x.id, x.name, x.slug, x.parent_id, 0 as height from categories x where x.id = c.id
      union all
      select x.id, x.name, x.slug, x.parent_id, a.height + 1 from categories x join above a on x.id = a.parent_id
    )
    select json_agg(json_build_object('id', a.id, 'name', a.name, 'slug', a.slug) order by a.height desc)
    from above a) as path,
  (select coalesce(json_agg(json_build_object('id', x.id, 'name', x.name, 'slug', x.slug, 'products', (
        select count(*) from products p where p.category_id = x.id and p.deleted_at is null
      )) order by x.sort_order, lower(x.name), x.slug), '[]')
    from categories x
    where x.parent_id = c.id and x.deleted_at is null) as children,
  (with recursive below as (
      select c.id
      union all
      select x.id from categories x join below b on x.parent_id = b.id
    )
    select json_build_object(
      'products', count(*) filter (where p.category_id = c.id and p.deleted_at is null),
      'below', count(*) filter (where p.deleted_at is null),
      'archived', count(*) filter (where p.category_id = c.id and p.deleted_at is not null)
    )
    from products p
    where p.category_id in (select b.id from below b)) as counts
from categories c
where c.id = $1::uuid`,
      [await findNamed(tx, 'categories', category)],
    );
    if (!found) throw new Error('the category is gone within one transaction');
    return found;
  },
});
