import { uuidRange } from '../../domain/uuid.ts';
import { along, rareOr } from '../few.ts';
import { likeAnywhere } from '../like.ts';
import { newestFirst, oldestFirst } from '../by-time.ts';
import { listing } from '../listing.ts';
import { brandNames } from '../reference.ts';
import { ascending, reversed } from '../sorts.ts';
import { inArchive, ofBrand, partOf, pricedAt, runningLow } from './parts/conditions.ts';

const price = 'coalesce(v.price, p.price)';
const archived = '(p.deleted_at is not null or v.deleted_at is not null)';

const bySku = ascending('by SKU', ['v.sku', 'text']);

export const list = listing({
  name: 'variants.list',
  summary: 'List variants, what is counted and sold: by product, size, colour, price, stock.',
  permission: 'catalog:read',
  examples: [
    'variants list --limit 20',
    'variants list --filter "size:42 color:black stock:>0"',
    'variants list --product runner --json',
  ],
  from: `product_variants v
  join products p on p.id = v.product_id
  left join brands b on b.id = p.brand_id`,
  columns: {
    id: { sql: 'v.id', label: 'Id', type: 'id' },
    sku: { sql: 'v.sku', label: 'SKU', type: 'text' },
    product: { sql: 'p.name', label: 'Product', type: 'text' },
    brand: { sql: 'b.name', label: 'Brand', type: 'text' },
    size: { sql: 'v.size', label: 'Size', type: 'text' },
    color: { sql: 'v.color', label: 'Colour', type: 'text' },
    price: { sql: price, label: 'Price', type: 'money' },
    stock: { sql: 'v.stock', label: 'Available', type: 'integer' },
    status: {
      sql: `case when ${archived} then 'ARCHIVED' when p.is_active and v.is_active then 'ACTIVE' else 'INACTIVE' end`,
      label: 'Status',
      type: 'status',
    },
    barcode: { sql: 'v.barcode', label: 'Barcode', type: 'text' },
    version: { sql: 'v.version', label: 'Version', type: 'integer' },
    product_sku: { sql: 'p.sku', label: 'Product SKU', type: 'text' },
    product_id: { sql: 'p.id', label: 'Product id', type: 'id' },
    created_at: { sql: 'v.created_at', label: 'Created', type: 'time' },
  },
  filters: {
    product: {
      help: 'SKU, slug or id of the product',
      type: 'text',
      sql: (bind, value) => {
        const given = bind(value);
        const id = uuidRange(String(value))?.whole ? ` or s.id = ${given}::uuid` : '';
        return `v.product_id in (select s.id from products s where lower(s.sku) = lower(${given}) or s.slug = lower(${given})${id})`;
      },
    },
    sku: {
      help: 'part of the SKU',
      type: 'text',
      sql: (bind, value, _operator, few) => partOf(bind, few, 'lower(v.sku)', value),
    },
    size: {
      help: 'size, spelled as it is',
      type: 'text',
      sql: (bind, value) => `lower(v.size) = lower(${bind(value)})`,
    },
    color: {
      help: 'part of the colour',
      type: 'text',
      sql: (bind, value, _operator, few) => partOf(bind, few, 'lower(v.color)', value),
    },
    brand: {
      help: 'name or slug of the brand',
      type: 'text',
      suggest: { list: 'brands.list', column: 'slug' },
      names: brandNames,
      sql: (bind, value, _operator, few) =>
        rareOr(
          bind,
          few,
          'v.id',
          ofBrand,
          value,
          (given) => `lower(b.name) = lower(${given}) or b.slug = lower(${given})`,
        ),
    },
    active: {
      help: 'on sale, together with its product: yes or no',
      type: 'boolean',
      sql: (_bind, value) => `${value === true ? '' : 'not '}(v.is_active and p.is_active)`,
    },
    archived: {
      help: 'no, yes or all (no)',
      type: 'enum',
      values: ['no', 'yes', 'all'],
      sql: (bind, value, _operator, few) => {
        if (value !== 'yes') return value === 'all' ? 'true' : `not ${archived}`;
        const ids = few(inArchive, []);
        return ids ? `v.id = any (${bind(ids)}::uuid[])` : archived;
      },
    },
    price: {
      help: 'price: >100, <=49.90',
      type: 'money',
      operators: ['>', '>=', '<', '<='],
      sql: (bind, value, operator, few) =>
        rareOr(
          bind,
          few,
          'v.id',
          (given) => pricedAt(operator, given),
          value,
          (given) => `${price} ${operator} ${given}::numeric`,
        ),
    },
    stock: {
      help: 'pieces available in all warehouses: 0, <10',
      type: 'integer',
      operators: ['>', '>=', '<', '<='],
      sql: (bind, value, operator) => `v.stock ${operator} ${bind(value)}::integer`,
    },
    low: {
      help: 'yes: at its reorder point in a warehouse',
      type: 'boolean',
      sql: (bind, value, _operator, few) => {
        const ids = value === true ? few(runningLow, []) : undefined;
        const low = along('from inventory i where i.variant_id = v.id and i.available <= i.reorder_point');
        return ids ? `v.id = any (${bind(ids)}::uuid[])` : `${value === true ? '' : 'not '}${low}`;
      },
    },
    barcode: { help: 'what the scanner reads', type: 'text', sql: (bind, value) => `v.barcode = ${bind(value)}` },
  },
  defaults: { archived: 'no' },
  search: (bind, text) => {
    const given = bind(text);
    const own =
      text.length >= 3 ? `lower(v.sku) like lower(${bind(likeAnywhere(text))})` : `lower(v.sku) = lower(${given})`;
    return `v.id in (
    (select v.id from product_variants v where ${own} limit 1000)
    union all
    (select v.id from product_variants v join products s on s.id = v.product_id
      where s.search_vector @@ websearch_to_tsquery('pg_catalog.english', ${given}) limit 1000)
  )`;
  },
  sorts: {
    newest: newestFirst('v.created_at', 'v.id'),
    oldest: oldestFirst('v.created_at', 'v.id'),
    sku: bySku,
    'sku-desc': reversed(bySku, 'by SKU, from the end'),
  },
  defaultSort: 'newest',
  tables: ['product_variants', 'products', 'inventory'],
});
