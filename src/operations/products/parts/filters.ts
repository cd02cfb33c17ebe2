import type { ListFilter } from '../../listing.ts';
import { brandNames, categoryNames } from '../../reference.ts';

/** Filters of a list that calls the product `p`. */
export const catalogFilters = {
  brand: {
    help: 'name or slug of the brand',
    type: 'text',
    suggest: { list: 'brands.list', column: 'slug' },
    names: brandNames,
    sql: (bind, value) => {
      const given = bind(value);
      return `p.brand_id in (select b.id from brands b where lower(b.name) = lower(${given}) or b.slug = lower(${given}))`;
    },
  },
  category: {
    help: 'name or slug of the category, with those below it',
    type: 'text',
    suggest: { list: 'categories.list', column: 'slug' },
    names: categoryNames,
    sql: (bind, value) => {
      const given = bind(value);
      return `p.category_id in (
    with recursive below as (
      select c.id from categories c where lower(c.name) = lower(${given}) or c.slug = lower(${given})
      union
      select c.id from categories c join below b on c.parent_id = b.id
    )
    select id from below
  )`;
    },
  },
  archived: {
    help: 'no, yes or all (no)',
    type: 'enum',
    values: ['no', 'yes', 'all'],
    sql: (_bind, value) => (value === 'all' ? 'true' : `p.deleted_at is ${value === 'yes' ? 'not null' : 'null'}`),
  },
} as const satisfies Record<string, ListFilter>;
