import type { OrderStatus, PaymentStatus, RefundStatus } from '../../../domain/order-status.ts';
import type { OrderPerson, ReturnedItem } from './types.ts';

/** `orders.confirm`, `orders.process`, `orders.deliver`, `orders.assign` */
export interface OrderMoved {
  readonly id: string;
  readonly order_number: string;
  readonly from_status: OrderStatus;
  readonly status: OrderStatus;
  /** Set by `orders.process` and `orders.assign`. */
  readonly assigned_to?: OrderPerson | null;
}

/** `orders.ship` */
export interface OrderShipped extends OrderMoved {
  readonly shipment_id: string;
  readonly warehouse: string;
  readonly carrier: string;
  readonly tracking_number: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly shipped: number;
  readonly ordered: number;
}

export interface RefundAsked {
  readonly id: string;
  readonly amount: string;
  readonly status: RefundStatus;
  readonly provider: string;
  /** No gateway can be asked: somebody pays it out and says so (`refunds complete`). */
  readonly by_hand: boolean;
  /** Why it did not come through at the provider, yet or at all. */
  readonly failure_reason: string | null;
}

/** `orders.cancel` */
export interface OrderCancelled extends OrderMoved {
  readonly released: readonly { readonly sku: string; readonly warehouse: string; readonly quantity: number }[];
  /** Whose use was given back. */
  readonly promo_code: string | null;
  readonly payment_status: PaymentStatus | null;
  /** What is paid back in the same act; null when nothing was captured or it is left for later. */
  readonly refund: RefundAsked | null;
  /** Captured and not asked to be paid back: the order stands in the queue of money owed. */
  readonly owed: string;
}

/** `orders.return` */
export interface OrderReturned extends OrderMoved {
  readonly return_id: string;
  readonly warehouse: string;
  readonly items: readonly Omit<ReturnedItem, 'order_item_id'>[];
  /** Pieces of the order that came back until now, of all that left. */
  readonly returned: number;
  readonly shipped: number;
  readonly refund: RefundAsked | null;
}

/** `orders.place` */
export interface OrderPlaced {
  readonly id: string;
  readonly order_number: string;
  readonly status: OrderStatus;
  readonly payment_id: string;
  readonly subtotal: string;
  readonly discount: string;
  readonly tax: string;
  readonly shipping: string;
  readonly total: string;
  readonly items: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly price: string;
    readonly total: string;
    readonly warehouse: string;
  }[];
}
