import { list as auditList } from '../../../operations/audit/list.ts';
import type { CustomerPage } from '../../../operations/customers/show.ts';
import { list as orderList } from '../../../operations/orders/list.ts';
import { list as reviewList } from '../../../operations/reviews/list.ts';
import { column } from '../../app/cells.ts';
import type { DetailBody, DetailTab } from '../../app/DetailScreen.tsx';
import { ListTab } from '../../app/ListTab.tsx';
import type { AppApi } from '../../app/screen.ts';

type Go = AppApi['navigate'];
type Tab = DetailTab<CustomerPage>;
type Body = DetailBody<CustomerPage>;

const orderColumns = [
  column(orderList, 'order_number', { width: 15, priority: 1 }),
  column(orderList, 'status', { width: 12, priority: 2 }),
  column(orderList, 'total', { width: 10, min: 8, priority: 3 }),
  column(orderList, 'created_at', { width: 16, priority: 4 }),
  column(orderList, 'items', { width: 5, priority: 5 }),
  column(orderList, 'payment_status', { width: 16, min: 12, priority: 6 }),
  column(orderList, 'tracking_number', { width: 20, min: 12, priority: 7 }),
];

const reviewColumns = [
  column(reviewList, 'status', { width: 10, priority: 1 }),
  column(reviewList, 'rating', { width: 6, priority: 2 }),
  column(reviewList, 'product', { width: 20, min: 10, priority: 3 }),
  column(reviewList, 'title', { width: 20, min: 10, priority: 4, grow: 60 }),
  column(reviewList, 'created_at', { width: 16, priority: 5 }),
  column(reviewList, 'rejection_reason', { width: 24, min: 10, priority: 6 }),
];

const historyColumns = [
  column(auditList, 'changed_at', { width: 16, priority: 1 }),
  column(auditList, 'operation', { width: 20, min: 12, priority: 2 }),
  column(auditList, 'person', { width: 16, min: 8, priority: 3 }),
  column(auditList, 'reason', { width: 24, min: 10, priority: 4, grow: 60 }),
  column(auditList, 'fields', { width: 20, min: 10, priority: 5 }),
];

export const ordersTab = (go: Go): Tab => ({
  name: 'Orders',
  body: ({ data, ...space }: Body) => (
    <ListTab
      {...space}
      listing={orderList}
      columns={orderColumns}
      filter={`customer:${data.id}`}
      open={(row) => go('order', { order: String(row['order_number']) })}
      empty="No order yet."
    />
  ),
});

export const reviewsTab = (go: Go): Tab => ({
  name: 'Reviews',
  body: ({ data, ...space }: Body) => (
    <ListTab
      {...space}
      listing={reviewList}
      columns={reviewColumns}
      filter={`status:all customer:${data.id}`}
      sort="newest"
      open={({ id }) => go('review', { review: id })}
      empty="No review yet."
    />
  ),
});

/** What was done to the account, and who looked at its contact data. */
export const historyTab = (go: Go): Tab => ({
  name: 'History',
  body: ({ data, ...space }: Body) => (
    <ListTab
      {...space}
      listing={auditList}
      columns={historyColumns}
      filter={`record:${data.id}`}
      open={({ operation_id }) => operation_id !== null && go('change', { operation: String(operation_id) })}
      empty="The audit log has nothing of this account."
    />
  ),
});
