import type { ReactElement } from 'react';
import type { ListRow } from '../../../operations/listing.ts';
import { owed as list } from '../../../operations/payments/owed.ts';
import { column } from '../../app/cells.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { endActions } from '../../app/payments/acts.ts';
import { PaymentList } from '../../app/payments/PaymentList.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';

const columns = [
  column(list, 'order_number', { width: 15, priority: 1 }),
  column(list, 'owed', { width: 10, min: 8, priority: 2 }),
  column(list, 'owed_since', { width: 16, priority: 4 }),
  column(list, 'why', { width: 30, min: 14, priority: 3, grow: 50 }),
  column(list, 'provider', { width: 8, priority: 5 }),
  column(list, 'last_failure', { width: 24, min: 10, priority: 6 }),
  column(list, 'customer', { width: 18, min: 10, priority: 7 }),
  column(list, 'order_status', { width: 12, priority: 8 }),
  column(list, 'requested', { width: 10, priority: 9 }),
  column(list, 'left', { width: 10, priority: 10 }),
];

const none = (row: ListRow | undefined): string | undefined =>
  row && row['requested'] === '0.00' ? 'no refund of it was asked for' : undefined;
const asked = (row: ListRow): string | undefined =>
  row['left'] === '0.00' ? 'all of it is asked for: reconcile, or say that it was paid out' : undefined;

function Owed({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  return (
    <PaymentList
      listing={list}
      unrefundable={asked}
      more={(row) => endActions(app, row && String(row['order_number']), none(row))}
      empty="Nobody waits for their money."
      {...{ columns, params, width, height }}
    />
  );
}

export const owed = screen<ListParams>({
  name: 'owed',
  title: () => 'Money owed',
  words: ['money owed', 'owed', 'paid but cancelled'],
  permission: 'payments:read',
  component: Owed,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
