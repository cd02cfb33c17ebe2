import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { operation } from '../operation.ts';
import { lockReview, ReviewId } from './parts/find.ts';
import { list } from './list.ts';
import { moderate, ofWhom, type Moderated } from './parts/moderate.ts';

export const reopen = operation({
  name: 'reviews.reopen',
  summary: 'Take a decision back: the review waits in the queue again.',
  permission: 'reviews:moderate',
  input: z.object({ review: ReviewId }),
  positional: ['review'],
  examples: ['reviews reopen 3f0c9a52', 'reviews reopen --matching "status:REJECTED since:1d" --dry-run'],
  dryRun: true,
  undoable: true,
  bulk: { key: 'review', matching: () => list, column: 'id' },
  refreshes: ['reviews', 'products'],
  done: (review: Moderated) => `${ofWhom(review)} is ${review.status_before} no more: it waits in the queue.`,
  async run({ tx }, { review: given }): Promise<Moderated> {
    const review = await lockReview(tx, given);
    if (review.status === 'PENDING') {
      throw new Refused(`The review of ${review.product} waits in the queue already.`, {
        details: { review: review.id },
      });
    }
    return moderate(tx, review, 'PENDING');
  },
});
