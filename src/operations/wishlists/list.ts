import { newestFirst, oldestFirst } from '../by-time.ts';
import { maskEmailSql } from '../../domain/contact.ts';
import { rareOr } from '../few.ts';
import { listing } from '../listing.ts';
import { customerName, customersLike } from '../customers/steps.ts';

const productNamed = (given: string) =>
  `select x.id from products x where lower(x.sku) = lower(${given}::text) or x.slug = lower(${given}::text)`;

export const list = listing({
  name: 'wishlists.list',
  summary: 'List what customers wish for: newest first, by customer or product.',
  permission: 'customers:read',
  examples: ['wishlists list', 'wishlists list --product RUN --since 30d', 'wishlists list smith --json'],
  from: `wishlist_items w
  join users u on u.id = w.user_id
  join products p on p.id = w.product_id`,
  columns: {
    id: { sql: 'w.id', label: 'Id', type: 'id' },
    customer: { sql: customerName('u'), label: 'Customer', type: 'text' },
    email: { sql: maskEmailSql('u.email'), label: 'E-mail', type: 'text' },
    sku: { sql: 'p.sku', label: 'SKU', type: 'text' },
    product: { sql: 'p.name', label: 'Product', type: 'text' },
    price: { sql: 'p.price', label: 'Price now', type: 'money' },
    added_at: { sql: 'w.added_at', label: 'Added', type: 'time' },
  },
  filters: {
    product: {
      help: 'SKU or slug of the product',
      type: 'text',
      sql: (bind, value, _operator, few) =>
        rareOr(bind, few, 'w.product_id', productNamed, value, (given) => `w.product_id in (${productNamed(given)})`),
    },
    since: {
      help: 'added since: 7d, 2026-01-31',
      type: 'age',
      sql: (bind, value) => `w.added_at >= ${bind(value)}::timestamptz`,
    },
  },
  search: (bind, text, _sees, few) => customersLike('w.user_id', bind, text, few),
  sorts: {
    newest: newestFirst('w.added_at', 'w.id'),
    oldest: oldestFirst('w.added_at', 'w.id'),
  },
  defaultSort: 'newest',
  tables: ['wishlist_items'],
});
