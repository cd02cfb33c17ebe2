import type { PaymentStatus, PromoType, RefundStatus } from '../../../domain/order-status.ts';
import type { PaymentProvider } from '../../../domain/stored-values.ts';

export interface OrderMoney {
  readonly currency: string;
  readonly subtotal: string;
  readonly discount: string;
  readonly promo_code: string | null;
  readonly promo_type: PromoType | null;
  /** A percentage or an amount, by its type. */
  readonly promo_value: string | null;
  readonly tax: string;
  readonly shipping: string;
  readonly total: string;
  readonly paid: string;
  readonly refunded: string;
  /** Still to be paid; '0.00' for an order that was cancelled or paid back. */
  readonly due: string;
  /** Asked to be paid back and not confirmed by the provider yet. */
  readonly refund_requested: string;
  /** Captured, of an order that is cancelled or returned, and nobody asked yet to pay it back. */
  readonly owed: string;
}

/** For roles without payments:read `provider` is '', `transaction_id` null and the times are the order's. */
export interface OrderPayment {
  readonly id: string;
  readonly status: PaymentStatus;
  readonly amount: string;
  readonly currency: string;
  readonly provider: string;
  readonly transaction_id: string | null;
  readonly payment_method: string | null;
  readonly failure_reason: string | null;
  readonly refund_amount: string;
  /** Somebody agreed that it is paid after the order is confirmed. */
  readonly pay_later: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface OrderRefund {
  readonly id: string;
  readonly amount: string;
  readonly status: RefundStatus;
  readonly reason: string;
  readonly provider: PaymentProvider;
  /** How often it was sent. */
  readonly attempts: number;
  readonly provider_reference: string | null;
  readonly requested_by: string | null;
  readonly created_at: string;
  readonly completed_at: string | null;
  readonly failure_reason: string | null;
}
