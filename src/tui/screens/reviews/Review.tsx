import { useCallback, type ReactElement } from 'react';
import type { ListRow } from '../../../operations/listing.ts';
import { list } from '../../../operations/reviews/list.ts';
import { show, type ReviewShown } from '../../../operations/reviews/show.ts';
import { DetailScreen, type DetailFrame } from '../../app/DetailScreen.tsx';
import { useApp, useOperationData } from '../../app/hooks.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { Lines } from '../../widgets/Lines.tsx';
import { paintLine, type Spans } from '../../widgets/spans.ts';
import { cardLines, type CardReview } from './card.ts';
import { relatedActions, verdictActions } from './related.ts';

export type ReviewParams = Readonly<{ review: string }>;

const tables = ['reviews'];

/** The page in the shape of the list's row, which the card begins with. */
function cardOf(page: ReviewShown): CardReview {
  const { id, status, rating, title, comment, is_verified, created_at, rejection_reason, product, customer } = page;
  const row: ListRow = {
    ...{ id, status, rating, title, comment, is_verified, created_at, rejection_reason },
    product: product.name,
    product_sku: product.sku,
    customer: customer.name,
    same_text: page.same_text.length,
  };
  return { row, page };
}

function reviewRows(page: ReviewShown, { width, theme, now }: DetailFrame): readonly string[] {
  const lines = cardLines(cardOf(page), { width: width - 1, theme, now });
  return lines.map((spans) => paintLine([' ', ...spans], width, theme));
}

export function Review({ params, active, width, height }: ScreenProps<ReviewParams>): ReactElement {
  const app = useApp();
  const actions = useCallback(
    (page: ReviewShown) => [...verdictActions(app, page.id, page.status), ...relatedActions(app, cardOf(page))],
    [app],
  );
  return (
    <DetailScreen
      operation={show}
      input={{ review: params.review }}
      tables={tables}
      noun="review"
      title={({ product, title }) => `${product.name}: ${title ?? 'a review'}`}
      active={active}
      width={width}
      height={height}
      rows={reviewRows}
      actions={actions}
      copies={(page) => ({ id: page.id, SKU: page.product.sku })}
      below={{ listing: list, params: ({ id }) => ({ review: id }) }}
    />
  );
}

/** The review beside the list: at once from its row, whole when the page is there. */
export function ReviewPreview({ row, width, height }: { row: ListRow; width: number; height: number }): ReactElement {
  const { theme } = useApp();
  const { data } = useOperationData(show, { review: row.id }, { tables });
  const lines: readonly Spans[] = cardLines({ row, page: data }, { width, theme, now: new Date() });
  return <Lines lines={lines} width={width} height={height} />;
}
