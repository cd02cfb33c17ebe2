import { may, type Permission, type Role } from './permissions.ts';

/** The states of operations.md and commerce-anchors.md section 3; the database's order_status_transitions holds the same pairs. */
export const orderStatuses = [
  'PENDING',
  'CONFIRMED',
  'PROCESSING',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
  'RETURNED',
  'REFUNDED',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export interface Consequences {
  readonly stock: string;
  readonly money: string;
  readonly promo: string;
}

export interface Transition {
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  /** The operation that takes the step; REFUNDED comes by itself when refunds reach the amount. */
  readonly operation: string;
  readonly permission: Permission;
  /** Said to a person before the step. */
  readonly consequences: Consequences;
}

const nothing: Consequences = {
  stock: 'Stock does not move.',
  money: 'No money moves.',
  promo: 'The promo code stays used.',
};
const cancelled: Consequences = {
  stock: 'Every reservation is released; the pieces can be sold again.',
  money: 'A payment not yet captured is closed as failed; a captured one must be refunded.',
  promo: 'The use of the promo code is given back.',
};
const returned: Consequences = {
  stock: 'Returned pieces go back on the shelf; damaged or lost ones are booked in and written off again.',
  money: 'No money moves until a refund is made.',
  promo: 'The promo code stays used.',
};
const refunded: Consequences = {
  stock: 'Stock does not move.',
  money: 'The customer gets back the whole amount; this cannot be undone.',
  promo: 'The promo code stays as it is.',
};

/** The 12 allowed of 56 pairs. Nothing goes backwards, and stock and promo are released in one place only: CANCELLED. */
export const transitions: readonly Transition[] = [
  {
    from: 'PENDING',
    to: 'CONFIRMED',
    operation: 'orders.confirm',
    permission: 'orders:fulfil',
    consequences: {
      ...nothing,
      stock: 'The reserved pieces stay reserved.',
      money: 'The payment must be completed, or the order is confirmed to be paid later.',
    },
  },
  {
    from: 'PENDING',
    to: 'CANCELLED',
    operation: 'orders.cancel',
    permission: 'orders:cancel',
    consequences: cancelled,
  },
  {
    from: 'CONFIRMED',
    to: 'PROCESSING',
    operation: 'orders.process',
    permission: 'orders:fulfil',
    consequences: { ...nothing, stock: 'The reserved pieces go on the pick list of one person.' },
  },
  {
    from: 'CONFIRMED',
    to: 'CANCELLED',
    operation: 'orders.cancel',
    permission: 'orders:cancel',
    consequences: cancelled,
  },
  {
    from: 'PROCESSING',
    to: 'SHIPPED',
    operation: 'orders.ship',
    permission: 'orders:fulfil',
    consequences: {
      ...nothing,
      stock: 'The shipped pieces leave the warehouse: quantity and reserved go down. This cannot be undone.',
    },
  },
  {
    from: 'PROCESSING',
    to: 'CANCELLED',
    operation: 'orders.cancel',
    permission: 'orders:cancel',
    consequences: cancelled,
  },
  {
    from: 'SHIPPED',
    to: 'DELIVERED',
    operation: 'orders.deliver',
    permission: 'orders:fulfil',
    consequences: nothing,
  },
  {
    from: 'SHIPPED',
    to: 'RETURNED',
    operation: 'orders.return',
    permission: 'orders:fulfil',
    consequences: returned,
  },
  {
    from: 'DELIVERED',
    to: 'RETURNED',
    operation: 'orders.return',
    permission: 'orders:fulfil',
    consequences: returned,
  },
  {
    from: 'DELIVERED',
    to: 'REFUNDED',
    operation: 'payments.refund',
    permission: 'payments:refund',
    consequences: { ...refunded, stock: 'The stock will NOT come back.' },
  },
  {
    from: 'RETURNED',
    to: 'REFUNDED',
    operation: 'payments.refund',
    permission: 'payments:refund',
    consequences: refunded,
  },
  {
    from: 'CANCELLED',
    to: 'REFUNDED',
    operation: 'payments.refund',
    permission: 'payments:refund',
    consequences: refunded,
  },
];

export function findTransition(from: OrderStatus, to: OrderStatus): Transition | undefined {
  return transitions.find((one) => one.from === from && one.to === to);
}

/** The steps this role may take from here, in the order staff take them. */
export function nextSteps(status: OrderStatus, role: Role): readonly Transition[] {
  return transitions.filter((one) => one.from === status && may(role, one.permission));
}

const words = (list: readonly string[]): string =>
  list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} or ${list.at(-1) ?? ''}`;

/**
 * Why `from` cannot become `to`, naming what it can become. No full stop: the caller puts the order before it.
 * @param since who brought it to `from` and when, in brackets with a space before
 */
export function explainRefusal(from: OrderStatus, to: OrderStatus, since = ''): string {
  const next = [...new Set(transitions.filter((one) => one.from === from).map((one) => one.to))];
  if (from === to) return `is already ${to}${since}`;
  if (next.length === 0) return `is ${from}${since} and cannot become ${to}: ${from} is the end`;
  return `is ${from}${since} and cannot become ${to}: from ${from} it can become ${words(next)}`;
}

export const paymentStatuses = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'REFUNDED', 'PARTIAL_REFUND'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export const shipmentStatuses = ['PENDING', 'SHIPPED', 'DELIVERED'] as const;
export type ShipmentStatus = (typeof shipmentStatuses)[number];

export const refundStatuses = ['REQUESTED', 'COMPLETED', 'FAILED'] as const;
export type RefundStatus = (typeof refundStatuses)[number];

export const reviewStatuses = ['PENDING', 'APPROVED', 'REJECTED'] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

export const promoTypes = ['PERCENTAGE', 'FIXED_AMOUNT', 'FREE_SHIPPING'] as const;
export type PromoType = (typeof promoTypes)[number];
