import type { ReturnCondition } from '../../../domain/order-return.ts';
import type { Consequences, OrderStatus, ShipmentStatus } from '../../../domain/order-status.ts';
import type { OrderMoney, OrderPayment, OrderRefund } from './money-types.ts';

/** Answers of the order operations: JSON-safe, money decimal strings, times ISO UTC. */
export interface OrderPerson {
  readonly id: string;
  readonly name: string;
}

/** As kept in the order; what the acting role may not see is null. */
export interface OrderAddress {
  readonly name: string | null;
  readonly street_1: string | null;
  readonly street_2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postal_code: string | null;
  readonly country: string | null;
}

/** Open pieces of one line in one warehouse. */
export interface OrderReservation {
  readonly inventory_id: string;
  readonly warehouse: string;
  readonly reserved: number;
  /** What that warehouse could still promise to other orders. */
  readonly available: number;
}

/** Pieces of an article in one warehouse, for whomever they are. */
export interface ArticleStock {
  readonly warehouse: string;
  readonly quantity: number;
  readonly available: number;
}

export interface OrderLine {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly size: string | null;
  readonly color: string | null;
  readonly quantity: number;
  readonly shipped: number;
  readonly returned: number;
  readonly price: string;
  readonly discount: string;
  readonly total: string;
  readonly product_snapshot: Readonly<Record<string, unknown>> | null;
  readonly reservations: readonly OrderReservation[];
  /** Where such pieces lie, told while the order is in work and some of the line are reserved nowhere. */
  readonly stock: readonly ArticleStock[];
}

export interface OrderShipment {
  readonly id: string;
  readonly status: ShipmentStatus;
  readonly warehouse: string | null;
  readonly carrier: string | null;
  readonly tracking_number: string | null;
  /** When it was packed. */
  readonly created_at: string;
  readonly shipped_at: string | null;
  readonly delivered_at: string | null;
  readonly created_by: string | null;
  readonly items: readonly { readonly order_item_id: string; readonly sku: string; readonly quantity: number }[];
}

export interface ReturnedItem {
  readonly order_item_id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly condition: ReturnCondition;
}

/** One parcel that came back. */
export interface OrderReturn {
  readonly id: string;
  readonly warehouse: string;
  readonly reason: string;
  readonly refund_id: string | null;
  readonly created_by: string | null;
  readonly created_at: string;
  readonly items: readonly ReturnedItem[];
}

/** What staff tell each other; `notes` of the order is the customer's. */
export interface StaffNote {
  readonly id: string;
  readonly note: string;
  readonly created_by: string | null;
  readonly created_at: string;
}

export interface TimelineEntry {
  readonly at: string;
  readonly kind: 'status' | 'shipment' | 'payment' | 'refund' | 'return' | 'note' | 'change';
  readonly text: string;
  readonly note: string | null;
  /** Name of who did it; null for the storefront and for the database itself. */
  readonly actor: string | null;
}

export interface OtherOrder {
  readonly order_number: string;
  readonly status: OrderStatus;
  readonly total: string;
  readonly created_at: string;
}

/** A step that leads on from here, offered to this actor or shown with the reason why not. */
export interface OrderStep {
  readonly operation: string;
  readonly to: OrderStatus;
  readonly enabled: boolean;
  readonly reason: string | null;
  readonly consequences: Consequences;
}

/** `orders.show` */
export interface OrderPage {
  readonly id: string;
  readonly order_number: string;
  readonly status: OrderStatus;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly notes: string | null;
  readonly tracking_number: string | null;
  readonly assigned_to: OrderPerson | null;
  /** E-mail masked (a…@example.com); null for roles that may not see contact data at all. */
  readonly customer: OrderPerson & { readonly email: string | null };
  /** Of the same customer, the newest five. */
  readonly other_orders: readonly OtherOrder[];
  readonly shipping_address: OrderAddress;
  readonly billing_address: OrderAddress;
  readonly items: readonly OrderLine[];
  readonly money: OrderMoney;
  readonly payment: OrderPayment | null;
  readonly refunds: readonly OrderRefund[];
  readonly shipments: readonly OrderShipment[];
  /** Oldest first, as are the notes. */
  readonly returns: readonly OrderReturn[];
  readonly staff_notes: readonly StaffNote[];
  /** Oldest first; `change` is what the audit log has besides the rest, for roles that may read it. */
  readonly timeline: readonly TimelineEntry[];
  readonly next_steps: readonly OrderStep[];
  /** What keeps the order from moving, one sentence each; empty when nothing does. */
  readonly stuck: readonly string[];
}
