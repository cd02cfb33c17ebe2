import { assign } from '../../../operations/orders/assign.ts';
import { note } from '../../../operations/orders/note.ts';
import { packingSlip } from '../../../operations/orders/packing-slip.ts';
import type { OrderPage } from '../../../operations/orders/parts/types.ts';
import { unpack } from '../../../operations/orders/unpack.ts';
import { may } from '../../../domain/permissions.ts';
import { refundOrder } from '../payments/refund.ts';
import type { AppApi, ScreenAction } from '../screen.ts';

/** What can be done with an order besides taking it on: a note, another picker, a refund, its paper, where it leads. */
export function deskActions(app: AppApi, page: OrderPage): readonly ScreenAction[] {
  const order = page.order_number;
  const denied = may(app.actor.role, 'orders:fulfil') ? undefined : `${app.actor.role} may only look`;
  const inWork = ['PENDING', 'CONFIRMED', 'PROCESSING'].includes(page.status);
  const packed = page.shipments.filter(({ status }) => status === 'PENDING');
  const [parcel] = packed;
  return [
    {
      label: 'Leave a note',
      hint: 'for the other staff; the customer does not see it',
      disabled: denied,
      run: () => app.openForm(note, { order }),
    },
    {
      label: 'Assign it to somebody',
      hint: `picked by ${page.assigned_to?.name ?? 'nobody'}`,
      disabled: denied ?? (inWork ? undefined : `a ${page.status} order has nothing to pick`),
      run: () => app.openForm(assign, { order }),
    },
    ...(parcel
      ? [
          {
            label: 'Unpack the parcel',
            hint: 'its pieces stay reserved, the order is open again',
            disabled: denied,
            run: () =>
              packed.length === 1
                ? app.runOperation(unpack, { parcel: parcel.id })
                : app.openForm(unpack, { parcel: parcel.id }),
          } satisfies ScreenAction,
        ]
      : []),
    ...moneyActions(app, page),
    {
      label: 'Copy the packing slip',
      hint: 'what is in each parcel and where it goes, without prices',
      disabled: denied ?? (page.status === 'CANCELLED' ? 'a CANCELLED order is not packed' : undefined),
      run: async () => {
        const slip = await app.read(packingSlip, { parcel: order });
        app.copy(packingSlip.text?.(slip, { parcel: order }) ?? '');
      },
    },
    {
      label: 'Open the customer',
      hint: page.customer.name,
      disabled: may(app.actor.role, 'customers:read') ? undefined : `${app.actor.role} may not see customers`,
      run: () => app.navigate('customer', { customer: page.customer.id }),
    },
    {
      label: 'Who changed what (audit)',
      disabled: may(app.actor.role, 'audit:read') ? undefined : `${app.actor.role} may not read the audit log`,
      run: () => app.navigate('audit', { filter: `record:${order}` }),
    },
  ];
}

const given = ['COMPLETED', 'PARTIAL_REFUND'];

function moneyActions(app: AppApi, page: OrderPage): readonly ScreenAction[] {
  const { order_number: order, payment, money, next_steps } = page;
  const { role } = app.actor;
  const denied = may(role, 'payments:refund') ? undefined : `${role} may not refund`;
  const paid = payment && given.includes(payment.status);
  const unpaid = payment ? `its payment is ${payment.status}` : 'it has no payment';
  const pay: ScreenAction = {
    label: 'Refund a part',
    hint: `${money.paid} paid, ${money.refunded} given back`,
    danger: true,
    disabled: denied ?? (paid ? undefined : unpaid),
    run: () => refundOrder(app, order),
  };
  const sees = may(role, 'payments:read') ? undefined : `${role} may not see payments`;
  const look: ScreenAction = {
    label: 'Open the payment',
    hint: payment?.status ?? '',
    disabled: sees ?? (payment ? undefined : 'it has no payment'),
    run: () => app.navigate('payment', { order }),
  };
  // Where refunding is a step of the order, it is offered as one.
  return next_steps.some(({ operation }) => operation === 'payments.refund') ? [look] : [pay, look];
}
