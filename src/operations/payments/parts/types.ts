import type { PaymentStatus, RefundStatus } from '../../../domain/order-status.ts';
import type { PaymentProvider } from '../../../domain/stored-values.ts';

/** One element of refunds.lines. */
export interface RefundedLine {
  readonly order_item_id: string;
  readonly sku: string;
  readonly quantity: number;
  /** Its worth; the refund may have been made over another amount. */
  readonly amount: string;
}

/** What `payments refund` answers; `left` is what was left when it was asked for. */
export interface RefundMade {
  /** Of the refund: the operation id. */
  readonly id: string;
  readonly payment_id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: RefundStatus;
  readonly provider: PaymentProvider;
  readonly provider_reference: string | null;
  readonly lines: readonly RefundedLine[] | null;
  readonly left: string;
  /** No gateway can be asked: somebody has to pay it out and say so (`refunds complete`). */
  readonly by_hand: boolean;
}

/** How a refund stands after it was sent, or tried to be. */
export interface Settled {
  readonly id: string;
  readonly order_number: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: RefundStatus;
  readonly provider: PaymentProvider;
  readonly provider_reference: string | null;
  /** Of the last attempt; also of one that is still REQUESTED. */
  readonly failure_reason: string | null;
  readonly attempts: number;
}

export interface PaymentMoved {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly from_status: PaymentStatus;
  readonly status: PaymentStatus;
  readonly failure_reason: string | null;
}
