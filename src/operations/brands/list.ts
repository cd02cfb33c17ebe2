import { likeAnywhere } from '../like.ts';
import { newestFirst } from '../by-time.ts';
import { listing } from '../listing.ts';
import { ascending } from '../sorts.ts';

export const list = listing({
  name: 'brands.list',
  summary: 'List the brands: by name, with how many products they have.',
  permission: 'catalog:read',
  examples: ['brands list', 'brands list --empty yes --json', 'brands list --filter "stride archived:all"'],
  from: 'brands b',
  columns: {
    id: { sql: 'b.id', label: 'Id', type: 'id' },
    name: { sql: 'b.name', label: 'Name', type: 'text' },
    slug: { sql: 'b.slug', label: 'Slug', type: 'text' },
    products: {
      sql: '(select count(*)::integer from products p where p.brand_id = b.id and p.deleted_at is null)',
      label: 'Products',
      type: 'integer',
    },
    website: { sql: 'b.website', label: 'Web site', type: 'text' },
    logo_url: { sql: 'b.logo_url', label: 'Logo', type: 'text' },
    status: {
      sql: `case when b.deleted_at is not null then 'ARCHIVED' when b.is_active then 'ACTIVE' else 'INACTIVE' end`,
      label: 'Status',
      type: 'status',
    },
    version: { sql: 'b.version', label: 'Version', type: 'integer' },
    created_at: { sql: 'b.created_at', label: 'Created', type: 'time' },
  },
  filters: {
    active: {
      help: 'shown in the shop: yes or no',
      type: 'boolean',
      sql: (bind, value) => `b.is_active = ${bind(value)}`,
    },
    archived: {
      help: 'no, yes or all (no)',
      type: 'enum',
      values: ['no', 'yes', 'all'],
      sql: (_bind, value) => (value === 'all' ? 'true' : `b.deleted_at is ${value === 'yes' ? 'not null' : 'null'}`),
    },
    empty: {
      help: 'yes: no product is of it',
      type: 'boolean',
      sql: (_bind, value) =>
        `${value === true ? 'not ' : ''}exists (select from products p where p.brand_id = b.id and p.deleted_at is null)`,
    },
  },
  defaults: { archived: 'no' },
  search: (bind, text) => {
    const pattern = bind(likeAnywhere(text));
    return `lower(b.name) like lower(${pattern}) or b.slug like lower(${pattern})`;
  },
  sorts: {
    name: ascending('by name', ['b.name', 'text']),
    newest: newestFirst('b.created_at', 'b.id'),
  },
  defaultSort: 'name',
  tables: ['brands', 'products'],
});
