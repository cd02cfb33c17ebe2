import type { ReviewStatus } from '../../../domain/order-status.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { Review } from './find.ts';

export interface Moderated {
  readonly id: string;
  readonly status: ReviewStatus;
  readonly status_before: ReviewStatus;
  readonly rating: number;
  readonly product: string;
  readonly customer: string | null;
  readonly rejection_reason: string | null;
  /** Of the product, with this decision. */
  readonly review_count: number;
  readonly avg_rating: string | null;
}

/** Who, when and what the product's rating becomes is the database's part. */
export async function moderate(tx: Tx, review: Review, to: ReviewStatus, reason?: string): Promise<Moderated> {
  await tx.query('update reviews set status = $2, rejection_reason = $3 where id = $1::uuid', [
    review.id,
    to,
    reason ?? null,
  ]);
  const stats = await tx.one<Pick<Moderated, 'review_count' | 'avg_rating'>>(
    'select review_count, avg_rating from products where id = $1::uuid',
    [review.product_id],
  );
  return {
    id: review.id,
    status: to,
    status_before: review.status,
    rating: review.rating,
    product: review.product,
    customer: review.customer,
    rejection_reason: reason ?? null,
    review_count: stats?.review_count ?? 0,
    avg_rating: stats?.avg_rating ?? null,
  };
}

export const ofWhom = ({ product, customer, rating }: Moderated): string =>
  `The review of ${product} by ${customer ?? 'a customer'} (${rating} of 5)`;
