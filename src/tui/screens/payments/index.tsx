import type { ReactElement } from 'react';
import type { ListRow } from '../../../operations/listing.ts';
import { list } from '../../../operations/payments/list.ts';
import { column } from '../../app/cells.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { PaymentList } from '../../app/payments/PaymentList.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';

const columns = [
  column(list, 'order_number', { width: 15, priority: 1 }),
  column(list, 'status', { width: 16, min: 12, priority: 2 }),
  column(list, 'amount', { width: 10, min: 8, priority: 3 }),
  column(list, 'left', { width: 10, min: 8, priority: 4 }),
  column(list, 'refund_amount', { width: 10, min: 8, priority: 6 }),
  column(list, 'requested', { width: 10, min: 8, priority: 8 }),
  column(list, 'provider', { width: 8, priority: 5 }),
  column(list, 'created_at', { width: 16, priority: 7 }),
  column(list, 'customer', { width: 18, min: 10, priority: 9, grow: 30 }),
  column(list, 'transaction_id', { width: 24, min: 12, priority: 10 }),
  column(list, 'failure_reason', { width: 24, min: 12, priority: 11 }),
];

/** Known from the row; the dialog looks again. */
function unrefundable(row: ListRow): string | undefined {
  if (!['COMPLETED', 'PARTIAL_REFUND'].includes(String(row['status'])))
    return `the payment is ${String(row['status'])}`;
  return row['left'] === '0.00' ? 'nothing is left of it' : undefined;
}

function Payments({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const size = { width, height };
  const empty = 'No payment is like that.';
  return <PaymentList listing={list} unrefundable={unrefundable} {...{ columns, params, ...size, empty }} />;
}

export const payments = screen<ListParams>({
  name: 'payments',
  title: () => 'Payments',
  words: ['payments', 'money in', 'transactions'],
  permission: 'payments:read',
  component: Payments,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
