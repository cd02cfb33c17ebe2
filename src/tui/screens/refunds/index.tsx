import type { ReactElement } from 'react';
import type { ListRow } from '../../../operations/listing.ts';
import { list } from '../../../operations/refunds/list.ts';
import { column } from '../../app/cells.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { endActions } from '../../app/payments/acts.ts';
import { PaymentList } from '../../app/payments/PaymentList.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';

const columns = [
  column(list, 'order_number', { width: 15, priority: 1 }),
  column(list, 'status', { width: 12, priority: 2 }),
  column(list, 'amount', { width: 10, min: 8, priority: 3 }),
  column(list, 'provider', { width: 8, priority: 4 }),
  column(list, 'created_at', { width: 16, priority: 5 }),
  column(list, 'reason', { width: 20, min: 10, priority: 6, grow: 40 }),
  column(list, 'requested_by', { width: 16, min: 8, priority: 7 }),
  column(list, 'failure_reason', { width: 20, min: 10, priority: 8 }),
  column(list, 'completed_at', { width: 16, priority: 9 }),
  column(list, 'provider_reference', { width: 20, min: 10, priority: 10 }),
];

const ended = (row: ListRow | undefined): string | undefined =>
  row && row['status'] !== 'REQUESTED' ? `it is ${String(row['status'])}` : undefined;

function Refunds({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const empty = params.filter === undefined ? 'Nothing was ever refunded.' : 'No refund is like that.';
  return (
    <PaymentList
      listing={list}
      more={(row) => endActions(app, row?.id, ended(row))}
      {...{ columns, params, width, height, empty }}
    />
  );
}

export const refunds = screen<ListParams>({
  name: 'refunds',
  title: () => 'Refunds',
  words: ['refunds', 'refunds pending', 'money back'],
  permission: 'payments:read',
  component: Refunds,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
