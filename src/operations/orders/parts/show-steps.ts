import { transitions, type OrderStatus } from '../../../domain/order-status.ts';
import { may, permissions, type Role } from '../../../domain/permissions.ts';
import type { OrderShipment, OrderStep } from './types.ts';

interface Paid {
  readonly status: string;
  readonly failure_reason: string | null;
}

/** Every step that leads on from here: one that may not be taken is shown with the reason. */
export function stepsFrom(
  { status, total }: { readonly status: OrderStatus; readonly total: string },
  role: Role,
  payment: Paid | undefined,
  shipments: readonly OrderShipment[],
): OrderStep[] {
  return transitions
    .filter((one) => one.from === status)
    .map(({ operation, to, permission, consequences }) => {
      const reason = may(role, permission)
        ? obstacle(to, payment, shipments)
        : `It needs one of these roles: ${permissions[permission].join(', ')}.`;
      const unpaid = to === 'CONFIRMED' && !isCaptured(payment) && !/^0+(\.0+)?$/u.test(total);
      const money = unpaid ? notPaid(payment) : consequences.money;
      return { operation, to, enabled: reason === null, reason, consequences: { ...consequences, money } };
    });
}

const isCaptured = (payment: Paid | undefined): boolean =>
  payment?.status === 'COMPLETED' || payment?.status === 'PARTIAL_REFUND';

function notPaid(payment: Paid | undefined): string {
  if (!payment) return 'There is no payment.';
  const why = payment.failure_reason ? ` (${payment.failure_reason})` : '';
  return `The payment is ${payment.status}${why}: it can only be confirmed to be paid later.`;
}

function obstacle(to: OrderStatus, payment: Paid | undefined, shipments: readonly OrderShipment[]): string | null {
  const captured = isCaptured(payment);
  if (to === 'CANCELLED' && shipments.some(({ status }) => status !== 'PENDING')) return 'A parcel of it has left.';
  if (to === 'CANCELLED' && shipments.length > 0) return 'A parcel of it is packed: unpack it first.';
  if (to === 'REFUNDED' && !captured) {
    return payment ? `Its payment is ${payment.status}: nothing can be paid back.` : 'It has no payment.';
  }
  return null;
}
