import { show as showCustomer } from '../../../operations/customers/show.ts';
import { approve } from '../../../operations/reviews/approve.ts';
import { reject } from '../../../operations/reviews/reject.ts';
import { reopen } from '../../../operations/reviews/reopen.ts';
import { denied } from '../../app/denied.ts';
import type { AppApi, ScreenAction } from '../../app/screen.ts';
import type { CardReview } from './card.ts';

/** From a review to what it is about. */
export function relatedActions(app: AppApi, { row, page }: CardReview): readonly ScreenAction[] {
  const sku = String(row['product_sku']);
  const order = page?.order?.order_number;
  const customer = page?.customer.id;
  const sees = denied(app.actor, showCustomer);
  return [
    { label: `Product ${sku}`, hint: String(row['product']), run: () => app.navigate('product', { product: sku }) },
    {
      label: order === undefined ? 'Order' : `Order ${order}`,
      hint: page?.order?.status ?? '',
      disabled: order === undefined ? 'the customer has no order with this product' : undefined,
      run: () => order !== undefined && app.navigate('order', { order }),
    },
    {
      label: `Customer ${String(row['customer'] ?? '')}`,
      disabled: sees ?? (customer === undefined ? 'it is still loading' : undefined),
      run: () => customer !== undefined && app.navigate('customer', { customer }),
    },
    {
      label: 'All reviews of this product',
      run: () => app.navigate('reviews', { filter: `status:all product:${sku}` }),
    },
  ];
}

/** Decisions on one review outside the queue: each says why it is not to be had now. */
export function verdictActions(app: AppApi, review: string, status: string): readonly ScreenAction[] {
  const closed = denied(app.actor, approve);
  const decided = status === 'PENDING' ? undefined : `it is ${status}: reopen it first`;
  return [
    {
      label: 'Approve',
      hint: 'the shop shows it and its stars count',
      disabled: closed ?? decided,
      run: () => app.runOperation(approve, { review }),
    },
    {
      label: 'Reject',
      hint: 'with the reason; it is never shown',
      disabled: closed ?? decided,
      run: () => app.openForm(reject, { review }),
    },
    {
      label: 'Reopen',
      hint: 'takes the decision back: it waits in the queue again',
      disabled: closed ?? (status === 'PENDING' ? 'it waits already' : undefined),
      run: () => app.runOperation(reopen, { review }),
    },
  ];
}
