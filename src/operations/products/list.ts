import { along } from '../few.ts';
import { likeAnywhere } from '../like.ts';
import { newestFirst, oldestFirst, since } from '../by-time.ts';
import { listing } from '../listing.ts';
import { ascending, descending, reversed } from '../sorts.ts';
import { catalogFilters } from './parts/filters.ts';
import { productRelevance, productsMatching } from './parts/search.ts';

const available = `(select coalesce(sum(i.available), 0)::integer from inventory i where i.product_id = p.id)`;

const byChange = descending('last changed first', ['p.updated_at', 'timestamptz'], ['p.id', 'uuid']);

const byName = ascending('by name', ['p.name', 'text'], ['p.id', 'uuid']);

const bySku = ascending('by SKU', ['p.sku', 'text']);

export const list = listing({
  name: 'products.list',
  summary: 'List products: newest first, by words (best match first), brand, category, price, stock.',
  permission: 'catalog:read',
  examples: [
    'products list --limit 20',
    'products list run black 42',
    'products list --filter "brand:stride price:<100 stock:low"',
    'products list --archived yes --json',
  ],
  from: `products p
  left join brands b on b.id = p.brand_id
  left join categories c on c.id = p.category_id`,
  columns: {
    id: { sql: 'p.id', label: 'Id', type: 'id' },
    sku: { sql: 'p.sku', label: 'SKU', type: 'text' },
    name: { sql: 'p.name', label: 'Name', type: 'text' },
    brand: { sql: 'b.name', label: 'Brand', type: 'text' },
    category: { sql: 'c.name', label: 'Category', type: 'text' },
    price: { sql: 'p.price', label: 'Price', type: 'money' },
    status: {
      sql: `case when p.deleted_at is not null then 'ARCHIVED' when p.is_active then 'ACTIVE' else 'INACTIVE' end`,
      label: 'Status',
      type: 'status',
    },
    variants: {
      sql: '(select count(*)::integer from product_variants v where v.product_id = p.id)',
      label: 'Variants',
      type: 'integer',
    },
    available: { sql: available, label: 'Available', type: 'integer' },
    avg_rating: { sql: 'p.avg_rating', label: 'Rating', type: 'text' },
    slug: { sql: 'p.slug', label: 'Slug', type: 'text' },
    created_at: { sql: 'p.created_at', label: 'Created', type: 'time' },
    updated_at: { sql: 'p.updated_at', label: 'Changed', type: 'time' },
  },
  filters: {
    ...catalogFilters,
    active: { help: 'on sale: yes or no', type: 'boolean', sql: (bind, value) => `p.is_active = ${bind(value)}` },
    price: {
      help: 'price: >100, <=49.90',
      type: 'money',
      operators: ['>', '>=', '<', '<='],
      sql: (bind, value, operator) => `p.price ${operator} ${bind(value)}::numeric`,
    },
    stock: {
      help: 'in: some available; low: at its reorder point in a warehouse; out: none available',
      type: 'enum',
      values: ['in', 'low', 'out'],
      sql: (_bind, value) =>
        value === 'low'
          ? 'p.id in (select i.product_id from inventory i where i.available <= i.reorder_point)'
          : `${value === 'out' ? 'not ' : ''}${along('from inventory i where i.product_id = p.id and i.available > 0')}`,
    },
    tag: {
      help: 'a tag, spelled as it is',
      type: 'text',
      sql: (bind, value) => `p.tags @> array[${bind(value)}::text]`,
    },
    sku: {
      help: 'part of the SKU of the product or of a variant',
      type: 'text',
      sql: (bind, value) => {
        const given = bind(likeAnywhere(String(value)));
        return `p.id in (
    select s.id from products s where lower(s.sku) like lower(${given})
    union all
    select v.product_id from product_variants v where lower(v.sku) like lower(${given})
  )`;
      },
    },
    since: since('made', 'p.created_at'),
  },
  defaults: { archived: 'no' },
  search: (bind, text) => `p.id in (${productsMatching(bind, text)})`,
  relevance: productRelevance,
  sorts: {
    newest: newestFirst('p.created_at', 'p.id'),
    oldest: oldestFirst('p.created_at', 'p.id'),
    changed: byChange,
    unchanged: reversed(byChange, 'the longest unchanged first'),
    name: byName,
    'name-desc': reversed(byName, 'by name, from the end'),
    sku: bySku,
    'sku-desc': reversed(bySku, 'by SKU, from the end'),
    cheapest: ascending('lowest price first', ['p.price', 'numeric'], ['p.id', 'uuid']),
    dearest: descending('highest price first', ['p.price', 'numeric'], ['p.id', 'uuid']),
  },
  defaultSort: 'newest',
  tables: ['products', 'product_variants', 'inventory'],
});
