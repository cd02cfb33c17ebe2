import * as z from 'zod';
import { operation } from '../operation.ts';
import { demandOpen, lockReview, ReviewId } from './parts/find.ts';
import { list } from './list.ts';
import { moderate, ofWhom, type Moderated } from './parts/moderate.ts';

export const approve = operation({
  name: 'reviews.approve',
  summary: 'Approve a review: the shop shows it, and its rating counts.',
  permission: 'reviews:moderate',
  input: z.object({ review: ReviewId }),
  positional: ['review'],
  examples: ['reviews approve 3f0c9a52', 'reviews approve --matching "verified:yes rating:>=4" --dry-run'],
  dryRun: true,
  undoable: true,
  bulk: { key: 'review', matching: () => list, column: 'id' },
  refreshes: ['reviews', 'products'],
  done: (review: Moderated) => `${ofWhom(review)} is approved.`,
  async run({ tx }, { review: given }): Promise<Moderated> {
    const review = await lockReview(tx, given);
    demandOpen(review, 'APPROVED');
    return moderate(tx, review, 'APPROVED');
  },
});
