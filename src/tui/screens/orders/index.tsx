import { useCallback, useMemo, type ReactElement } from 'react';
import { list } from '../../../operations/orders/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { fulfil } from '../../app/orders/acts.ts';
import { orderBulk } from '../../app/orders/bulk.ts';
import { whyNoStep } from '../../app/orders/steps.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { columns } from './columns.ts';
import { Preview } from './Preview.tsx';
import { chooseQueue } from './queues.ts';

function Orders({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const bulk = useMemo(() => orderBulk(app), [app]);
  const numberOf = (row: ListRow) => String(row['order_number']);
  const whyNot = (row: ListRow) => whyNoStep(String(row['status']), app.actor.role);
  const noStep = (rows: readonly ListRow[]) =>
    rows.length === 0 ? 'there is no order under the cursor' : rows.every(whyNot) ? rows.map(whyNot)[0] : undefined;
  const preview = useCallback(
    (row: ListRow, columnsLeft: number, rowsLeft: number) => (
      <Preview key={row.id} row={row} width={columnsLeft} height={rowsLeft} />
    ),
    [],
  );
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={(row) => app.navigate('order', { order: numberOf(row) })}
      preview={preview}
      copies={(row) => ({
        'order number': numberOf(row),
        ...(row['tracking_number'] === null ? {} : { tracking: String(row['tracking_number']) }),
      })}
      keys={{
        scope: 'orders',
        handlers: (chosen) => ({
          'orders.fulfil': () => void fulfil(app, chosen().map(numberOf)).catch(app.fail),
          'orders.queues': () => void chooseQueue(app).catch(app.fail),
        }),
        anywhere: ['orders.queues'],
        labels: (chosen) => (chosen.some((row) => whyNot(row) === undefined) ? {} : { 'orders.fulfil': '' }),
      }}
      actions={(row, marked) => [
        {
          label: marked.length > 0 ? `Next step of ${marked.length} marked orders` : 'Next step',
          key: 'orders.fulfil',
          hint: marked.length > 1 ? 'one after the other, each with its own question' : 'says first what it does',
          disabled: noStep(marked.length > 0 ? marked : row ? [row] : []),
          run: () => fulfil(app, (marked.length > 0 ? marked : row ? [row] : []).map(numberOf)),
        },
        {
          label: 'Another queue',
          key: 'orders.queues',
          hint: 'to confirm, to pick, to ship, stuck, mine, returns, refunds',
          run: () => chooseQueue(app),
        },
        {
          label: row ? `Open ${numberOf(row)}` : 'Open',
          key: 'open',
          disabled: row ? undefined : 'there is no order under the cursor',
          run: () => row && app.navigate('order', { order: numberOf(row) }),
        },
      ]}
      bulk={bulk}
      empty="No order is like that."
    />
  );
}

export const orders = screen<ListParams>({
  name: 'orders',
  title: () => 'Orders',
  words: ['orders', 'order list', 'sales'],
  permission: 'orders:read',
  component: Orders,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
