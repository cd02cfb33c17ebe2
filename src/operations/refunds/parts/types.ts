import type { RefundStatus } from '../../../domain/order-status.ts';
import type { PaymentProvider } from '../../../domain/stored-values.ts';

export interface RefundEnded {
  readonly id: string;
  readonly order_number: string;
  readonly amount: string;
  readonly status: RefundStatus;
  readonly provider: PaymentProvider;
  readonly provider_reference: string | null;
  /** Why it failed. */
  readonly reason: string | null;
}
