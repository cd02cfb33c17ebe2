import type { ReactElement } from 'react';
import { may } from '../../../domain/permissions.ts';
import { fail } from '../../../operations/payments/fail.ts';
import { list } from '../../../operations/payments/list.ts';
import { record } from '../../../operations/payments/record.ts';
import { retry } from '../../../operations/payments/retry.ts';
import { show, type PaymentShown } from '../../../operations/payments/show.ts';
import { DetailScreen } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { endActions, reconcileAction, refundAction } from '../../app/payments/acts.ts';
import { refundProblem } from '../../app/payments/refund.ts';
import type { AppApi, ScreenAction, ScreenProps } from '../../app/screen.ts';
import { paymentRows } from './format.ts';

export type PaymentParams = Readonly<{ order: string }>;

const tables = ['payments', 'refunds', 'orders'];

export function Payment({ params, active, width, height }: ScreenProps<PaymentParams>): ReactElement {
  const app = useApp();
  return (
    <DetailScreen
      operation={show}
      input={{ order: params.order }}
      tables={tables}
      noun="payment"
      active={active}
      width={width}
      height={height}
      rows={paymentRows}
      actions={(payment) => paymentActions(app, payment)}
      copies={({ order_number, transaction_id }) => ({
        'order number': order_number,
        ...(transaction_id === null ? {} : { transaction: transaction_id }),
      })}
      keys={{
        scope: 'payment',
        handlers: ({ order_number }) => ({ 'payment.order': () => app.navigate('order', { order: order_number }) }),
      }}
      below={{ listing: list, params: (row) => ({ order: String(row['order_number']) }) }}
    />
  );
}

function paymentActions(app: AppApi, payment: PaymentShown): readonly ScreenAction[] {
  const { order_number: order, status } = payment;
  const denied = may(app.actor.role, 'orders:place') ? undefined : `${app.actor.role} may only look`;
  const is = `it is ${status}`;
  const open = ['PENDING', 'PROCESSING'].includes(status);
  const waiting = payment.refunds.find((one) => one.status === 'REQUESTED')?.id;
  return [
    refundAction(app, order, refundProblem(payment)),
    ...endActions(app, waiting ?? order, waiting === undefined ? 'no refund of it waits' : undefined),
    reconcileAction(app),
    {
      label: 'It was paid elsewhere',
      hint: 'by bank transfer or at the till, with the reference',
      disabled: denied ?? (open || status === 'FAILED' ? undefined : is),
      run: () => app.openForm(record, { order }),
    },
    {
      label: 'Open it again, so that the customer can pay',
      disabled: denied ?? (status === 'FAILED' ? undefined : is),
      run: () => app.runOperation(retry, { order }),
    },
    {
      label: 'It failed',
      hint: 'the customer did not pay',
      disabled: denied ?? (open ? undefined : is),
      run: () => app.openForm(fail, { order }),
    },
    { label: 'Open the order', key: 'payment.order', run: () => app.navigate('order', { order }) },
  ];
}
