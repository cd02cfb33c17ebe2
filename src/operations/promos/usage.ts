import { maskEmailSql } from '../../domain/contact.ts';
import { personName } from '../orders/steps.ts';
import { newestFirst, since } from '../by-time.ts';
import { listing } from '../listing.ts';

export const usage = listing({
  name: 'promos.usage',
  summary: 'List the orders that used promo codes: what each took off, and whose it was.',
  permission: 'customers:read',
  examples: ['promos usage --code WELCOME10', 'promos usage --filter "code:WELCOME10 since:30d" --json'],
  from: `promo_usage s
  join promo_codes p on p.id = s.promo_code_id
  left join orders o on o.id = s.order_id and o.created_at = s.order_created_at
  join users u on u.id = s.user_id`,
  columns: {
    id: { sql: 's.id', label: 'Id', type: 'id' },
    code: { sql: 'p.code', label: 'Code', type: 'text' },
    order_number: { sql: 'o.order_number', label: 'Order', type: 'text' },
    status: { sql: 'o.status', label: 'Status', type: 'status' },
    customer: { sql: personName('u'), label: 'Customer', type: 'text' },
    email: { sql: maskEmailSql('u.email'), label: 'E-mail', type: 'text' },
    subtotal: { sql: 'o.subtotal', label: 'Subtotal', type: 'money' },
    discount_amount: { sql: 's.discount_amount', label: 'Discount', type: 'money' },
    total: { sql: 'o.total', label: 'Total', type: 'money' },
    used_at: { sql: 's.used_at', label: 'Used', type: 'time' },
  },
  filters: {
    code: {
      help: 'the promo code',
      type: 'text',
      sql: (bind, value) =>
        `s.promo_code_id = (select c.id from promo_codes c where c.code = upper(btrim(${bind(value)})))`,
    },
    customer: {
      help: 'e-mail of the customer',
      type: 'text',
      sql: (bind, value) => `s.user_id = (select c.id from users c where lower(c.email) = lower(${bind(value)}))`,
    },
    since: since('used', 's.used_at'),
  },
  sorts: {
    newest: newestFirst('s.used_at', 's.id'),
  },
  defaultSort: 'newest',
  tables: ['promo_codes', 'orders'],
});
