import type { ReactElement } from 'react';
import type { Listing, ListRow } from '../../../operations/listing.ts';
import type { Column } from '../../widgets/table.ts';
import { useApp } from '../hooks.ts';
import type { ListParams } from '../list-params.ts';
import { ListScreen } from '../ListScreen.tsx';
import type { ScreenAction } from '../screen.ts';
import { openActions, reconcileAction, refundAction } from './acts.ts';

export interface PaymentListProps {
  readonly listing: Listing;
  readonly columns: readonly Column<ListRow>[];
  readonly params: ListParams;
  readonly width: number;
  readonly height: number;
  readonly empty: string;
  /** Why the row's order cannot be refunded. */
  readonly unrefundable?: (row: ListRow) => string | undefined;
  /** What this list offers besides what all of them do. */
  readonly more?: (row: ListRow | undefined) => readonly ScreenAction[];
}

const textOf = (row: ListRow, key: string): string | undefined => {
  const found = row[key];
  return found === null || found === undefined ? undefined : String(found);
};

/** Payments, refunds and what is owed: rows of orders, with the same keys and the same acts. */
export function PaymentList({ unrefundable, more, ...list }: PaymentListProps): ReactElement {
  const app = useApp();
  const orderOf = (row: ListRow | undefined) => row && textOf(row, 'order_number');
  const toOrder = (row: ListRow | undefined, screen: string) => {
    const order = orderOf(row);
    if (order !== undefined) app.navigate(screen, { order });
  };
  return (
    <ListScreen
      {...list}
      open={(row) => toOrder(row, 'payment')}
      keys={{
        scope: 'payments',
        handlers: (chosen) => ({ 'payments.order': () => toOrder(chosen()[0], 'order') }),
      }}
      copies={copiesOf}
      actions={(row) => [
        refundAction(app, orderOf(row), row && unrefundable?.(row)),
        ...(more?.(row) ?? []),
        reconcileAction(app),
        ...openActions(app, orderOf(row)),
      ]}
    />
  );
}

function copiesOf(row: ListRow): Readonly<Record<string, string>> {
  const named = { 'order number': 'order_number', transaction: 'transaction_id', reference: 'provider_reference' };
  return Object.fromEntries(
    Object.entries(named).flatMap(([label, key]) => {
      const value = textOf(row, key);
      return value === undefined ? [] : [[label, value] as const];
    }),
  );
}
