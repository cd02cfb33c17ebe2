import { assign } from '../../../operations/orders/assign.ts';
import { note } from '../../../operations/orders/note.ts';
import type { OrderPage } from '../../../operations/orders/parts/types.ts';
import { unpack } from '../../../operations/orders/unpack.ts';
import { may } from '../../../domain/permissions.ts';
import type { AppApi, ScreenAction } from '../screen.ts';

/** What can be done with an order besides taking it on: a note, another picker, a parcel unpacked again. */
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
      label: 'Assign to …',
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
  ];
}
