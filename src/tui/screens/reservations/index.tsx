import type { ReactElement } from 'react';
import { reservations as list } from '../../../operations/inventory/reservations.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { column } from '../../app/cells.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { useLookUpByScan } from '../../app/stock/look-up.ts';

const columns = [
  column(list, 'order_number', { width: 16, min: 14, priority: 1 }),
  column(list, 'sku', { width: 22, min: 18, priority: 2 }),
  column(list, 'quantity', { width: 8, min: 3, priority: 3, label: 'Pcs' }),
  column(list, 'warehouse', { width: 5, min: 4, priority: 4, label: 'At' }),
  column(list, 'age_hours', { width: 6, priority: 5 }),
  column(list, 'status', { width: 12, priority: 6 }),
  column(list, 'name', { width: 24, min: 10, priority: 7, grow: 40 }),
  column(list, 'reserved_at', { width: 16, priority: 8 }),
];

const textOf = (row: ListRow, key: string): string => String(row[key] ?? '');

function Reservations({ params, active, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  useLookUpByScan({ enabled: active });
  const toOrder = (row: ListRow) => {
    if (row['order_number'] === null) app.toast('info', 'This order is not there any more.');
    else app.navigate('order', { order: textOf(row, 'order_number') });
  };
  return (
    <ListScreen
      listing={list}
      noun="reservation"
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={toOrder}
      copies={(row) => ({ 'order number': textOf(row, 'order_number'), SKU: textOf(row, 'sku') })}
      actions={(row) => {
        const none = row ? undefined : 'there is no reservation under the cursor';
        return [
          { label: 'Open the order', key: 'open', disabled: none, run: () => row && toOrder(row) },
          {
            label: 'Stock card of the SKU',
            disabled: none,
            run: () => row && app.navigate('ledger', { sku: textOf(row, 'sku'), warehouse: textOf(row, 'warehouse') }),
          },
        ];
      }}
      empty="Nothing is reserved like that."
    />
  );
}

export const reservations = screen<ListParams>({
  name: 'reservations',
  title: () => 'Reservations',
  words: ['reservations', 'reserved stock', 'who holds stock'],
  permission: 'stock:read',
  component: Reservations,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
