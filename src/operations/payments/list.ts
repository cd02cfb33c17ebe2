import { newestFirst, oldestFirst } from '../by-time.ts';
import { listing } from '../listing.ts';
import { descending, reversed } from '../sorts.ts';
import { paymentColumns, paymentFilters, paymentsFrom, searchPayments } from './parts/columns.ts';

const byAmount = descending('largest first', ['p.amount', 'numeric'], ['p.id', 'uuid']);

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
    newest: newestFirst('p.created_at', 'p.id'),
    oldest: oldestFirst('p.created_at', 'p.id'),
    amount: byAmount,
    smallest: reversed(byAmount, 'smallest first'),
  },
  defaultSort: 'newest',
  tables: ['payments', 'refunds'],
});
