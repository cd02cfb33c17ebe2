import { likeAnywhere } from '../like.ts';
import type { Bind, ListFilter } from '../listing.ts';

/** Filters of a list that calls the product `p`. */
export const catalogFilters = {
  brand: {
    help: 'name or slug of the brand',
    type: 'text',
    sql: (bind, value) => {
      const given = bind(value);
      return `p.brand_id in (select b.id from brands b where lower(b.name) = lower(${given}) or b.slug = lower(${given}))`;
    },
  },
  category: {
    help: 'name or slug of the category, with those below it',
    type: 'text',
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

const most = 1000;

/**
 * Products that a free text may mean, as ids: words of name, tags and description, or a part of a name or SKU. Every
 * branch starts at an index and is cut, so that a word that is everywhere costs no more than one that is nowhere.
 */
export function productsMatching(bind: Bind, text: string): string {
  const given = bind(text);
  const branches = [
    `select s.id from products s where s.search_vector @@ websearch_to_tsquery('pg_catalog.english', ${given})`,
    `select s.id from products s where s.sku = upper(${given})`,
    `select v.product_id from product_variants v where v.sku = upper(${given})`,
  ];
  // Two letters have no trigram: they would read the whole index.
  if (text.length >= 3) {
    const pattern = bind(likeAnywhere(text));
    branches.push(
      `select s.id from products s where lower(s.name) like lower(${pattern})`,
      `select s.id from products s where lower(s.sku) like lower(${pattern})`,
      `select v.product_id from product_variants v where lower(v.sku) like lower(${pattern})`,
    );
  }
  return branches.map((branch) => `(${branch} limit ${most})`).join('\n    union all ');
}
