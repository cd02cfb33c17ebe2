import { useCallback, type ReactElement } from 'react';
import * as z from 'zod';
import { approve } from '../../../operations/reviews/approve.ts';
import { list } from '../../../operations/reviews/list.ts';
import { reject } from '../../../operations/reviews/reject.ts';
import { reopen } from '../../../operations/reviews/reopen.ts';
import type { BulkAction } from '../../app/bulk/actions.ts';
import type { Listing, ListRow } from '../../../operations/listing.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, shellWord, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { columns } from './columns.ts';
import { Moderate } from './Moderate.tsx';
import { verdictActions } from './related.ts';
import { Review, ReviewPreview } from './Review.tsx';

/** Whatever became of them: what waits has a screen of its own, which is what the listing shows by itself. */
const everyReview: Listing = { ...list, defaults: {}, defaultSort: 'newest' };

/** Over the marked ones, or all that match. */
const bulk: readonly BulkAction[] = [
  { operation: approve, label: 'Approve' },
  { operation: reject, label: 'Reject' },
  { operation: reopen, label: 'Reopen' },
];

/** All reviews with what became of them. */
function Reviews({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const preview = useCallback(
    (row: ListRow, columnsLeft: number, rowsLeft: number) => (
      <ReviewPreview key={row.id} row={row} width={columnsLeft} height={rowsLeft} />
    ),
    [],
  );
  return (
    <ListScreen
      listing={everyReview}
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={({ id }) => app.navigate('review', { review: id })}
      preview={preview}
      copies={(row) => ({ id: row.id, SKU: String(row['product_sku']), text: String(row['comment'] ?? '') })}
      actions={(row) => [
        ...(row ? verdictActions(app, row.id, String(row['status'])) : []),
        { label: 'Moderate what waits', hint: 'one key a review', run: () => app.navigate('moderate') },
      ]}
      bulk={bulk}
      nameOf={(row) => `${String(row['product'])}: ${String(row['title'] ?? row['comment'] ?? '')}`}
      empty="No review is like that."
    />
  );
}

export const reviews = screen<ListParams>({
  name: 'reviews',
  title: () => 'Reviews',
  words: ['reviews', 'all reviews', 'ratings'],
  permission: 'catalog:read',
  component: Reviews,
  params: listParams,
  twin: ({ filter = '', sort = 'newest' }) =>
    listTwin(list, { filter: /\bstatus:/u.test(filter) ? filter : `status:all ${filter}`.trim(), sort }),
});

export const moderate = screen<ListParams>({
  name: 'moderate',
  title: () => 'Moderate reviews',
  words: ['moderate', 'review queue', 'moderation'],
  permission: 'reviews:moderate',
  component: Moderate,
  params: listParams,
  twin: (params) => listTwin(list, params),
});

export const review = screen({
  name: 'review',
  title: ({ review: given }) => given.slice(0, 8),
  words: ['review'],
  permission: 'catalog:read',
  component: Review,
  params: z.object({ review: z.string().trim().min(1).max(36) }),
  needsParams: true,
  twin: ({ review: given }) => `reviews show ${shellWord(given)}`,
});
