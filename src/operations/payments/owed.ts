import { listing } from '../listing.ts';
import { ascending } from '../sorts.ts';
import { paymentColumns, paymentFilters, paymentsFrom, searchPayments } from './parts/columns.ts';

const open = `(
    select count(*) from refunds r where r.payment_id = p.id and r.status = 'REQUESTED'
  )`;
const lastFailure = `(
    select r.failure_reason from refunds r
    where r.payment_id = p.id and r.status <> 'COMPLETED' and r.failure_reason is not null
    order by r.updated_at desc limit 1
  )`;

const ofPayment = (...keys: (keyof typeof paymentColumns)[]) =>
  Object.fromEntries(keys.map((key) => [key, paymentColumns[key]]));

export const owed = listing({
  name: 'payments.owed',
  summary: 'List money we owe, longest first: of cancelled and returned orders, and refunds not yet through.',
  permission: 'payments:read',
  examples: ['payments owed', 'payments owed --longer 3d --check', 'payments owed --provider stripe --csv'],
  from: `${paymentsFrom}
  left join orders o on o.id = p.order_id and o.created_at = p.order_created_at`,
  where: 'p.owed_since is not null',
  waiting: true,
  columns: {
    ...ofPayment('id', 'order_number'),
    order_status: { sql: 'o.status', label: 'Order is', type: 'status' },
    owed: {
      sql: `case
        when o.status in ('CANCELLED', 'RETURNED') then p.amount - p.refund_amount
        else (select coalesce(sum(r.amount), 0.00) from refunds r where r.payment_id = p.id and r.status = 'REQUESTED')
      end`,
      label: 'Owed',
      type: 'money',
    },
    // a narrow terminal shows the first columns
    owed_since: { sql: 'p.owed_since', label: 'Since', type: 'time' },
    why: {
      sql: `concat_ws(', ',
        case when o.status in ('CANCELLED', 'RETURNED') then lower(o.status) || ' and not paid back in full' end,
        case when ${open} > 0 then ${open} || ' refund' || case when ${open} > 1 then 's' else '' end || ' asked for' end
      )`,
      label: 'Why',
      type: 'text',
    },
    ...ofPayment('currency', 'amount', 'refund_amount', 'requested', 'left', 'status', 'provider', 'transaction_id'),
    ...ofPayment('customer'),
    last_failure: { sql: lastFailure, label: 'Last attempt', type: 'text' },
    ...ofPayment('order_id'),
  },
  filters: {
    ...paymentFilters,
    longer: {
      help: 'owed for longer than: 3d, 36h',
      type: 'age',
      sql: (bind, value) => `p.owed_since < ${bind(value)}::timestamptz`,
    },
  },
  search: (bind, text, _sees, few) => searchPayments(bind, text, few),
  sorts: {
    longest: ascending('longest owed first', ['p.owed_since', 'timestamptz'], ['p.id', 'uuid']),
  },
  defaultSort: 'longest',
  tables: ['payments', 'refunds', 'orders'],
});
