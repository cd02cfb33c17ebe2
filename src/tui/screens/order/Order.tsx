import { useMemo, type ReactElement } from 'react';
import { list } from '../../../operations/orders/list.ts';
import { show } from '../../../operations/orders/show.ts';
import type { OrderPage } from '../../../operations/orders/parts/types.ts';
import { DetailScreen, type DetailFrame, type DetailRow } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { orderActions, takeNext } from '../../app/orders/acts.ts';
import { nextStep } from '../../app/orders/steps.ts';
import type { AppApi, ScreenProps } from '../../app/screen.ts';
import { copiesOf, newsBetween, orderRows } from './format.ts';

export type OrderParams = Readonly<{ order: string }>;

const tables = ['orders', 'payments', 'shipments', 'refunds', 'inventory', 'order_returns', 'order_notes'];

/** A page whose lines lead on: to the product of an item, to the customer and their other orders. */
const painter =
  (app: AppApi) =>
  (page: OrderPage, { width, theme, now, key }: DetailFrame): readonly DetailRow[] =>
    orderRows(page, {
      width,
      theme,
      now,
      keys: { next: key('order.next'), actions: key('actions') },
      go: (screen, about) => app.navigate(screen, { [screen]: about }),
    });

export function Order({ params, active, width, height }: ScreenProps<OrderParams>): ReactElement {
  const app = useApp();
  const rows = useMemo(() => painter(app), [app]);
  return (
    <DetailScreen
      operation={show}
      input={{ order: params.order }}
      tables={tables}
      noun="order"
      active={active}
      width={width}
      height={height}
      rows={rows}
      actions={(page) => orderActions(app, page)}
      copies={copiesOf}
      keys={{
        scope: 'order',
        handlers: (page) => ({ 'order.next': () => void takeNext(app, page).catch(app.fail) }),
        labels: (page) => (nextStep(page)?.enabled ? {} : { 'order.next': '' }),
      }}
      below={{ listing: list, params: (row) => ({ order: String(row['order_number']) }) }}
      news={newsBetween}
    />
  );
}
