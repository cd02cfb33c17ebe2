import * as z from 'zod';
import { rejectionReason, standardReasons } from '../../domain/review-reasons.ts';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandOpen, lockReview, ReviewId } from './parts/find.ts';
import { list } from './list.ts';
import { moderate, ofWhom, type Moderated } from './parts/moderate.ts';

export const reject = operation({
  name: 'reviews.reject',
  summary: 'Reject a review, with the reason: it is never shown and does not count.',
  permission: 'reviews:moderate',
  input: z.object({
    review: ReviewId,
    reason: required(500)
      .min(3, 'a reason of three letters or more is needed')
      .describe(`why: ${Object.keys(standardReasons).join(', ')}, or your own words`),
  }),
  positional: ['review'],
  examples: [
    'reviews reject 3f0c9a52 --reason "not about the shoe"',
    'reviews reject --matching "copied:yes rating:5 verified:no" --reason copied --dry-run',
    'reviews reject --matching "casino" --reason "advertises a casino" --dry-run',
  ],
  dryRun: true,
  undoable: true,
  bulk: { key: 'review', matching: () => list, column: 'id' },
  refreshes: ['reviews', 'products'],
  done: (review: Moderated) =>
    `${ofWhom(review)} is rejected: ${review.rejection_reason ?? ''}.`.replace(/\.\.$/u, '.'),
  async run({ tx }, { review: given, reason }): Promise<Moderated> {
    const review = await lockReview(tx, given);
    demandOpen(review, 'REJECTED');
    return moderate(tx, review, 'REJECTED', rejectionReason(reason));
  },
});
