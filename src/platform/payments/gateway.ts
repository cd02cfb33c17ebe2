/** A refund as the provider is asked for it. */
export interface RefundOrder {
  /** Of the row of refunds: the idempotency key, so that it is the same refund however often it is sent. */
  readonly id: string;
  /** Decimal string in `currency`. */
  readonly amount: string;
  readonly currency: string;
  /** The provider's name of the payment. */
  readonly transaction_id: string | null;
  readonly order_number: string;
}

/**
 * What became of it. `pending`: the provider took it and is at it. `failed`: no money moved; `final` when asking again
 * cannot help. `unknown`: nobody knows, which is not a failure.
 */
export type Sent =
  | { readonly state: 'completed' | 'pending'; readonly reference: string }
  | { readonly state: 'failed'; readonly reason: string; readonly final: boolean }
  | { readonly state: 'unknown'; readonly reason: string };

/** A way of giving money back. Never throws for what a provider or a network can do: that is a Sent. */
export interface Gateway {
  refund(refund: RefundOrder): Promise<Sent>;
  /** Whether an earlier attempt arrived; undefined: the provider knows of no such refund. */
  find(refund: RefundOrder): Promise<Sent | undefined>;
}
