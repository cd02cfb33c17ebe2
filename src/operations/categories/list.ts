import { likeAnywhere } from '../like.ts';
import { newestFirst } from '../by-time.ts';
import { listing } from '../listing.ts';
import { categoryNames } from '../reference.ts';
import { ascending } from '../sorts.ts';
import { categoryTree } from './parts/tree-sql.ts';

export const list = listing({
  name: 'categories.list',
  summary: 'List the categories as the tree is read: path, depth, how many products.',
  permission: 'catalog:read',
  examples: ['categories list', 'categories list --below men --json', 'categories list --filter "empty:yes"'],
  from: `categories c
  join ${categoryTree} t on t.id = c.id`,
  columns: {
    id: { sql: 'c.id', label: 'Id', type: 'id' },
    path: { sql: 't.path', label: 'Category', type: 'text' },
    slug: { sql: 'c.slug', label: 'Slug', type: 'text' },
    depth: { sql: 't.depth', label: 'Depth', type: 'integer' },
    products: {
      sql: '(select count(*)::integer from products p where p.category_id = c.id and p.deleted_at is null)',
      label: 'Products',
      type: 'integer',
    },
    status: {
      sql: `case when c.deleted_at is not null then 'ARCHIVED' when c.is_active then 'ACTIVE' else 'INACTIVE' end`,
      label: 'Status',
      type: 'status',
    },
    sort_order: { sql: 'c.sort_order', label: 'Order', type: 'integer' },
    name: { sql: 'c.name', label: 'Name', type: 'text' },
    parent_id: { sql: 'c.parent_id', label: 'Parent', type: 'id' },
    version: { sql: 'c.version', label: 'Version', type: 'integer' },
    created_at: { sql: 'c.created_at', label: 'Created', type: 'time' },
  },
  filters: {
    parent: {
      help: 'name or slug of the category right above; top: those without one',
      type: 'text',
      suggest: { list: 'categories.list', column: 'slug' },
      names: { ...categoryNames, besides: ['top'] },
      sql: (bind, value) => {
        const given = bind(value);
        return `case when lower(${given}) = 'top' then c.parent_id is null
    else c.parent_id in (select x.id from categories x where x.slug = lower(${given}) or lower(x.name) = lower(${given})) end`;
      },
    },
    below: {
      help: 'name or slug of a category: it and all below it',
      type: 'text',
      suggest: { list: 'categories.list', column: 'slug' },
      names: categoryNames,
      sql: (bind, value) => {
        const given = bind(value);
        return `c.id in (
    with recursive below as (
      select x.id from categories x where x.slug = lower(${given}) or lower(x.name) = lower(${given})
      union
      select x.id from categories x join below b on x.parent_id = b.id
    )
    select id from below
  )`;
      },
    },
    active: {
      help: 'shown in the shop: yes or no',
      type: 'boolean',
      sql: (bind, value) => `c.is_active = ${bind(value)}`,
    },
    archived: {
      help: 'no, yes or all (no)',
      type: 'enum',
      values: ['no', 'yes', 'all'],
      sql: (_bind, value) => (value === 'all' ? 'true' : `c.deleted_at is ${value === 'yes' ? 'not null' : 'null'}`),
    },
    empty: {
      help: 'yes: no product stands right in it',
      type: 'boolean',
      sql: (_bind, value) =>
        `${value === true ? 'not ' : ''}exists (select from products p where p.category_id = c.id and p.deleted_at is null)`,
    },
  },
  defaults: { archived: 'no' },
  search: (bind, text) => {
    const pattern = bind(likeAnywhere(text));
    return `lower(c.name) like lower(${pattern}) or c.slug like lower(${pattern})`;
  },
  sorts: {
    tree: ascending('as the tree is read', ['t.place', 'text']),
    newest: newestFirst('c.created_at', 'c.id'),
  },
  defaultSort: 'tree',
  tables: ['categories', 'products'],
});
