import { Conflict, InvalidInput, NotFound, Refused } from '../../../domain/errors.ts';
import type { ReviewStatus } from '../../../domain/order-status.ts';
import { clock } from '../../../domain/time.ts';
import { uuidRange } from '../../../domain/uuid.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { naming, required } from '../../fields.ts';
import { personName } from '../../orders/steps.ts';

export const ReviewId = naming('review', required(36)).describe('id of the review, or its first 8 characters');

export interface Review {
  readonly id: string;
  readonly status: ReviewStatus;
  readonly rating: number;
  readonly product_id: string;
  readonly product: string;
  readonly customer: string | null;
  readonly rejection_reason: string | null;
  readonly moderated_at: Date | null;
  readonly moderator: string | null;
}

/** @throws InvalidInput for what is no id, NotFound for none, also for several that begin so */
export async function findReview(tx: Tx, given: string): Promise<string> {
  const range = uuidRange(given);
  const shown = given.slice(0, 40);
  if (!range) {
    throw new InvalidInput(`"${shown}" is no review: its id, or 8 or more characters of it, is needed.`, {
      hint: 'See: solemate reviews list',
    });
  }
  const found = await tx.query<{ id: string }>(
    `select id
     from reviews
     where id between $1::uuid and $2::uuid
     order by id
     limit 3`,
    [range.from, range.to],
  );
  const [only] = found;
  if (!only) throw new NotFound(`There is no review ${shown}.`, { hint: 'See: solemate reviews list' });
  if (found.length > 1) {
    const some = found.map(({ id }) => id.slice(0, 13)).join(', ');
    throw new NotFound(`Several reviews begin with ${shown}.`, { hint: `Give more of it: ${some}.` });
  }
  return only.id;
}

/** The head of the queue. @throws NotFound when nothing waits */
export async function longestWaiting(tx: Tx): Promise<string> {
  const found = await tx.one<{ id: string }>(
    `select id
     from reviews
     where status = 'PENDING'
     order by created_at, id
     limit 1`,
  );
  if (found) return found.id;
  throw new NotFound('No review waits for a decision.', { hint: 'See: solemate reviews list --status all' });
}

/** Locked until the transaction ends. @throws InvalidInput, NotFound */
export async function lockReview(tx: Tx, given: string): Promise<Review> {
  const id = await findReview(tx, given);
  // Locked first and read then: who decided while this waited is joined as well.
  await tx.query('select from reviews where id = $1::uuid for no key update', [id]);
  const found = await tx.one<Review>(
    `select r.id, r.status, r.rating, r.product_id, p.name as product, ${personName('u')} as customer,
       r.rejection_reason, r.moderated_at, ${personName('m')} as moderator
     from reviews r
     join products p on p.id = r.product_id
     join users u on u.id = r.user_id
     left join users m on m.id = r.moderated_by
     where r.id = $1::uuid`,
    [id],
  );
  if (!found) throw new NotFound(`There is no review ${given.slice(0, 40)}.`);
  return found;
}

/**
 * @throws Conflict when somebody took the same decision already, saying who and when
 * @throws Refused when it was decided otherwise: that is taken back first
 */
export function demandOpen(review: Review, to: ReviewStatus): void {
  if (review.status === 'PENDING') return;
  const who = review.moderator ? ` by ${review.moderator}` : '';
  const when = review.moderated_at ? ` (${clock(review.moderated_at)})` : '';
  const sentence = `The review of ${review.product} is ${review.status}${who}${when} already.`;
  const details = { review: review.id, status: review.status };
  if (review.status === to) throw new Conflict(sentence, { details });
  throw new Refused(sentence, { details, hint: `Take that back first: solemate reviews reopen ${review.id}` });
}
