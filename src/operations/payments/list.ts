import { listing } from '../listing.ts';
import { paymentColumns, paymentFilters, paymentsFrom, searchPayments } from './parts/columns.ts';

export const list = listing({
  name: 'payments.list',
  summary: 'List payments, newest first: what came in, what went back, what is left.',
  permission: 'payments:read',
  examples: [
    'payments list --status FAILED --since 7d',
    'payments list --filter "provider:stripe refunded:yes"',
    'payments list SM-2026-000123 --json',
  ],
  from: paymentsFrom,
  columns: paymentColumns,
  filters: paymentFilters,
  search: (bind, text, _sees, few) => searchPayments(bind, text, few),
  sorts: {
    newest: {
      label: 'newest first',
      direction: 'desc',
      by: [
        { sql: 'p.created_at', type: 'timestamptz' },
        { sql: 'p.id', type: 'uuid' },
      ],
    },
    oldest: {
      label: 'oldest first',
      direction: 'asc',
      by: [
        { sql: 'p.created_at', type: 'timestamptz' },
        { sql: 'p.id', type: 'uuid' },
      ],
    },
    amount: {
      label: 'largest first',
      direction: 'desc',
      by: [
        { sql: 'p.amount', type: 'numeric' },
        { sql: 'p.id', type: 'uuid' },
      ],
    },
  },
  defaultSort: 'newest',
  tables: ['payments', 'refunds'],
});
