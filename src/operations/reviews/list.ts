import { maskEmailSql } from '../../domain/contact.ts';
import { reviewStatuses } from '../../domain/order-status.ts';
import { personName } from '../orders/steps.ts';
import { along } from '../few.ts';
import { newestFirst, since } from '../by-time.ts';
import { listing } from '../listing.ts';
import { ascending } from '../sorts.ts';
import { bySomebody, ofProduct, withWords } from './parts/conditions.ts';

const copies = `from reviews t
      where review_text_key(t.comment) = review_text_key(r.comment)
        and t.id <> r.id`;

/** Others with the same words, up to 99. */
const sameText = `(
    select count(*)::integer
    from (
      select ${copies}
      order by t.id
      limit 99
    ) x
  )`;

export const list = listing({
  name: 'reviews.list',
  summary: 'List reviews: those that wait for a decision, the oldest first.',
  permission: 'catalog:read',
  examples: [
    'reviews list --limit 20',
    'reviews list --filter "verified:yes rating:<=2"',
    'reviews list --status all --sort newest --json',
  ],
  from: `reviews r
  join products p on p.id = r.product_id
  join users u on u.id = r.user_id`,
  columns: {
    id: { sql: 'r.id', label: 'Id', type: 'id', handle: true },
    status: { sql: 'r.status', label: 'Status', type: 'status' },
    rating: { sql: 'r.rating', label: 'Rating', type: 'integer' },
    product: { sql: 'p.name', label: 'Product', type: 'text' },
    product_sku: { sql: 'p.sku', label: 'SKU', type: 'text' },
    title: { sql: 'r.title', label: 'Title', type: 'text' },
    comment: { sql: 'left(r.comment, 1000)', label: 'Comment', type: 'text' },
    customer: { sql: personName('u'), label: 'Customer', type: 'text' },
    email: { sql: maskEmailSql('u.email'), label: 'E-mail', type: 'text', permission: 'customers:read' },
    is_verified: { sql: 'r.is_verified', label: 'Bought', type: 'boolean' },
    same_text: { sql: sameText, label: 'Same text', type: 'integer' },
    created_at: { sql: 'r.created_at', label: 'Written', type: 'time' },
    rejection_reason: { sql: 'r.rejection_reason', label: 'Rejected for', type: 'text' },
  },
  filters: {
    status: {
      help: 'PENDING (default), APPROVED, REJECTED or all',
      type: 'enum',
      values: [...reviewStatuses, 'all'],
      sql: (bind, value) => (value === 'all' ? 'true' : `r.status = ${bind(value)}`),
    },
    rating: {
      help: 'stars: 5, <=2, >3',
      type: 'integer',
      operators: ['>', '>=', '<', '<=', '!='],
      sql: (bind, value, operator) => `r.rating ${operator} ${bind(value)}::integer`,
    },
    product: {
      help: 'SKU or slug of the product, or part of its name',
      type: 'text',
      sql: (bind, value, _operator, few) => ofProduct(bind, String(value), few),
    },
    customer: {
      help: 'part of the name, or of the e-mail; or the id',
      type: 'text',
      permission: 'customers:read',
      sql: (bind, value, _operator, few) => bySomebody(bind, String(value), few),
    },
    verified: {
      help: 'yes: the customer bought it and it arrived',
      type: 'boolean',
      sql: (bind, value) => `r.is_verified = ${bind(value)}`,
    },
    copied: {
      help: 'yes: another review has the same text',
      type: 'boolean',
      sql: (_bind, value) => `${value === true ? '' : 'not '}${along(copies)}`,
    },
    since: since('written', 'r.created_at'),
  },
  defaults: { status: 'PENDING' },
  search: (bind, text, _sees, few) => withWords(bind, text, few),
  sorts: {
    oldest: ascending('the longest waiting first', ['r.created_at', 'timestamptz'], ['r.id', 'uuid']),
    newest: newestFirst('r.created_at', 'r.id'),
  },
  defaultSort: 'oldest',
  tables: ['reviews', 'products'],
});
